"""Planted dirt lies where the list says, and nothing else has changed."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest

from lacxl.domain.month import Month
from lacxl.synth import (
    HARMLESS,
    DirtKind,
    Planted,
    plant_dirt,
    simulate,
    write_council,
    write_ssda903_years,
)
from lacxl.synth.dirt import DEFAULT
from lacxl.synth.dirt.opened_tables import as_day

LAST = Month(2015, 5)
Cells = list[list[object]]


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("clean")
    council = simulate(400, Month(2014, 6), LAST, 21)
    write_council(council, path, [LAST])
    write_ssda903_years(council, path / "years" / "ssda903")
    return path


@pytest.fixture
def dirty(clean: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(clean, tmp_path / "dirty"))


def _cells(folder: Path, one: Planted) -> Cells:
    path = folder / one.file
    if path.suffix == ".xlsx":
        sheet = openpyxl.load_workbook(path)[one.sheet]
        return [list(row) for row in sheet.iter_rows(values_only=True)]
    text = path.read_bytes().decode()
    return [list(line.split(",")) for line in text.split("\r\n") if line]


def _plain(name: object) -> str:
    return str(name).replace("’", "'").strip()


def test_every_kind_is_planted_and_the_same_again(clean: Path, dirty: Path) -> None:
    planted = plant_dirt(dirty, 3)
    assert {one.kind for one in planted} == set(DEFAULT)
    assert {one.layout for one in planted} == {"ssda903", "annex_a", "ssd", "local"}
    shutil.rmtree(dirty)
    shutil.copytree(clean, dirty)
    assert plant_dirt(dirty, 3) == planted
    shutil.rmtree(dirty)
    shutil.copytree(clean, dirty)
    assert plant_dirt(dirty, 4) != planted


def test_only_the_rows_on_the_list_have_changed(clean: Path, dirty: Path) -> None:
    planted = plant_dirt(dirty, 3, each=2)
    tables = {(one.file, one.sheet): one for one in planted}
    for (file, sheet), one in tables.items():
        before, after = _cells(clean, one), _cells(dirty, one)
        before += [[]] * (len(after) - len(before))
        changed = {
            number
            for number, (old, new) in enumerate(zip(before, after, strict=True), start=1)
            if old != new
        }
        listed = {item.row for item in planted if (item.file, item.sheet) == (file, sheet)}
        assert changed == listed
    for path in clean.rglob("*"):
        name = path.relative_to(clean).as_posix()
        if path.is_file() and name not in {file for file, _ in tables}:
            assert path.read_bytes() == (dirty / name).read_bytes()


def test_faults_are_where_the_list_says(dirty: Path) -> None:
    planted = plant_dirt(dirty, 8)
    tables = {(one.file, one.sheet): _cells(dirty, one) for one in planted}
    for one in planted:
        cells = tables[one.file, one.sheet]
        row = cells[one.row - 1]
        names = [_plain(name) for name in cells[0]]
        column = names.index(_plain(one.column)) if one.column else None
        value = row[column] if column is not None else None
        if one.kind is DirtKind.UNKNOWN_CODE:
            assert value in {"Q9", "Y7", "J8"}
        elif one.kind is DirtKind.NOT_AVAILABLE:
            assert value == "#N/A"
        elif one.kind is DirtKind.UNPARSABLE_DATE:
            with pytest.raises(ValueError):  # noqa: PT011 - any will do
                as_day(value)  # type: ignore[arg-type]
        elif one.kind is DirtKind.FUTURE:
            day = as_day(value)  # type: ignore[arg-type]
            assert day is not None
            assert day.year > 2090
        elif one.kind is DirtKind.DUPLICATE:
            assert one.also is not None
            assert row == cells[one.also - 1]
            assert one.row > one.also
        elif one.kind is DirtKind.HEADER_MARKS:
            assert one.row == 1
            assert one.column not in cells[0]
            assert value != one.column
        elif one.kind is DirtKind.HARD_BLANKS:
            assert "\u00a0" in str(value)
        elif one.kind is DirtKind.DOUBLE_OPEN:
            assert one.also == one.row + 1
            assert value == ""
        elif one.kind is DirtKind.OPEN_WITH_REASON:
            assert value in {"E4A", "E8"}
        assert one.harmless == (one.kind in HARMLESS)


def test_a_column_can_be_taken_out(dirty: Path) -> None:
    shutil.rmtree(dirty / "years")
    planted = plant_dirt(dirty, 3, kinds=[DirtKind.MISSING_COLUMN])
    for one in planted:
        assert (one.row, one.kind) == (1, DirtKind.MISSING_COLUMN)
        assert one.column not in _cells(dirty, one)[0]
    assert "LS" in {one.column for one in planted}


def test_dirty_files_can_be_dirtied_no_further_than_there_are_clean_children(
    dirty: Path,
) -> None:
    planted = plant_dirt(dirty / "local", 3, kinds=[DirtKind.UNPARSABLE_DATE], each=3)
    assert len(planted) == 6
    assert plant_dirt(dirty / "nothing", 3) == ()
