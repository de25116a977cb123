"""What people do and machines suffer is no disagreement: verify says of it that all is well."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from excel_stand_in import PackageExcel
from made_up_year import FIRST, Numbers, give, made_up

from lacxl.app.accept import accept_finding
from lacxl.app.case.seen import see
from lacxl.app.check.check import check
from lacxl.app.check.verify import verify
from lacxl.app.document.open_book import OpenBook
from lacxl.app.issue.issue import issue
from lacxl.app.month.next_month import next_month
from lacxl.app.month.refresh import refresh
from lacxl.app.month.undo import undo
from lacxl.app.new import new
from lacxl.app.restate.restate import restate
from lacxl.domain.errors import Refused
from lacxl.domain.month import Month
from lacxl.engines.package import PackageWorkbook
from lacxl.files import backups
from lacxl.ledgers import keeping, receipts
from lacxl.settings.settings import Settings
from lacxl.workbook.address import Cell, CellRef
from lacxl.workbook.changes import CellChange, ChangeSet, Swap
from lacxl.workbook.snapshot import CellValue

APRIL, MAY = FIRST, FIRST + 1
KEPT = "lacxl-issued.csv"


def day(month: Month) -> dt.date:
    return (month + 1).first_day + dt.timedelta(8)


def with_another(number: str, month: Month, above: int) -> Numbers:
    numbers = made_up()
    return {**numbers, (number, month): (above, numbers[number, month][1])}


@dataclass(frozen=True)
class At:
    """A folder, and what may be done in it."""

    folder: Path

    @property
    def settings(self) -> Settings:
        return Settings.load(self.folder / "lacxl.toml")

    def set(self, text: str) -> None:
        file = self.folder / "lacxl.toml"
        file.write_text(f"{file.read_text('utf-8')}\n{text}\n", "utf-8")

    def give(self, numbers: Numbers, month: Month) -> None:
        give(self.folder, numbers, month)

    def fill(self, month: Month, *, again: bool = False) -> None:
        refresh(self.settings, month, reissue=again, today=day(month))

    def issue(self, month: Month) -> None:
        issue(self.settings, month, today=day(month))

    def place(self) -> None:
        next_month(self.settings, today=day(APRIL))

    def accept(self) -> None:
        found = check(self.settings.workbook_path, self.settings).findings
        one = next(each for each in found if each.code.startswith("Q"))
        accept_finding(self.settings, one.code, one.where, "as it is", today=day(MAY))

    def type_in(self, where: CellRef, value: CellValue) -> None:
        """Change a cell, as another program does."""
        path = self.settings.workbook_path
        change = CellChange(
            where.sheet, where.cell, Swap(see(self.settings).there.get(where), value)
        )
        with PackageWorkbook(path) as book:
            book.write(ChangeSet((change,)), path.with_name("typed.xlsx"))
        path.with_name("typed.xlsx").replace(path)

    def cell(self, number: str, month: Month) -> CellRef:
        lines = see(self.settings).layout.lines
        return next(
            each.months[month]
            for each in lines
            if each.indicator == number and not each.table and month in each.months
        )

    def save_elsewhere(self) -> None:
        """Save the workbook as another program does: other bytes, the same in every cell."""
        path = self.settings.workbook_path
        with ZipFile(path) as package:
            parts = {name: package.read(name) for name in package.namelist()}
        with ZipFile(path, "w", ZIP_DEFLATED, compresslevel=1) as package:
            for name, content in parts.items():
                package.writestr(name, content)

    def assert_agrees(self) -> None:
        result = verify(self.settings)
        assert result.agrees, "\n".join(map(str, result.findings))

    def assert_agrees_saved_elsewhere(self) -> None:
        self.assert_agrees()
        self.save_elsewhere()
        self.assert_agrees()


def started(folder: Path, more: str = "") -> At:
    at = At(folder)
    new(APRIL, folder, "Northshire")
    if more:
        at.set(more)
    at.give(made_up(), APRIL)
    return at


@pytest.fixture(scope="module")
def april_issued(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = started(tmp_path_factory.mktemp("april") / "reports")
    made.fill(APRIL)
    made.issue(APRIL)
    return made.folder


@pytest.fixture(scope="module")
def may_filled(april_issued: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = At(shutil.copytree(april_issued, tmp_path_factory.mktemp("may") / "reports"))
    made.place()
    made.give(made_up(), MAY)
    made.fill(MAY)
    return made.folder


@pytest.fixture(scope="module")
def may_issued(may_filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = At(shutil.copytree(may_filled, tmp_path_factory.mktemp("issued") / "reports"))
    made.issue(MAY)
    return made.folder


@pytest.fixture
def at(april_issued: Path, tmp_path: Path) -> At:
    """A folder of its own in which April is issued."""
    return At(shutil.copytree(april_issued, tmp_path / "reports"))


@pytest.fixture
def filled(may_filled: Path, tmp_path: Path) -> At:
    """A folder of its own in which May is filled, April being issued."""
    return At(shutil.copytree(may_filled, tmp_path / "reports"))


@pytest.fixture
def issued(may_issued: Path, tmp_path: Path) -> At:
    """A folder of its own in which April and May are issued."""
    return At(shutil.copytree(may_issued, tmp_path / "reports"))


def as_before_the_register(at: At) -> None:
    """Make the folder what an earlier lacxl left: no register, nothing of it in receipts."""
    at.settings.register_path.unlink()
    for path in (at.folder / "receipts").glob("*.json"):
        content = json.loads(path.read_text("utf-8"))
        if content["command"] == "issue":
            path.unlink()
            continue
        for known in ("register", "keep", "before", "after"):
            content["changes"].pop(known, None)
        content["changes"]["seal"] = receipts._seal(content)
        path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", "utf-8")


# -- the workbook


def test_saved_after_an_issued_month_was_filled_again(issued: At) -> None:
    issued.give(with_another("7.6", MAY, 5), MAY)
    issued.fill(MAY, again=True)
    issued.assert_agrees_saved_elsewhere()


def test_saved_after_an_earlier_month_was_restated(issued: At) -> None:
    issued.give(with_another("7.6", APRIL, 5), MAY)
    restate(issued.settings, APRIL, reason="late forms", today=day(MAY))
    issued.assert_agrees_saved_elsewhere()


def test_saved_after_an_earlier_month_was_restated_with_a_copy(issued: At) -> None:
    issued.give(with_another("7.6", APRIL, 5), MAY)
    restate(issued.settings, APRIL, reason="late forms", issue=True, today=day(MAY))
    issued.assert_agrees_saved_elsewhere()


def test_a_text_is_typed_and_a_free_cell_filled(issued: At) -> None:
    sheet = "Performance Summary"
    issued.type_in(CellRef(sheet, Cell.parse("B40")), "The rise is of one family.")
    issued.type_in(CellRef(sheet, Cell.parse("T3")), 5.0)
    issued.assert_agrees()


def test_a_figure_is_typed_into_the_place_of_the_next_month(at: At) -> None:
    at.place()
    at.type_in(at.cell("7.1", MAY), 123.0)
    at.assert_agrees()


def test_an_open_workbook_is_not_called_closed(filled: At, tmp_path: Path) -> None:
    filled.give(with_another("7.1", MAY, 5), MAY)
    excel = PackageExcel(filled.settings.workbook_path, tmp_path)
    with OpenBook(excel.book, filled.settings) as document:
        refresh(filled.settings, MAY, document=document, today=day(MAY))
        said = "\n".join(map(str, verify(filled.settings).findings))
    assert "it was closed without saving" not in said
    excel.close(save=True)
    filled.assert_agrees()


def test_an_issued_month_is_filled_again_in_the_open_workbook(issued: At, tmp_path: Path) -> None:
    issued.give(with_another("7.1", MAY, 5), MAY)
    excel = PackageExcel(issued.settings.workbook_path, tmp_path)
    with OpenBook(excel.book, issued.settings) as document:
        refresh(issued.settings, MAY, reissue=True, document=document, today=day(MAY))
    excel.close(save=True)
    issued.assert_agrees()


def test_an_earlier_month_is_restated_in_the_open_workbook(issued: At, tmp_path: Path) -> None:
    issued.give(with_another("7.6", APRIL, 5), MAY)
    excel = PackageExcel(issued.settings.workbook_path, tmp_path)
    with OpenBook(excel.book, issued.settings) as document:
        restate(
            issued.settings, APRIL, reason="late", issue=True, document=document, today=day(MAY)
        )
    excel.close(save=True)
    issued.assert_agrees()


# -- a figure that was changed stays told


def test_a_changed_figure_is_told_after_the_next_run_too(at: At) -> None:
    at.place()
    at.type_in(at.cell("7.6", APRIL), 9.9)
    assert not verify(at.settings).agrees
    at.give(made_up(), MAY)
    at.fill(MAY)
    assert not verify(at.settings).agrees, "the next run has washed it"


def test_a_changed_figure_of_a_year_is_told(at: At) -> None:
    before = see(at.settings)
    line = next(e for e in before.layout.lines if e.indicator == "7.1" and not e.table)
    where = next(place for what, place in line.at.items() if str(what) == "2014/15")
    at.type_in(where, 407.0)
    at.give(made_up(), APRIL)
    refresh(at.settings, APRIL, reissue=True, today=day(APRIL))
    issue(at.settings, APRIL, reissue=True, today=day(APRIL))
    at.place()
    at.assert_agrees()
    at.type_in(where, 408.0)
    assert not verify(at.settings).agrees


# -- backups


def test_a_run_that_is_killed_leaves_one_backup_more(tmp_path: Path) -> None:
    class Killed(BaseException):
        pass

    def kill(step: str) -> None:
        if step == "done":
            raise Killed

    at = started(tmp_path / "reports", "[backups]\nkeep = 1")
    at.fill(APRIL)
    at.give(with_another("7.1", APRIL, 5), APRIL)
    with pytest.raises(Killed):
        refresh(at.settings, APRIL, today=day(APRIL), on_step=kill)
    at.fill(APRIL)
    at.assert_agrees()


def test_an_issue_that_was_cut_off_leaves_a_backup_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def kill(step: str) -> None:
        if step == "record":
            raise Killed

    at = started(tmp_path / "reports", "[backups]\nkeep = 1")
    at.fill(APRIL)
    with pytest.raises(Killed):
        issue(at.settings, APRIL, today=day(APRIL), on_step=kill)
    at.issue(APRIL)
    at.assert_agrees()


def test_backups_while_the_clock_goes_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = started(tmp_path / "reports", "[backups]\nkeep = 2")
    real, back = dt.datetime, dt.timedelta()

    class Clock(dt.datetime):
        @classmethod
        def now(cls, tz: dt.tzinfo | None = None) -> dt.datetime:  # type: ignore[override]
            return real.now(tz) - back

    class Times:
        datetime, UTC = Clock, dt.UTC

    for module in (backups, keeping):
        monkeypatch.setattr(module, "dt", Times)
    for turn, days in enumerate((0, 0, 3, 3, 2, 0)):
        back = dt.timedelta(days=days, seconds=-turn)
        at.give(with_another("7.1", APRIL, 100 + turn), APRIL)
        at.fill(APRIL)
        at.assert_agrees()


def test_how_many_backups_are_kept_changes(tmp_path: Path) -> None:
    at = started(tmp_path / "reports")
    plain = (at.folder / "lacxl.toml").read_text("utf-8")
    for turn, keep in enumerate((5, 5, 5, 2, 7, 3, 3)):
        (at.folder / "lacxl.toml").write_text(f"{plain}\n[backups]\nkeep = {keep}\n", "utf-8")
        at.give(with_another("7.1", APRIL, 100 + turn), APRIL)
        at.fill(APRIL)
        at.assert_agrees()


# -- the folder


def test_the_folder_is_moved_to_an_odd_place(issued: At, tmp_path: Path) -> None:
    there = tmp_path / "Kinder & Jugend (Büro) 100% é" / "='reports'"
    there.parent.mkdir()
    issued.folder.rename(there)
    moved = At(there)
    moved.assert_agrees()
    moved.give(with_another("7.1", MAY, 5), MAY)
    restate(moved.settings, MAY, reason="late forms", today=day(MAY))
    moved.assert_agrees()


SHARED = '[issued]\nfile = "../shared/lacxl-issued.csv"'


@pytest.fixture
def two(tmp_path: Path) -> tuple[At, At]:
    """The folders of two people with one record, April filled in each."""
    (tmp_path / "shared").mkdir()
    both = started(tmp_path / "anna", SHARED), started(tmp_path / "bob", SHARED)
    for each in both:
        each.fill(APRIL)
    return both


def test_two_people_with_one_record(two: tuple[At, At]) -> None:
    anna, bob = two
    anna.issue(APRIL)
    anna.assert_agrees()
    bob.assert_agrees()


def test_two_people_issue_in_turn(two: tuple[At, At]) -> None:
    anna, bob = two
    anna.issue(APRIL)
    bob.place()
    bob.give(made_up(), MAY)
    bob.fill(MAY)
    bob.issue(MAY)
    anna.assert_agrees()
    bob.assert_agrees()
    record = anna.settings.issued_path
    first, *lines = record.read_text("utf-8").splitlines(keepends=True)
    record.write_text("".join([first, lines[1], lines[1], lines[0]]), "utf-8")
    assert not (verify(anna.settings).agrees and verify(bob.settings).agrees)


def test_an_issue_on_a_shared_record_is_cut_off(
    two: tuple[At, At], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    real = keeping.append_lines

    def kill(path: Path, lines: object, *, header: str | None = None) -> object:
        if path.name == KEPT:
            raise Killed
        return real(path, lines, header=header)  # type: ignore[arg-type]

    anna, bob = two
    with monkeypatch.context() as patch:
        patch.setattr(keeping, "append_lines", kill)
        with pytest.raises(Killed):
            anna.issue(APRIL)
    for each in verify(anna.settings).findings:
        assert "cut off" in each.sentences, f"called something else: {each}"
    anna.issue(APRIL)
    anna.assert_agrees()
    bob.assert_agrees()


def test_one_of_two_folders_is_moved(two: tuple[At, At], tmp_path: Path) -> None:
    anna, bob = two
    anna.folder.rename(tmp_path / "anna jones")
    At(tmp_path / "anna jones").assert_agrees()
    bob.assert_agrees()


def test_one_of_two_folders_is_reached_by_a_link(two: tuple[At, At], tmp_path: Path) -> None:
    anna, _ = two
    anna.set("")
    text = (anna.folder / "lacxl.toml").read_text("utf-8")
    whole = (tmp_path / "shared" / KEPT).as_posix()
    (anna.folder / "lacxl.toml").write_text(text.replace(f"../shared/{KEPT}", whole), "utf-8")
    (tmp_path / "far").mkdir()
    (tmp_path / "far" / "link").symlink_to(anna.folder)
    At(tmp_path / "far" / "link").assert_agrees()


def test_a_folder_with_ledgers_joins_a_record(two: tuple[At, At], tmp_path: Path) -> None:
    carol = started(tmp_path / "carol")
    carol.fill(APRIL)
    carol.set(SHARED)
    carol.give(with_another("7.1", APRIL, 5), APRIL)
    carol.fill(APRIL)
    carol.assert_agrees()


def test_a_history_under_another_name(at: At) -> None:
    (at.folder / "lacxl-history.csv").rename(at.folder / "kept.csv")
    at.set('[history]\nfile = "kept.csv"')
    before = (at.folder / "kept.csv").read_bytes()
    verify(at.settings, repair=True)
    assert at.settings.history_path.exists(), "repairing has taken the history away"
    assert at.settings.history_path.read_bytes() == before
    assert not verify(at.settings).agrees
    verify(at.settings, take_over=True, reason="It has another name now")
    at.place()
    assert {each.code for each in verify(at.settings).findings} <= {"H134", "H136"}


# -- the register


def test_the_register_is_taken_over(filled: At) -> None:
    filled.settings.register_path.unlink()
    verify(filled.settings, take_over=True, reason="The register was lost")
    filled.assert_agrees_saved_elsewhere()


@pytest.mark.parametrize("quoting", [csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC])
def test_the_register_was_saved_elsewhere_and_a_run_adds_to_it(at: At, quoting: int) -> None:
    path = at.settings.register_path
    rows = list(csv.reader(path.read_text("utf-8").splitlines()))
    numbers = [[int(each) if each.isdecimal() else each for each in row] for row in rows]
    text = io.StringIO(newline="")
    csv.writer(text, quoting=quoting).writerows(numbers)  # type: ignore[arg-type]
    path.write_bytes(b"\xef\xbb\xbf" + text.getvalue().encode("utf-8"))
    at.place()
    verify(at.settings, repair=True)
    at.assert_agrees()


# -- folders from before there was a register


def filled_twice(at: At) -> None:
    undo(at.settings)
    for above in (3, 4):
        at.give(with_another("7.1", MAY, above), MAY)
        at.fill(MAY)


def test_an_earlier_folder_in_which_a_month_was_filled_twice(filled: At) -> None:
    filled_twice(filled)
    as_before_the_register(filled)
    filled.issue(MAY)
    filled.assert_agrees_saved_elsewhere()


def test_an_earlier_folder_in_which_a_month_was_restated(issued: At) -> None:
    issued.give(with_another("7.6", APRIL, 5), MAY)
    restate(issued.settings, APRIL, reason="late forms", today=day(MAY))
    as_before_the_register(issued)
    issued.accept()
    issued.assert_agrees_saved_elsewhere()


def _no_sum(content: bytes) -> bytes:
    rows = [line.split(",") for line in content.decode().splitlines()]
    return "".join(f"{','.join([*r[:3], '' if i else r[3], *r[4:]])}\n"
                   for i, r in enumerate(rows)).encode()  # fmt: skip


ODD: dict[str, Callable[[bytes], bytes]] = {
    "blank lines": lambda content: content.replace(b"\n", b"\n\n"),
    "no last newline": lambda content: content[:-1],
    "lines end as in Windows": lambda content: content.replace(b"\n", b"\r\n"),
    "a byte order mark": lambda content: b"\xef\xbb\xbf" + content,
    "no sums": _no_sum,
}


@pytest.mark.parametrize("odd", ODD)
def test_an_earlier_record(at: At, odd: str) -> None:
    as_before_the_register(at)
    path = at.settings.issued_path
    path.write_bytes(ODD[odd](path.read_bytes()))
    at.place()
    at.assert_agrees()
    at.give(made_up(), MAY)
    at.fill(MAY)
    at.issue(MAY)
    at.assert_agrees()


@pytest.mark.parametrize("odd", ["no last newline", "torn", "lines end as in Windows"])
def test_an_earlier_history(tmp_path: Path, odd: str) -> None:
    at = started(tmp_path / "reports")
    at.fill(APRIL)
    as_before_the_register(at)
    path = at.settings.history_path
    change = ODD.get(odd, lambda content: content[:-12])
    path.write_bytes(change(path.read_bytes()))
    at.issue(APRIL)
    at.assert_agrees()
    at.place()
    at.assert_agrees()


def test_the_register_is_gone_and_only_an_issue_knows_of_it(at: At) -> None:
    for path in (at.folder / "receipts").glob("2015-*.json"):
        path.unlink()
    at.settings.register_path.unlink()
    with pytest.raises(Refused):
        at.place()


def test_a_copy_of_the_folder_goes_on_alone(issued: At, tmp_path: Path) -> None:
    other = At(shutil.copytree(issued.folder, tmp_path / "copy of reports"))
    other.place()
    other.assert_agrees()
    issued.place()
    issued.assert_agrees()
