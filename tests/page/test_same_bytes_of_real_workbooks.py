"""Real workbooks, the cases that once failed and the templates, filled, issued and given a place.

Each as it is and, but for the templates, once more with a scorecard in it (planted.py), as none of
them is a report that lacxl fills. The page is asked past its buttons, which test_same_bytes.py
presses: its answers are what a native run answers, refusals too, and every file of the folder is
the same, byte for byte.
"""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from driven import Driven
from native import asking
from planted import MONTH, plant
from test_same_bytes import LOG, NOW, REGISTER, fingerprints, start

import needs
from lacxl.demo import write_demo
from lacxl.settings.settings import FILE_NAME

AS_IT_IS = '[workbook]\nfile = "{}"\n\n[extracts]\nreadings = "readings.csv"\n'
DEEDS = ("refresh", "issue", "next-month")


@pytest.mark.shared
def test_every_file_is_written_as_a_native_run_writes_it(opened: Driven, tmp_path: Path) -> None:
    given, native = tmp_path / "given", tmp_path / "native"
    months = dict(folders(given))
    shutil.copytree(given, native)
    requests = [
        {"do": deed, "folder": str(native / name), "inputs": inputs_of(deed, month)}
        for name, month in months.items()
        for deed in DEEDS
    ]
    alone = asking(native, *requests, at=NOW)
    start(opened, native / "$1")
    answers, files = [], []
    for name, month in months.items():
        opened.give(given / name)
        here = f"/work/{name}"
        answers += [ask(opened, deed, here, inputs_of(deed, month)) for deed in DEEDS]
        files.append(ask(opened, "hashes", here)["result"])
    assert answers == json.loads(alone.finish())
    for name, found in zip(months, files, strict=True):
        assert without_log(found) == fingerprints(native / name), list((given / name).iterdir())
    refused = [name for name in months if not (native / name / REGISTER).exists()]
    for name in refused:
        assert fingerprints(native / name) == fingerprints(given / name)
    done = Counter(
        request["do"]
        for request, answer in zip(requests, answers, strict=True)
        if "refused" not in answer
    )
    real = len(needs.corpus_files()) + len(needs.case_files())
    reports = real + len(needs.template_files())
    assert done["refresh"] == reports
    assert done["issue"] >= reports - 1, "one has formulas that nobody can work out"
    assert done["next-month"] >= reports - 2, "two are Strict, and get no column"
    assert len(refused) == real, "as they are, they are refused"


def folders(below: Path) -> Iterator[tuple[str, str]]:
    """Make the folders, named by numbers from 1 as the page names its own; give each its month."""
    number = 0
    real = (*needs.corpus_files(), *needs.case_files())
    for workbook in (*needs.template_files(), *real):
        number += 1
        folder = below / str(number)
        write_demo(folder)
        for file in folder.glob("*.xlsx"):
            file.unlink()
        shutil.copyfile(workbook, folder / workbook.name)
        (folder / FILE_NAME).write_text(AS_IT_IS.format(workbook.name), "utf-8")
        yield folder.name, "2015-05"
    for workbook in real:
        number += 1
        folder = below / str(number)
        folder.mkdir()
        plant(Path(shutil.copyfile(workbook, folder / workbook.name)))
        yield folder.name, MONTH


def inputs_of(deed: str, month: str) -> dict[str, str]:
    return {} if deed == "next-month" else {"month": month}


def ask(opened: Driven, deed: str, folder: str, inputs: dict[str, str] | None = None) -> Any:
    request = json.dumps({"do": deed, "folder": folder, "inputs": inputs or {}})
    return opened.do("ask", kind="ask", request=request)["answer"]


def without_log(files: dict[str, str]) -> dict[str, str]:
    return {
        name: sha256
        for name, sha256 in files.items()
        if Path(name).name != LOG and not name.endswith(".lock")
    }
