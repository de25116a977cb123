"""What identifies a child in a sentence, and what is said of figures every month."""

from __future__ import annotations

import pytest

from lacxl.scan.screening import identifier_in

NHS = "9434765919"
WIDE = "".join(chr(ord(digit) + 0xFEE0) for digit in NHS)


@pytest.mark.parametrize(
    ("kind", "texts"),
    [
        ("a unique pupil number", ["H801200001001 twice", "pupil a123456789012", "A12345678901a"]),
        (
            "an NHS number",
            [f"see {NHS}", "943 476 5919", "943\u2011476\u20115919", NHS[:-1] + "8", WIDE],
        ),
        ("a National Insurance number", ["QQ 12 34 56 C", "qq123456c was late"]),
        ("a date of birth", ["born 4/3/2008", "DOB 4 March 2008", "date of birth is 2008-03-04"]),
        (
            "a name beside a date",
            [
                "Jane Brown (4/3/2008) was counted twice",
                "twice: 04.03.2008, Jane Brown",
                "O’Neill, Sean – 4th March 2008",
                "Zoë Anna Müller 4 March 2008",
            ],
        ),
        ("a postcode", ["moved to SW1A 1AA", "at m1\xa01ae", "B338TH"]),
        (
            "a number that may be a child's",
            ["child 4711", "Child's ID: AB4711", "pupil no. 98765", "case #5555", "P1234567 left",
             "LCS-1234567", "ID_123456"],
        ),
    ],
)  # fmt: skip
def test_what_identifies_a_child(kind: str, texts: list[str]) -> None:
    assert {text: identifier_in(text) for text in texts} == dict.fromkeys(texts, kind)


@pytest.mark.parametrize(
    "text",
    [
        "7.1 was recounted on 4 November 2015",
        "audit of 23/11/2015",
        "Ofsted Inspection 23/11/2015",
        "Corporate Parenting Board, 4 November 2015",
        "1 May 2015 to 31 May 2015",
        "Two reviews of 2015-05-31 were entered late",
        "54 of 60, 90.0%, was 56 of 60",
        "the outturn of 2014/15 was rounded: 72.5",
        "rate on a population of 56,105, not 56105",
        "saved £1250000, or 1,250,000.50",
        "extract of 20150531",
        "INC0012345 was closed",
        "see row 1234 and 'Reviews & Visits'!G20 1st quarter",
        "ring 0161 496 0000",
        "every child 2015 to 2016",
        "children 1234 and cases",
        "",
    ],
)
def test_what_is_harmless(text: str) -> None:
    assert identifier_in(text) == ""
