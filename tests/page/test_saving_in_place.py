"""Saving into the folder that was chosen, which is simulated: see folder_in_memory.js."""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path

import pytest
from driven import Driven
from native import MAY, run

from lacxl.demo import WORKBOOK, write_demo

WRITTEN = "[...window.folder.kids.values()].filter((k) => k.time > 1000).map((k) => k.name)"
SCRIPT = Path(__file__).with_name("folder_in_memory.js")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_demo(tmp_path / "reports")
    return tmp_path / "reports"


@pytest.fixture
def filled(opened: Driven, folder: Path) -> Driven:
    files = {path.name: base64.b64encode(path.read_bytes()).decode() for path in folder.iterdir()}
    opened.open(script=f"{SCRIPT.read_text('utf-8')}({json.dumps(files)})")
    opened.press("Choose a folder")
    opened.press("Fill May-15")
    return opened


def test_the_results_are_written_into_it(filled: Driven, folder: Path) -> None:
    filled.press("Save into the folder reports")
    assert filled.text("#status") == "Saved into the folder."
    assert not filled.shows("#save")
    run(folder, ["refresh", MAY])
    names = filled.do("evaluate", code="window.inFolder()")
    assert [name.split("/")[0] for name in names] == sorted(
        path.relative_to(folder).parts[0] for path in folder.rglob("*") if path.is_file()
    )
    sha256 = hashlib.sha256((folder / WORKBOOK).read_bytes()).hexdigest()
    assert filled.do("evaluate", code=f"window.sha256({json.dumps(WORKBOOK)})") == sha256


def test_a_file_that_somebody_changed_meanwhile_stops_it(filled: Driven) -> None:
    before = filled.do("evaluate", code="window.inFolder()")
    filled.do("evaluate", code=f"window.folder.kids.get({json.dumps(WORKBOOK)}).time = 5; 0")
    filled.press("Save into the folder reports")
    assert "J103" in filled.text("#fault")
    assert "was changed on the disk" in filled.text("#fault")
    assert filled.do("evaluate", code="window.inFolder()") == before
    assert filled.shows("#save")


@pytest.mark.parametrize("when", ["locked", "heldInTheEnd"])
def test_a_workbook_that_is_open_elsewhere_is_said(filled: Driven, when: str) -> None:
    filled.do("evaluate", code=f"window.folder.kids.get({json.dumps(WORKBOOK)}).{when} = true; 0")
    filled.press("Save into the folder reports")
    assert "could not be written" in filled.text("#fault")
    assert "open in Excel" in filled.text("#fault")
    assert filled.text("#status") == "Not everything is saved."
    assert filled.shows("#save")
    changed = filled.do("evaluate", code=WRITTEN)
    assert changed == [], "no ledger says what the workbook does not"
