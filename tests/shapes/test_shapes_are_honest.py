"""The made-up workbooks hold what they say: their readings, and an earlier month's state."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from shapes import SHAPES, Made, TrueIndicator, make
from shapes.reckoning import Series

SEEDS = (1, 2, 3)
MADE_UP = tuple(shape for shape in SHAPES if shape != "own_report")
CASES = [(shape, seed) for shape in MADE_UP for seed in SEEDS]
Readings = dict[str, dict[str, tuple[int, int | None]]]


@cache
def made(shape: str, seed: int) -> tuple[Made, Workbook]:
    one = make(shape, seed, Path(mkdtemp()))
    return one, openpyxl.load_workbook(one.workbook)


def readings_of(one: Made) -> Readings:
    found: Readings = {}
    with one.readings.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            below = int(row["denominator"]) if row["denominator"] else None
            found.setdefault(row["indicator"], {})[row["month"]] = (int(row["numerator"]), below)
    return found


def periods(one: Made, months: list[str]) -> Iterator[list[str]]:
    """The months of a year up to the month, or the quarters over by then."""
    if one.shape != "quarterly":
        april = one.month[:4] if int(one.month[5:]) >= 4 else str(int(one.month[:4]) - 1)
        yield from ([month] for month in months if month >= f"{april}-04")
        return
    for at in range(len(months) % 3, len(months), 3):
        yield months[at : at + 3]


def figure(one: Made, indicator: TrueIndicator, readings: Readings, months: list[str]) -> float:
    of = readings[indicator.reference]
    used = [of[month] for month in (months if indicator.kind == "flow" else months[-1:])]
    number = Fraction(sum(above for above, _ in used))
    if used[0][1] is not None:
        number /= sum(below for _, below in used if below is not None)
    if indicator.unit == "rate":
        number *= 10_000
    if indicator.unit == "percentage" and one.facts["percent"] == "points":
        number *= 100
    return float(number)


def near(one: Made, indicator: TrueIndicator, value: object, wanted: float) -> bool:
    """The same as it shows."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    step = {"count": 1e-9, "percentage": 0.051, "rate": 0.051, "mean": 0.051}[indicator.unit]
    if indicator.unit == "percentage" and one.facts["percent"] == "fraction":
        step /= 100
    return abs(value - wanted) < step


def lines(book: Workbook, sheet: str, address: str) -> Iterator[list[object]]:
    """What the workbook holds in the cell's row, in its column, and there on every sheet."""
    cell = book[sheet][address]
    yield [other.value for other in book[sheet][cell.row]]
    yield [other.value for other in book[sheet][cell.column_letter]]
    sheets = [each[address].value for each in book.worksheets]
    yield sheets
    yield sheets[::-1]


def in_order(
    one: Made, indicator: TrueIndicator, wanted: list[float], values: list[object]
) -> bool:
    left = iter(values)
    return all(any(near(one, indicator, value, figure) for value in left) for figure in wanted)


@pytest.mark.parametrize(("shape", "seed"), CASES)
def test_history_in_the_workbook_is_that_of_the_readings(shape: str, seed: int) -> None:
    one, book = made(shape, seed)
    readings = readings_of(one)
    assert set(readings) == {indicator.reference for indicator in one.indicators}
    for indicator in one.indicators:
        months = sorted(readings[indicator.reference])
        assert months[-1] == one.month
        numbers = [figure(one, indicator, readings, part) for part in periods(one, months)]
        above = [float(readings[indicator.reference][month][0]) for month in months]
        # Where the council's own formula works a percentage out, its numerators are typed.
        ways = [numbers, above[-len(numbers) :]] if shape in {"blocks", "data_sheet"} else [numbers]
        assert any(
            in_order(one, indicator, way[:-1], line)
            for way in ways
            for where, value in one.expected.items()
            if isinstance(value, int | float) and value == pytest.approx(way[-1])
            for line in lines(book, *where)
        ), indicator


@pytest.mark.parametrize(("shape", "seed"), [*CASES, ("own_report", 1)])
def test_the_cells_to_fill_hold_the_state_before(shape: str, seed: int) -> None:
    one, book = made(shape, seed)
    assert len(one.expected) >= len(one.indicators) >= 6
    words = set(one.facts.values()) | {None}
    for (sheet, address), value in one.expected.items():
        before = book[sheet][address].value
        assert value is not None
        assert not str(before).startswith("="), (sheet, address)
        if isinstance(value, str):
            assert before in words
            assert value in words or value == "TBC (Unavailable)"
        else:
            assert before is None or isinstance(before, int | float)
    for (sheet, address), values in one.may_change.items():
        assert book[sheet][address].value not in values or (sheet, address) not in one.expected
        assert values


@pytest.mark.parametrize("shape", MADE_UP)
def test_a_seed_makes_the_same_workbook_again_and_two_seeds_differ(shape: str) -> None:
    first, book = made(shape, 1)
    again = make(shape, 1, Path(mkdtemp()))
    assert (again.expected, again.may_change, again.facts) == (
        first.expected,
        first.may_change,
        first.facts,
    )
    assert again.indicators == first.indicators
    assert again.readings.read_bytes() == first.readings.read_bytes()
    assert _texts(book) != _texts(made(shape, 2)[1])
    assert first.expected.keys() != made(shape, 2)[0].expected.keys()


def _texts(book: Workbook) -> list[tuple[str, str]]:
    return [
        (sheet.title, cell.value)
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str)
    ]


@pytest.mark.parametrize(("shape", "seed"), CASES)
def test_indicators_are_named_once_and_targets_fit_their_tolerance(shape: str, seed: int) -> None:
    one, _ = made(shape, seed)
    references = [indicator.reference for indicator in one.indicators]
    assert len(references) == len(set(references))
    for indicator in one.indicators:
        if indicator.amber is not None:
            assert indicator.target is not None
            assert (indicator.amber < indicator.target) == (indicator.polarity == "high")


def one_of(polarity: str, *pairs: tuple[int, int], amber: str | None = "0.9") -> Series:
    """A percentage's series from April 2025, held against 95%, or 10% where low is good."""
    target = Fraction("0.1") if polarity == "low" else Fraction("0.95")
    last = Fraction(amber) if amber else None
    indicator = TrueIndicator("X1", "", "percentage", "flow", polarity, target, last, "", "")
    months = [f"2025-{number:02d}" for number in range(4, 4 + len(pairs))]
    above, below = zip(*pairs, strict=True)
    return Series(
        indicator, dict(zip(months, above, strict=True)), dict(zip(months, below, strict=True))
    )


@pytest.mark.parametrize(
    ("series", "colour"),
    [
        (one_of("high", (9495, 10000)), "green"),  # 94.95% shows as 95.0%
        (one_of("high", (9494, 10000)), "amber"),
        (one_of("high", (9, 10)), "amber"),
        (one_of("high", (8994, 10000)), "red"),
        (one_of("high", (9, 10), amber=None), "red"),
        (one_of("low", (1, 10), amber="0.12"), "green"),
        (one_of("low", (12, 100), amber="0.12"), "amber"),
        (one_of("low", (13, 100), amber="0.12"), "red"),
        (one_of("none", (13, 100)), "none"),
    ],
)
def test_lights_are_judged_at_the_precision_shown(series: Series, colour: str) -> None:
    assert series.light(("2025-04",)) == colour


@pytest.mark.parametrize(
    ("series", "way"),
    [
        (one_of("high", (90, 100), (92, 100)), "up"),  # as large as the limit is not slight
        (one_of("high", (90, 100), (91, 100)), "up_slightly"),
        (one_of("high", (9000, 10000), (9004, 10000)), "level"),
        (one_of("low", (10, 100), (13, 100)), "down"),
        (one_of("low", (10, 100), (9, 100)), "up_slightly"),
        (one_of("none", (10, 100), (13, 100)), "up"),
    ],
)
def test_arrows_point_the_way_of_performance(series: Series, way: str) -> None:
    assert series.arrow(("2025-04",), ("2025-05",), Fraction(2)) == way


def test_a_flow_adds_up_and_a_snapshot_is_its_last() -> None:
    flow = one_of("high", (1, 2), (1, 4), (2, 2))
    months = ("2025-04", "2025-05", "2025-06")
    assert flow.figure(months) == Fraction(1, 2)
    snapshot = replace(flow, indicator=replace(flow.indicator, kind="snapshot"))
    assert snapshot.figure(months) == 1
