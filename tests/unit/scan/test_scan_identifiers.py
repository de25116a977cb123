"""What is an identifier of a child, and what only looks like one."""

from __future__ import annotations

import datetime as dt

import pytest

from lacxl.scan.headings import is_birth, is_name, is_other_date, is_person, plain
from lacxl.scan.identifiers import NOTHING, day_in, is_nhs_number, is_upn, look, look_at_number

NHS = "9434765919"
UPN = "H801200001001"


@pytest.mark.parametrize("digits", [NHS, "4010232137", "9999999468", "6328797966"])
def test_nhs_numbers_fit_their_check_digit(digits: str) -> None:
    assert is_nhs_number(digits)
    wrong = digits[:-1] + str((int(digits[-1]) + 1) % 10)
    assert not is_nhs_number(wrong)


@pytest.mark.parametrize("digits", ["0000000000", "1111111111", "0123456789", "1234567890"])
def test_these_are_none(digits: str) -> None:
    assert not is_nhs_number(digits)


def test_one_number_in_eleven_fits_by_chance() -> None:
    fitting = sum(is_nhs_number(str(number)) for number in range(4_000_000_000, 4_000_011_000))
    assert 900 <= fitting <= 1_100


def upn_of(digits: str) -> str:
    """Return the pupil number with its check letter, worked out by hand's rule."""
    letters = "ABCDEFGHJKLMNPQRTUVWXYZ"
    values = [int(d) if d.isdigit() else letters.index(d) for d in digits]
    return letters[sum(v * w for v, w in zip(values, range(2, 14), strict=True)) % 23] + digits


@pytest.mark.parametrize("digits", ["801200001001", "203105015001", "32000191000A"])
def test_pupil_numbers_fit_their_check_letter(digits: str) -> None:
    upn = upn_of(digits)
    assert is_upn(upn)
    assert look(f"UPN: {upn.lower()}.").upn == 1
    other = "B" if upn[0] == "A" else "A"
    assert not is_upn(other + digits)
    assert look(other + digits) is NOTHING


@pytest.mark.parametrize(
    ("text", "spaced", "checked", "loose"),
    [
        ("943 476 5919", 1, 0, 0),
        ("943-476-5919", 1, 0, 0),
        ("943\xa0476\xa05919", 1, 0, 0),
        (NHS, 0, 1, 1),
        (f"NHS no. {NHS}, seen on 3 May", 0, 1, 1),
        (f"({NHS})", 0, 1, 1),
        ("9434765918", 0, 0, 1),
        ("943 476 5918", 0, 0, 0),
        (f"{NHS}1", 0, 0, 0),
        (f"1{NHS}", 0, 0, 0),
        (f"{NHS}.25", 0, 0, 0),
        ("1,943,476,5919", 0, 0, 0),
        ("0161 496 0000", 0, 0, 0),
        ("020 7946 0000", 0, 0, 0),
        ("+44 1632 960 0001", 0, 0, 0),
        ("May 2015", 0, 0, 0),
        ("68 of 71", 0, 0, 0),
        ("2015/16", 0, 0, 0),
    ],
)
def test_ten_digits_in_a_text(text: str, spaced: int, checked: int, loose: int) -> None:
    found = look(text)
    assert (found.spaced, found.checked, found.loose) == (spaced, checked, loose)


@pytest.mark.parametrize(
    ("number", "checked", "loose"),
    [
        (9434765919, 1, 1),
        (9434765919.0, 1, 1),
        (9434765918, 0, 1),
        (943476591.9, 0, 0),
        (94347659190, 0, 0),
        (42125, 0, 0),
        (2015, 0, 0),
        (float("nan"), 0, 0),
        (float("inf"), 0, 0),
        (-9434765919, 0, 0),
    ],
)
def test_ten_digits_as_a_number(number: float, checked: int, loose: int) -> None:
    found = look_at_number(number)
    assert (found.checked, found.loose) == (checked, loose)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("SW1A 1AA", {"SW1A1AA"}),
        ("lives at 4 High St, M1 1AE", {"M1" + "1AE"}),
        ("B33 8TH and CR2 6XH", {"B338TH", "CR26XH"}),
        ("dn551pt", {"DN551PT"}),
        ("EC1A1BB", {"EC1A1BB"}),
        ("Q1 2AB", set()),
        ("A1", set()),
        ("M1", set()),
        ("7.1 LAC", set()),
        ("XX1 1AA", set()),
        ("SW1A 1AAA", set()),
        ("Section 20", set()),
    ],
)
def test_postcodes(text: str, codes: set[str]) -> None:
    assert look(text).postcodes == codes


@pytest.mark.parametrize(
    "text", ["DOB 4/3/2008", "d.o.b.: 04-03-08", "Date of birth 4 March 2008", "born on 2008-03-04"]
)
def test_births_in_a_text(text: str) -> None:
    assert look(f"A child, {text}, moved.").born == 1


@pytest.mark.parametrize("text", ["born in 2008", "4/3/2008", "as at 31/05/2015", "dob unknown"])
def test_dates_in_a_text_that_are_no_births(text: str) -> None:
    assert look(text).born == 0


@pytest.mark.parametrize(
    "text", ["4/3/2008", "04.03.2008", "2008-03-04", "4 March 2008", "4-Mar-08"]
)
def test_dates_as_texts(text: str) -> None:
    assert day_in(text) == dt.date(2008, 3, 4)


def test_a_day_of_no_calendar_counts_by_its_year() -> None:
    assert day_in("31/02/1998") == day_in("99/99/98") == dt.date(1998, 1, 1)
    assert day_in("2nd of Foo, 1998") == dt.date(1998, 1, 1)


@pytest.mark.parametrize(
    "text", ["Mar-15", "2015/16", "May 2015", "12", "1.2.3", "n/a", "68 of 71"]
)
def test_texts_that_are_no_dates(text: str) -> None:
    assert day_in(text) is None


def test_headings() -> None:
    for text in (
        "DOB",
        "Date of Birth",
        "D.O.B.",
        "PERS_DOB",
        "Child's date of birth",
        "Birth date",
    ):
        assert is_birth(plain(text)), text
        assert not is_other_date(plain(text)), text
    for text in ("Review date", "Start", "Date of visit", "DECOM", "As at month end", "Due date"):
        assert is_other_date(plain(text)), text
        assert not is_birth(plain(text)), text
    for text in ("Name", "Child", "SURNAME", "Forename(s)", "Young person", "Pupil name"):
        assert is_name(plain(text)), text
    for text in (
        "INDICATOR", "Team name", "Number of children", "Name of placement", "File name",
        "Worker name", "% of LAC cases reviewed within timescales", "Looked After Children",
    ):  # fmt: skip
        assert not is_name(plain(text)), text


def test_people() -> None:
    for text in (
        "Jane Brown",
        "BROWN, Jane",
        "O'Neill, Seán",
        "Anna-Maria de Souza".title(),
        "Li Wei Chen",
        "Łukasz Wójcik",
        "Иван Петров",
        "محمد علي",
    ):
        assert is_person(text), text
    for text in (
        "Corporate Parenting", "Review Officer", "North Team", "May 2015", "Total", "jane brown",
        "Children looked after", "High Street", "TBC", "ИВАН ПЕТРОВ", "Green",
        "Personal Education Plans",
    ):  # fmt: skip
        assert not is_person(text), text


def test_the_sum_of_a_file_is_no_identifier() -> None:
    number = "9434765919"
    sum_ = f"ab{number}" + "c" * 52
    assert look(f"cd {number} ef").checked == 1
    assert look(f"record {sum_}").checked == 0
    assert look(f"record {sum_[:-1]}").checked == 1  # of another length it is no such sum
