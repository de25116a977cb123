"""The same workbook spelt as other programs spell it is read and edited the same."""

from __future__ import annotations

import zipfile
from pathlib import Path

import odd
import pytest
from bench import Bench
from edits import both, colour, edit, protect, red_where

from lacxl.domain.errors import Refused
from lacxl.workbook.address import Cell
from lacxl.workbook.changes import ChangeSet
from lacxl.workbook.snapshot import OPEN_PROTECTION, Formula
from oracles import invariants
from oracles.locks import locked
from oracles.reader import read
from oracles.sdk import Validator

BARE = "R&D '15'"


@pytest.fixture
def engine(headless: Bench) -> Bench:
    """The headless engine alone: Excel reads or refuses odd files by itself."""
    return headless


def much(bench: Bench, sheet: str = "Report") -> ChangeSet:
    return both(
        edit(
            bench,
            sheet,
            {"A2": 9, "C3": 0.14, "B15": "=text", "A3": None, "K1": 1},
            formats={"C3": "0.00%"},
            locks={"D2": True, "C3": True},
        ),
        colour(bench, sheet, red_where("D2:D4", "Red")),
        protect(bench, sheet, OPEN_PROTECTION),
    )


def take_up(engine: Bench, path: Path) -> None:
    engine.open(path)
    engine.survey()


def take_up_and_edit(engine: Bench, path: Path) -> None:
    engine.open(path)
    engine.apply(edit(engine, "Report", {"A2": 9}))


EXOTIC = {"UTF-16", "comments among the rows"}
"""Spellings that no spreadsheet program writes: an engine may refuse them, but never guess."""


@pytest.mark.parametrize("spelling", odd.SPELLINGS)
def test_it_is_read_and_edited_the_same(
    engine: Bench, report: Path, spelling: str, tmp_path: Path, validator: Validator
) -> None:
    engine.open(report)
    surveyed = engine.survey()
    expected = read(engine.apply(much(engine)))
    path = odd.rewritten(report, tmp_path / "odd.xlsx", odd.SPELLINGS[spelling])
    try:
        engine.open(path)
        assert engine.survey() == surveyed
        result = engine.apply(much(engine))
    except Refused:
        assert spelling in EXOTIC
        return
    assert read(result) == expected
    assert invariants.new_breaches(path, result) == ()
    assert validator.new_errors(path, result) == ()


def test_a_shared_formula_is_read_its_master_refused_and_a_follower_put_back(
    engine: Bench, report: Path, tmp_path: Path
) -> None:
    path = odd.rewritten(report, tmp_path / "odd.xlsx", {odd.SHEET: odd.shared_formulas})
    engine.open(path)
    held = [engine.survey().sheet("Report").values[Cell.parse(c)] for c in ("E2", "E3", "E4")]
    assert all(isinstance(value, Formula) for value in held)
    assert isinstance(held[0], Formula)
    assert held[0].anchors == "shared"
    with pytest.raises(Refused):
        engine.apply(edit(engine, "Report", {"E2": 1}))
    changes = edit(engine, "Report", {"E3": 1})
    result = engine.apply(changes)
    assert invariants.breaches(result) == ()
    assert read(result)["Report"].values[3, 5] == 1
    assert {(2, 5), (4, 5)} <= read(result)["Report"].formulas.keys()
    back = engine.apply(changes.reverse())
    assert invariants.breaches(back) == ()
    assert read(back)["Report"].formulas[3, 5] == "=AVERAGE(C3:D3)"


@pytest.mark.parametrize("cell", ["E3", "E4"])
def test_a_what_if_table_is_refused(engine: Bench, report: Path, tmp_path: Path, cell: str) -> None:
    engine.open(odd.rewritten(report, tmp_path / "odd.xlsx", {odd.SHEET: odd.data_table}))
    with pytest.raises(Refused):
        engine.apply(edit(engine, "Report", {cell: 1}))


@pytest.mark.parametrize("rows", ["", '<row r="2"><c r="B2"><v>5</v></c></row>', "<row/><row/>"])
def test_a_bare_workbook_is_edited(
    engine: Bench, tmp_path: Path, rows: str, validator: Validator
) -> None:
    path = odd.bare(tmp_path / "bare.xlsx", rows=rows)
    engine.open(path)
    assert [sheet.name for sheet in engine.survey().sheets] == [BARE]
    try:
        result = engine.apply(much(engine, BARE))
    except Refused:
        pytest.skip("refused: the workbook has no styles")
    values = read(result)[BARE].values
    assert {(2, 1): 9, (3, 3): 0.14, (15, 2): "=text", (1, 11): 1}.items() <= values.items()
    assert locked(result, BARE, ("D2", "C3", "Z99")) == {"D2": True, "C3": True, "Z99": False}
    assert invariants.new_breaches(path, result) == ()
    assert validator.new_errors(path, result) == ()


def test_what_is_no_workbook_is_refused(engine: Bench, tmp_path: Path) -> None:
    for name, content in {
        "text": b"NO.,INDICATOR\n1,x\n",
        "empty": b"",
        "old": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4_096),
        "cut": b"PK\x03\x04" + bytes(100),
    }.items():
        path = tmp_path / f"{name}.xlsx"
        path.write_bytes(content)
        with pytest.raises(Refused):
            take_up(engine, path)


def test_a_missing_file_is_refused(engine: Bench, tmp_path: Path) -> None:
    with pytest.raises(Refused):
        take_up(engine, tmp_path / "nowhere.xlsx")


def test_another_kind_of_package_is_refused(engine: Bench, tmp_path: Path) -> None:
    path = tmp_path / "letter.xlsx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("word/document.xml", "<document/>")
    with pytest.raises(Refused):
        take_up(engine, path)


def test_a_doubled_member_is_refused(engine: Bench, report: Path, tmp_path: Path) -> None:
    path = odd.rewritten(report, tmp_path / "doubled.xlsx", {})
    with zipfile.ZipFile(path, "a") as package:
        package.writestr(odd.SHEET.replace("sheet1", "SHEET1"), b"<worksheet/>")
    with pytest.raises(Refused):
        take_up(engine, path)


def test_a_signed_workbook_is_refused(engine: Bench, report: Path, tmp_path: Path) -> None:
    path = odd.rewritten(report, tmp_path / "signed.xlsx", {})
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("_xmlsignatures/sig1.xml", b"<Signature/>")
    with pytest.raises(Refused):
        take_up_and_edit(engine, path)


def test_a_damaged_part_is_refused(engine: Bench, report: Path, tmp_path: Path) -> None:
    def cut(content: bytes) -> bytes:
        return content[: len(content) // 2]

    path = odd.rewritten(report, tmp_path / "damaged.xlsx", {odd.SHEET: cut})
    with pytest.raises(Refused):
        take_up_and_edit(engine, path)
