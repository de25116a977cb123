"""A cell that looks in all as another one did: the months of a window that rolls on."""

from __future__ import annotations

from pathlib import Path

import pytest
from bench import Bench, ExcelBench
from edits import both, edit, look_as
from specimens import PASSWORD

from lacxl.domain.errors import Refused
from lacxl.workbook.address import Cell
from lacxl.workbook.changes import ChangeSet
from libreoffice import ExcelSession
from oracles import invariants
from oracles.parts import read_parts
from oracles.reader import ReadStyle, read
from oracles.sdk import Validator

ROUND = {"B": "C", "C": "D", "D": "B"}
"""Three columns go round: each look is another one's afterwards."""


def rolled(bench: Bench) -> ChangeSet:
    rows = range(1, 7)
    return look_as(
        bench,
        "Window",
        {f"{one}{row}": f"{other}{row}" for one, other in ROUND.items() for row in rows if row > 1},
    )


def looks(path: Path) -> dict[str, ReadStyle]:
    styles = read(path)["Window"].styles
    return {
        f"{column}{row}": styles[row, "ABCD".index(column) + 1]
        for column in ROUND
        for row in (3, 6)
    }


def test_three_columns_shift_at_once(rolling: Bench, validator: Validator) -> None:
    source = rolling.saved()
    before = looks(source)
    assert len(set(before.values())) == 3
    result = rolling.apply(rolled(rolling))
    assert looks(result) == {f"{one}{row}": before[f"{ROUND[one]}{row}"]
                             for one in ROUND for row in (3, 6)}  # fmt: skip
    assert read(result)["Window"].values == read(source)["Window"].values
    assert read(result)["Window"].rules == read(source)["Window"].rules
    assert invariants.new_breaches(source, result) == ()
    assert validator.new_errors(source, result) == ()


def test_the_way_back_gives_the_former_looks(rolling: Bench) -> None:
    source = rolling.saved()
    there = rolled(rolling)
    rolling.apply(there)
    result = rolling.apply(there.reverse())
    assert read(result)["Window"].styles == read(source)["Window"].styles


def test_headless_the_way_back_gives_the_same_bytes(headless: Bench, window: Path) -> None:
    headless.open(window)
    there = rolled(headless)
    rolled_on = read_parts(headless.apply(there))
    assert rolled_on["xl/styles.xml"] == read_parts(window)["xl/styles.xml"]
    back = read_parts(headless.apply(there.reverse()))
    sheet = "xl/worksheets/sheet1.xml"
    assert {n: c for n, c in back.items() if n != sheet} == {
        n: c for n, c in read_parts(window).items() if n != sheet
    }
    assert back[sheet].split() == read_parts(window)[sheet].split()


def test_a_value_and_a_look_at_once_and_another_lock(rolling: Bench) -> None:
    changes = look_as(rolling, "Window", {"H20": "B3"}).and_then(
        edit(rolling, "Window", {"H20": 0.5}, locks={"H20": False})
    )
    result = rolling.apply(changes)
    styles, values = read(result)["Window"].styles, read(result)["Window"].values
    assert values[20, 8] == 0.5
    assert styles[20, 8].rest == styles[3, 2].rest
    assert styles[20, 8].number_format == styles[3, 2].number_format
    assert not styles[20, 8].locked


def test_a_cell_that_loses_its_look_has_none(rolling: Bench) -> None:
    there = look_as(rolling, "Window", {"B3": "H20"})
    source = rolling.saved()
    result = rolling.apply(there)
    style = rolling.styles_of("Window", [Cell.parse("B3")])[Cell.parse("B3")]
    other = rolling.styles_of("Window", [Cell.parse("H20")])[Cell.parse("H20")]
    assert style.alike(other)
    assert read(result)["Window"].values[3, 2] == 2.1
    assert looks(rolling.apply(there.reverse())) == looks(source)


def test_a_guarded_sheet_wants_its_password(rolling: Bench) -> None:
    change = look_as(rolling, "Guarded", {"B1": "H9"})
    closed = rolling.survey()
    with pytest.raises(Refused):
        rolling.apply(both(change, edit(rolling, "Guarded", locks={"B1": False})))
    assert rolling.survey() == closed
    rolling.apply(change, PASSWORD)
    assert rolling.survey().sheet("Guarded").protection == closed.sheet("Guarded").protection


@pytest.mark.parametrize("nth", [1, 4, 9, 16])
def test_whichever_write_fails_the_looks_are_put_back(
    live: ExcelBench, window: Path, excel_app: ExcelSession, nth: int
) -> None:
    live.open(window)
    source, changes = live.saved(), rolled(live)
    excel_app.faults.fail_write(nth)
    with pytest.raises(Refused) as refusal:
        live.apply(changes)
    assert "told to fail" in str(refusal.value)
    assert "E112" not in refusal.value.codes
    assert read(live.saved())["Window"].styles == read(source)["Window"].styles


def test_a_look_that_somebody_changed_meanwhile_is_refused(
    live: ExcelBench, window: Path, excel_app: ExcelSession
) -> None:
    live.open(window)
    changes = rolled(live)
    with excel_app.uncounted():
        excel_app.app.books[window.name].sheets["Window"]["B3"].font.size = 20
    with pytest.raises(Refused) as refusal:
        live.apply(changes)
    assert refusal.value.codes == ("E108",)


def test_both_engines_see_the_same_and_make_the_same(
    headless: Bench, live: ExcelBench, window: Path
) -> None:
    headless.open(window)
    live.open(window)
    changes = rolled(headless)
    cells = [change.cell for change in changes.cells if change.style]
    assert len(cells) == 12
    headless.apply(changes)
    live.apply(changes)
    live.survey()
    ours, theirs = (bench.styles_of("Window", cells) for bench in (headless, live))
    assert [str(cell) for cell in cells if not ours[cell].alike(theirs[cell])] == []
