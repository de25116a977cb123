"""Colours that a council has given its lights already: by rules, and by hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.formatting.rule import CellIsRule, FormulaRule, Rule
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet
from small_scorecard import ANSWERS, SHEET, adopted, filled, make

HEADINGS = ("Ref", "Measure", "Good is", "Target", "Apr-25", "May-25", "Jun-25", "RAG", "DOT")
SIGNS = """
[amber]
rest = "within 5 percentage points"
[arrows]
level = "►"
shows = "performance"
"""
GREEN, RED, CREAM, BLUE = "FF00B050", "FFFF0000", "FFFFF2CC", "FFDDEBF7"
READINGS = ["A1,80,100", "A2,96,100", "A3,87,100"]
RIGHT = {"H4": "Red", "H5": "Green", "H6": "Amber"}


def filled_with(colour: str) -> PatternFill:
    return PatternFill("solid", start_color=colour, end_color=colour)


def scorecard(folder: Path, more: Callable[[Worksheet], None], layout: str = "") -> Path:
    """Make and adopt three rows, all of them green in May."""
    rows = [
        ("A1", "% of reviews held in time", "High", "90%", 0.91, 0.92, None, "Green", "▲"),
        ("A2", "% of plans up to date", "High", "90%", 0.93, 0.94, None, "Green", "▲"),
        ("A3", "% of visits in time", "High", "90%", 0.95, 0.96, None, "Green", "▲"),
    ]
    path = make(folder, HEADINGS, rows, more)
    adopted(path, f"{ANSWERS}{SIGNS}")
    if layout:
        file = folder / "lacxl-layout.toml"
        text = file.read_text("utf-8")
        file.write_text(text.replace("[lights]\n", f"[lights]\n{layout}\n"), encoding="utf-8")
    return path


def own_rules(path: Path) -> dict[str, set[str]]:
    """The words that lacxl's own rules colour, by their areas."""
    found: dict[str, set[str]] = {}
    for area in openpyxl.load_workbook(path)[SHEET].conditional_formatting:
        for rule in area.rules:
            if rule.formula and "lacxl" in rule.formula[0]:
                word = rule.formula[0].split('"')[1]
                found.setdefault(str(area.sqref), set()).add(word)
    return found


def fills(path: Path, *cells: str) -> list[str]:
    sheet = openpyxl.load_workbook(path)[SHEET]
    return [sheet[cell].fill.start_color.rgb for cell in cells]


def test_a_rule_covers_the_fill_of_a_light_that_was_given_by_hand(tmp_path: Path) -> None:
    """Nobody's fill is changed: the rule for Red shows over the green, as May's light was."""

    def paint(sheet: Worksheet) -> None:
        for cell, colour in (("H4", GREEN), ("H5", GREEN), ("H6", RED)):
            sheet[cell].fill = filled_with(colour)

    path = scorecard(tmp_path, paint)
    found = filled(path, READINGS)
    assert {cell: found.cells[cell] for cell in RIGHT} == RIGHT
    assert own_rules(path) == {"H4:H6": {"Red", "Amber", "Green"}}
    assert fills(path, "H4", "H5", "H6") == [GREEN, GREEN, RED]
    assert found.told("P118") == []


def test_a_fill_by_hand_that_no_rule_covers_is_told(tmp_path: Path) -> None:
    """Arrows have no rules. A2 goes up as before, so its colour is still right."""

    def paint(sheet: Worksheet) -> None:
        for cell in ("I4", "I5"):
            sheet[cell].fill = filled_with(GREEN)

    path = scorecard(tmp_path, paint)
    found = filled(path, READINGS)
    assert (found.cells["I4"], found.cells["I5"], found.cells["I6"]) == ("▼", "▲", "▼")
    assert [place for place, _ in found.told("P118")] == ["Scorecard!I4"]
    assert fills(path, "I4", "I5") == [GREEN, GREEN]


def test_a_light_by_hand_is_told_where_the_workbook_is_to_colour_it_and_does_not(
    tmp_path: Path,
) -> None:
    """Its one rule is for Red; H6 says Amber on green."""

    def paint(sheet: Worksheet) -> None:
        rule = CellIsRule(operator="equal", formula=['"Red"'], fill=filled_with(RED))
        sheet.conditional_formatting.add("H4:H6", rule)
        for cell, colour in (("H4", GREEN), ("H5", RED), ("H6", GREEN)):
            sheet[cell].fill = filled_with(colour)

    path = scorecard(tmp_path, paint)
    assert "own_colours = true" in (tmp_path / "lacxl-layout.toml").read_text("utf-8")
    found = filled(path, READINGS)
    assert {cell: found.cells[cell] for cell in RIGHT} == RIGHT
    assert own_rules(path) == {}
    assert [place for place, _ in found.told("P118")] == ["Scorecard!H6"]


@pytest.mark.parametrize("colours", [(CREAM, CREAM, CREAM), (BLUE, "00000000", BLUE)])
def test_the_fill_of_a_whole_column_or_of_every_other_row_says_nothing(
    colours: tuple[str, str, str], tmp_path: Path
) -> None:
    def paint(sheet: Worksheet) -> None:
        for cell, colour in zip(("I4", "I5", "I6"), colours, strict=True):
            if colour != "00000000":
                sheet[cell].fill = filled_with(colour)

    found = filled(scorecard(tmp_path, paint), READINGS)
    assert found.told("P118") == []


@pytest.mark.parametrize(
    ("area", "rule", "expected"),
    [
        ("H4:H5", CellIsRule(operator="equal", formula=['"Red"'], fill=filled_with(RED)),
         {"H4:H6": {"Amber", "Green"}, "H6": {"Red"}}),
        ("H5", FormulaRule(formula=['H5="Green"'], fill=filled_with(RED)),
         {"H4:H6": {"Red", "Amber"}, "H4": {"Green"}, "H6": {"Green"}}),
        ("H5:H6", FormulaRule(formula=["$G5>=0.9"], fill=filled_with(RED)),
         {"H4": {"Red", "Amber", "Green"}}),
    ],
)  # fmt: skip
def test_a_state_that_the_workbook_colours_in_some_cells_gets_no_rule_there(
    area: str, rule: Rule, expected: dict[str, set[str]], tmp_path: Path
) -> None:
    """What a rule by a figure colours cannot be told: lacxl keeps out of its way."""

    def put(sheet: Worksheet) -> None:
        sheet.conditional_formatting.add(area, rule)

    path = scorecard(tmp_path, put)
    found = filled(path, READINGS)
    assert {cell: found.cells[cell] for cell in RIGHT} == RIGHT
    assert own_rules(path) == expected
    again = path.read_bytes()
    filled(path, READINGS)
    assert path.read_bytes() == again
