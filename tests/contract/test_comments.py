"""Comments and processing instructions are no elements, wherever they stand, and they stay."""

from __future__ import annotations

import itertools
import random
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest
import specimens

import needs
from lacxl.domain.errors import Refused
from lacxl.engines.package import PackageWorkbook, verify
from lacxl.workbook.address import Area, Cell
from lacxl.workbook.changes import CellChange, ChangeSet, ProtectionChange, RulesChange, Swap
from lacxl.workbook.conditional_formats import Look, text_rule
from lacxl.workbook.snapshot import OPEN_PROTECTION, Snapshot
from oracles.parts import read_parts

NOTES = {
    "comments": b'<!-- <row r="7"><c r="A7" s="1"><v>1</v></c></row></sheetData> <si> </x -->',
    "instructions": b'<?note <row r="3"/> </sheetData> <xf> ?>',
}
READ = re.compile(r"Types|\.rels$|workbook\.xml$|styles|sharedStrings|worksheets/|tables?/|pivotT")
MARKUP = re.compile(
    rb"<!--.*?-->|<\?.*?\?>|<!\[CDATA\[.*?\]\]>|<[^<>\"']*(?:(?:\"[^\"]*\"|'[^']*')[^<>\"']*)*>",
    re.DOTALL,
)
EACH = 6
"""How many places of a part are tried one by one."""


@dataclass(frozen=True, slots=True)
class Edited:
    """What was read before and after an edit, and the parts that it left, without the notes."""

    before: Snapshot
    after: Snapshot
    parts: dict[str, bytes]


def places(part: bytes) -> list[int]:
    """Return every place in a part where a note may stand: between tags, and within texts."""
    found = []
    for tag in MARKUP.finditer(part):
        if not tag[0].startswith(b"<?xml"):
            found.append(tag.start())
        following = part.find(b"<", tag.end())
        middle = (tag.end() + following) // 2
        if following > tag.end() and _splits_nothing(part, middle):
            found.append(middle)
    return [*found, len(part)]


def _splits_nothing(part: bytes, place: int) -> bool:
    """Say whether neither an entity nor a letter nor a line's end would be cut in two."""
    entity = part.rfind(b"&", 0, place)
    return (
        (entity < 0 or part.find(b";", entity, place) >= 0)
        and part[place] & 0xC0 != 0x80
        and part[place - 1 : place + 1] != b"\r\n"
    )


def with_notes(part: bytes, at: list[int], note: bytes) -> bytes:
    edges = [0, *at, len(part)]
    return note.join(part[a:b] for a, b in itertools.pairwise(edges))


def edit_of(path: Path, folder: Path) -> ChangeSet:
    """Return an edit of the first sheet that takes one."""
    with PackageWorkbook(path) as book:
        for sheet in book.survey().sheets:
            old = next((c for c, v in sheet.values.items() if isinstance(v, float)), Cell(2, 1))
            cells = [old, Cell(3, 3), Cell(900, 7)]
            values, looks = book.details(sheet.name, cells)
            rule = text_rule(Area(1, 1, 5, 5), "Green", Look("00FF00"))
            changes = ChangeSet(
                tuple(
                    CellChange(
                        sheet.name,
                        cell,
                        Swap(values.get(cell), 5.5 + number),
                        Swap(looks[cell].number_format, '0.00"q"'),
                        Swap(looks[cell].locked, True),
                    )
                    for number, cell in enumerate(cells)
                ),
                (RulesChange(sheet.name, Swap(sheet.rules, (rule,))),),
                ()
                if sheet.protection
                else (ProtectionChange(sheet.name, Swap(None, OPEN_PROTECTION)),),
            )
            try:
                book.write(changes, folder / "tried.xlsx")
            except Refused:
                continue
            return changes
    pytest.skip("no sheet takes the edit")


def edited(path: Path, changes: ChangeSet, folder: Path) -> Edited:
    target = folder / "edited.xlsx"
    target.unlink(missing_ok=True)
    with PackageWorkbook(path) as book:
        before = book.survey()
        book.write(changes, target)
    verify(target, changes)
    with PackageWorkbook(target) as book:
        after = book.survey()
    found = {}
    for name, part in read_parts(target).items():
        for note in NOTES.values():
            part = part.replace(note, b"")  # noqa: PLW2901
        found[name] = part
    return Edited(before, after, found)


def saved(path: Path, parts: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return path


@pytest.fixture(scope="module", params=["specimen", *needs.template_files()], ids=str)
def source(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    if request.param == "specimen":
        return specimens.report(tmp_path_factory.mktemp("specimens") / "report.xlsx")
    path: Path = request.param
    return path


@pytest.mark.parametrize("kind", NOTES)
def test_notes_everywhere_change_nothing_and_stay(source: Path, kind: str, tmp_path: Path) -> None:
    note, parts, changes = NOTES[kind], read_parts(source), edit_of(source, tmp_path)
    plain = edited(source, changes, tmp_path)
    full = {
        name: with_notes(part, places(part), note) if READ.search(name) else part
        for name, part in parts.items()
    }
    odd = saved(tmp_path / "odd.xlsx", full)
    assert edited(odd, changes, tmp_path) == plain
    left = read_parts(tmp_path / "edited.xlsx")
    for name, part in parts.items():
        lost = full[name].count(note) - left[name].count(note) if name in left else 0
        assert lost <= (8 if part != left[name] else 0), name  # those in a replaced cell go with it


@pytest.mark.parametrize("kind", NOTES)
def test_a_note_at_any_place_changes_nothing(report: Path, kind: str, tmp_path: Path) -> None:
    note, parts, changes = NOTES[kind], read_parts(report), edit_of(report, tmp_path)
    plain = edited(report, changes, tmp_path)
    dice = random.Random(kind)
    for name, part in parts.items():
        at = places(part) if READ.search(name) else []
        for place in dice.sample(at, min(EACH, len(at))):
            odd = saved(tmp_path / "odd.xlsx", parts | {name: with_notes(part, [place], note)})
            assert edited(odd, changes, tmp_path) == plain, (name, part[place - 40 : place])
