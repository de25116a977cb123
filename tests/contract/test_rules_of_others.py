"""What others said may be typed where, and what their rules colour, as each engine reads it."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter
from bench import Bench
from edits import colour, red_where

from lacxl.workbook.address import Area
from lacxl.workbook.conditional_formats import Coloured
from lacxl.workbook.snapshot import Validation


@pytest.fixture
def scorecard(engine: Bench, tmp_path: Path) -> Bench:
    """An engine that has a scorecard open whose lights are chosen from lists and coloured."""
    path = tmp_path / "scorecard.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet, lists = book.add_worksheet("Scorecard"), book.add_worksheet("Lists")
        red = book.add_format({"bg_color": "#FF0000"})
        lists.write_column("A1", ["Red", "Amber", "Green"])
        book.define_name("Lights", "=Lists!$A$1:$A$3")
        sheet.write_row("A1", ["Indicator", "RAG", "DOT"])
        sheet.data_validation("B2:B9", {"validate": "list", "source": ["R", "A", "G"]})
        sheet.data_validation("C2:C9", {"validate": "list", "source": "=Lists!$A$1:$A$3"})
        sheet.data_validation("D2:D9", {"validate": "list", "source": "=Lights"})
        for area, rule in (
            ("B2:B9", {"type": "cell", "criteria": "==", "value": '"R"'}),
            ("C2:C9", {"type": "formula", "criteria": '=C2="Red"'}),
        ):
            sheet.conditional_format(area, {**rule, "format": red})
    engine.open(path)
    return engine


def by_area(found: tuple[Validation, ...]) -> dict[str, tuple[object, ...] | None]:
    return {str(area): each.allowed for each in found for area in each.areas}


def texts(found: tuple[Coloured, ...]) -> dict[Area, tuple[str, ...]]:
    return {area: each.texts for each in found for area in each.areas}


def test_the_entries_of_lists_are_read(scorecard: Bench) -> None:
    words = ("Red", "Amber", "Green")
    found = scorecard.validations("Scorecard")
    assert by_area(found) == {"B2:B9": ("R", "A", "G"), "C2:C9": words, "D2:D9": words}
    assert scorecard.validations("Lists") == ()


def test_what_others_colour_is_read_and_lacxls_own_rules_are_none(scorecard: Bench) -> None:
    expected = {Area.parse("B2:B9"): ("R",), Area.parse("C2:C9"): ("Red",)}
    assert texts(scorecard.coloured("Scorecard")) == expected
    scorecard.apply(colour(scorecard, "Scorecard", red_where("D2:D9", "Red")))
    assert texts(scorecard.coloured("Scorecard")) == expected
    assert scorecard.coloured("Lists") == ()
