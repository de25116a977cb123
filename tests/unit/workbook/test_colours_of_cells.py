"""Colours in the words of the file format, as #RRGGBB."""

from __future__ import annotations

import pytest

from lacxl.workbook.colours import OFFICE_THEME, contrast, resolved


@pytest.mark.parametrize(
    ("word", "colour"),
    [
        ("#ff0000", "#FF0000"),
        ("theme:0", "#FFFFFF"),
        ("theme:4", "#4F81BD"),
        ("theme:1:0.5", "#808080"),
        ("theme:0:-0.5", "#808080"),
        ("theme:4:0.7999816888943144", "#DCE6F2"),
        ("indexed:2", "#FF0000"),
        ("indexed:22", "#C0C0C0"),
        ("auto", ""),
        ("", ""),
        ("theme:99", ""),
        ("indexed:64", ""),
        ("theme:x", ""),
        ("theme:4:x", ""),
        ("#12", ""),
        ("red;background:url(x)", ""),
    ],
)
def test_a_colour_is_resolved(word: str, colour: str) -> None:
    assert resolved(word) == colour


def test_a_theme_that_is_no_colour_is_none() -> None:
    assert resolved("theme:0", ("#}x",)) == ""


def test_the_theme_has_twelve_colours() -> None:
    assert len(OFFICE_THEME) == 12


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#FFFFFF", "#777777") == pytest.approx(4.48, abs=0.01)
