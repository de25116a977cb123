"""Where lxml is not there, the headless engine writes the same bytes, or refuses the same."""

from __future__ import annotations

import subprocess
import sys
from itertools import islice
from pathlib import Path
from zipfile import ZipFile

import pytest
import specimens
from bench import PackageBench
from edits import both, colour, edit, green_where, protect, red_where

import needs
from lacxl.domain.errors import Refused
from lacxl.engines.package import expat_tree, lxml_tree, xml
from lacxl.workbook.changes import ChangeSet
from lacxl.workbook.snapshot import OPEN_PROTECTION, Formula, SheetSnapshot, Snapshot

Outcome = dict[str, bytes] | tuple[str, ...]
ABSENT = pytest.param(None, marks=pytest.mark.shared, id="shared")
SMALL = 100_000
FILES = [
    *(
        pytest.param(path, marks=pytest.mark.shared, id=path.name)
        for path in (*needs.corpus_files(), *needs.case_files())
        if path.stat().st_size < SMALL
    )
] or [ABSENT]
FILES += [pytest.param(path, id=path.name) for path in needs.template_files()]
TEXT = 'a & b <c>\t"d"\n'
MOST_SHEETS = 2


def first_edit(bench: PackageBench, sheet: SheetSnapshot) -> ChangeSet:
    """Return an edit with some of everything: numbers, texts, formats, locks, rules, protection."""
    taken = sheet.values
    old = [str(cell) for cell, value in taken.items() if isinstance(value, float)][:2]
    spelt = [str(cell) for cell, value in taken.items() if isinstance(value, Formula)][-1:]
    cells = edit(
        bench,
        sheet.name,
        {
            **dict.fromkeys(old, 0.127),
            **dict.fromkeys(spelt, TEXT),
            "C3": True,
            "H391": 4,
            "B395": TEXT,
        },
        formats={"H391": '0.0"<&>"', **dict.fromkeys(old, "0.0%")},
        locks={"H391": True, "B395": False, **dict.fromkeys(old, True)},
    )
    rules = colour(bench, sheet.name, red_where("A1:C9", "Red"), green_where("A1:C9", "Green"))
    return both(cells, rules, protect(bench, sheet.name, sheet.protection or OPEN_PROTECTION))


def second_edit(bench: PackageBench, sheet: SheetSnapshot) -> ChangeSet:
    """Return an edit that takes much of the first away."""
    return both(
        edit(bench, sheet.name, {"H391": None, "B395": "", "C3": Formula("1+1", 2.0)}),
        colour(bench, sheet.name, green_where("B1:B9", "Green")),
    )


def outcomes(path: Path, folder: Path) -> tuple[Snapshot | tuple[str, ...], list[Outcome]]:
    """Return what the engine sees in a workbook, and what comes of an edit of each of its sheets.

    That is every member of the new file, or the codes of the refusal.
    """
    folder.mkdir()
    bench = PackageBench(folder)
    found: list[Outcome] = []
    try:
        bench.open(path)
        seen = bench.survey()
        for sheet in islice(seen.sheets, MOST_SHEETS):
            bench.open(path)
            for an_edit in (first_edit, second_edit):
                try:
                    with ZipFile(
                        bench.apply(an_edit(bench, bench.survey().sheet(sheet.name)))
                    ) as z:
                        found.append({info.filename: z.read(info) for info in z.infolist()})
                except Refused as refused:
                    found.append(refused.codes)
    except Refused as refused:
        return refused.codes, found
    finally:
        bench.close()
    return seen, found


def assert_same(path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[Outcome]:
    results = []
    for trees in (lxml_tree, expat_tree):
        monkeypatch.setattr(xml, "trees", trees)
        results.append(outcomes(path, folder / trees.__name__))
    (seen, found), (seen_without, found_without) = results
    assert seen_without == seen
    assert found_without == found
    return found


@pytest.mark.parametrize("path", FILES)
def test_the_bytes_are_the_same(
    path: Path | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert_same(path or needs.shared(), tmp_path, monkeypatch)


def test_they_are_of_files_that_were_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = specimens.report(tmp_path / "report.xlsx")
    found = assert_same(report, tmp_path, monkeypatch)
    assert [type(outcome) for outcome in found].count(dict) == 4


WITHOUT = """
import sys
sys.modules["lxml"] = None
from pathlib import Path
from lacxl.engines.package import PackageWorkbook, expat_tree, xml
assert xml.trees is expat_tree
with PackageWorkbook(Path(sys.argv[1])) as book:
    assert book.survey().sheets
assert not [name for name in sys.modules if name.startswith("lxml.")]
"""
WITH = """
import sys
from lacxl.engines.package import lxml_tree, xml
assert xml.trees is lxml_tree
assert "lacxl.engines.package.expat_tree" not in sys.modules
"""


@pytest.mark.parametrize("script", [WITHOUT, WITH], ids=["not there", "there"])
def test_the_standard_library_is_used_only_where_lxml_is_not_there(script: str) -> None:
    template = needs.template_files()[0]
    subprocess.run([sys.executable, "-c", script, template], check=True)
