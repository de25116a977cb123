"""All indicators of one source in some months."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lacxl.domain.month import Month
from lacxl.records.counting import adoption, in_date, reviews, stability, visits
from lacxl.records.counting.context import Context
from lacxl.records.counting.counted import Counted
from lacxl.records.counting.filters import count_filtered, dataset_for
from lacxl.records.counting.options import Options
from lacxl.records.counting.rules import filters
from lacxl.records.counting.tables import CannotCount
from lacxl.records.frames import Frame

if TYPE_CHECKING:
    import pandas as pd

_WORKERS = 2
_LONGEST = ("7.6", "9.2")
"""What takes longest is begun first, so that at the end no processor waits for another."""

Together = Callable[[Context, Sequence[Month]], Iterable[Counted]]
Each = Callable[[Context, Month], Counted]


@dataclass(frozen=True, slots=True)
class _Measure:
    """How one indicator is counted: all months together, or each month.

    `dataset` gives the dataset that says which months are covered. `ahead` works out what does not
    depend on them.
    """

    dataset: Callable[[Context], str]
    together: Together | None = None
    each: Each | None = None
    back: Callable[[Options, Month], int] = lambda options, month: 0
    ahead: Callable[[Context], None] = lambda context: None


def _filtered(indicator: str) -> _Measure:
    def back(options: Options, month: Month) -> int:
        of_year = indicator == "7.3" and options.starts == "first_in_year"
        return (month.number - 4) % 12 if of_year else 0

    return _Measure(
        lambda context: dataset_for(context, indicator),
        lambda context, months: count_filtered(context, indicator, months),
        back=back,
    )


def _in_care(each: Each, back: Callable[[Month], int] = lambda month: 0) -> _Measure:
    return _Measure(Context.care_dataset, each=each, back=lambda options, month: back(month))


def _episodes(context: Context) -> str:
    context.table("episodes")
    return "episodes"


def _adoptions(together: Together) -> _Measure:
    return _Measure(lambda context: context.first_of("episodes", "adoptions"), together)


_MEASURES: Mapping[str, _Measure] = {
    **{rule.indicator: _filtered(rule.indicator) for rule in filters()},
    "7.6": _Measure(Context.care_dataset, reviews.reviews, ahead=reviews.ahead),
    "7.8": _in_care(in_date.health),
    "7.9": _in_care(in_date.dental),
    "7.10": _in_care(in_date.education),
    "7.11": _in_care(in_date.plan),
    "7.12": _in_care(visits.statutory),
    "7.13": _in_care(visits.local),
    "9.1": _Measure(_episodes, each=stability.lasting),
    "9.2": _in_care(stability.moves, stability.months_back),
    "10.1": _adoptions(adoption.within_a_year),
    "10.2": _adoptions(adoption.entry_to_moving_in),
    "10.3": _adoptions(adoption.order_to_match),
}
INDICATORS = tuple(sorted(_MEASURES, key=lambda number: tuple(map(int, number.split(".")))))
"""The indicators that can be counted, in the report's order."""


def count(
    frames: Mapping[str, Frame] | Mapping[str, pd.DataFrame],
    months: Sequence[Month],
    options: Options | None = None,
    *,
    source: str,
    as_at: Month | None = None,
    since: Month | None = None,
    indicators: Sequence[str] = INDICATORS,
) -> tuple[Counted, ...]:
    """Count the indicators from one source's frames, by the definitions of docs/definitions.md.

    `frames`, which may be those of pandas, go by the names of `lacxl.domain.dataset.DATASETS`; a
    column that the source does not have is left out of its frame. `as_at` is the month that lists
    were made for and the last that the episodes cover (without it the month of their latest date),
    `since` the first. Returns for each indicator and month what was counted, or the reason why it
    could not be.
    """
    if not months:
        return ()
    context = Context(_ours(frames), options or Options(), source, as_at, since, months)
    # side by side: most of it is done on whole arrays, without Python
    with ThreadPoolExecutor(max_workers=_WORKERS) as pool:
        found = {
            number: pool.submit(_count, context, number, tuple(months))
            for number in sorted(indicators, key=lambda number: number not in _LONGEST)
        }
        return tuple(counted for number in indicators for counted in found[number].result())


def _ours(frames: Mapping[str, Frame] | Mapping[str, pd.DataFrame]) -> dict[str, Frame]:
    found = {}
    for name, frame in frames.items():
        if isinstance(frame, Frame):
            found[name] = frame
        else:
            from lacxl.records.frames.of_pandas import of_pandas

            found[name] = of_pandas(name, frame)
    return found


def _count(context: Context, number: str, months: tuple[Month, ...]) -> list[Counted]:
    measure = _MEASURES[number]
    found: dict[Month, Counted] = {}
    measure.ahead(context)
    try:
        dataset = measure.dataset(context)
        for month in months:
            reason = context.why_not(month, dataset, measure.back(context.options, month))
            if reason:
                found[month] = context.refused(number, month, reason)
        covered = tuple(month for month in months if month not in found)
        if measure.together and covered:
            found |= {each.month: each for each in measure.together(context, covered)}
    except CannotCount as why:
        return [context.refused(number, month, str(why)) for month in months]
    if measure.each:
        found |= {month: _each(context, number, measure.each, month) for month in covered}
    return [found[month] for month in months]


def _each(context: Context, number: str, each: Each, month: Month) -> Counted:
    try:
        return each(context, month)
    except CannotCount as why:
        return context.refused(number, month, str(why))
