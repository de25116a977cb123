"""An issued month is corrected in the living workbook, also where later months are issued."""

from __future__ import annotations

import csv
import hashlib
import random
import re
import shutil
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest
from folders import (
    Ran,
    assert_done,
    assert_refused,
    before_registers,
    leftovers,
    marks,
    refused_untouched,
    run,
    squeezed,
    state_of,
)
from openpyxl.comments import Comment
from planting import SUMMARY, locked_of, opened, values_of
from xlsx_templates import build, months

from lacxl.catalogue.indicators import shipped
from lacxl.domain.indicator import Unit

BOOK = "year.xlsx"
TITLE = "Monthly Performance - Corporate Parenting"
FIRST, LAST = date(2015, 3, 1), date(2015, 8, 1)
SPAN = [f"{day:%Y-%m}" for day in months.span(FIRST, LAST)]
MARCH, APRIL, MAY, JUNE, JULY, AUGUST = SPAN
WHY = "Two reviews were entered late"
Numbers = dict[tuple[str, str], tuple[int, int | None]]


def made_up(seed: int) -> Numbers:
    """Return a numerator and denominator for each indicator and month; counts have no second."""
    chance = random.Random(seed)
    found: Numbers = {}
    for indicator in shipped().values():
        unit = indicator.figures[-1].unit
        for month in SPAN:
            whole = chance.randint(50, 420)
            found[indicator.number, month] = {
                Unit.COUNT: (whole, None),
                Unit.PERCENTAGE: (chance.randint(0, whole), whole),
                Unit.RATE: (chance.randint(380, 450), 56_105),
            }.get(unit, (chance.randint(600, 4_000), chance.randint(3, 9)))
    return found


def write_readings(folder: Path, numbers: Numbers, until: str) -> None:
    with (folder / "readings.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["indicator", "month", "numerator", "denominator", "value", "note"])
        for (number, month), (numerator, denominator) in numbers.items():
            if month <= until:
                writer.writerow([number, month, numerator, denominator or "", "", ""])


def new_folder(folder: Path, first: str, last: str) -> Path:
    """Make a folder with an empty workbook that shows the months from first to last."""
    folder.mkdir(exist_ok=True)
    span = [day for day in months.span(FIRST, LAST) if first <= f"{day:%Y-%m}" <= last]
    years = ["2014/15", "2015/16 YTD"]
    build.build(folder / BOOK, span, ["2013/14", "2014/15"], page_months=span, page_years=years)
    (folder / "lacxl.toml").write_text(f'[workbook]\nfile = "{BOOK}"\n', "utf-8")
    return folder


def fill(folder: Path, numbers: Numbers, month: str) -> None:
    write_readings(folder, numbers, month)
    assert_done(run(folder, "refresh", month))


def issued(folder: Path, numbers: Numbers, month: str) -> None:
    fill(folder, numbers, month)
    assert_done(run(folder, "issue", month))


def copy_name(month: str, number: int) -> str:
    name = date.fromisoformat(f"{month}-01").strftime("%B %Y")
    return f"{TITLE} - {name} - I{number}.xlsx"


def copies(folder: Path) -> dict[str, str]:
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.glob("* - I*")
    }


def head(month: str) -> str:
    return months.label(date.fromisoformat(f"{month}-01"))


def summary(path: Path) -> dict[str, dict[str, object]]:
    """Return the summary's cells by row label and heading, read with another library."""
    book = openpyxl.load_workbook(path)
    sheet = book[SUMMARY]
    heads = {}
    for column in range(1, sheet.max_column + 1):
        name = sheet.cell(5, column).value
        heads[column] = f"{name:%b-%y}" if isinstance(name, datetime) else str(name)
    rows: dict[str, dict[str, object]] = {}
    number = ""
    for row in range(6, sheet.max_row + 1):
        number = str(sheet.cell(row, 1).value or number)
        if sheet.cell(row, 3).value is None and sheet.cell(row, 5).value is None:
            continue
        label = f"{number} 2" if number in rows else number
        rows[label] = {name: sheet.cell(row, column).value for column, name in heads.items()}
    book.close()
    return rows


def page(path: Path, sheet: str, label: str) -> list[object]:
    """Return the cells of a theme page's row."""
    book = openpyxl.load_workbook(path)
    try:
        for row in book[sheet].iter_rows(values_only=True):
            named = [f"{each:%b-%y}" if isinstance(each, datetime) else each for each in row]
            if label in named:
                return [each for each in named if each is not None and each != label]
    finally:
        book.close()
    raise LookupError(label)


def ledger(folder: Path) -> list[dict[str, str]]:
    with (folder / "lacxl-restated.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def record(folder: Path) -> list[list[str]]:
    with (folder / "lacxl-issued.csv").open(encoding="utf-8", newline="") as file:
        return [row[:3] for row in csv.reader(file)][1:]


def notes(path: Path) -> dict[tuple[str, str], str]:
    """Return the comments by sheet and cell."""
    book = openpyxl.load_workbook(path)
    try:
        return {
            (sheet.title, cell.coordinate): cell.comment.text
            for sheet in book.worksheets
            for row in sheet.iter_rows()
            for cell in row
            if cell.comment
        }
    finally:
        book.close()


def share(numbers: Numbers, number: str, over: list[str]) -> float:
    """Add up by hand, independently of the product's code."""
    parts = [numbers[number, month] for month in over]
    return float(Fraction(sum(n for n, _ in parts), sum(d or 0 for _, d in parts)))


@pytest.fixture(scope="module")
def _year(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Numbers]:
    """March is filled, April to June are issued."""
    numbers = made_up(2015)
    numbers["7.6", APRIL] = (68, 71)
    folder = new_folder(tmp_path_factory.mktemp("restate") / "year", MARCH, AUGUST)
    fill(folder, numbers, MARCH)
    for month in (APRIL, MAY, JUNE):
        issued(folder, numbers, month)
    return folder, numbers


@pytest.fixture
def year(_year: tuple[Path, Numbers], tmp_path: Path) -> tuple[Path, Numbers]:
    """A folder of its own, and its readings; 7.6 was corrected for April, and 7.3 for June."""
    folder = shutil.copytree(_year[0], tmp_path / "year")
    return folder, dict(_year[1])


def corrected(year: tuple[Path, Numbers], *more: tuple[str, str, int]) -> tuple[Path, Numbers]:
    folder, numbers = year
    for number, month, numerator in more or (("7.6", APRIL, 40),):
        numbers[number, month] = (numerator, numbers[number, month][1])
    write_readings(folder, numbers, JUNE)
    return folder, numbers


def restated(folder: Path, month: str, *options: str) -> Ran:
    ran = run(folder, "restate", month, "--reason", WHY, *options)
    assert_done(ran)
    return ran


class TestWhereLaterMonthsAreIssued:
    def test_every_figure_follows_and_is_arithmetic(self, year: tuple[Path, Numbers]) -> None:
        before = summary(year[0] / BOOK)
        folder, numbers = corrected(year, ("7.6", APRIL, 40), ("7.1", APRIL, 333))
        restated(folder, APRIL)
        after = summary(folder / BOOK)
        assert after["7.6"][head(APRIL)] == pytest.approx(40 / 71, rel=1e-14)
        assert after["7.1"][head(APRIL)] == 333
        total = share(numbers, "7.6", [APRIL, MAY, JUNE])
        assert after["7.6"]["YTD"] == pytest.approx(total, rel=1e-14)
        changed = {
            (label, name)
            for label, row in after.items()
            for name, value in row.items()
            if value != before[label][name]
        }
        assert changed == {("7.6", head(APRIL)), ("7.6", "YTD"), ("7.1", head(APRIL))}
        april = page(folder / BOOK, "Reviews & Visits", head(APRIL))
        assert april[:4] == [31, "of", 71, pytest.approx(40 / 71)]
        so_far = page(folder / BOOK, "Reviews & Visits", "2015/16 YTD")
        assert so_far[3] == pytest.approx(total, rel=1e-14)

    def test_locks_copies_and_record_stay(self, year: tuple[Path, Numbers]) -> None:
        folder, _ = corrected(year)
        before = locked_of(folder / BOOK), copies(folder), record(folder)
        restated(folder, APRIL)
        assert (locked_of(folder / BOOK), copies(folder), record(folder)) == before
        assert leftovers(folder) == []

    def test_the_ledger_says_what_is_superseded_where(self, year: tuple[Path, Numbers]) -> None:
        folder, numbers = corrected(year)
        was = {m: share({**numbers, ("7.6", APRIL): (68, 71)}, "7.6", over) for m, over in YTD}
        restated(folder, APRIL)
        lines = ledger(folder)
        own = [line for line in lines if not line["issue"] and "failures" not in line["what"]]
        assert [(e["figure"], e["what"], e["was"], e["now"]) for e in own] == [
            ("7.6", APRIL, "95.8%", "56.3%")
        ]
        assert {line["reason"] for line in lines} == {WHY}
        for month, over in YTD:
            mine = {e["what"]: (e["was"], e["now"]) for e in lines if e["issue"] == f"{month} I1"}
            assert mine[APRIL] == ("95.8%", "56.3%")
            now = share(numbers, "7.6", over)
            assert mine["YTD"] == (f"{was[month]:.1%}", f"{now:.1%}")

    def test_it_settles_k101_for_good(self, year: tuple[Path, Numbers]) -> None:
        folder, numbers = corrected(year)
        write_readings(folder, numbers, JULY)
        assert "K101" in run(folder, "refresh", JULY, "--dry-run").codes()
        assert "K101" not in restated(folder, APRIL).codes()
        fill(folder, numbers, JULY)
        ran = run(folder, "refresh", JULY)
        assert "nothing to change" in ran.out
        assert "K101" not in ran.codes()
        assert "I136" in ran.codes()
        assert WHY not in ran.out, "no message shows a reason"
        refused_untouched(folder, ("restate", APRIL, "--reason", WHY), "I131")

    def test_marks_stay_until_the_second_month_after(self, year: tuple[Path, Numbers]) -> None:
        folder, numbers = corrected(year)
        assert marks(folder / BOOK) == set()
        restated(folder, APRIL)
        marked = marks(folder / BOOK)
        assert f"{SUMMARY}!G12" in marked
        assert {area.partition("!")[0] for area in marked} == {SUMMARY, "Reviews & Visits"}
        issued(folder, numbers, JULY)
        assert marks(folder / copy_name(JULY, 1)) == marked
        fill(folder, numbers, AUGUST)
        assert marks(folder / BOOK) == set()
        assert "I136" not in run(folder, "refresh", AUGUST).codes()

    def test_a_note_says_so(self, year: tuple[Path, Numbers]) -> None:
        """Removed with the mark, undone with the restatement; other people's comments stay."""
        folder, numbers = corrected(year)
        with opened(folder / BOOK) as book:
            book[SUMMARY]["A1"].comment = Comment("look here", "somebody")
        mine = {(SUMMARY, "A1"): "look here"}
        restated(folder, APRIL)
        there = notes(folder / BOOK)
        note = there[SUMMARY, "G12"]
        assert re.fullmatch(rf"was 95\.8%, restated \d+ \w+ \d{{4}}: {WHY}", note)
        page = "Reviews & Visits"
        failures = note.replace("95.8%", "3")
        assert there == {
            **mine, (SUMMARY, "G12"): note, (page, "C6"): failures, (page, "F6"): note,
        }  # fmt: skip
        assert_done(run(folder, "undo"))
        assert notes(folder / BOOK) == mine
        restated(folder, APRIL)
        issued(folder, numbers, JULY)
        assert notes(folder / copy_name(JULY, 1)) == there
        fill(folder, numbers, AUGUST)
        assert notes(folder / BOOK) == mine

    def test_a_dry_run_lists_it_all_and_writes_nothing(self, year: tuple[Path, Numbers]) -> None:
        folder, _ = corrected(year)
        before = state_of(folder, locks=True)
        ran = restated(folder, APRIL, "--dry-run")
        assert "would be restated" in ran.out
        for word in ("G12", "7.6 year to date", "2015-06 I1", "I132"):
            assert squeezed(word) in ran.said
        assert state_of(folder, locks=True) == before

    def test_the_arrow_of_the_next_month_follows(self, year: tuple[Path, Numbers]) -> None:
        """7.6 is good when high: June is better than 1 of May's reviews in time."""
        folder, numbers = corrected(year, ("7.6", MAY, 1))
        restated(folder, MAY)
        row = summary(folder / BOOK)["7.6"]
        june = share(numbers, "7.6", [JUNE])
        assert june > share(numbers, "7.6", [MAY])
        assert "\u25b2 better" in row.values()

    def test_the_latest_month_itself(self, year: tuple[Path, Numbers]) -> None:
        folder, numbers = corrected(year, ("7.6", JUNE, 49))
        before = locked_of(folder / BOOK)
        restated(folder, JUNE, "--issue")
        row = summary(folder / BOOK)["7.6"]
        assert row[head(JUNE)] == pytest.approx(share(numbers, "7.6", [JUNE]), rel=1e-14)
        assert locked_of(folder / BOOK) == before
        assert (folder / copy_name(JUNE, 2)).read_bytes() == (folder / BOOK).read_bytes()
        assert record(folder)[-1] == [JUNE, "2", copy_name(JUNE, 2)]

    def test_undo_puts_the_workbook_back_and_says_so(self, year: tuple[Path, Numbers]) -> None:
        folder, numbers = corrected(year)
        before = values_of(folder / BOOK), locked_of(folder / BOOK), marks(folder / BOOK)
        restated(folder, APRIL)
        ran = run(folder, "undo")
        assert_done(ran)
        assert squeezed("The restatement of April 2015 is undone in") in ran.said
        assert squeezed("undoing the restatement of Apr-15") in ran.said
        assert squeezed("restating April 2015 again shows them again") in ran.said
        after = values_of(folder / BOOK), locked_of(folder / BOOK), marks(folder / BOOK)
        assert after == before
        lines = ledger(folder)
        assert [line["undoes"] for line in lines] == [""] * (len(lines) - 1) + [lines[0]["when"]]
        write_readings(folder, numbers, JULY)
        ran = run(folder, "refresh", JULY, "--dry-run")
        assert "K101" in ran.codes()
        assert "I136" not in ran.codes()
        restated(folder, APRIL)
        made = [line["when"] for line in ledger(folder) if not line["undoes"]]
        assert len(set(made)) == 2


def test_marks_move_with_their_months(tmp_path: Path) -> None:
    numbers = made_up(2015)
    folder = new_folder(tmp_path / "rolling", APRIL, JUNE)
    pages = openpyxl.load_workbook(folder / BOOK).sheetnames
    rolls = ", ".join(f'"{name}" = "roll"' for name in pages if name not in ("Cover", SUMMARY))
    with (folder / "lacxl.toml").open("a", encoding="utf-8") as file:
        file.write(f"next_month = {{ {rolls} }}\n")
    for month in (APRIL, MAY, JUNE):
        issued(folder, numbers, month)
    folder, numbers = corrected((folder, numbers), ("7.1", MAY, 333))
    restated(folder, MAY)
    before = marks(folder / BOOK)
    assert f"{SUMMARY}!G6" in before
    assert_done(run(folder, "next-month"))
    after = marks(folder / BOOK)
    assert f"{SUMMARY}!F6" in after
    assert len(after) == len(before)
    assert summary(folder / BOOK)["7.1"][head(MAY)] == 333
    assert_done(run(folder, "undo"))
    assert marks(folder / BOOK) == before


class TestACorrectedCopy:
    def test_of_a_month_that_later_ones_follow(self, year: tuple[Path, Numbers]) -> None:
        folder, _ = corrected(year)
        before = copies(folder)
        living = folder / BOOK
        restated(folder, APRIL, "--issue")
        second = folder / copy_name(APRIL, 2)
        assert {name: sha for name, sha in copies(folder).items() if name != second.name} == before
        values = values_of(second)
        assert values["Cover", "C6"] == "Issue 2"
        row = summary(second)["7.6"]
        assert row[head(APRIL)] == row["YTD"] == pytest.approx(40 / 71, rel=1e-14)
        assert row[head(MAY)] is None
        assert values_of(living)["Cover", "C6"] == "Issue 1"
        assert locked_of(second)[SUMMARY] == locked_of(folder / copy_name(APRIL, 1))[SUMMARY]
        assert record(folder)[-1] == [APRIL, "2", second.name]
        refused_untouched(folder, ("restate", APRIL, "--reason", WHY, "--issue"), "I131")
        why = (
            "The restatement of April 2015 is not undone. April 2015 was issued since, as issue 2."
        )
        refused_untouched(folder, ("undo",), "B204", why)

    def test_of_a_month_in_between_that_only_follows(self, year: tuple[Path, Numbers]) -> None:
        """May's own figures are right; its copy shows April's and a year to date with it."""
        folder, numbers = corrected(year)
        restated(folder, APRIL)
        before = (folder / BOOK).read_bytes()
        restated(folder, MAY, "--issue")
        assert (folder / BOOK).read_bytes() == before
        row = summary(folder / copy_name(MAY, 2))["7.6"]
        assert row[head(APRIL)] == pytest.approx(40 / 71, rel=1e-14)
        assert row["YTD"] == pytest.approx(share(numbers, "7.6", [APRIL, MAY]), rel=1e-14)

    def test_without_a_copy_to_correct(self, year: tuple[Path, Numbers]) -> None:
        folder, _ = corrected(year)
        (folder / copy_name(APRIL, 1)).unlink()
        refused_untouched(folder, ("restate", APRIL, "--reason", WHY, "--issue"), "I134")
        assert "I137" in restated(folder, APRIL).codes()

    def test_another_file_of_that_name_is_left(self, year: tuple[Path, Numbers]) -> None:
        folder, _ = corrected(year)
        shutil.copyfile(folder / copy_name(MAY, 1), folder / copy_name(APRIL, 2))
        refused_untouched(folder, ("restate", APRIL, "--reason", WHY, "--issue"), "I104")


YTD = [(APRIL, [APRIL]), (MAY, [APRIL, MAY]), (JUNE, [APRIL, MAY, JUNE])]


class TestOutOfTheWindow:
    @pytest.fixture
    def rolled(self, year: tuple[Path, Numbers], tmp_path: Path) -> tuple[Path, Numbers]:
        """The workbook shows June to August, its window having moved on."""
        folder, numbers = year
        later = new_folder(tmp_path / "later", JUNE, AUGUST)
        write_readings(later, numbers, JUNE)
        assert_done(run(later, "refresh", JUNE))
        shutil.copyfile(later / BOOK, folder / BOOK)
        return folder, numbers

    def test_history_and_ledger_take_it_and_what_is_left_follows(
        self, rolled: tuple[Path, Numbers]
    ) -> None:
        folder, numbers = corrected(rolled)
        ran = restated(folder, APRIL)
        assert "I133" in ran.codes()
        row = summary(folder / BOOK)["7.6"]
        total = share(numbers, "7.6", [APRIL, MAY, JUNE])
        assert row["YTD"] == pytest.approx(total, rel=1e-14)
        own = [e for e in ledger(folder) if not e["issue"]]
        assert ("7.6", APRIL, "95.8%", "56.3%") in [
            (e["figure"], e["what"], e["was"], e["now"]) for e in own
        ]
        assert {e["issue"] for e in ledger(folder)} == {"", *(f"{m} I1" for m, _ in YTD)}
        assert marks(folder / BOOK) == set()
        history = (folder / "lacxl-history.csv").read_text("utf-8").splitlines()
        assert re.match(r"7\.6,2015-04,40,71,", history[-1])
        refused_untouched(folder, ("restate", APRIL, "--reason", WHY), "I131")

    def test_where_nothing_changes_in_the_workbook(self, rolled: tuple[Path, Numbers]) -> None:
        """A snapshot has no year to date, so no cell is left of it."""
        folder, _ = corrected(rolled, ("7.1", APRIL, 333))
        before = (folder / BOOK).read_bytes()
        restated(folder, APRIL)
        assert (folder / BOOK).read_bytes() == before
        assert ledger(folder)[0]["now"] == "333"
        assert not list(folder.glob("receipts/*.restating"))
        refused_untouched(folder, ("restate", APRIL, "--reason", WHY), "I131")


class TestRefusals:
    def test_every_fault_at_once(self, year: tuple[Path, Numbers]) -> None:
        folder = year[0]
        for month, code in ((JULY, "I130"), (APRIL, "I131")):
            ran = refused_untouched(folder, ("restate", month), code)
            assert ran.codes() == ["I113", code]

    def test_a_reason_that_cannot_be_kept(self, year: tuple[Path, Numbers]) -> None:
        reason = "Child A123456789012 was moved"
        folder, _ = corrected(year)
        before = state_of(folder)
        ran = run(folder, "restate", APRIL, "--reason", reason)
        assert_refused(ran, "I113", exit_code=2)
        assert state_of(folder) == before
        assert squeezed(reason) not in ran.said

    def test_what_is_wrong_with_the_extract_comes_with_it(self, year: tuple[Path, Numbers]) -> None:
        folder, _ = corrected(year)
        with (folder / "readings.csv").open("a", encoding="utf-8") as file:
            file.write("7.1,2015-04,many,,,\n")
        ran = refused_untouched(folder, ("restate", APRIL), "R120")
        assert "I113" in ran.codes()

    def test_a_ledger_that_was_damaged(self, year: tuple[Path, Numbers]) -> None:
        folder, _ = corrected(year)
        restated(folder, APRIL)
        before_registers(folder)
        path = folder / "lacxl-restated.csv"
        good = path.read_text("utf-8")
        path.write_text(good.replace("2015-04", "Apr-15"), "utf-8")
        refused_untouched(folder, ("refresh", JULY), "H112", "row 2")
        path.write_text("when,who\n", "utf-8")
        refused_untouched(folder, ("restate", MAY, "--reason", WHY), "H111")


def test_the_old_option_is_an_alias_that_is_not_shown(year: tuple[Path, Numbers]) -> None:
    folder, _ = corrected(year)
    for command in ("refresh", "issue"):
        assert "reissue" not in run(folder, command, "--help").out
    refused_untouched(folder, ("refresh", APRIL, "--reissue"), "I107", "lacxl restate 2015-04")
    refused_untouched(folder, ("refresh", APRIL), "I103", "lacxl restate 2015-04")
