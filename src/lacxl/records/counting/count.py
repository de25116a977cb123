"""All indicators of one source in some months."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from lacxl.domain.dataset import CannotCount, CannotCountMonth
from lacxl.domain.month import Month
from lacxl.records.beside import beside_each_other
from lacxl.records.counting.counted import Counted
from lacxl.records.counting.options import Options
from lacxl.records.counting.records import Records, Rule
from lacxl.records.counting.rules import adoption, flows, in_time, leavers, reviews, stability
from lacxl.records.frames import Frame

_ROOMS = tuple(
    {found.indicator: found for found in vars(room).values() if isinstance(found, Rule)}
    for room in (reviews, stability, adoption, flows, in_time, leavers)
)
"""The rules by their indicators, every function of a module that is one; the longest room first."""
RULES: Mapping[str, Rule] = {number: rule for room in _ROOMS for number, rule in room.items()}
INDICATORS = tuple(sorted(RULES, key=lambda number: tuple(map(int, number.split(".")))))
"""The indicators that can be counted, in the report's order."""
USED_BY = {number: RULES[number].options for number in INDICATORS}
"""Which options the count of an indicator uses."""


def count(
    frames: Mapping[str, Frame],
    months: Sequence[Month],
    options: Options | None = None,
    *,
    source: str,
    as_at: Month | None = None,
    since: Month | None = None,
    indicators: Sequence[str] = INDICATORS,
) -> tuple[Counted, ...]:
    """Count the indicators from one source's frames, by the definitions of docs/definitions.md.

    `frames` go by the names of `lacxl.domain.dataset.DATASETS`; what the source does not give is
    not in its frame, or is in `lacking`. `as_at` is the month that lists were made for and the last
    that the episodes cover (without it the month of their latest date), `since` the first.
    """
    if not months:
        return ()
    tables = {name: replace(frame, name=name) for name, frame in frames.items()}
    records = Records(tables, options or Options(), as_at, since, months)

    def count_room(rules: Mapping[str, Rule]) -> dict[str, list[Counted]]:
        return {
            number: _count(records, rule, source)
            for number, rule in rules.items()
            if number in indicators
        }

    found: dict[str, list[Counted]] = {}
    for counted in beside_each_other(count_room, _ROOMS):
        found |= counted
    return tuple(each for number in indicators for each in found[number])


def _count(records: Records, rule: Rule, source: str) -> list[Counted]:
    try:
        return [_in_month(records, rule, month, source) for month in records.months]
    except CannotCount as why:
        return [Counted(rule.indicator, month, source, reason=str(why)) for month in records.months]


def _in_month(records: Records, rule: Rule, month: Month, source: str) -> Counted:
    """Return an indicator in a month; raises CannotCount where no month can be counted."""
    try:
        rule.require(records, month)
        cases = rule.find(records, month)
        records.require_known(month, cases.datasets)
    except CannotCount as why:
        if rule.each_month or isinstance(why, CannotCountMonth):
            return Counted(rule.indicator, month, source, reason=str(why))
        raise
    return cases.counted(rule.indicator, month, source, records.files(*cases.datasets))
