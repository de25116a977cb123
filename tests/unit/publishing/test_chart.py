"""The axis of a chart has a few round marks and room for every month, whatever the months are."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lacxl.domain.indicator import Unit
from lacxl.publishing.forms.chart import HEIGHT, WIDTH, chart
from unit.publishing.sample import line

EIGHT = st.lists(st.decimals(0, 9_999, places=1), min_size=8, max_size=8)


def _marks(drawing: str) -> list[str]:
    return re.findall(r'<text class="end" [^>]*>([^<]+)</text>', drawing)


@pytest.mark.parametrize(
    ("unit", "months", "target", "marks"),
    [
        (Unit.PERCENTAGE, "100.0 100.0 x x x x x x", "", ["95%", "100%"]),
        (Unit.PERCENTAGE, "90.0 92.0 x x x x x x", "98.0%", ["90%", "92%", "94%", "96%", "98%"]),
        (Unit.PERCENTAGE, "120.0 x x x x x x x", "", ["115%", "120%", "125%"]),
        (Unit.COUNT, "0 0 0 0 0 0 0 0", "", ["0", "1"]),
        (Unit.COUNT, "1,132 1,200 x x x x x x", "", ["1,120", "1,140", "1,160", "1,180", "1,200"]),
        (Unit.MEAN, "566.0 c c c c c c c", "487", ["480", "500", "520", "540", "560", "580"]),
    ],
)
def test_the_marks_are_round(unit: Unit, months: str, target: str, marks: list[str]) -> None:
    assert _marks(chart(line("1", "Title", unit, months, target=target), "i")) == marks


@given(EIGHT)
def test_every_month_is_drawn_between_the_edges(values: list[Decimal]) -> None:
    drawing = chart(line("1", "Title", Unit.RATE, " ".join(map(str, values))), "i")
    points = [
        (float(x), float(y)) for x, y in re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)"', drawing)
    ]
    assert len(points) == 8
    assert all(0 < x < WIDTH and 0 < y < HEIGHT for x, y in points)
    assert 2 <= len(_marks(drawing)) <= 7


def test_nothing_is_drawn_of_nothing() -> None:
    assert chart(line("1", "Title", Unit.COUNT, "c c c x x x z z", target="5"), "i") == ""
