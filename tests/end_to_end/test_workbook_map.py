"""The button Workbook map, on a workbook that lacxl has never seen and on its own report."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import xlsxwriter
from excel_stand_in import CalcExcel, Excel, PackageExcel
from folders import call, workbook_of
from test_ribbon import EXCELS, WHATEVER_EXCEL

from lacxl.adopting.adopted_files import ANSWERS, CATALOGUE, LAYOUT, MAP
from lacxl.files.key_values import to_values
from lacxl.ribbon import attaching, opening
from lacxl.ribbon.state import state_file
from lacxl.settings.settings import FILE_NAME

SHEET = "Scorecard"
COUNCIL_WORKBOOK = "Early Help scorecard.xlsx"
HEADINGS = ("Ref", "Measure", "Good is", "Target", "Apr-24", "May-24", "Jun-24", "YTD", "RAG")
ROWS = (
    ("EH1", "Number of open cases", "n/a", None, 402, 409),
    ("EH2", "Number of cases closed in the month", "High", 30, 34, 31),
    ("EH3", "% of assessments in timescales", "High", 0.95, 0.948, 0.9),
    ("EH4", "Families in suitable accommodation", "High", 25, 21, 19),
)
Press = Callable[[], dict[str, str]]


def make_scorecard(path: Path) -> Path:
    """Write a workbook in a shape of its own, filled up to May 2024."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet(SHEET)
        percent = book.add_format({"num_format": "0.0%"})
        sheet.write(0, 0, "Early Help scorecard 2024/25")
        sheet.write_row(2, 0, HEADINGS)
        for number, row in enumerate(ROWS, 3):
            sheet.write_row(number, 0, row, percent if row[1].startswith("%") else None)
    return path


@pytest.fixture(autouse=True)
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Keep what belongs to a person out of the real profile, and the files that were opened."""
    monkeypatch.setenv("LACXL_HOME", str(tmp_path / "home"))
    files: list[Path] = []

    def show(file: Path) -> bool:
        files.append(file)
        return True

    monkeypatch.setattr(opening, "show_file", show)
    return files


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of the workbook, with nothing of lacxl in it."""
    made = tmp_path / "early help"
    made.mkdir()
    make_scorecard(made / COUNCIL_WORKBOOK)
    return made


@pytest.fixture(params=EXCELS)
def excel(request: pytest.FixtureRequest, folder: Path, tmp_path: Path) -> Iterator[Excel]:
    """The workbook, open in a stand-in for Excel."""
    book: Excel
    if request.param == "calc":
        book = CalcExcel(request.getfixturevalue("excel_app"), folder / COUNCIL_WORKBOOK)
    else:
        book = in_package(folder / COUNCIL_WORKBOOK, tmp_path)
    yield book
    book.close(save=False)


def in_package(path: Path, tmp_path: Path) -> PackageExcel:
    """Open a workbook in the quicker stand-in."""
    scratch = tmp_path / "in excel"
    scratch.mkdir()
    return PackageExcel(path, scratch)


@pytest.fixture
def press(excel: Excel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Press:
    """Press the button."""
    return pressing(excel, tmp_path, monkeypatch)


def pressing(excel: Excel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Press:
    """Return what presses the button, and returns the result file's values."""
    monkeypatch.setattr(attaching, "attach", lambda _hwnd, _name: excel.book)
    numbers = iter(range(1, 100))

    def pressed() -> dict[str, str]:
        result = tmp_path / f"lacxl-{next(numbers)}.txt"
        call("ribbon", "map", "--hwnd", "1", "--book", excel.book.name, "--result", str(result))
        values = to_values(result.read_bytes().decode("ascii"))
        assert values["title"] == "Workbook map"
        assert len(values["message"]) <= 1000, "a message box drops the rest"
        return values

    return pressed


def held(excel: Excel, tmp_path: Path) -> bytes:
    """Return the bytes of a copy of what Excel holds."""
    target = tmp_path / f"held {len(list(tmp_path.glob('held *')))}.xlsx"
    excel.book.copy_to(target)
    return target.read_bytes()


def files_in(folder: Path) -> dict[str, bytes]:
    """Return the files of a folder by name, but for Excel's own."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith("~$")
    }


def test_a_workbook_without_settings_is_mapped_and_stays_as_it_is(
    excel: Excel, press: Press, folder: Path, tmp_path: Path, opened: list[Path]
) -> None:
    before, in_excel = files_in(folder), held(excel, tmp_path)
    answer = press()
    assert answer["status"] == "findings", answer["message"]
    after = files_in(folder)
    assert {FILE_NAME, LAYOUT, CATALOGUE, ANSWERS, MAP} <= set(after)
    assert {name: after[name] for name in before} == before
    assert held(excel, tmp_path) == in_excel
    assert excel.book.is_saved()
    assert opened == [folder / MAP]
    assert b"Number of open cases" in after[MAP]
    asked = tomllib.loads(after[ANSWERS].decode())
    assert set(asked) == {"judged", "kind", "lights"}
    assert "\n3 questions in lacxl-answers.toml" in answer["message"]
    assert "not saved" not in answer["message"]
    assert answer["message"].endswith("The map is open in the browser.")
    assert excel.book.said[-1] is None, "the status bar is given back"
    state = to_values(state_file(COUNCIL_WORKBOOK).read_text("ascii"))
    assert "preview" in state["allowed"].split(","), "it has settings now"


def test_what_is_not_saved_is_not_mapped_and_the_message_says_so(
    excel: Excel, press: Press, folder: Path
) -> None:
    excel.type_in(SHEET, "B4", "Number of typed cases")
    assert "changes which are not saved" in press()["message"]
    page = (folder / MAP).read_text("utf-8")
    assert "Number of open cases" in page
    assert "typed" not in page
    excel.book.save()
    assert "not saved" not in press()["message"]
    assert "Number of typed cases" in (folder / MAP).read_text("utf-8")


@WHATEVER_EXCEL
class TestAgain:
    def test_what_was_answered_is_no_longer_asked(self, press: Press, folder: Path) -> None:
        press()
        kinds = {"EH1": "snapshot", "EH2": "flow", "EH3": "flow", "EH4": "snapshot"}
        answers = '[judged]\n"by" = "month"\n[kind]\n' + "".join(
            f'"{of}" = "{kind}"\n' for of, kind in kinds.items()
        )
        (folder / ANSWERS).write_text(answers, encoding="utf-8")
        assert "\n1 question in lacxl-answers.toml" in press()["message"]
        answers += '[lights]\n"red" = "Red"\n"amber" = "none"\n"green" = "Green"\n'
        (folder / ANSWERS).write_text(answers, encoding="utf-8")
        answer = press()
        assert "No question is open." in answer["message"]
        assert "questions" not in answer["message"]
        kept = tomllib.loads((folder / ANSWERS).read_text("utf-8"))
        assert kept["kind"] == kinds

    def test_an_answer_that_is_none_is_refused(self, press: Press, folder: Path) -> None:
        press()
        (folder / ANSWERS).write_text('[kind]\n"EH1" = "sometimes"\n', encoding="utf-8")
        answer = press()
        assert answer["status"] == "refused"
        assert "'sometimes' is no answer" in answer["message"]

    def test_what_somebody_has_corrected_stays_and_is_named(
        self, press: Press, folder: Path
    ) -> None:
        press()
        text = (folder / CATALOGUE).read_text("utf-8") + "# ours\n"
        (folder / CATALOGUE).write_text(text, encoding="utf-8")
        assert f"as somebody has corrected them: {CATALOGUE}." in press()["message"]
        assert (folder / CATALOGUE).read_text("utf-8") == text


@WHATEVER_EXCEL
class TestNothingIsWritten:
    def test_beside_another_workbook_or_below_it(
        self, press: Press, folder: Path, opened: list[Path]
    ) -> None:
        for place in (folder, folder.parent):
            settings = place / FILE_NAME
            settings.write_text('[workbook]\nfile = "Other.xlsx"\n', encoding="utf-8")
            before = files_in(folder)
            answer = press()
            assert answer["status"] == "refused"
            assert "B102" in answer["message"]
            assert "Other.xlsx" in answer["message"]
            assert files_in(folder) == before
            settings.unlink()
        assert opened == []

    def test_where_it_would_hide_the_settings_above(self, press: Press, folder: Path) -> None:
        text = f'[workbook]\nfile = "{folder.name}/{COUNCIL_WORKBOOK}"\n'
        (folder.parent / FILE_NAME).write_text(text, encoding="utf-8")
        before = files_in(folder)
        answer = press()
        assert answer["status"] == "refused"
        assert "B110" in answer["message"]
        assert files_in(folder) == before

    def test_beside_settings_that_cannot_be_read(self, press: Press, folder: Path) -> None:
        (folder / FILE_NAME).write_text("[workbook\n", encoding="utf-8")
        before = files_in(folder)
        assert press()["status"] == "refused"
        assert files_in(folder) == before

    def test_for_a_workbook_without_a_folder(
        self, excel: Excel, press: Press, folder: Path
    ) -> None:
        before = files_in(folder)
        excel.book.moved_to = None
        answer = press()
        assert answer["status"] == "refused"
        assert "Save it in a folder on this computer" in answer["message"]
        assert files_in(folder) == before


@WHATEVER_EXCEL
def test_without_a_browser_the_message_names_the_file(
    press: Press, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "show_file", lambda _file: False)
    assert press()["message"].endswith(f"The map is the file\n{folder / MAP}")


def test_the_report_that_lacxl_ships_with_gets_its_map_alone(
    fresh: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, opened: list[Path]
) -> None:
    before = files_in(fresh)
    answer = pressing(in_package(workbook_of(fresh), tmp_path), tmp_path, monkeypatch)()
    assert answer["status"] == "ok"
    assert answer["message"].startswith("This is the workbook that lacxl fills")
    after = files_in(fresh)
    assert opened == [fresh / MAP]
    assert after.pop(MAP)
    assert after == before


def test_a_workbook_without_a_table_is_refused(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, opened: list[Path]
) -> None:
    path = folder / "Notes.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Notes").write(0, 0, "Nothing to count")
    before = files_in(folder)
    answer = pressing(in_package(path, tmp_path), tmp_path, monkeypatch)()
    assert answer["status"] == "refused"
    assert "D208" in answer["message"]
    assert files_in(folder) == before
    assert opened == []
