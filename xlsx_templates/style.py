"""The palette and the cell formats: one place decides how the workbook looks."""

from __future__ import annotations

from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format

FONT = "Arial"
NAVY = "#1B3A4F"
TEAL = "#2B6580"
MIST = "#E4ECF1"
PALE = "#F4F7F9"
LINE = "#9FB1BD"
INK = "#1D2529"
QUIET = "#4A5B66"
BAR = "#6E9AB2"
BAR_SECOND = NAVY
TARGET_LINE = "#8C2D04"
NEIGHBOUR_LINE = "#1D2529"
TABS = {"cover": NAVY, "summary": TEAL, "theme": "#7F97A6"}

NUMBER_FORMATS = {"count": "0", "rate": "0.0", "percentage": "0.0%", "days": "0.0"}
YEAR_FORMATS = {"count": "0", "rate": "General", "percentage": "0.0%", "days": "General"}
MONTH_FORMAT = "mmm-yy"

BASE: dict[str, Any] = {
    "font_name": FONT,
    "font_size": 9,
    "font_color": INK,
    "valign": "vcenter",
    "locked": False,
}
BOX = {"border": 1, "border_color": LINE}
TOP_AND_BOTTOM = {
    "top": 1,
    "bottom": 1,
    "top_color": LINE,
    "bottom_color": LINE,
    "left_color": LINE,
    "right_color": LINE,
}
STRONG_TOP = {"top": 2, "top_color": TEAL}
HEADING = {"bold": True, "text_wrap": True, "align": "center"} | BOX
LOOKS: dict[str, dict[str, Any]] = {
    "plain": {},
    "number": {"font_size": 10, "text_wrap": True, "align": "center"} | BOX,
    "title": {
        "font_size": 16,
        "bold": True,
        "font_color": "#FFFFFF",
        "bg_color": NAVY,
        "indent": 1,
    },
    "subtitle": {"font_size": 10, "font_color": "#FFFFFF", "bg_color": TEAL, "indent": 1},
    "home": {
        "font_color": NAVY,
        "bg_color": MIST,
        "underline": 1,
        "align": "center",
    },
    "caption": {
        "bold": True,
        "font_size": 10,
        "font_color": NAVY,
        "bottom": 2,
        "bottom_color": TEAL,
    },
    "group": HEADING | {"font_color": "#FFFFFF", "bg_color": TEAL},
    "header": HEADING | {"bg_color": MIST},
    "header_now": HEADING | {"font_size": 10, "font_color": "#FFFFFF", "bg_color": NAVY},
    "block": HEADING | {"font_color": "#FFFFFF", "bg_color": TEAL, "rotation": 90, "font_size": 8},
    "period": {"font_size": 10, "bold": True, "align": "center", "bg_color": MIST} | BOX,
    "words": {"text_wrap": True, "indent": 1, "align": "left"} | BOX,
    "centred": {"text_wrap": True, "align": "center"} | BOX,
    "sign": {"text_wrap": True, "align": "center", "bold": True} | BOX,
    "left_of_three": {"font_size": 10, "align": "right", "left": 1} | TOP_AND_BOTTOM,
    "mid_of_three": {"align": "center", "font_color": QUIET} | TOP_AND_BOTTOM,
    "right_of_three": {"font_size": 10, "align": "left", "right": 1} | TOP_AND_BOTTOM,
    "line_header": HEADING | {"bold": False, "italic": True, "font_color": QUIET, "font_size": 8},
    "line_value": {"align": "center", "italic": True, "font_color": QUIET, "font_size": 8} | BOX,
    "note": {"font_size": 8, "font_color": QUIET, "italic": True},
    "label": {"bold": True, "indent": 1, "bg_color": MIST, "font_size": 11} | BOX,
    "value": {"indent": 1, "align": "left", "font_size": 11, "text_wrap": True} | BOX,
    "link": {
        "indent": 1,
        "font_size": 11,
        "bg_color": MIST,
        "font_color": TEAL,
        "underline": 1,
        "bold": True,
    }
    | BOX,
}


class Styles:
    """Hands out a workbook's formats, each made once. Every cell is unlocked unless asked."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}

    def __call__(self, look: str, **more: Any) -> Format:
        """Return the format of a look, with more properties on top."""
        properties = BASE | LOOKS[look] | more
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(properties)
        return self._made[key]


def new_workbook(path: str) -> Workbook:
    """Open a workbook whose default font is Arial."""
    default = {"font_name": FONT, "font_size": 10}
    return Workbook(path, {"default_format_properties": default})
