"""What the validations of a council's cells allow is what lacxl writes there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from folders import REFUSED, run, state_of
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet
from small_scorecard import ANSWERS, SHEET, Filled, adopted, filled, make

from lacxl.app.adopt.adopt import adopt
from lacxl.domain.month import Month

HEADINGS = ("Ref", "Measure", "Good is", "Target", "Apr-25", "May-25", "Jun-25", "RAG", "DOT")
SIGNS = """
[amber]
A1 = "85%"
[arrows]
level = "►"
shows = "performance"
"""
FIGURE, LIGHT, ARROW = "G4", "H4", "I4"


def validated(area: str, **rule: str) -> Callable[[Worksheet], None]:
    """Return what puts a validation on an area."""

    def put(sheet: Worksheet) -> None:
        found = DataValidation(**rule)
        sheet.add_data_validation(found)
        found.add(area)

    return put


def listed(area: str, *words: str) -> Callable[[Worksheet], None]:
    return validated(area, type="list", formula1=f'"{",".join(words)}"')


def scorecard(
    folder: Path,
    more: Callable[[Worksheet], None],
    *,
    words: tuple[str, str] = ("Green", "▲"),
    signs: str = SIGNS,
) -> Path:
    """Make and adopt a row of a percentage: June's 80% is red, and down from May's 92%."""
    row = ("A1", "% of reviews held in time", "High", "90%", 0.91, 0.92, None, *words)
    path = make(folder, HEADINGS, [row], more)
    adopted(path, f"{ANSWERS}{signs}")
    return path


def revised(path: Path, more: Callable[[Worksheet], None]) -> None:
    """Change the workbook after it was adopted."""
    book = openpyxl.load_workbook(path)
    more(book[SHEET])
    book.save(path)


def refused_by(found: Filled) -> dict[str, str]:
    return dict(found.told("P117"))


def test_a_light_is_written_in_the_form_of_its_list(tmp_path: Path) -> None:
    """The list was changed after the workbook was adopted with Red, Amber and Green."""
    path = scorecard(tmp_path, lambda _sheet: None)
    revised(path, listed("H4:H9", "GREEN", "AMBER", "RED"))
    found = filled(path, ["A1,8,10"])
    assert found.cells[LIGHT] == "RED"
    assert refused_by(found) == {}
    again = filled(path, ["A1,8,10"])
    assert again.cells == found.cells


def test_words_of_lists_are_taken_where_no_cell_shows_them(tmp_path: Path) -> None:
    both = listed("H4:H9", "RED", "AMBER", "GREEN"), listed("I4:I9", "↑", "→", "↓")

    def put(sheet: Worksheet) -> None:
        for each in both:
            each(sheet)

    signs = SIGNS.replace('level = "►"\n', "")
    path = scorecard(tmp_path, put, words=("", ""), signs=signs)
    found = filled(path, ["A1,8,10"])
    assert (found.cells[LIGHT], found.cells[ARROW]) == ("RED", "↓")


@pytest.mark.parametrize("dry_run", [False, True])
def test_a_light_that_its_list_does_not_have_is_not_written(dry_run: bool, tmp_path: Path) -> None:
    path = scorecard(tmp_path, lambda _sheet: None)
    revised(path, listed("H4:H9", "On track", "Off track", "Green"))
    before = path.read_bytes()
    found = filled(path, ["A1,8,10"], dry_run=dry_run)
    assert refused_by(found) == {
        "Scorecard!H4": "A1 Jun-25 RAG would be Red, and the cell's list does not have it: it is "
        "not filled."
    }
    assert found.told("P115") == []
    if dry_run:
        assert path.read_bytes() == before
    else:
        assert (found.cells[FIGURE], found.cells[LIGHT], found.cells[ARROW]) == (0.8, "Green", "▼")


def test_an_arrow_that_its_list_does_not_have_is_not_written(tmp_path: Path) -> None:
    path = scorecard(tmp_path, lambda _sheet: None)
    revised(path, listed("I4", "▲", "►"))
    found = filled(path, ["A1,8,10"])
    assert list(refused_by(found)) == ["Scorecard!I4"]
    assert (found.cells[LIGHT], found.cells[ARROW]) == ("Red", "▲")


@pytest.mark.parametrize(
    ("rule", "allows"),
    [
        ({"type": "decimal", "operator": "between", "formula1": "1", "formula2": "100"},
         "numbers from 1 to 100"),
        ({"type": "decimal", "operator": "greaterThan", "formula1": "80%"}, "numbers over 0.8"),
        ({"type": "decimal", "operator": "notBetween", "formula1": "0.5", "formula2": "0.9"},
         "numbers not from 0.5 to 0.9"),
        ({"type": "decimal", "operator": "lessThan", "formula1": "$D$20"}, "numbers under 0.5"),
        ({"type": "whole", "operator": "greaterThanOrEqual", "formula1": "0"},
         "whole numbers from 0 on"),
    ],
)  # fmt: skip
def test_a_figure_that_is_not_allowed_is_not_written_nor_are_its_light_and_arrow(
    rule: dict[str, str], allows: str, tmp_path: Path
) -> None:
    def put(sheet: Worksheet) -> None:
        validated("E4:G9", **rule)(sheet)
        sheet["D20"] = 0.5

    found = filled(scorecard(tmp_path, put), ["A1,8,10"])
    assert refused_by(found) == {
        "Scorecard!G4": "A1 Jun-25: 8 of 10 would be 80.0%, and the cell's validation allows "
        f"{allows}: it is not filled."
    }
    assert (found.cells[FIGURE], found.cells[LIGHT], found.cells[ARROW]) == (None, "Green", "▲")
    assert [place for place, _ in found.told("P115")] == ["Scorecard!H4", "Scorecard!I4"]


@pytest.mark.parametrize(
    "rule",
    [
        {"type": "decimal", "operator": "between", "formula1": "0", "formula2": "1"},
        {"type": "decimal", "operator": "between", "formula1": "0", "formula2": "MAX($E$4,1)"},
        {"type": "decimal", "operator": "lessThanOrEqual", "formula1": "80%"},
        {"type": "list", "formula1": '"80%,90%"'},
        {"type": "list", "formula1": "INDIRECT($A$30)"},
        {"type": "custom", "formula1": "ISNUMBER(G4)"},
        {"type": "textLength", "operator": "lessThan", "formula1": "2"},
    ],
)
def test_a_figure_that_is_allowed_or_of_which_that_is_not_known_is_written(
    rule: dict[str, str], tmp_path: Path
) -> None:
    found = filled(scorecard(tmp_path, validated("E4:G9", **rule)), ["A1,8,10"])
    assert refused_by(found) == {}
    assert (found.cells[FIGURE], found.cells[LIGHT], found.cells[ARROW]) == (0.8, "Red", "▼")


def test_a_note_in_place_of_a_figure_is_no_number(tmp_path: Path) -> None:
    """The note is somebody's text, so it is not told."""
    rule = validated("E4:G9", type="decimal", operator="between", formula1="0", formula2="1")
    found = filled(scorecard(tmp_path, rule), ["A1,,,,Not counted yet"])
    (said,) = refused_by(found).values()
    assert "would be a text, and the cell's validation allows numbers from 0 to 1" in said
    assert found.cells[FIGURE] is None


def test_a_correction_that_is_not_allowed_is_refused(tmp_path: Path) -> None:
    """Else the ledger would say that an issued figure was corrected which still stands."""
    rule = validated("E4:G9", type="decimal", operator="greaterThan", formula1="0.5")
    path = scorecard(tmp_path, rule)
    adopt(path, issued=Month.parse("2025-05"))
    (tmp_path / "readings.csv").write_text(
        "indicator,month,numerator,denominator,value,note\nA1,2025-05,4,10,,\n", encoding="utf-8"
    )
    before = state_of(tmp_path)
    ran = run(tmp_path, "restate", "2025-05", "--reason", "Two reviews were counted twice")
    assert ran.code == REFUSED
    assert "P117" in ran.codes()
    assert "Scorecard!F4" in ran.said
    assert state_of(tmp_path) == before
