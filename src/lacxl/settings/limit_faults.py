"""Whether the limits of lacxl.toml are of indicators and figures that there are, in their units."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence

from lacxl.domain.finding import Finding, error
from lacxl.domain.indicator import Indicator, Unit
from lacxl.settings.base import Limit
from lacxl.settings.key_lines import KeyPath, line_of
from lacxl.settings.sections import FigureSection, IndicatorSection

_LIMITS = ("target", "amber", "dead_band")


def limit_faults(
    entries: Mapping[str, IndicatorSection],
    known: Mapping[str, Indicator],
    file: str,
    lines: Mapping[KeyPath, int],
) -> Iterator[Finding]:
    """Yield what is wrong with the entries of indicators, by the line of each key (S106, S109)."""
    for number, entry in entries.items():
        path: KeyPath = ("indicators", number)
        if number not in known:
            yield unknown_indicator(number, known, f"{file} line {line_of(path, lines)}")
            continue
        indicator = known[number]
        yield from _wrong_limits(number, indicator.figures[-1].unit, entry, path, file, lines)
        named = {figure.name: figure for figure in indicator.figures if figure.name}
        for name, own in entry.figures.items():
            path = ("indicators", number, "figures", name)
            where = f"{file} line {line_of(path, lines)}"
            if name not in named:
                yield _unknown_figure(number, name, list(named), where)
                continue
            if indicator.judges(named[name]):
                yield _of_all(number, name, where)
                continue
            label = indicator.label(named[name])
            yield from _wrong_limits(label, named[name].unit, own, path, file, lines)


def _wrong_limits(
    label: str,
    unit: Unit,
    entry: IndicatorSection | FigureSection,
    above: KeyPath,
    file: str,
    lines: Mapping[KeyPath, int],
) -> Iterator[Finding]:
    for key in _LIMITS:
        limit: Limit | None = getattr(entry, key)
        if limit is None:
            continue
        where = f"{file} line {line_of((*above, key), lines)} {key}"
        if limit and limit.is_percentage != (unit is Unit.PERCENTAGE):
            yield _wrong_unit(label, where, wants_sign=unit is Unit.PERCENTAGE)
        elif limit.is_percentage and limit > 1:
            what = f"{label} is a percentage and this limit is over 100%."
            yield error("S109", what, where, 'Write it up to "100%".')
        elif unit is Unit.COUNT and key != "dead_band" and limit % 1:
            what = f"{label} is a count and this limit is not a whole number."
            yield error("S109", what, where, "Write a whole number.")


def unknown_indicator(number: str, known: Mapping[str, Indicator], where: str) -> Finding:
    """Return the error of an indicator that there is not, with the nearest one."""
    near = difflib.get_close_matches(number, known, n=1)
    return error(
        "S106",
        f"there is no indicator {number}.",
        where,
        f"Did you mean {near[0]}?" if near else f"Known are {', '.join(known)}.",
    )


def _unknown_figure(number: str, name: str, names: Sequence[str], where: str) -> Finding:
    has = f"its figures are {' and '.join(names)}" if names else "it has a single figure"
    way = (
        f'Write [indicators."{number}".figures.{names[0]}].'
        if names
        else f'Write its limits under [indicators."{number}"].'
    )
    return error("S106", f"{number} has no figure '{name}': {has}.", where, way)


def _of_all(number: str, name: str, where: str) -> Finding:
    return error(
        "S106",
        f"what is under {number} itself are the limits of its {name}.",
        where,
        f'Write them under [indicators."{number}"].',
    )


def _wrong_unit(label: str, where: str, *, wants_sign: bool) -> Finding:
    if wants_sign:
        what, todo = "is a percentage and this limit is not", 'Write it as "95%".'
    else:
        what, todo = "is not a percentage but this limit is", "Write the number alone, as in 470."
    return error("S109", f"{label} {what}.", where, todo)
