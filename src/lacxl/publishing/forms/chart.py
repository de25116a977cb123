"""A small chart of a line's months: drawn in the page, read out as one sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from html import escape
from typing import Final

from lacxl.domain.indicator import Unit
from lacxl.publishing.forms.shown_numbers import ShownNumber, printed, text_of
from lacxl.publishing.forms.texts import plain
from lacxl.publishing.forms.wording import name_of
from lacxl.publishing.publication import PublishedLine

WIDTH, HEIGHT = 340, 210
_LEFT, _RIGHT, _TOP, _BOTTOM = 52, 14, 26, 34
_STEPS: Final = (Decimal(1), Decimal(2), Decimal(5), Decimal(10))
_INTERVALS: Final = 4


@dataclass(frozen=True, slots=True)
class _Axis:
    """The values up the side of a chart."""

    low: Decimal
    high: Decimal
    step: Decimal

    @property
    def marks(self) -> Iterator[Decimal]:
        """The values that have a line of their own."""
        mark = self.low
        while mark <= self.high:
            yield mark
            mark += self.step

    def y(self, value: Decimal) -> float:
        """Return how far down a value is drawn."""
        share = float((value - self.low) / (self.high - self.low))
        return round(HEIGHT - _BOTTOM - share * (HEIGHT - _TOP - _BOTTOM), 1)


def chart(line: PublishedLine, id_: str) -> str:
    """Return the drawing, "" where no month has a number to draw.

    A month that is not shown leaves a gap, with its symbol at the foot.
    """
    numbers = [printed(value) for _, value in line.months]
    shown = [each.number for each in numbers if each is not None]
    if not shown:
        return ""
    target = [line.target_number] if line.target_number is not None else []
    axis = _axis_of([*shown, *target], line.unit)
    summary = plain(line.summary) or f"{name_of(line)}, month by month. The table has the figures."
    return "".join(
        (
            (
                f'<svg role="img" viewBox="0 0 {WIDTH} {HEIGHT}" aria-labelledby="{id_}-t {id_}-d">'
                f'<title id="{id_}-t">Chart of {escape(name_of(line))}</title>'
                f'<desc id="{id_}-d">{escape(summary)}</desc>'
            ),
            *_grid(axis, line.unit),
            *_target(axis, line),
            *_months(line),
            *_curve(axis, numbers),
            "</svg>",
        )
    )


def _axis_of(values: Sequence[Decimal], unit: Unit) -> _Axis:
    """Return an axis with a few round marks that has room for every value."""
    low, high = min(values), max(values)
    spread = (high - low) or abs(high) / 10 or Decimal(1)
    rough = spread / _INTERVALS
    power = Decimal(1).scaleb(rough.adjusted())
    step = next(each * power for each in _STEPS if each * power >= rough)
    if unit is Unit.COUNT:
        step = max(step, Decimal(1))
    bottom = (low / step).to_integral_value(ROUND_FLOOR) * step
    top = (high / step).to_integral_value(ROUND_CEILING) * step
    if bottom == top:
        bottom, top = bottom - step, top + step
    if low >= 0:
        bottom = max(bottom, Decimal(0))
    if unit is Unit.PERCENTAGE and high <= 1:
        top = min(top, Decimal(1))  # there is no 105%
    return _Axis(bottom, top, step)


def _grid(axis: _Axis, unit: Unit) -> Iterator[str]:
    for mark in axis.marks:
        y = axis.y(mark)
        yield f'<path class="grid" d="M{_LEFT} {y}H{WIDTH - _RIGHT}"/>'
        yield f'<text class="end" x="{_LEFT - 6}" y="{y + 4}">{_mark(mark, unit)}</text>'


def _mark(mark: Decimal, unit: Unit) -> str:
    number = (mark * 100 if unit is Unit.PERCENTAGE else mark).normalize()
    return f"{number:,f}{'%' if unit is Unit.PERCENTAGE else ''}"


def _target(axis: _Axis, line: PublishedLine) -> Iterator[str]:
    if line.target_number is None:
        return
    y = axis.y(line.target_number)
    yield f'<path class="target" d="M{_LEFT} {y}H{WIDTH - _RIGHT}"/>'
    yield (
        f'<text class="end aim" x="{WIDTH - _RIGHT}" y="14">'
        f"Dashed line: target {escape(plain(line.target))[:24]}</text>"
    )


def _months(line: PublishedLine) -> Iterator[str]:
    for at, (name, value) in enumerate(line.months):
        x = _x(at, len(line.months))
        yield f'<text class="mid" x="{x}" y="{HEIGHT - 8}">{escape(plain(name)[:3])}</text>'
        if printed(value) is None:
            sign = escape(text_of(value)[:3])
            yield f'<text class="mid sign" x="{x}" y="{HEIGHT - _BOTTOM - 5}">{sign}</text>'


def _curve(axis: _Axis, numbers: Sequence[ShownNumber | None]) -> Iterator[str]:
    path, after_gap = [], True
    dots = []
    for at, number in enumerate(numbers):
        if number is None:
            after_gap = True
            continue
        x, y = _x(at, len(numbers)), axis.y(number.number)
        path.append(f"{'M' if after_gap else 'L'}{x} {y}")
        dots.append(f'<circle cx="{x}" cy="{y}" r="4"/>')
        after_gap = False
    yield f'<path class="curve" d="{"".join(path)}"/>'
    yield from dots


def _x(at: int, of: int) -> float:
    """Return how far right a month is drawn: in the middle of its share of the width."""
    return round(_LEFT + (at + 0.5) * (WIDTH - _LEFT - _RIGHT) / of, 1)
