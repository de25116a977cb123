"""The readers see a difference where there is one."""

from __future__ import annotations

from pathlib import Path

import good_workbook
import pytest

from oracles import parts
from oracles.locks import locked
from oracles.reader import read
from oracles.sdk import SdkError

SHEET = "xl/worksheets/sheet1.xml"


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return good_workbook.build(tmp_path_factory.mktemp("readers") / "sound.xlsx")


def test_parts_that_changed_vanished_and_appeared_are_named(sound: Path, tmp_path: Path) -> None:
    held = good_workbook.read(sound)
    good_workbook.swap(held, SHEET, "463", "464")
    del held[good_workbook.CHAIN]
    held["xl/new.xml"] = b"<new/>"
    other = tmp_path / "other.xlsx"
    good_workbook.write(other, held)
    assert parts.compare(sound, other) == parts.PartChanges(
        frozenset({SHEET}), frozenset({good_workbook.CHAIN}), frozenset({"xl/new.xml"})
    )
    assert not parts.compare(sound, sound)


def test_openpyxl_reads_values_formulas_looks_and_rules(sound: Path) -> None:
    sheets = read(sound)
    assert list(sheets) == ["Report", "Notes", "Lists"]
    report = sheets["Report"]
    assert report.values[2, 2] == 463
    assert report.values[5, 2] == 1388
    assert report.formulas[5, 2] == "=SUM(B2:B4)"
    assert report.styles[2, 1].number_format == "mmm-yy"
    assert report.merges == {"A7:C7", "A8:C8"}
    assert [said for _, said, _ in report.rules] == [
        "cellIs|greaterThan|460",
        "expression|None|$C2<0.9",
    ]
    assert not sheets["Lists"].visible


def test_locks_are_inherited(sound: Path) -> None:
    assert locked(sound, "Report", ("A2", "B2", "Z99")) == {"A2": False, "B2": True, "Z99": True}


def test_an_sdk_error_is_known_again_where_it_has_moved() -> None:
    error = SdkError("Sch_X", "/xl/a.xml", "/x:worksheet[1]/x:row[3]", "bad")
    assert error.kind == error._replace(xpath="/x:worksheet[1]/x:row[9]").kind
    assert error.kind != error._replace(text="worse").kind


def test_the_order_within_a_font_is_a_false_alarm() -> None:
    rule = "Sch_UnexpectedElementContentExpectingComplex"
    font = SdkError(rule, "/xl/styles.xml", "/x:styleSheet[1]/x:fonts[1]/x:font[2]", "order")
    assert font.false_alarm
    assert not font._replace(xpath="/x:styleSheet[1]").false_alarm
    assert not font._replace(rule="Sch_Other").false_alarm
