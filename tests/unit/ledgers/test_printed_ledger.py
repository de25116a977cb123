"""The ledger of what was printed: comes back as written, and is refused where it was edited."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lacxl.domain.errors import Refused
from lacxl.domain.month import Month
from lacxl.ledgers.cells_that_left import PRINTED, PrintedCell, rolled_before
from lacxl.workbook.address import Cell

JUNE = Month(2015, 6)
NOW = datetime(2015, 7, 3, 9, 30, tzinfo=UTC)
LEFT = PrintedCell(
    NOW, JUNE, "Performance Summary", "", Cell.parse("F12"), "7.6", "", "value", "2015-03", "98.4%"
)
LINE = "2015-07-03T09:30:00Z,2015-06,Performance Summary,,F12,7.6,,value,2015-03,98.4%,\n"
TEXTS = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=30)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "lacxl-history-printed.csv"


def refused(path: Path) -> list[str]:
    with pytest.raises(Refused) as fault:
        PRINTED.load(path)
    return [f"{each.code} {each.where}" for each in fault.value.findings]


def test_the_file_is_plain_csv_that_is_only_added_to(path: Path) -> None:
    assert PRINTED.load(path) == ()
    PRINTED.add(path, [LEFT])
    before = path.read_bytes()
    assert before.decode() == f"{PRINTED.header}\n{LINE}"
    PRINTED.add(path, [LEFT])
    assert path.read_bytes() == before + LINE.encode()


@given(sheet=TEXTS, table=TEXTS, shown=TEXTS, comment=TEXTS)
def test_whatever_left_comes_back(
    tmp_path_factory: pytest.TempPathFactory, sheet: str, table: str, shown: str, comment: str
) -> None:
    path = tmp_path_factory.mktemp("printed") / "printed.csv"
    left = replace(LEFT, sheet=sheet, table=table, shown=shown, comment=comment)
    PRINTED.add(path, [LEFT, left])
    assert PRINTED.load(path) == (LEFT, left)


@pytest.mark.parametrize("sign", "=+-@'")
def test_no_text_is_a_formula_when_the_file_is_opened_in_excel(path: Path, sign: str) -> None:
    text = f"{sign}SUM(A1)"
    left = replace(LEFT, sheet=text, table=text, shown=text, comment=text)
    PRINTED.add(path, [left])
    with path.open(encoding="utf-8", newline="") as file:
        cells = list(csv.reader(file))[1]
    assert [cell[:1] for cell in cells if "SUM" in cell] == ["'"] * 4
    assert PRINTED.load(path) == (left,)


def test_what_a_cell_holds_is_written_on_one_line(path: Path) -> None:
    PRINTED.add(path, [replace(LEFT, shown="up\x0bto date", comment="was 7\nof 9\x92")])
    (left,) = PRINTED.load(path)
    assert (left.shown, left.comment) == ("up to date", "was 7 of 9 ")


@pytest.mark.parametrize(
    ("content", "where"),
    [
        (f"when,month\n{LINE}", "row 1"),
        (f"{PRINTED.header.removesuffix(',comment')}\n", "row 1"),
        (f"{PRINTED.header}\n{LINE}{LINE.replace('98.4%', '£98')}", "row 3"),
    ],
    ids=["another", "an earlier form", "cp1252"],
)
def test_another_file_is_refused(path: Path, content: str, where: str) -> None:
    path.write_bytes(content.encode("cp1252"))
    assert refused(path) == [f"H109 lacxl-history-printed.csv {where}"]


@pytest.mark.parametrize(
    ("was", "now", "column"),
    [
        ("2015-07-03T09:30:00Z", "03/07/2015 09:30", " column when"),
        ("2015-06,", "Jun-15,", " column month"),
        ("F12", "Summary", " column cell"),
        ("98.4%", "98.4\x1b", " column shown"),
        ("98.4%", '"98.4%', ""),
        (",98.4%", "", ""),
    ],
)
def test_every_row_that_is_damaged_is_named_with_its_column(
    path: Path, was: str, now: str, column: str
) -> None:
    damaged = LINE.replace(was, now)
    path.write_text(f"{PRINTED.header}\n{damaged}{LINE}{damaged}", "utf-8")
    file = "H110 lacxl-history-printed.csv"
    assert refused(path) == [f"{file} row 2{column}", f"{file} row 4{column}"]


def test_a_last_row_that_was_never_finished_is_refused(path: Path) -> None:
    path.write_text(f"{PRINTED.header}\n{LINE}{LINE[:60]}", "utf-8")
    assert refused(path) == ["H110 lacxl-history-printed.csv row 3"]
    path.write_text(f"{PRINTED.header}\n{LINE}{LINE.rstrip()}", "utf-8")
    assert PRINTED.load(path) == (LEFT, LEFT), "only its end is missing"
    PRINTED.add(path, [LEFT])
    assert PRINTED.load(path) == (LEFT, LEFT, LEFT)


def test_marks_and_line_ends_of_excel_are_let_through(path: Path) -> None:
    text = f"{PRINTED.header}\n{LINE}".replace("\n", "\r\n")
    path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert PRINTED.load(path) == (LEFT,)


def test_what_rolled_within_a_year_is_known() -> None:
    page = replace(LEFT, sheet="Health", table="Dental checks")
    year = replace(page, table="Health checks", month=Month(2016, 4))
    assert rolled_before([LEFT, page, year, page]) == {
        ("Performance Summary", ""),
        ("Health", "Dental checks"),
    }
