"""A month on Windows, from the unpacked folder: the same figures and cells as on Linux."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from windows import Windows

from lacxl.app.case.seen import see
from lacxl.app.demo import report_demo
from lacxl.app.issue.issue import issue
from lacxl.cli import main
from lacxl.demo import MONTH, WORKBOOK
from lacxl.settings.settings import Settings
from lacxl.workbook.address import CellRef
from oracles.reader import read

MAY = "2015-05"
COPY = WORKBOOK.replace(".xlsx", " - May 2015 - I1.xlsx")


@pytest.fixture(scope="module")
def linux(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo made and filled on this machine itself."""
    folder = tmp_path_factory.mktemp("linux") / "demo"
    report_demo(folder)
    return folder


@pytest.fixture(scope="module")
def made(windows: Windows) -> Path:
    """The demo made and filled by the folder's lacxl.cmd, in a folder with blanks and brackets."""
    folder = windows.drive / "users" / "Public" / "Documents" / "Month end (May) & Zoë"
    ran = windows.start_file("lacxl.cmd", "demo", windows.path(folder))
    assert ran.code == 0, ran.text()
    assert "filled May 2015" in ran.text()
    return folder


@pytest.fixture
def demo(made: Path, documents: Path) -> Path:
    """A copy of it for one test."""
    return shutil.copytree(made, documents / "demo")


def cells(workbook: Path) -> Mapping[str, object]:
    """Everything that openpyxl sees of a workbook: values, formulas, looks, locks, rules."""
    return {
        name: (sheet.values, sheet.formulas, sheet.styles, sheet.merges, sheet.rules)
        for name, sheet in read(workbook).items()
    }


def issued_cells(workbook: Path, register: CellRef) -> Mapping[str, object]:
    """Return the cells of an issue but the one that shows the folder's own register."""
    found, name, at = cells(workbook), register.sheet, tuple(register.cell)
    sheet = read(workbook)[name]
    assert re.fullmatch(r"[1-9]\d* [0-9a-f]{32}", str(sheet.values[at]))
    values = {place: value for place, value in sheet.values.items() if place != at}
    return {**found, name: (values, sheet.formulas, sheet.styles, sheet.merges, sheet.rules)}


@pytest.fixture(autouse=True)
def _as_wide_as_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    """What Linux says is wrapped as in a pipe, whatever terminal the tests run in."""
    monkeypatch.setenv("COLUMNS", "100")


def on_linux(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    with pytest.raises(SystemExit):
        main(list(arguments))
    return capsys.readouterr().out


def test_the_demo_fills_the_same_cells(made: Path, linux: Path) -> None:
    assert cells(made / WORKBOOK) == cells(linux / WORKBOOK)


def test_a_second_refresh_changes_nothing(windows: Windows, demo: Path) -> None:
    before = (demo / WORKBOOK).read_bytes()
    ran = windows.start_file("lacxl.cmd", "refresh", MAY, cwd=demo)
    assert ran.code in (0, 1), ran.text()
    assert "Nothing to change" in ran.text() or "nothing" in ran.text().lower()
    assert (demo / WORKBOOK).read_bytes() == before


def test_a_changed_reading_is_refreshed(windows: Windows, demo: Path, linux: Path) -> None:
    """What a month's work is: the extract changes, the workbook follows, a backup is kept."""
    here = shutil.copytree(linux, demo.parent / "linux")
    for folder in (demo, here):
        readings = folder / "readings.csv"
        text = readings.read_text("utf-8")
        assert "7.1,2015-05,406," in text
        readings.write_text(text.replace("7.1,2015-05,406,", "7.1,2015-05,411,"), "utf-8")
    ran = windows.lacxl("refresh", MAY, cwd=demo)
    assert ran.code in (0, 1), ran.text()
    with pytest.raises(SystemExit):
        main(["refresh", MAY, "-s", str(here)])
    assert cells(demo / WORKBOOK) == cells(here / WORKBOOK)
    assert 411 in read(demo / WORKBOOK)["Performance Summary"].values.values()
    assert len(list((demo / "backups").iterdir())) == len(list((here / "backups").iterdir()))


def test_the_figures_are_the_same_bytes(
    windows: Windows, made: Path, linux: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ran = windows.start_file("lacxl.cmd", "figures", MAY, "--format", "csv", cwd=made)
    assert ran.code == 1, ran.text()
    ours = on_linux(capsys, "figures", MAY, "--format", "csv", "-s", str(linux))
    assert ran.out.replace(b"\r\n", b"\n") == ours.encode("cp1252").replace(b"\r\n", b"\n")


def test_a_figure_is_explained_in_the_same_words(
    windows: Windows, made: Path, linux: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ran = windows.lacxl("explain", "7.6", MAY, cwd=made)
    assert ran.code == 0, ran.text()
    ours = on_linux(capsys, "explain", "7.6", MAY, "-s", str(linux))
    assert ran.text() == ours


def test_the_month_is_issued_with_the_same_cells_and_locks(
    windows: Windows, demo: Path, linux: Path
) -> None:
    here = shutil.copytree(linux, demo.parent / "linux")
    issue(Settings.load(here / "lacxl.toml"), MONTH)
    ran = windows.start_file("lacxl.cmd", "issue", MAY, cwd=demo)
    assert ran.code in (0, 1), ran.text()
    place = see(Settings.load(here / "lacxl.toml")).layout.cover.register
    assert place is not None
    both = [issued_cells(folder / WORKBOOK, place) for folder in (demo, here)]
    assert both[0] == both[1]
    assert (demo / COPY).read_bytes() == (demo / WORKBOOK).read_bytes()
    again = windows.lacxl("refresh", MAY, cwd=demo)
    assert again.code == 5, again.text()  # a person must decide
    assert "I103" in again.text()
    assert (demo / COPY).read_bytes() == (demo / WORKBOOK).read_bytes()


def test_the_month_is_published_with_the_same_figures(
    windows: Windows, demo: Path, linux: Path
) -> None:
    """The solver at work on Windows; of the same issue, the CSV has the same lines."""
    for folder in (shutil.copytree(linux, demo.parent / "linux"), demo):
        issue(Settings.load(folder / "lacxl.toml"), MONTH)
    with pytest.raises(SystemExit):
        main(["publish", MAY, "-s", str(demo.parent / "linux")])
    ran = windows.lacxl("publish", MAY, cwd=demo)
    assert ran.code in (0, 1), ran.text()
    both = []
    for folder in (demo.parent / "linux", demo):
        there = folder / "published" / "May 2015 - I1"
        assert len(list(there.iterdir())) == 4
        rows = next(there.glob("*.csv")).read_text("utf-8-sig").splitlines()
        both.append([row.rpartition(",")[0] for row in rows])  # all but the record's sum
    assert both[0] == both[1]


def test_children_are_counted_as_on_linux(
    windows: Windows, documents: Path, tmp_path: Path
) -> None:
    """pandas and numpy at work on Windows: the made-up council, record by record."""
    from lacxl.app.demo import children_demo

    folder = documents / "children"
    ran = windows.start_file(
        "lacxl.cmd", "demo", windows.path(folder), "--from-children", timeout=300
    )
    assert ran.code == 0, ran.text()
    children_demo(tmp_path / "children")
    assert cells(folder / WORKBOOK) == cells(tmp_path / "children" / WORKBOOK)
