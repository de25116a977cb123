"""Benchmarks out of printed figures: exact, by rules that are said with each figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from lacxl.domain.indicator import Polarity
from lacxl.domain.month import FinancialYear
from lacxl.domain.numbers import plain
from lacxl.published.datasets import PublishedMeasure
from lacxl.published.dfe_figures import SYMBOLS, DfeFigure
from lacxl.published.statistics import ENGLAND

NONE: Final = "-"
"""What is written where there is no such benchmark, so that an older one does not stay."""
NOT_KNOWN: Final = "x"
_QUARTER = Fraction(1, 4)


@dataclass(frozen=True, slots=True)
class BenchmarkCell:
    """A benchmark: `text` as it is written, how it came about, and the rows that it is from.

    `value` is None where `text` is a symbol or no number.
    """

    text: str
    how: str
    value: Decimal | None = None
    rows: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Worked:
    """The benchmarks of a measure in a year: by the columns that a report has for them.

    `reference` is the report's for it. `own` is the council's published figure. `silent` are the
    neighbours without one, by code, with what stands there instead, "" where there is no row.
    """

    reference: str
    measure: PublishedMeasure
    year: FinancialYear
    cells: Mapping[str, BenchmarkCell]
    own: DfeFigure | None
    said: int
    silent: Mapping[str, str]


def work_out(
    reference: str,
    measure: PublishedMeasure,
    year: FinancialYear,
    figures: Mapping[str, DfeFigure],
    council: str,
    neighbours: Sequence[str],
    model: str,
    names: Mapping[str, str],
    polarity: Polarity,
) -> Worked:
    """Return the benchmarks of a measure for a council.

    `figures` are those of the year by council, England's among them; `neighbours` are codes.
    """
    said = [figures[code] for code in neighbours if code in figures and _is_number(figures[code])]
    silent = {
        code: figures[code].text if code in figures else ""
        for code in neighbours
        if code not in figures or not _is_number(figures[code])
    }
    of_model = f"{len(said)} of {len(neighbours)} {model}"
    cells = {
        "stat_neigh_ave": _average(measure, said, silent, of_model, names),
        "best_stat_neigh": _best(measure, said, silent, of_model, names, polarity),
        "nat_ave": _england(measure, figures.get(ENGLAND)),
        "nat_top_qtile_threshold": _quartile(measure, figures, polarity),
    }
    return Worked(reference, measure, year, cells, figures.get(council), len(said), silent)


def mean(values: Sequence[Decimal]) -> Decimal:
    """Return the unweighted mean to one place, half up: of 63 and 64.5 it is 63.8."""
    return _rounded(sum(map(Fraction, values), Fraction(0)) / len(values))


def quantile(values: Sequence[Decimal], share: Fraction) -> Fraction:
    """Return the linear (type 7) quantile, exact: with n values in order it is at share(n - 1).

    Hyndman and Fan (1996), definition 7; Excel's PERCENTILE.INC. Raises ValueError for no values.
    """
    if not values:
        raise ValueError("no values")
    ordered = sorted(map(Fraction, values))
    at = share * (len(ordered) - 1)
    below = at.numerator // at.denominator
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (at - below) * (ordered[above] - ordered[below])


def _average(
    measure: PublishedMeasure,
    said: Sequence[DfeFigure],
    silent: Mapping[str, str],
    of_model: str,
    names: Mapping[str, str],
) -> BenchmarkCell:
    if not said:
        return _silence(silent, of_model)
    value = mean([_number(each) for each in said])
    listed = ", ".join(f"{names.get(each.council, each.council)} {each.text}" for each in said)
    how = (
        f"the unweighted mean of the printed figures of {of_model}, to one place, half up: {listed}"
    )
    return BenchmarkCell(_written(value, measure), how, value, _rows(said))


def _best(
    measure: PublishedMeasure,
    said: Sequence[DfeFigure],
    silent: Mapping[str, str],
    of_model: str,
    names: Mapping[str, str],
    polarity: Polarity,
) -> BenchmarkCell:
    if polarity is Polarity.NONE:
        return BenchmarkCell(NONE, "none: there is no good or bad")
    if not said:
        return _silence(silent, of_model)
    high = polarity is Polarity.HIGH
    value = (max if high else min)(_number(each) for each in said)
    best = [each for each in said if each.value == value]
    who = ", ".join(names.get(each.council, each.council) for each in best)
    how = f"the {'highest' if high else 'lowest'} printed figure of {of_model}: {who}"
    return BenchmarkCell(_written(value, measure), how, value, _rows(best))


def _england(measure: PublishedMeasure, england: DfeFigure | None) -> BenchmarkCell:
    if england is None:
        return BenchmarkCell(NOT_KNOWN, "the file has no row for England")
    rows = _rows([england])
    if measure.is_total:
        how = f"none: England's row is the total of all councils, {england.text}, and no average"
        return BenchmarkCell(NONE, how, None, rows)
    if england.value is None:
        return BenchmarkCell(
            _symbol(england.text), _why("England's row has", england.text), None, rows
        )
    how = "England's own row, as it is printed; no mean of councils"
    return BenchmarkCell(_written(england.value, measure), how, england.value, rows)


def _quartile(
    measure: PublishedMeasure, figures: Mapping[str, DfeFigure], polarity: Polarity
) -> BenchmarkCell:
    if polarity is Polarity.NONE:
        return BenchmarkCell(NONE, "none: there is no good or bad")
    values = [_number(f) for code, f in figures.items() if code != ENGLAND and _is_number(f)]
    if not values:
        return BenchmarkCell(NOT_KNOWN, "no council has a figure")
    high = polarity is Polarity.HIGH
    found = quantile(values, 1 - _QUARTER if high else _QUARTER)
    value = Decimal(found.numerator) / Decimal(found.denominator)  # a quarter of a printed step
    how = (
        f"the {'75th' if high else '25th'} percentile of the printed figures of {len(values)} "
        "councils, linear (type 7), as Excel's PERCENTILE.INC has it; a figure equal to it is in "
        "the top quarter"
    )
    some = next(f for code, f in figures.items() if code != ENGLAND)
    return BenchmarkCell(_written(value, measure), how, value, ((some.file, 0),))


def _silence(silent: Mapping[str, str], of_model: str) -> BenchmarkCell:
    """Return what stands where no neighbour has a figure: their symbol, if they share one."""
    texts = set(silent.values())
    text = _symbol(texts.pop()) if len(texts) == 1 and "" not in texts else NOT_KNOWN
    return BenchmarkCell(text, f"{of_model} have a figure")


def _symbol(text: str) -> str:
    return text if text in SYMBOLS else text.casefold()


def _why(what: str, text: str) -> str:
    return f"{what} {text}: {SYMBOLS[text.casefold()]}"


def _is_number(printed: DfeFigure) -> bool:
    return printed.value is not None


def _number(printed: DfeFigure) -> Decimal:
    assert printed.value is not None  # noqa: S101 - those without one are left out before
    return printed.value


def _rows(figures: Sequence[DfeFigure]) -> tuple[tuple[str, int], ...]:
    return tuple((each.file, each.row) for each in figures)


def _written(value: Decimal, measure: PublishedMeasure) -> str:
    return f"{plain(value)}%" if measure.takes == "percentage" else plain(value)


def _rounded(value: Fraction) -> Decimal:
    """Return a fraction half up to one place; figures are not negative."""
    return Decimal((20 * value.numerator + value.denominator) // (2 * value.denominator)) / 10
