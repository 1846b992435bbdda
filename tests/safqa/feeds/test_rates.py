"""The European Central Bank's files, as rates of the dollar."""

from datetime import date

import pytest

from safqa.errors import InputError
from safqa.feeds.rates import read_rates

FILE = """<?xml version="1.0" encoding="UTF-8"?>
<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01" xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">
 <gesmes:subject>Reference rates</gesmes:subject>
 <Cube>
  <Cube time='2025-06-03'><Cube currency='USD' rate='1.25'/><Cube currency='JPY' rate='150'/></Cube>
  <Cube time='2025-06-02'><Cube currency='USD' rate='1.0'/><Cube currency='GBP' rate='0.85'/></Cube>
  <Cube time='2025-05-30'><Cube currency='GBP' rate='0.84'/></Cube>
 </Cube>
</gesmes:Envelope>"""


def test_rates_are_crossed_with_the_dollar() -> None:
    assert read_rates(FILE.encode()) == {
        date(2025, 6, 3): {"EUR": 0.8, "JPY": 120.0},
        date(2025, 6, 2): {"EUR": 1.0, "GBP": 0.85},
    }


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<html>", "no element found"),
        ("", "no element found"),
        ("<Envelope/>", "no day has the dollar"),
        (FILE.replace("1.25", "0"), "'0' is no rate"),
        (FILE.replace("1.25", "nan"), "'nan' is no rate"),
        (FILE.replace("'1.25'", "'much'"), "could not convert"),
        (FILE.replace("2025-06-03", "today"), "Invalid isoformat"),
        (FILE.replace("<gesmes:Envelope", "<!DOCTYPE a [<!ENTITY b 'c'>]><gesmes:Envelope", 1), "a document type"),
    ],
)
def test_what_is_no_such_file_is_told(text: str, message: str) -> None:
    with pytest.raises(InputError, match=f"^no file of exchange rates: .*{message}"):
        read_rates(text.encode())
