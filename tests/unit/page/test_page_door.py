"""The page's door, natively: JSON in, JSON out, whatever is asked."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from lacxl.demo import WORKBOOK, write_demo
from lacxl.page.door import answer, prepare

MAY = "2015-05"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_demo(tmp_path / "reports")
    return tmp_path / "reports"


def ask(folder: Path, what: str, **inputs: object) -> Any:
    return json.loads(answer(json.dumps({"do": what, "folder": str(folder), "inputs": inputs})))


def test_it_sees_what_is_in_a_folder(folder: Path) -> None:
    found = ask(folder, "look")["result"]
    assert {each["path"]: each["what"] for each in found["files"]} == {
        WORKBOOK: "workbook",
        "benchmarks.csv": "benchmarks",
        "lacxl.toml": "settings",
        "outturns.csv": "outturns",
        "readings.csv": "readings",
    }
    assert found["month"] == MAY
    assert [each["state"] for each in found["months"]] == ["issued", "issued", "open"]
    assert found["faults"] == []


def test_a_fault_of_a_file_is_told_with_what_was_found(folder: Path) -> None:
    (folder / WORKBOOK).write_bytes(b"no workbook")
    found = ask(folder, "look")["result"]
    assert [each["code"][0] for each in found["faults"]] == ["W"]
    assert found["months"] == []


def test_changes_are_shown_in_full_with_their_cells(folder: Path) -> None:
    (table,) = ask(folder, "refresh", month=MAY, dry_run=True)["words"]["tables"]
    assert len(table["rows"]) == len(table["cells"]) == 132
    assert "'Performance Summary'!H12" in table["cells"]


def test_the_summary_has_words_for_signs_and_the_cells(folder: Path) -> None:
    found = ask(folder, "figures", month=MAY)["result"]
    names = [each["name"] for each in found["columns"]]
    row = next(each for each in found["rows"] if each[0]["text"] == "7.6")
    assert row[names.index("rag")] == {"text": "Red", "cell": "'Performance Summary'!L12"}
    assert row[names.index("dot")]["text"] == "▼ worse, off target"
    assert row[names.index("May-15")] == {"text": "90.0%", "cell": "'Performance Summary'!H12"}


def test_the_months_of_a_figure_are_a_series(folder: Path) -> None:
    found = ask(folder, "signals", month=MAY)["result"]["series"]
    reviews = next(each for each in found if each["label"] == "7.6")
    assert [each["month"] for each in reviews["points"]][-1] == MAY


def test_a_part_of_a_sheet_is_shown_around_a_cell(folder: Path) -> None:
    found = ask(folder, "around", cell="'Performance Summary'!G12")["result"]
    at = found["columns"].index("G")
    row = next(each for each in found["rows"] if each["row"] == 12)
    assert row["texts"][at] == "94.8%"


def test_settings_are_written_for_a_workbook_alone(folder: Path) -> None:
    for name in ("lacxl.toml", "outturns.csv", "benchmarks.csv"):
        (folder / name).unlink()
    found = ask(folder, "begin", workbook=WORKBOOK, readings="readings.csv")["result"]
    assert found["settings"]
    assert found["month"] == MAY
    assert "J107" in str(ask(folder, "begin", workbook=WORKBOOK))


@pytest.mark.parametrize("what", ["check", "figures"])
def test_a_file_that_is_not_there_is_refused(tmp_path: Path, what: str) -> None:
    assert ask(tmp_path, what, month=MAY)["kind"] in ("refused", "usage")


@pytest.mark.parametrize("request_", ["", "[]", "{}", '{"do": "look"}'])
def test_a_request_that_is_none_is_a_fault_with_its_place(request_: str) -> None:
    told = json.loads(answer(request_))
    assert told["kind"] == "failed"
    assert "page/door.py" in told["trace"]


def test_what_nobody_can_do_is_told(tmp_path: Path) -> None:
    assert ask(tmp_path, "dance")["refused"][0]["code"] == "U106"


def test_the_door_is_light_and_the_rest_comes_later() -> None:
    code = "import sys, lacxl.page.door; print('pydantic' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout == "False\n", done.stderr
    prepare()
    assert "lacxl.page.deeds" in sys.modules
