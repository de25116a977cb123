"""A cell's style: what is said of it, and when two are the same."""

from __future__ import annotations

import pytest

from lacxl.workbook.address import Cell
from lacxl.workbook.changes import CellChange, Swap, looking_like
from lacxl.workbook.snapshot import CellLook
from lacxl.workbook.style import Style


def style(**facts: str) -> Style:
    return Style.of({name.replace("_", "."): said for name, said in facts.items()})


def test_what_is_empty_is_no_fact_and_the_hint_is_no_part_of_it() -> None:
    assert Style.of({"font.bold": "1", "fill": ""}, 4) == Style((("font.bold", "1"),), 9)


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("solid #FF0000", "solid #FF0000", True),
        ("solid #FF0000", "solid #00FF00", False),
        ("solid #FF0000", "solid theme:4:0.4", True),
        ("solid theme:4", "solid indexed:22", True),
        ("solid #FF0000", "gray125 #FF0000 auto", False),
        ("solid #FF0000", "", False),
    ],
)
def test_colours_that_are_spelt_otherwise_are_not_told_apart(
    one: str, other: str, alike: bool
) -> None:
    assert style(fill=one).alike(style(fill=other)) is alike
    assert style(fill=other).alike(style(fill=one)) is alike


def test_letters_without_a_colour_are_as_those_of_the_automatic_one() -> None:
    assert style().alike(style(font_color="theme:1"))
    assert not style().alike(style(font_bold="1"))


def test_the_way_from_one_to_the_other_names_what_differs() -> None:
    one, other = style(font_bold="1", fill="solid auto"), style(fill="solid auto", hidden="1")
    assert one.to(other) == (("font.bold", ""), ("hidden", "1"))
    assert one.to(one) == ()


def test_a_cell_is_to_look_as_another_one() -> None:
    cell = Cell(3, 2)
    plain, bold = Style((), 0), Style((("font.bold", "1"),), 7)
    own, other = (CellLook("0%"), plain), (CellLook("0%", locked=False), bold)
    change = looking_like("S", cell, own, other)
    assert change == CellChange("S", cell, None, None, Swap(True, False), Swap(plain, bold))
    assert change.reverse().reverse() == change
    assert change.reverse().style == Swap(bold, plain)
    assert looking_like("S", cell, own, own) == CellChange("S", cell)
