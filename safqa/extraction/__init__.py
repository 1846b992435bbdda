"""An article's text to the deals it tells of, each fact with its evidence.

>>> from safqa.extraction import extract
>>> extract("أغلقت لوسيديا جولة تمويل بقيمة 30 مليون دولار لمنصتها للذكاء الاصطناعي").deals[0].target.name
'Lucidya'
"""

from safqa.extraction.extractor import LONGEST, extract, may_tell

__all__ = ["LONGEST", "extract", "may_tell"]
