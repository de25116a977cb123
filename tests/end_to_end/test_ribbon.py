"""The buttons in Excel, through `lacxl ribbon`, on a book that is open.

The open book comes from the fixture `excel`, in each of the stand-ins for Excel that are there
(excel_stand_in.py says what they are and what they are not).
"""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from excel_stand_in import CalcExcel, Excel, PackageExcel, assert_same, assert_same_issue
from folders import COPY, MAY, assert_done, assert_refused, call, run, workbook_of
from planting import add_row, lock_cells, rows_of, set_reading, write_rows

from lacxl.app.case.seen import Seen, see
from lacxl.app.check.check import check
from lacxl.app.document.open_book import OpenBook
from lacxl.app.figures.explain import explain
from lacxl.app.issue.issue import issue
from lacxl.demo import MONTH, WORKBOOK
from lacxl.domain.errors import Refused, Unfinished, refuse
from lacxl.domain.finding import error
from lacxl.engines.package import PackageWorkbook
from lacxl.files.home import home, local_home
from lacxl.files.key_values import escaped, to_values
from lacxl.files.processes import host
from lacxl.ledgers.receipts import receipts_of
from lacxl.ribbon import attaching, opening
from lacxl.ribbon.state import state_file
from lacxl.ribbon.verbs import VERBS
from lacxl.settings.settings import Settings
from lacxl.workbook.address import Cell, CellRef
from lacxl.workbook.marks import is_mark

SUMMARY = "Performance Summary"
Press = Callable[..., dict[str, str]]


@pytest.fixture(autouse=True)
def _homes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep what belongs to a person out of the real profile, and open no window."""
    monkeypatch.setenv("LACXL_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(opening, "show_page", lambda _address: True)
    monkeypatch.setattr(opening, "show_file", lambda _file: True)


EXCELS = (
    "package",
    *(
        [pytest.param("calc", marks=pytest.mark.libreoffice)]
        if find_spec("lacxl.engines.excel")
        else []
    ),
)


@pytest.fixture(params=EXCELS)
def excel(request: pytest.FixtureRequest, fresh: Path, tmp_path: Path) -> Iterator[Excel]:
    """The demo's workbook as it stood before May 2015, open in a stand-in for Excel."""
    opened: Excel
    if request.param == "calc":
        opened = CalcExcel(request.getfixturevalue("excel_app"), workbook_of(fresh))
    else:
        scratch = tmp_path / "in excel"
        scratch.mkdir()
        opened = PackageExcel(workbook_of(fresh), scratch)
    yield opened
    opened.close(save=False)


WHATEVER_EXCEL = pytest.mark.parametrize("excel", ["package"], indirect=True)
"""What does not hang on the engine is shown once, on the quicker stand-in."""


@pytest.fixture
def press(excel: Excel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Press:
    """Press a button: run `lacxl ribbon` on the open book and return the result file's values."""

    def attach(hwnd: int, name: str) -> object:
        if (hwnd, name) != (4711, excel.book.name):
            raise refuse("B999", f"no book {name} in the Excel of window {hwnd}.")
        return excel.book

    monkeypatch.setattr(attaching, "attach", attach)
    monkeypatch.setattr(attaching, "caller", lambda: excel.book)
    numbers = iter(range(1, 100))

    def pressed(
        verb: str,
        arg: str = "",
        reason: str = "",
        *,
        book: str = excel.book.name,
        hwnd: str = "4711",
    ) -> dict[str, str]:
        result = tmp_path / f"lacxl-{next(numbers)}.txt"
        typed = {"--arg": escaped(arg), "--reason": escaped(reason)}
        more = [word for name, text in typed.items() if text for word in (name, text)]
        ran = call("ribbon", verb, "--hwnd", hwnd, "--book", book, "--result", str(result), *more)
        text = result.read_bytes().decode("ascii")
        assert text.endswith("\n"), "half a file can be told from a whole"
        assert not list(tmp_path.glob("*.part"))
        values = to_values(text)
        assert list(values) == ["format", "status", "title", "message", "month"]
        codes = {"ok": 0, "findings": 1, "refused": 3, "failed": 4}
        assert ran.code == codes[values["status"]]
        assert len(values["message"]) <= 1000, "a message box drops the rest"
        return values

    return pressed


def standing(excel: Excel, fresh: Path, tmp_path: Path) -> Seen:
    """Return what stands in the open book now."""
    target = tmp_path / f"seen {len(list(tmp_path.glob('seen *')))}" / WORKBOOK
    target.parent.mkdir()
    excel.book.copy_to(target)
    return see(Settings.load(fresh / "lacxl.toml"), target)


def notes(excel: Excel, tmp_path: Path) -> dict[str, str]:
    """Return the notes on the summary of the open book."""
    target = tmp_path / f"noted {len(list(tmp_path.glob('noted *')))}.xlsx"
    excel.book.copy_to(target)
    with PackageWorkbook(target) as book:
        return {str(cell): each.text for cell, each in book.comments(SUMMARY).items()}


def state() -> dict[str, str]:
    """Return what the add-in reads."""
    return to_values(state_file(WORKBOOK).read_text("ascii"))


def receipts(folder: Path) -> list[dict[str, object]]:
    """Return the receipts, the oldest first; two may be of the same second."""
    return [content for _, content in receipts_of(folder)][::-1]


def history(folder: Path) -> int:
    """Return how many readings the history has."""
    path = folder / "lacxl-history.csv"
    return len(path.read_text("utf-8").splitlines()) - 1 if path.exists() else 0


class TestFill:
    def test_gives_the_same_cells_as_headless(
        self, excel: Excel, press: Press, fresh: Path, filled: Path, tmp_path: Path
    ) -> None:
        answer = press("fill")
        assert answer["month"] == MAY
        assert answer["status"] == "findings", "the demo has findings that want a look"
        settings = Settings.load(filled / "lacxl.toml")
        assert_same(standing(excel, fresh, tmp_path), see(settings))

    def test_leaves_the_workbook_to_be_saved_by_a_person(
        self, excel: Excel, press: Press, fresh: Path
    ) -> None:
        before = workbook_of(fresh).read_bytes()
        message = press("fill")["message"]
        assert "not saved yet" in message
        assert workbook_of(fresh).read_bytes() == before
        assert excel.book.said[-1] is None, "the status bar is given back"
        assert any(step and "extracts" in step for step in excel.book.said)

    def test_reads_what_stands_in_excel_and_backs_it_up(
        self, excel: Excel, press: Press, fresh: Path, tmp_path: Path
    ) -> None:
        excel.type_in(SUMMARY, "B30", "typed and not saved")
        press("fill")
        (backup,) = (fresh / "backups").iterdir()
        assert re.fullmatch(r".* \d{4}-\d\d-\d\d \d{6}\.xlsx", backup.name)
        kept = see(Settings.load(fresh / "lacxl.toml"), backup)
        assert kept.snapshot.sheet(SUMMARY).values[Cell.parse("B30")] == "typed and not saved"
        now = standing(excel, fresh, tmp_path)
        assert now.snapshot.sheet(SUMMARY).values[Cell.parse("B30")] == "typed and not saved"

    @WHATEVER_EXCEL
    def test_leaves_receipt_history_and_log(self, press: Press, fresh: Path) -> None:
        press("fill")
        (receipt,) = receipts(fresh)
        assert receipt["in_excel"] is True
        assert receipt["written"] is None
        assert receipt["changed"]
        assert receipt["backup"]
        assert history(fresh) > 0
        (line,) = (fresh / "lacxl-log.jsonl").read_text("utf-8").splitlines()
        assert json.loads(line)["event"] == "refresh"

    @WHATEVER_EXCEL
    def test_twice_is_once(self, press: Press, fresh: Path) -> None:
        press("fill")
        taken = history(fresh)
        assert "nothing to change" in press("fill")["message"]
        assert len(receipts(fresh)) == 1
        assert history(fresh) == taken
        assert len(list((fresh / "backups").iterdir())) == 1

    def test_of_bad_extracts_is_refused_with_all_faults_listed(
        self, excel: Excel, press: Press, fresh: Path, tmp_path: Path
    ) -> None:
        set_reading(fresh, "7.1", MAY, numerator="four hundred")
        before = standing(excel, fresh, tmp_path)
        answer = press("fill")
        assert answer["status"] == "refused"
        assert "What to do:" in answer["message"]
        assert "readings.csv row" in answer["message"]
        assert "Nothing was changed." in answer["message"]
        assert_same(standing(excel, fresh, tmp_path), before)
        assert not (fresh / "backups").exists()
        press("problems")
        assert any("readings.csv row" in row[0] for row in excel.book.lists[-1].rows)

    @WHATEVER_EXCEL
    def test_of_an_issued_month_is_refused(self, press: Press) -> None:
        answer = press("fill", "2015-04")
        assert answer["status"] == "refused"
        assert "April 2015 is issued" in answer["message"]
        assert state()["month"] == "2015-04"
        assert "issued" in state()["why_fill"]

    def test_that_excel_refuses_leaves_nothing_behind(
        self, excel: Excel, press: Press, fresh: Path
    ) -> None:
        def busy(step: str) -> None:
            if step == "apply":
                raise refuse("E101", "Excel is busy.", todo="Press Esc and try again.")

        excel.book.interrupt = busy
        answer = press("fill")
        assert answer["status"] == "refused"
        assert "Press Esc" in answer["message"]
        assert not (fresh / "receipts").exists()
        assert list((fresh / "backups").iterdir()) == []
        assert history(fresh) == 0

    @WHATEVER_EXCEL
    @pytest.mark.parametrize("step", ["apply", "applied"])
    def test_that_lacxl_fails_in_is_settled_by_the_cells(
        self, excel: Excel, press: Press, fresh: Path, step: str
    ) -> None:
        def fail(at: str) -> None:
            if at == step:
                raise RuntimeError("a fault of lacxl")

        excel.book.interrupt = fail
        assert press("fill")["status"] == "failed"
        assert len(list((fresh / "receipts").glob("*.pending"))) == 1
        excel.book.interrupt = lambda _step: None
        press("fill")
        assert not list((fresh / "receipts").glob("*.pending"))
        (receipt,) = receipts(fresh)
        assert receipt["changed"], "it stands whether the first run or the second made the change"
        assert history(fresh) > 0

    @WHATEVER_EXCEL
    def test_that_never_happened_leaves_no_receipt_whatever_was_typed_since(
        self, excel: Excel, press: Press, fresh: Path
    ) -> None:
        def fail(at: str) -> None:
            if at == "apply":
                raise RuntimeError("a fault of lacxl")

        excel.book.interrupt = fail
        press("fill")
        excel.book.interrupt = lambda _step: None
        excel.type_in(SUMMARY, "H12", 0.5)
        press("fill")
        (receipt,) = receipts(fresh)
        (typed,) = [
            each
            for each in receipt["cells"]  # type: ignore[attr-defined]
            if (each["sheet"], each["cell"]) == (SUMMARY, "H12")
        ]
        assert typed["before"] == 0.5, "it is of the second run"

    @WHATEVER_EXCEL
    def test_that_left_something_to_do_can_be_undone(
        self, excel: Excel, press: Press, fresh: Path, tmp_path: Path
    ) -> None:
        """Excel took it all and then did not protect a sheet again: receipt and backup stay."""
        before = standing(excel, fresh, tmp_path)

        def bare(at: str) -> None:
            if at == "applied":
                raise Unfinished(error("E113", "The sheet stays unprotected.", SUMMARY))

        excel.book.interrupt = bare
        answer = press("fill")
        assert answer["status"] == "refused"
        assert "The workbook was changed" in answer["message"]
        assert len(list((fresh / "backups").iterdir())) == 1
        assert len(receipts(fresh)) == 1
        assert "undo" in state()["allowed"].split(",")
        excel.book.interrupt = lambda _step: None
        assert press("undo")["status"] == "ok"
        assert_same(standing(excel, fresh, tmp_path), before)

    def test_that_broke_in_two_keeps_the_backup_it_names(
        self, excel: Excel, press: Press, fresh: Path
    ) -> None:
        def broken(at: str) -> None:
            if at == "apply":
                raise Unfinished(error("E112", "Writing stopped half-way.", SUMMARY, "Close it."))

        excel.book.interrupt = broken
        message = press("fill")["message"]
        assert "not completely" in message
        assert "Press the button again" not in message
        assert len(list((fresh / "backups").iterdir())) == 1

    @WHATEVER_EXCEL
    def test_that_was_cut_off_can_be_undone_at_once(
        self, excel: Excel, press: Press, fresh: Path, tmp_path: Path
    ) -> None:
        before = standing(excel, fresh, tmp_path)

        def fail(at: str) -> None:
            if at == "applied":
                raise RuntimeError("a fault of lacxl")

        excel.book.interrupt = fail
        assert "Undo" in press("fill")["message"]
        assert "undo" in state()["allowed"].split(","), "the message names it, so it is to be had"
        excel.book.interrupt = lambda _step: None
        assert press("undo")["status"] == "ok"
        assert_same(standing(excel, fresh, tmp_path), before)
        assert "undo" not in state()["allowed"].split(",")


class TestAColumnWithItsNeighboursLock:
    @pytest.fixture
    def locked(self, fresh: Path) -> set[str]:
        """Lock the cells of May, which is empty, before the workbook is opened."""
        places = set(see(Settings.load(fresh / "lacxl.toml")).layout.of_month(MONTH))
        lock_cells(workbook_of(fresh), places)
        return {str(place) for place in places}

    def test_is_filled_and_unlocked(
        self, locked: set[str], excel: Excel, press: Press, fresh: Path, tmp_path: Path
    ) -> None:
        assert press("fill", MAY)["status"] == "findings"
        seen = standing(excel, fresh, tmp_path)
        assert len(locked) == 50
        assert not [at for at, look in seen.looks.items() if str(at) in locked and look.locked]
        assert "May 2015 (filled)" in state()["months"]
        assert press("issue")["status"] == "findings"
        with (fresh / "lacxl-issued.csv").open(encoding="utf-8", newline="") as file:
            assert [row[:2] for row in csv.reader(file)][1:] == [[MAY, "1"]]

    def test_is_open_and_not_issued(self, locked: set[str], press: Press) -> None:
        press("months")
        assert locked
        assert "May 2015 (open)" in state()["months"]


class TestPreview:
    def test_lists_what_would_change_and_changes_nothing(
        self, excel: Excel, press: Press, fresh: Path, tmp_path: Path
    ) -> None:
        before = standing(excel, fresh, tmp_path)
        answer = press("preview")
        assert "Nothing was changed" in answer["message"]
        assert_same(standing(excel, fresh, tmp_path), before)
        assert {p.name for p in fresh.iterdir()} >= {"lacxl.toml"}
        assert not (fresh / "receipts").exists()
        (listed,) = excel.book.lists
        assert listed.headings == ("Cell", "Shows now", "Would show", "What", "From")
        by_cell = {row[0]: row[1:] for row in listed.rows}
        assert by_cell[f"'{SUMMARY}'!H12"] == (
            "", "90.0%", "7.6 May-15: 54 of 60", "readings.csv row 20",
        )  # fmt: skip
        assert (SUMMARY, Cell.parse("H12")) in listed.links

    def test_promises_nothing_that_filling_refuses(
        self, excel: Excel, press: Press, fresh: Path
    ) -> None:
        (fresh / "backups").write_text("in the way", "utf-8")
        answers = [press(verb) for verb in ("preview", "fill")]
        assert [each["status"] for each in answers] == ["refused", "refused"]
        assert answers[0]["message"] == answers[1]["message"]
        assert excel.book.lists == []


class TestProblems:
    def test_are_those_of_the_last_run_with_links(self, excel: Excel, press: Press) -> None:
        press("fill")
        answer = press("problems")
        assert answer["status"] == "ok"
        rows = excel.book.lists[-1].rows
        codes = [row[-1] for row in rows]
        assert "K101" in codes
        first = codes.index("K101")
        assert rows[first][0] == f"'{SUMMARY}'!G12"
        assert excel.book.lists[-1].links[first] == (SUMMARY, Cell.parse("G12"))
        assert excel.book.lists[-1].links[codes.index("K102")] is None, "it is about an extract"
        weights = [row[1] for row in rows]
        assert weights == sorted(weights, key=lambda each: each == "note"), "notes come last"
        looks = sum(weight != "note" for weight in weights)
        assert state()["problems_label"] == f"Problems ({looks})"

    def test_before_any_run_there_are_none(self, excel: Excel, press: Press) -> None:
        assert "Nothing has been filled" in press("problems")["message"]
        assert excel.book.lists == []


@WHATEVER_EXCEL
class TestCheckAndAccept:
    def test_check_lists_what_the_command_finds(
        self, excel: Excel, press: Press, fresh: Path
    ) -> None:
        found = check(workbook_of(fresh), Settings.load(fresh / "lacxl.toml"))
        answer = press("check")
        assert (answer["status"], answer["month"]) == ("findings", "2015-04")
        assert answer["message"].startswith("Judged as of April 2015.\nFindings: ")
        (listed,) = excel.book.lists
        assert listed.title == "What was noticed at Check workbook 2015-04"
        assert sorted(listed.rows) == sorted(each.row for each in found.findings)
        assert any(listed.links)
        press("problems")
        assert excel.book.lists == [listed, listed]

    def test_check_needs_no_settings(self, excel: Excel, press: Press, fresh: Path) -> None:
        found = check(workbook_of(fresh))
        settings = fresh / "lacxl.toml"
        for unusable in (
            settings.unlink,
            lambda: settings.write_text('[workbook]\nfile = "a.xlsx"'),
        ):
            unusable()
            assert press("fill")["status"] == "refused"
            answer = press("check")
            assert (answer["status"], answer["month"]) == ("findings", "2015-04")
            assert answer["message"].endswith("the catalogue that ships with lacxl was used.")
            assert sorted(excel.book.lists[-1].rows) == sorted(each.row for each in found.findings)
            assert "check" in state()["allowed"].split(",")

    def test_check_tells_what_keeps_the_other_buttons_from_reading_it(
        self, excel: Excel, press: Press
    ) -> None:
        excel.type_in(SUMMARY, "G5", "Mar-15")
        assert press("fill")["status"] == "refused"
        answer = press("check")
        assert answer["status"] == "findings", answer["message"]
        assert any("Mar-15" in " ".join(row) for row in excel.book.lists[-1].rows)

    def test_a_finding_is_accepted_as_its_line_in_the_list_says_it(
        self, excel: Excel, press: Press, fresh: Path
    ) -> None:
        press("fill")
        press("problems")
        before = excel.book.lists[-1]
        where, weight, what, _, code = next(row for row in before.rows if row[-1] == "K102")
        assert weight == "warning"
        assert "There are K101" in press("accept", "K199 anywhere", "It is right")["message"]
        assert "I113" in press("accept", f"{code} {where}: {what}")["message"]
        answer = press("accept", f"{code} {where}: {what}", "The outturn was rounded: £")
        assert answer["status"] == "ok"
        assert answer["message"].startswith("K102 is accepted, as of May 2015: ")
        with (fresh / "lacxl-accepted.csv").open(encoding="utf-8", newline="") as file:
            (kept,) = csv.DictReader(file)
        assert (kept["where"], kept["reason"]) == (where, "The outturn was rounded: £")
        press("problems")
        after = excel.book.lists[-1]
        assert after.title == before.title
        changed = set(after.rows) - set(before.rows)
        assert {row[1] for row in changed} == {"accepted"}
        looks = sum(row[1] == "warning" for row in after.rows)
        assert state()["problems_label"] == f"Problems ({looks})"


class TestExplain:
    def test_says_what_the_command_says(self, excel: Excel, press: Press, fresh: Path) -> None:
        press("fill")
        excel.select(SUMMARY, "H12")
        answer = press("explain")
        assert answer["month"] == MAY
        settings = Settings.load(fresh / "lacxl.toml")
        (told,) = explain(settings, "7.6", MONTH).figures
        shown = answer["message"]
        if excel.book.lists:
            shown = "\n".join(f"{head}: {text}" for head, text in excel.book.lists[-1].rows)
        for heading, text in told.rows:
            if heading not in {"Cell", "Also at", "Year to date", "Direction", "RAG"}:
                assert f"{heading}: {text}" in shown  # the others read the cells, saved or not
        assert "90.0% (54 of 60)" in answer["message"]

    def test_of_another_months_cell_is_about_that_month(self, excel: Excel, press: Press) -> None:
        excel.select(SUMMARY, "G12")
        assert press("explain")["month"] == "2015-04"
        assert state()["month"] == MAY, "explaining a cell chooses no month"

    @pytest.mark.parametrize("cell", ["A1", "B2", "Z99"])
    def test_tells_kindly_of_a_cell_that_is_no_figure(
        self, excel: Excel, press: Press, cell: str
    ) -> None:
        excel.select(SUMMARY, cell)
        answer = press("explain")
        assert answer["status"] == "ok"
        assert "holds no figure of the report" in answer["message"]

    @WHATEVER_EXCEL
    def test_needs_a_selected_cell(self, press: Press) -> None:
        assert "No cell is selected" in press("explain")["message"]


class TestUndo:
    def test_puts_everything_back(
        self, excel: Excel, press: Press, fresh: Path, tmp_path: Path
    ) -> None:
        before = standing(excel, fresh, tmp_path)
        press("fill")
        taken = history(fresh)
        answer = press("undo")
        assert answer["status"] == "ok"
        assert "history keeps the readings" in answer["message"]
        assert_same(standing(excel, fresh, tmp_path), before)
        assert history(fresh) == taken
        assert [each["command"] for each in receipts(fresh)] == ["refresh", "undo"]
        assert "undo" not in state()["allowed"].split(",")
        assert press("undo")["status"] == "refused", "there is none before it"

    @WHATEVER_EXCEL
    def test_and_filling_again_is_as_if_nothing_had_been(
        self, excel: Excel, press: Press, fresh: Path, tmp_path: Path
    ) -> None:
        press("fill")
        filled = standing(excel, fresh, tmp_path)
        taken = history(fresh)
        press("undo")
        press("fill")
        assert_same(standing(excel, fresh, tmp_path), filled)
        assert history(fresh) == taken
        assert press("undo")["status"] == "ok"

    def test_is_refused_where_a_cell_was_changed_since(
        self, excel: Excel, press: Press, fresh: Path, tmp_path: Path
    ) -> None:
        press("fill")
        excel.type_in(SUMMARY, "H12", 0.5)
        before = standing(excel, fresh, tmp_path)
        answer = press("undo")
        assert answer["status"] == "refused"
        assert f"'{SUMMARY}'!H12" in answer["message"]
        assert "1 place" in answer["message"]
        assert_same(standing(excel, fresh, tmp_path), before)

    def test_leaves_what_was_typed_elsewhere(
        self, excel: Excel, press: Press, fresh: Path, tmp_path: Path
    ) -> None:
        press("fill")
        excel.type_in(SUMMARY, "B30", "written after the fill")
        assert press("undo")["status"] == "ok"
        now = standing(excel, fresh, tmp_path)
        assert now.snapshot.sheet(SUMMARY).values[Cell.parse("B30")] == "written after the fill"

    @WHATEVER_EXCEL
    def test_of_an_issued_month_is_refused(self, press: Press) -> None:
        press("fill")
        press("issue")
        answer = press("undo")
        assert answer["status"] == "refused"
        assert "press Restate month" in answer["message"]

    @WHATEVER_EXCEL
    def test_of_a_fill_that_was_not_saved_says_so(
        self, excel: Excel, press: Press, fresh: Path
    ) -> None:
        press("fill")
        excel.close(save=False)
        assert_refused(run(fresh, "undo"), "B205", "closed without saving")

    def test_headless_undoes_what_was_filled_in_excel(
        self, excel: Excel, press: Press, fresh: Path, tmp_path: Path
    ) -> None:
        before = standing(excel, fresh, tmp_path)
        press("fill")
        excel.close(save=True)
        assert_done(run(fresh, "undo"))
        assert_same(see(Settings.load(fresh / "lacxl.toml")), before)


class TestIssue:
    def test_locks_saves_copies_and_records(
        self, excel: Excel, press: Press, fresh: Path, filled: Path, tmp_path: Path
    ) -> None:
        press("fill")
        answer = press("issue")
        assert "issue 1" in answer["message"]
        assert COPY in answer["message"]
        assert_done(run(filled, "issue", MAY))
        settings = Settings.load(filled / "lacxl.toml")
        now = standing(excel, fresh, tmp_path)
        assert_same_issue(now, see(settings))
        assert_same(see(settings, fresh / COPY), now)
        assert_same(see(settings, workbook_of(fresh)), now)
        with (fresh / "lacxl-issued.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        assert rows[1][:3] == [MAY, "1", COPY]
        assert len(list((fresh / "backups").iterdir())) == 2
        assert not list((fresh / "receipts").glob("*.issuing"))

    def test_of_a_month_that_is_not_filled_is_refused(self, press: Press, fresh: Path) -> None:
        answer = press("issue")
        assert answer["status"] == "refused"
        assert answer["month"] == MAY
        assert "Press Fill month" in answer["message"]
        assert not (fresh / COPY).exists()
        assert state()["why_issue"].startswith("May 2015 is not filled yet")

    @WHATEVER_EXCEL
    def test_of_a_month_that_lacks_readings_says_what_to_do(
        self, excel: Excel, press: Press, fresh: Path
    ) -> None:
        rows = [row for row in rows_of(fresh) if row[:2] not in (["7.2", MAY], ["7.8", MAY])]
        write_rows(fresh, rows)
        press("fill")
        answer = press("issue")
        assert answer["status"] == "refused"
        for words in ("2 indicators of 22: 7.2, 7.8", "TBC", "--accept", "saved and closed"):
            assert words in answer["message"]
        assert not (fresh / COPY).exists()
        for cell in ("H7", "H14"):
            excel.type_in(SUMMARY, cell, "TBC")
        press("fill")
        assert press("issue")["status"] == "findings"
        assert (fresh / COPY).exists()

    @WHATEVER_EXCEL
    def test_of_a_month_that_lacks_readings_with_the_reason(
        self, excel: Excel, press: Press, fresh: Path
    ) -> None:
        write_rows(fresh, [row for row in rows_of(fresh) if row[:2] != ["7.2", MAY]])
        press("fill")
        settings = Settings.load(fresh / "lacxl.toml")
        with OpenBook(excel.book, settings) as place:
            done = issue(settings, MONTH, document=place, accept="late")
        assert "I112" in [finding.code for finding in done.findings]
        assert ",7.2,late," in (fresh / "lacxl-accepted.csv").read_text("utf-8")

    @WHATEVER_EXCEL
    def test_again_is_refused(self, press: Press) -> None:
        press("fill")
        press("issue")
        assert press("issue", MAY)["status"] == "refused"

    @WHATEVER_EXCEL
    def test_once_more_with_nothing_new_is_refused(
        self, excel: Excel, press: Press, fresh: Path
    ) -> None:
        press("fill")
        press("issue")
        settings = Settings.load(fresh / "lacxl.toml")
        for dry_run in (True, False):
            with OpenBook(excel.book, settings) as place, pytest.raises(Refused) as refused:
                issue(settings, MONTH, document=place, reissue=True, dry_run=dry_run)
            assert refused.value.codes == ("I110",)
            assert COPY in str(refused.value)
        assert not list(fresh.glob("* - I2.xlsx"))

    @WHATEVER_EXCEL
    def test_beside_another_file_of_that_name_changes_nothing(
        self, excel: Excel, press: Press, fresh: Path, tmp_path: Path
    ) -> None:
        press("fill")
        (fresh / COPY).write_bytes(b"somebody else's")
        before = standing(excel, fresh, tmp_path)
        assert "not the file to be issued" in press("issue")["message"]
        assert_same(standing(excel, fresh, tmp_path), before)

    def test_of_a_book_that_cannot_be_saved_changes_nothing(
        self, excel: Excel, press: Press, fresh: Path, tmp_path: Path
    ) -> None:
        press("fill")
        before = standing(excel, fresh, tmp_path)

        def read_only(step: str) -> None:
            if step in ("require_savable", "save"):
                raise refuse("E115", "The workbook is open read-only.")

        excel.book.interrupt = read_only
        answer = press("issue")
        assert "Nothing was changed" in answer["message"]
        assert_same(standing(excel, fresh, tmp_path), before)
        assert len(list((fresh / "backups").iterdir())) == 1, "that of the fill"
        assert not list((fresh / "receipts").glob("*.issuing"))

    @WHATEVER_EXCEL
    @pytest.mark.parametrize("fault", ["refused", "crash"])
    @pytest.mark.parametrize("step", ["apply", "applied", "save", "copy_to"])
    def test_cut_off_is_finished_by_the_next(
        self, excel: Excel, press: Press, fresh: Path, tmp_path: Path, step: str, fault: str
    ) -> None:
        press("fill")
        heard: list[str] = []

        def fail(at: str) -> None:
            heard.append(at)
            if at == step and (step != "copy_to" or "save" in heard):
                if fault == "crash":
                    raise RuntimeError("cut off")
                if step == "applied":
                    raise Unfinished(error("E113", "The sheet stays unprotected.", SUMMARY))
                raise refuse("E101", "Excel is busy.")

        excel.book.interrupt = fail
        answer = press("issue")
        assert answer["status"] in ("refused", "failed")
        untouched = (step, fault) == ("apply", "refused")
        assert ("Nothing was changed" in answer["message"]) is untouched
        assert not (fresh / "lacxl-issued.csv").exists()
        excel.book.interrupt = lambda _step: None
        press("months", MAY)
        assert "issue" in state()["allowed"].split(","), "it is to be finished by the button"
        answer = press("issue", MAY)
        assert answer["status"] in ("ok", "findings"), answer["message"]
        assert MAY in (fresh / "lacxl-issued.csv").read_text("utf-8")
        settings = Settings.load(fresh / "lacxl.toml")
        now = standing(excel, fresh, tmp_path)
        assert_same(see(settings, fresh / COPY), now)
        assert_same(see(settings, workbook_of(fresh)), now)
        assert not list((fresh / "receipts").glob("*.issuing"))

    def test_cut_off_in_excel_is_finished_headless(
        self, excel: Excel, press: Press, fresh: Path
    ) -> None:
        press("fill")
        saved: list[str] = []

        def fail(at: str) -> None:
            saved.append(at)
            if at == "copy_to" and "save" in saved:
                raise RuntimeError("cut off")

        excel.book.interrupt = fail
        press("issue")
        excel.close(save=False)
        assert_done(run(fresh, "issue", MAY))
        assert (fresh / COPY).is_file()
        assert MAY in (fresh / "lacxl-issued.csv").read_text("utf-8")


class TestRestate:
    WHY = "Two reviews were entered late"

    def test_corrects_marks_records_and_can_be_undone(
        self, excel: Excel, press: Press, fresh: Path, tmp_path: Path
    ) -> None:
        before = standing(excel, fresh, tmp_path)
        set_reading(fresh, "7.6", "2015-04", numerator="64", denominator="71")
        answer = press("restate", "2015-04", self.WHY)
        assert answer["message"].startswith("April 2015 is restated: ")
        assert "not saved yet" in answer["message"]
        now = standing(excel, fresh, tmp_path)
        summary = now.snapshot.sheet(SUMMARY)
        assert summary.values[Cell.parse("G12")] == pytest.approx(64 / 71)
        marked = [str(rule.area) for rule in summary.rules if is_mark(rule)]
        assert marked == ["G12", "G16"], "7.10 of the demo differs too"
        assert now.looks[CellRef(SUMMARY, Cell.parse("G12"))].locked
        noted = notes(excel, tmp_path)
        assert set(noted) == {"G12"}
        assert re.fullmatch(rf"was 94\.8%, restated [^:]+: {self.WHY}", noted["G12"])
        (receipt,) = receipts(fresh)
        assert (receipt["command"], receipt["in_excel"]) == ("restate", True)
        with (fresh / "lacxl-restated.csv").open(encoding="utf-8", newline="") as file:
            assert {row["reason"] for row in csv.DictReader(file)} == {self.WHY}
        assert "undo" in state()["allowed"].split(",")
        assert press("undo")["message"].startswith("The restatement of April 2015 is undone")
        assert_same(standing(excel, fresh, tmp_path), before)
        assert notes(excel, tmp_path) == {}

    @WHATEVER_EXCEL
    def test_without_a_reason_or_an_issue_is_refused(self, press: Press, fresh: Path) -> None:
        press("fill")
        kept = state()["problems_label"]
        set_reading(fresh, "7.6", "2015-04", numerator="64", denominator="71")
        assert "I113" in press("restate", "2015-04")["message"]
        assert "restate" in state()["allowed"].split(",")
        assert state()["confirm_restate"].startswith("Restate April 2015,")
        assert state()["problems_label"] == kept, "the last run's are still listed"
        assert "I130" in press("restate", MAY, self.WHY)["message"]
        assert not (fresh / "lacxl-restated.csv").exists()


@WHATEVER_EXCEL
class TestWhichBook:
    def test_headless_is_refused_while_it_is_open(self, excel: Excel, fresh: Path) -> None:
        assert excel.book.name == WORKBOOK
        assert_refused(run(fresh, "refresh", MAY), "F201", "use the ribbon there")

    def test_without_a_folder_says_what_to_do(self, excel: Excel, press: Press) -> None:
        excel.book.moved_to = None
        answer = press("fill")
        assert answer["status"] == "refused"
        assert "lacxl remember" in answer["message"]
        assert state()["allowed"] == "months,check,map,log,doctor,help"
        assert "B101" in state()["why_fill"]

    def test_a_remembered_folder_is_taken(self, excel: Excel, press: Press, fresh: Path) -> None:
        excel.book.moved_to = None
        assert_done(run(fresh, "remember"))
        assert press("fill")["status"] == "findings"

    def test_a_copy_elsewhere_is_not_taken_for_the_workbook(
        self, excel: Excel, press: Press, fresh: Path
    ) -> None:
        below = fresh / "old"
        below.mkdir()
        excel.book.moved_to = below
        answer = press("fill")
        assert answer["status"] == "refused"
        assert "another workbook" in answer["message"]

    def test_one_that_is_not_open_is_refused(self, press: Press) -> None:
        assert press("fill", book="Other.xlsx")["status"] == "refused"
        assert press("fill", hwnd="none")["status"] == "refused"


@WHATEVER_EXCEL
class TestState:
    def test_follows_the_month_from_open_to_issued(self, press: Press) -> None:
        press("months")
        begun = state()
        assert begun["month"] == MAY
        assert begun["month_label"] == "May 2015 (open)"
        assert begun["months"] == (
            "2015-03|March 2015 (issued);2015-04|April 2015 (issued);2015-05|May 2015 (open)"
        )
        allowed = begun["allowed"].split(",")
        assert allowed == [
            *("months", "fill", "preview", "check", "explain", "accept", "map"),
            *("charts", "publish", "log", "doctor", "help"),
        ]
        assert all(begun[f"why_{verb}"] for verb in VERBS if verb not in allowed)
        press("fill")
        assert state()["month_label"] == "May 2015 (filled)"
        assert set(state()["allowed"].split(",")) == set(VERBS) - {"restate"}
        assert state()["confirm_issue"].startswith("Issue May 2015 as issue 1?")
        assert COPY in state()["confirm_issue"]
        press("issue")
        ended = state()
        assert "May 2015 (issued)" in ended["months"]
        assert ended["month_label"] == "June 2015 (no column yet)"
        assert "Press Next month" in ended["why_fill"]
        assert "next" in ended["allowed"].split(",")

    def test_a_chosen_month_is_kept_until_another_is_chosen(self, press: Press) -> None:
        press("months", "2015-04")
        press("problems")
        assert state()["month"] == "2015-04"
        assert press("months", "May-15")["month"] == MAY
        assert state()["chosen"] == MAY

    def test_a_month_that_is_none_changes_no_choice(self, press: Press) -> None:
        press("months", "2015-04")
        assert press("months", "2015-13")["status"] == "refused"
        assert press("months", "2016-01")["status"] == "refused"
        assert state()["month"] == "2015-04"

    def test_nothing_is_written_into_the_workbook_for_it(
        self, excel: Excel, press: Press, fresh: Path, tmp_path: Path
    ) -> None:
        before = standing(excel, fresh, tmp_path)
        for verb in ("months", "preview", "check", "problems", "map", "log", "help"):
            press(verb)
        assert_same(standing(excel, fresh, tmp_path), before)


@WHATEVER_EXCEL
class TestWhateverHappens:
    @pytest.mark.parametrize("verb", [*VERBS, "reissue", "", "fill; del", "--x"])
    def test_there_is_a_result_file(self, press: Press, verb: str) -> None:
        answer = press(verb) if not verb.startswith("-") else press("reissue")
        assert answer["title"]
        assert answer["status"] in ("ok", "findings", "refused")

    @pytest.mark.parametrize("verb", [v for v in VERBS if v not in ("log", "help", "doctor")])
    @pytest.mark.parametrize("fault", [RuntimeError, MemoryError, OSError, KeyError])
    def test_also_after_a_crash_and_the_log_has_no_value(
        self,
        press: Press,
        monkeypatch: pytest.MonkeyPatch,
        verb: str,
        fault: type[Exception],
    ) -> None:
        def crash(_hwnd: int, _name: str) -> object:
            raise fault("Zebediah Quill")

        monkeypatch.setattr(attaching, "attach", crash)
        answer = press(verb)
        assert answer["status"] == "failed"
        assert fault.__name__ in answer["message"]
        log = (local_home() / "log.txt").read_text("utf-8")
        assert fault.__name__ in log
        assert "in crash" in log
        assert "Quill" not in log + answer["message"]

    def test_also_when_it_is_interrupted(
        self, press: Press, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def interrupt(_hwnd: int, _name: str) -> object:
            raise KeyboardInterrupt

        monkeypatch.setattr(attaching, "attach", interrupt)
        result = tmp_path / "lacxl-stopped.txt"
        call("ribbon", "fill", "--hwnd", "1", "--book", "x", "--result", str(result))
        assert to_values(result.read_text("ascii"))["status"] == "failed"

    def test_copies_of_the_book_are_removed(
        self, excel: Excel, press: Press, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        scratch = tmp_path / "temporary"
        scratch.mkdir()
        monkeypatch.setattr("tempfile.tempdir", str(scratch))
        gone = subprocess.run(
            [sys.executable, "-c", "import os; print(os.getpid())"],
            capture_output=True,
            encoding="ascii",
            check=True,
        )
        killed = scratch / f"lacxl-folder-{host()}-{gone.stdout.strip()}-abcd"
        killed.mkdir()
        (killed / "copy.xlsx").write_bytes(b"left by a run that was killed")
        press("fill")
        press("issue")

        def fail(step: str) -> None:
            if step == "show_list":
                raise RuntimeError

        excel.book.interrupt = fail
        press("problems")
        assert list(scratch.iterdir()) == []
        assert excel.book.let_go == 3, "after each run the engine lets go of the book"

    def test_the_log_and_kept_findings_lie_at_home(self, press: Press, fresh: Path) -> None:
        press("fill")
        assert "fill on" in (local_home() / "log.txt").read_text("utf-8")
        assert {p.suffix for p in (home() / "state").iterdir()} == {".state", ".findings"}
        assert not list(fresh.glob("*.state"))

    def test_a_macro_may_call_it_through_xlwings(
        self, excel: Excel, press: Press, fresh: Path
    ) -> None:
        import lacxl.ribbon

        lacxl.ribbon.fill()
        assert receipts(fresh), "it was filled"
        assert excel.book.lists[-1].title == "Fill month", "the message is shown as a list here"


def test_the_next_month_gets_its_place_and_can_be_filled(
    press: Press, excel: Excel, fresh: Path, tmp_path: Path
) -> None:
    press("fill", MAY)
    before = standing(excel, fresh, tmp_path)
    made = press("next")
    assert (made["status"], made["month"]) == ("ok", "2015-06")
    assert made["message"].startswith("June 2015 has its place: 73 cells changed.")
    seen = standing(excel, fresh, tmp_path)
    assert [str(month) for month in seen.layout.months] == ["2015-04", "2015-05", "2015-06"]
    assert "F4:H4" in {str(area) for area in seen.snapshot.sheet(SUMMARY).merges}
    state = to_values(state_file(excel.book.name).read_text("ascii"))
    assert "fill" in state["allowed"].split(",")
    assert "next" not in state["allowed"].split(",")
    assert press("next")["status"] == "refused"
    undone = press("undo", "2015-06")
    assert undone["message"].startswith("The place made for June 2015 is undone in ")
    assert undone["month"] == MAY, "June has no place any more"
    state = to_values(state_file(excel.book.name).read_text("ascii"))
    assert (state["month"], state["chosen"]) == (MAY, "")
    assert_same(standing(excel, fresh, tmp_path), before)


def test_charts_come_as_a_last_sheet_and_follow_the_next_fill(
    press: Press, excel: Excel, fresh: Path, tmp_path: Path
) -> None:
    press("fill", MAY)
    before = standing(excel, fresh, tmp_path)
    answer = press("charts")
    assert answer["status"] == "ok", answer["message"]
    assert answer["message"].startswith("The workbook has a sheet Signals with 22 charts")
    after = standing(excel, fresh, tmp_path)
    assert [sheet.name for sheet in after.snapshot.sheets][:-1] == [
        sheet.name for sheet in before.snapshot.sheets
    ]
    sheet = after.snapshot.sheet("Signals")
    assert "XmR 7.6" in sheet.values.values()
    refused = press("charts")
    assert (refused["status"], "W145" in refused["message"]) == ("refused", True)
    press("next")
    add_row(fresh, "9.1", "2015-06", "30", "60", "", "")
    press("fill", "2015-06")
    there = standing(excel, fresh, tmp_path).snapshot.sheet("Signals")
    assert there.values != sheet.values
    assert "XmR charts to Jun-15" in there.values.values()
