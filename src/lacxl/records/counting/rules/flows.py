"""Children in care, starts, ends and why they ended (7.1 to 7.5, 7.7)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from lacxl.domain.dataset import CannotCountMonth
from lacxl.domain.month import Month
from lacxl.records.counting.care import ADOPTED, GOES_ON, in_care, unknown_starts
from lacxl.records.counting.counted import Cases, Condition, Reason, Step
from lacxl.records.counting.options import Options
from lacxl.records.counting.records import Records, once, rule
from lacxl.records.days import day, in_words, last_day, within
from lacxl.records.frames import Days, Frame, Mask, Whole, first_of_run, last_of_run

_STARTED = {"episodes": "start", "in_care": "started"}
_ENDED = {"episodes": "end", "in_care": "ceased"}
_WORDS = {"episodes": "ended", "in_care": "ceased"}
_NO_START = "the date of the start is not known"


def _dataset(records: Records) -> str:
    listed = "in_care" in records.tables and "episodes" not in records.tables
    return "in_care" if listed else records.table("episodes").name


@rule("7.1", _dataset)
def children_in_care(records: Records, month: Month) -> Cases:
    """Children in care at T: an episode starts on or before T and has no end, or one after T."""
    children, name = in_care(records, last_day(month)), _dataset(records)
    on, ended = in_words(children.on), _WORDS[name]
    words = f"in care on {on}: started on or before it, not {ended} or {ended} after it"
    return Cases(
        children.child,
        (*records.steps(name), Step(words, children.rows)),
        (("each child once", True),),
        left_out=((_NO_START, unknown_starts(records)[1]),),
        denominator=None,
        datasets=(name,),
    )


@rule("7.2", _dataset, "population")
def rate(records: Records, month: Month) -> Cases:
    """7.1, of the residents aged 0 to 17."""
    children = children_in_care.find(records, month)
    population = records.options.population.get(month.financial_year)
    if not population:
        raise CannotCountMonth(f"the population of {month.financial_year} is not set")
    return replace(children, denominator=population)


def _since_april(options: Options, month: Month) -> int:
    return (month.number - 4) % 12 if options.starts == "first_in_year" else 0


@rule("7.3", _dataset, "starts", back=_since_april)
def starts(records: Records, month: Month) -> Cases:
    """Starts in the month: episodes with RNE = S that start in it; or those that are a child's
    first since 1 April.
    """
    name = _dataset(records)
    table, column = records.kept(name), _STARTED[name]
    table.need("child", column)
    table.need(*(("rne",) if name == "episodes" else ()))
    first_only = records.options.starts == "first_in_year"
    since = month.financial_year.first if first_only else month
    rows = _dated(records, name, column, since, month)
    cases: list[Condition] = [(f"started in {month.long}", within(rows.days(column), month))]
    if name == "episodes":
        cases.append(("that start a period of care (RNE = S)", _are_entries(rows)))
    if first_only:
        first = _one_of_each(rows, _are_entries(rows), first_of_run)
        cases.append(("a child's first start since 1 April", first))
    return Cases(
        rows.child,
        records.steps(name),
        tuple(cases),
        left_out=(_dateless(records),),
        denominator=None,
        datasets=(name,),
    )


@once
def _dateless(records: Records) -> Reason:
    """Return which rows would start a period of care if their date were known."""
    table = records.kept(_dataset(records))
    return _NO_START, _are_entries(table.some(np.isnat(table.days(_STARTED[table.name]))))


def _are_entries(rows: Frame) -> Mask:
    """Return which rows start a period of care; each row of the list does."""
    return rows.any_of("rne", ("S",)) if rows.name == "episodes" else np.ones(len(rows), np.bool_)


@rule("7.4", _dataset, "ends")
def ends(records: Records, month: Month) -> Cases:
    """Ends in the month with a REC that is neither X1 nor blank."""
    return replace(_ends(records, month)[1], denominator=None)


@rule("7.5", _dataset, "permanence", "ends")
def for_permanence(records: Records, month: Month) -> Cases:
    """Of 7.4, those with a REC of permanence."""
    rows, found = _ends(records, month)
    return replace(found, counts=(_permanent(records, rows),))


@rule("7.7", _dataset, "adopted_of", "permanence", "ends")
def adopted(records: Records, month: Month) -> Cases:
    """Of 7.4, or of the numerator of 7.5, those with REC E11 or E12."""
    rows, found = _ends(records, month)
    if records.options.adopted_of == "permanence":
        found = replace(found, cases=(*found.cases, _permanent(records, rows)))
    return replace(found, counts=(("adopted (REC E11 or E12)", rows.any_of("rec", ADOPTED)),))


def _permanent(records: Records, rows: Frame) -> Condition:
    codes = records.options.permanence
    return f"for permanence (REC {', '.join(codes)})", rows.any_of("rec", codes)


@once
def _ends(records: Records, month: Month) -> tuple[Frame, Cases]:
    """Return the ends in the month with a REC that is neither X1 nor blank, or those that are a
    child's last on record of the financial year; and the rows that they are among.
    """
    name = _dataset(records)
    table, column = records.kept(name), _ENDED[name]
    table.need("child", column)
    table.need("rec")
    last_only = records.options.ends == "last_in_year"
    until = month.financial_year.last if last_only else month
    if records.as_at:  # nobody has on record what is beyond the source's reach
        until = min(until, max(records.as_at, *records.months))
    rows = _dated(records, name, column, month, until)
    in_month, ending = within(rows.days(column), month), ~rows.any_of("rec", GOES_ON)
    words = "with a reason that ends the period of care (REC neither X1 nor blank)"
    cases: list[Condition] = [(f"{_WORDS[name]} in {month.long}", in_month), (words, ending)]
    if last_only:
        last = _one_of_each(rows, ending, last_of_run)
        cases.append(("a child's last end on record from 1 April to 31 March", last))
    no_reason = "ceased, and the reason is not known", in_month & rows.any_of("rec", ("",))
    return rows, Cases(
        rows.child,
        records.steps(name),
        tuple(cases),
        left_out=(no_reason,) if name == "in_care" else (),
        datasets=(name,),
    )


def _dated(records: Records, name: str, column: str, first: Month, last: Month) -> Frame:
    """Return the rows dated from one month to another, both included, by day."""
    table, days = _by_day(records, name, column)
    begin, end = np.searchsorted(days, [day(first.first_day), last_day(last) + 1])
    return table.some(np.arange(begin, end))


@once
def _by_day(records: Records, name: str, column: str) -> tuple[Frame, Days]:
    """Return the rows dated in the financial years of the months to count, and their days."""
    table, months = records.kept(name), records.months
    days = table.days(column)
    first, last = min(months).financial_year.first, max(months).financial_year.last
    rows = np.flatnonzero((days >= day(first.first_day)) & (days <= last_day(last)))
    order = np.argsort((days[rows] - day(first.first_day)).astype(np.uint16), kind="stable")
    rows = rows[order]  # of such short numbers a sort by digits
    return table.some(rows), days[rows]


def _one_of_each(rows: Frame, some: Mask, of_run: Callable[[Whole], Mask]) -> Mask:
    """Return which of some rows, by day, are the first or the last of their child."""
    at = np.flatnonzero(some)
    at = at[np.argsort(rows.child[at], kind="stable")]
    return np.isin(np.arange(len(rows)), at[of_run(rows.child[at])])
