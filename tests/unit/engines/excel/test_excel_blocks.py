"""Scattered cells become few blocks, and no block reaches over what must not be touched."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from lacxl.engines.excel.blocks import ADDRESS_LIMIT, Block, RepeatedValue, addresses, gathered
from lacxl.engines.excel.sending import Sent
from lacxl.workbook.address import Area, Cell

grid = st.builds(Cell, st.integers(1, 15), st.integers(1, 12))
contents = st.one_of(st.floats(0, 9), st.booleans(), st.sampled_from(["R", "A", "G", ""]))


def nothing(_cell: Cell) -> None:
    return None


def written(blocks: tuple[Block, ...], stamps: tuple[RepeatedValue, ...]) -> dict[Cell, Sent]:
    """Return what each cell holds after blocks and stamps were written in turn."""
    found: dict[Cell, Sent] = {}
    for block in blocks:
        for down, row in enumerate(block.rows):
            for across, value in enumerate(row):
                found[Cell(block.area.top + down, block.area.left + across)] = value
    for stamp in stamps:
        for part in stamp.address.split(","):
            area = Area.parse(part)
            for row in range(area.top, area.bottom + 1):
                for column in range(area.left, area.right + 1):
                    found[Cell(row, column)] = stamp.value
    return found


@given(st.dictionaries(grid, contents, max_size=40), st.dictionaries(grid, st.floats(0, 9)))
def test_every_cell_gets_its_value_and_only_what_may_be_is_written_anew(
    values: dict[Cell, Sent], kept: dict[Cell, Sent]
) -> None:
    there = {cell: value for cell, value in kept.items() if cell not in values}
    result = written(*gathered(values, there.get))
    assert {cell: result[cell] for cell in values} == values
    others = {cell: value for cell, value in result.items() if cell not in values}
    assert others == {cell: there[cell] for cell in others}


def test_a_column_of_figures_is_one_block() -> None:
    values: dict[Cell, Sent] = {Cell(row, 8): float(row) for row in range(6, 29)}
    blocks, stamps = gathered(values, nothing)
    assert [str(block.area) for block in blocks] == ["H6:H28"]
    assert stamps == ()


def test_a_gap_of_numbers_and_empty_cells_is_bridged() -> None:
    values: dict[Cell, Sent] = {Cell(1, 1): 1.0, Cell(4, 1): 4.0}
    kept = {Cell(2, 1): 2.0, Cell(3, 1): ""}
    blocks, _ = gathered(values, kept.get)
    assert blocks == (Block(Area(1, 1, 4, 1), ((1.0,), (2.0,), ("",), (4.0,))),)


def test_a_gap_with_one_cell_that_must_stay_is_not() -> None:
    values: dict[Cell, Sent] = {Cell(1, 1): 1.0, Cell(4, 1): 4.0}
    blocks, _ = gathered(values, {Cell(2, 1): 2.0}.get)
    assert [str(block.area) for block in blocks] == ["A1", "A4"]


def test_scattered_cells_of_few_texts_cost_one_write_a_text() -> None:
    values: dict[Cell, Sent] = {Cell(row, 11): "RAG"[row // 2 % 3] for row in range(2, 60, 2)}
    blocks, stamps = gathered(values, nothing)
    assert blocks == ()
    assert {stamp.value for stamp in stamps} == {"R", "A", "G"}
    assert len(stamps) == 3


def test_addresses_name_just_the_cells_and_keep_to_excels_limit() -> None:
    cells = {Cell(row, column) for row in range(1, 300, 2) for column in (2, 3, 40)}
    found = addresses(cells)
    assert all(len(address) <= ADDRESS_LIMIT for address in found)
    named = written((), tuple(RepeatedValue(address, 1.0) for address in found))
    assert named.keys() == cells


def test_thousands_of_scattered_cells_are_gathered_all_the_same() -> None:
    values: dict[Cell, Sent] = {Cell(row, 1 + row % 7): float(row) for row in range(1, 5000)}
    assert written(*gathered(values, nothing)) == values
