"""Number formats: the built-in ones by id, and which of them show dates."""

from __future__ import annotations

import re
from functools import cache

GENERAL = "General"
FIRST_CUSTOM, LAST_CUSTOM = 164, 65_535
"""The ids of a workbook's own formats; other programs read them as 16 bits."""
BUILT_IN = {
    0: GENERAL,
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    5: '"$"#,##0_);\\("$"#,##0\\)',
    6: '"$"#,##0_);[Red]\\("$"#,##0\\)',
    7: '"$"#,##0.00_);\\("$"#,##0.00\\)',
    8: '"$"#,##0.00_);[Red]\\("$"#,##0.00\\)',
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "mm-dd-yy",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "m/d/yy h:mm",
    37: "#,##0_);(#,##0)",
    38: "#,##0_);[Red](#,##0)",
    39: "#,##0.00_);(#,##0.00)",
    40: "#,##0.00_);[Red](#,##0.00)",
    41: '_(* #,##0_);_(* \\(#,##0\\);_(* "-"_);_(@_)',
    42: '_("$"* #,##0_);_("$"* \\(#,##0\\);_("$"* "-"_);_(@_)',
    43: '_(* #,##0.00_);_(* \\(#,##0.00\\);_(* "-"??_);_(@_)',
    44: '_("$"* #,##0.00_)_("$"* \\(#,##0.00\\)_("$"* "-"??_)_(@_)',
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mmss.0",
    48: "##0.0E+0",
    49: "@",
}
"""The formats that files name by id only, as Excel in English (United States) spells them."""
IDS = {code: number for number, code in BUILT_IN.items()}
EAST_ASIAN_DATES = frozenset((*range(27, 37), *range(50, 59)))
"""Ids whose code depends on the language; all show dates."""

_NO_TOKENS = re.compile(r'"[^"]*"?|\\.|[_*].|\[[^\]]*\]|AM/PM|A/P', re.IGNORECASE)
_TIME = re.compile(r"[hs]", re.IGNORECASE)


@cache
def is_date(code: str) -> bool:
    """Say whether a format shows a day, month or year; mere times of day are numbers."""
    first_section = _NO_TOKENS.sub("", code).split(";")[0].lower()
    if first_section == "general":
        return False
    if "d" in first_section or "y" in first_section:
        return True
    return "m" in first_section and not _TIME.search(_hours_kept(code))


def _hours_kept(code: str) -> str:
    """Return the code without texts and escapes, [h] and the like still in it."""
    return re.sub(r'"[^"]*"?|\\.|[_*].|\[\$[^\]]*\]|\[[a-z]{3,}[^\]]*\]', "", code.lower())
