"""Where the engine for open workbooks may differ because Calc stands in for Excel; nowhere else."""

from __future__ import annotations

QUIRKS = {
    "formula results": "Calc works formulas out at once; a file keeps what Excel last gave. So"
    " formulas are compared by their text.",
    "its own spelling": "Calc spells a whole file anew, styles and parts. So what an edit leaves"
    " alone is seen between two files that Calc saved (Bench.saved).",
    "bare cells": "Calc keeps no empty cell of the plain format. So such a cell is compared by the"
    " look that the engine tells of it.",
}
"""Each with what the tests do about it."""
