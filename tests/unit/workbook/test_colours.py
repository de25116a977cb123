"""The colours of RAG and DOT: each state has its own, and its words can be read on it."""

from __future__ import annotations

from itertools import groupby

import pytest

from lacxl.domain.rating import Dot, Rag
from lacxl.workbook.conditional_formats import ConditionalFormat
from lacxl.workbook.layout import locate
from lacxl.workbook.wanted import rules
from unit.workbook.snapshots import DEMO, read
from unit.workbook.tables import KNOWN, WORDS

LEAST_CONTRAST = 4.5  # WCAG 2.1, 1.4.3


def columns() -> list[list[ConditionalFormat]]:
    """Return the rules of each column: those of RAG, and those of DOT."""
    (sheet,) = rules(locate(read(DEMO), WORDS, KNOWN)).values()
    return [list(each) for _, each in groupby(sheet, key=lambda rule: rule.area.left)]


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_every_state_has_a_rule() -> None:
    own = [dot for dot in Dot if "slight" not in dot.value]  # the others are other councils'
    assert sorted(map(len, columns())) == [len(Rag), len(own)]


@pytest.mark.parametrize("column", [0, 1])
def test_every_state_has_a_fill_of_its_own(column: int) -> None:
    """n/a too: a light that was painted by hand would else show behind it."""
    fills = [rule.look.fill for rule in columns()[column]]
    assert None not in fills
    assert len(set(fills)) == len(fills)


@pytest.mark.parametrize("column", [0, 1])
def test_every_state_can_be_read_on_its_fill(column: int) -> None:
    for rule in columns()[column]:
        assert rule.look.fill
        assert rule.look.font
        light, dark = sorted(map(luminance, (rule.look.fill, rule.look.font)), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= LEAST_CONTRAST, rule
