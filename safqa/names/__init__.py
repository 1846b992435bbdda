"""Names compared across scripts: the same organisation spelled by another newsroom, in Arabic or in Latin letters.

Used where a text has already been found to *name* something: to join the spellings inside a document and to find the
organisation of a mention. Never to find names: 418 of 26,775 ordinary Arabic words have the sound of a company
(تصل = Tesla, سجل = Scale).
"""

from safqa.names.letters import spell_letters
from safqa.names.sameness import SAME, alike, same_name, similarity
from safqa.names.sound import sound_key
from safqa.names.words import fold

__all__ = ["SAME", "alike", "fold", "same_name", "similarity", "sound_key", "spell_letters"]
