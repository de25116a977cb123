"""Which months are issued: what happened, and not what a column inherited from its neighbour."""

from __future__ import annotations

import copy
import csv
import datetime as dt
import shutil
from pathlib import Path

import pytest
from folders import (
    COPY,
    MAY,
    assert_done,
    before_registers,
    refused_untouched,
    run,
    settings_under,
    workbook_of,
)
from planting import (
    SUMMARY,
    add_row,
    edit_sheet,
    lock_cells,
    locked_of,
    opened,
    rows_of,
    set_cell,
    values_of,
)

from lacxl.app.case.seen import see
from lacxl.app.issue.issue import issue
from lacxl.demo import MONTH
from lacxl.domain.month import Month
from lacxl.settings.settings import Settings
from lacxl.workbook.address import CellRef

APRIL, JUNE = "2015-04", "2015-06"
PAGES = (
    "Plans - In Date", "Looked After Children", "Placements", "Reviews & Visits", "Health",
    "Personal Education Plans", "Adoptions",
)  # fmt: skip
HEADINGS = "month,issue,file,sha256,issued_on\n"


class CutOff(BaseException):
    """Ends a run as Ctrl-C does."""


def settings(folder: Path) -> Settings:
    return Settings.load(folder / "lacxl.toml")


def record_of(folder: Path) -> list[list[str]]:
    path = folder / "lacxl-issued.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return [row[:3] for row in csv.reader(file)][1:]


def lock(folder: Path, month: str) -> None:
    """Lock a month's cells, as a new column or row takes the lock of the one beside it."""
    lock_cells(workbook_of(folder), places_of(folder, month))


def places_of(folder: Path, month: str) -> list[CellRef]:
    found = see(settings(folder)).layout.of_month(Month.parse(month))
    return list(dict.fromkeys(found))


def locked(folder: Path, month: str) -> set[CellRef]:
    """Return which of a month's cells are locked on a protected sheet."""
    seen = see(settings(folder))
    return {place for place in places_of(folder, month) if seen.looks[place].locked}


def insert_june(folder: Path) -> None:
    """Insert a column to the right of May, which takes May's formats and locks, and head it."""
    with opened(workbook_of(folder)) as book:
        sheet = book[SUMMARY]
        merges = list(sheet.merged_cells.ranges)
        for merge in merges:
            sheet.unmerge_cells(str(merge))
        sheet.insert_cols(9)
        for merge in merges:
            if merge.max_col >= 9:
                merge.expand(right=1)
            if merge.min_col >= 9:
                merge.shrink(left=1)
            sheet.merge_cells(str(merge))
        for row in range(1, sheet.max_row + 1):
            sheet.cell(row, 9)._style = copy.copy(sheet.cell(row, 8)._style)
        sheet["I5"] = "Jun-15"


def type_in(folder: Path, cells: dict[str, str | float]) -> None:
    with opened(workbook_of(folder)) as book:
        for cell, value in cells.items():
            book[SUMMARY][cell] = value


def with_readings_of(folder: Path, month: str) -> None:
    """Give each indicator a reading of the month: what it has for May."""
    for row in rows_of(folder):
        if row[1] == MAY:
            add_row(folder, row[0], month, *row[2:])


@pytest.fixture(scope="module")
def _june(_fresh: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = shutil.copytree(_fresh, tmp_path_factory.mktemp("june") / "reports")
    settings_under(folder, "workbook", f"leave_out = {list(PAGES)}".replace("'", '"'))
    assert_done(run(folder, "refresh", MAY))
    assert_done(run(folder, "issue", MAY))
    insert_june(folder)
    with_readings_of(folder, JUNE)
    assert "I20" in locked_of(workbook_of(folder))[SUMMARY], "it has its neighbour's lock"
    return folder


@pytest.fixture
def june(_june: Path, tmp_path: Path) -> Path:
    """Summary only, in a folder of its own: May is issued, June's column inserted beside it."""
    return shutil.copytree(_june, tmp_path / "reports")


class TestAnEmptyMonth:
    def test_beside_an_issued_one_is_filled_and_unlocked(self, june: Path) -> None:
        assert_done(run(june, "refresh", JUNE))
        assert values_of(workbook_of(june))[SUMMARY, "I6"] == 406
        assert locked(june, JUNE) == set()
        assert len(locked(june, MAY)) == 23
        assert record_of(june) == [[MAY, "1", COPY]]

    @pytest.mark.parametrize("again", [(), ("--reissue",)])
    def test_gets_its_first_issue_as_issue_1(self, june: Path, again: tuple[str, ...]) -> None:
        assert_done(run(june, "refresh", JUNE, *again))
        assert record_of(june) == [[MAY, "1", COPY]], "nothing was issued by that"
        assert_done(run(june, "issue", JUNE, *again))
        june_copy = COPY.replace("May", "June")
        assert record_of(june) == [[MAY, "1", COPY], [JUNE, "1", june_copy]]

    @pytest.mark.parametrize("again", [(), ("--reissue",)])
    def test_is_not_issued_before_it_is_filled(self, june: Path, again: tuple[str, ...]) -> None:
        refused_untouched(june, ("issue", JUNE, *again), "I105", f"refresh {JUNE}")

    @pytest.mark.parametrize("again", [(), ("--reissue",)])
    def test_with_all_its_pages_locked_too(self, fresh: Path, again: tuple[str, ...]) -> None:
        """No record yet: nothing but locks tells of the months before."""
        lock(fresh, MAY)
        assert_done(run(fresh, "refresh", MAY, *again))
        assert locked(fresh, MAY) == set()
        assert record_of(fresh) == []
        assert_done(run(fresh, "issue", MAY, *again))
        assert record_of(fresh) == [[MAY, "1", COPY]]

    @pytest.mark.parametrize(
        "inside",
        [
            "<f>G8*0</f><v>0</v>", '<f>IF(1,"")</f><v></v>', "<f>G8/0</f>",
            "<is><t xml:space='preserve'>  </t></is>",
        ],
    )  # fmt: skip
    def test_is_empty_with_a_formula_that_was_copied_along(self, fresh: Path, inside: str) -> None:
        kind = ' t="str"' if "IF" in inside else ' t="inlineStr"' if "<is>" in inside else ""
        set_cell(workbook_of(fresh), SUMMARY, "H8", inside, kind)
        lock(fresh, MAY)
        settings_under(fresh, "workbook", 'formulas = "replace"')
        assert_done(run(fresh, "refresh", MAY))

    def test_twice_is_once_and_undoing_puts_the_locks_back(self, fresh: Path) -> None:
        lock(fresh, MAY)
        before = locked(fresh, MAY)
        assert len(before) == 50
        assert_done(run(fresh, "refresh", MAY))
        assert "nothing to change" in run(fresh, "refresh", MAY).out
        assert_done(run(fresh, "undo"))
        assert locked(fresh, MAY) == before

    def test_on_sheets_with_a_password_takes_the_password(
        self, fresh: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        edit_sheet(
            workbook_of(fresh),
            SUMMARY,
            lambda text: text.replace(b'<sheetProtection sheet="1"', b'<sheetProtection sheet="0"'),
        )
        monkeypatch.setenv("LACXL_PASSWORD", "Geheim77x")
        assert_done(run(fresh, "refresh", MAY))
        assert_done(run(fresh, "issue", MAY))
        insert_june(fresh)
        settings_under(fresh, "workbook", f"leave_out = {list(PAGES)}".replace("'", '"'))
        with_readings_of(fresh, JUNE)
        monkeypatch.delenv("LACXL_PASSWORD")
        refused_untouched(fresh, ("refresh", JUNE), "W130", SUMMARY, "LACXL_PASSWORD")
        monkeypatch.setenv("LACXL_PASSWORD", "Geheim77x")
        assert_done(run(fresh, "refresh", JUNE))
        assert locked(fresh, JUNE) == set()


class TestAFilledMonth:
    def test_locked_by_hand_before_lacxl_is_issued_though_partly_filled(self, fresh: Path) -> None:
        cells = {
            f"H{row}": value
            for row, value in zip(range(14, 20), (0, "TBC", 0.9, 0.5, 1, "-"), strict=True)
        }
        type_in(fresh, cells)
        lock(fresh, MAY)
        refused_untouched(
            fresh, ("refresh", MAY), "I103", "If it was never issued", "unlock its cells"
        )

    @pytest.mark.parametrize("value", ["TBC", 0.596])
    def test_with_a_note_or_a_stray_figure_alone_was_never_issued(
        self, june: Path, value: str | float
    ) -> None:
        """May was issued before lacxl kept the record, June's column has its lock."""
        before_registers(june)
        (june / "lacxl-issued.csv").unlink()
        type_in(june, {"I13": value})
        assert_done(run(june, "refresh", JUNE, "--reissue"))
        assert record_of(june) == []
        assert_done(run(june, "issue", JUNE))
        assert [row[:2] for row in record_of(june)] == [[JUNE, "1"]]

    def test_from_the_records_first_month_on_goes_by_the_record_alone(self, filled: Path) -> None:
        before_registers(filled)
        (filled / "lacxl-issued.csv").write_text(
            f"{HEADINGS}{APRIL},1,old.xlsx,abc,2015-05-20\n", "utf-8"
        )
        lock(filled, MAY)
        assert_done(run(filled, "refresh", MAY))
        assert locked(filled, MAY) == set()
        refused_untouched(filled, ("refresh", "2015-03"), "I103", "locked on protected sheets")
        refused_untouched(filled, ("refresh", APRIL), "I103", "issue 1 of 2015-05-20, old.xlsx")


class TestAnIssueThatWasCutOff:
    @pytest.fixture
    def cut_off(self, filled: Path) -> Path:
        """April is on record; the workbook and the copy of May are locked, the record not yet."""
        before_registers(filled)
        (filled / "lacxl-issued.csv").write_text(
            f"{HEADINGS}{APRIL},1,old.xlsx,abc,2015-05-20\n", "utf-8"
        )

        def cut(step: str) -> None:
            if step == "record":
                raise CutOff

        with pytest.raises(CutOff):
            issue(settings(filled), MONTH, on_step=cut)
        assert (filled / COPY).read_bytes() == workbook_of(filled).read_bytes()
        return filled

    @pytest.mark.parametrize(
        "command", [("refresh", MAY), ("refresh", MAY, "--reissue"), ("undo",)]
    )
    def test_is_to_be_finished_before_anything_changes(
        self, cut_off: Path, command: tuple[str, ...]
    ) -> None:
        for more in ((), ("--dry-run",)):
            refused_untouched(cut_off, (*command, *more), "I109", COPY, "lacxl issue 2015-05")

    def test_is_finished_by_the_next(self, cut_off: Path) -> None:
        assert_done(run(cut_off, "issue", MAY))
        assert record_of(cut_off)[1:] == [[MAY, "1", COPY]]

    def test_is_finished_though_somebody_saved_the_workbook_since(self, cut_off: Path) -> None:
        path = workbook_of(cut_off)
        set_cell(path, SUMMARY, "C6", "<is><t>as agreed</t></is>", ' t="inlineStr"')
        refused_untouched(cut_off, ("refresh", MAY), "I109")
        before, sent = path.read_bytes(), (cut_off / COPY).read_bytes()
        assert_done(run(cut_off, "issue", MAY))
        assert record_of(cut_off)[1:] == [[MAY, "1", COPY]]
        assert (path.read_bytes(), (cut_off / COPY).read_bytes()) == (before, sent)

    def test_with_another_figure_since_is_not_taken_for_it(self, cut_off: Path) -> None:
        set_cell(workbook_of(cut_off), SUMMARY, "H6", "<v>407</v>")
        refused_untouched(cut_off, ("issue", MAY), "I106", "H6")

    def test_bears_the_day_of_its_cover(self, filled: Path) -> None:
        day = dt.date(2015, 6, 20)

        def cut(step: str) -> None:
            if step == "record":
                raise CutOff

        with pytest.raises(CutOff):
            issue(settings(filled), MONTH, today=day, on_step=cut)
        assert_done(run(filled, "issue", MAY))
        assert (filled / "lacxl-issued.csv").read_text("utf-8").endswith(",2015-06-20\n")

    @pytest.mark.parametrize("step", ["settle", "done"])
    def test_keeps_its_copy_once_the_workbook_is_locked(self, filled: Path, step: str) -> None:
        def cut(at: str) -> None:
            if at == step:
                raise CutOff

        with pytest.raises(CutOff):
            issue(settings(filled), MONTH, on_step=cut)
        assert (filled / COPY).read_bytes() == workbook_of(filled).read_bytes()
        assert_done(run(filled, "issue", MAY))
        assert record_of(filled) == [[MAY, "1", COPY]]
