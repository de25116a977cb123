"""A fact of a style as Excel's own properties say it."""

from __future__ import annotations

import pytest

from lacxl.engines.excel.dressing import steps, unsettable
from lacxl.workbook.changes import Swap
from lacxl.workbook.style import Style


@pytest.mark.parametrize(
    ("fact", "said", "sets"),
    [
        ("font.bold", "1", ["Font.Bold=True"]),
        ("font.bold", "", ["Font.Bold=False"]),
        ("font.size", "9.5", ["Font.Size=9.5"]),
        ("font.name", "", []),
        ("font.color", "#1F4E79", ["Font.Color=7949855"]),
        ("font.color", "theme:1", ["Font.ThemeColor=1", "Font.TintAndShade=0.0"]),
        ("font.color", "theme:4:-0.25", ["Font.ThemeColor=5", "Font.TintAndShade=-0.25"]),
        ("font.color", "indexed:10", ["Font.ColorIndex=3"]),
        ("font.color", "", ["Font.ColorIndex=-4105"]),
        ("font.vertical", "subscript", ["Font.Subscript=True"]),
        ("font.vertical", "", ["Font.Subscript=False", "Font.Superscript=False"]),
        ("fill", "", ["Interior.Pattern=-4142"]),
        ("fill", "solid #FFEB9C", ["Interior.Pattern=1", "Interior.Color=10284031"]),
        (
            "fill",
            "gray125 auto #FFFFFF",
            ["Interior.Pattern=17", "Interior.PatternColorIndex=-4105", "Interior.Color=16777215"],
        ),
        (
            "border.left",
            "medium #C00000",
            ["-4131.LineStyle=1", "-4131.Weight=-4138", "-4131.Color=192"],
        ),
        ("border.up", "", ["6.LineStyle=-4142"]),
        ("align.rotation", "120", [".Orientation=-30"]),
        ("align.rotation", "255", [".Orientation=-4166"]),
        ("align.wrap", "1", [".WrapText=True"]),
        ("align.horizontal", "", [".HorizontalAlignment=1"]),
        ("hidden", "1", [".FormulaHidden=True"]),
    ],
)
def test_what_is_set(fact: str, said: str, sets: list[str]) -> None:
    made = [f"{s.part or s.edge or ''}.{s.name}={s.value}" for s in steps(fact, said)]
    assert made == sets


def test_what_cannot_be_set_is_named_on_either_side() -> None:
    gradient, odd = Style.of({"fill": "gradient <x/>"}), Style.of({"align.horizontal": "askew"})
    assert unsettable(Swap(gradient, Style())) == ("fill",)
    assert unsettable(Swap(Style(), odd)) == ("align.horizontal",)
    assert unsettable(Swap(Style.of({"font.bold": "1"}), Style())) == ()
