"""How long adoptions took (10.1 to 10.3)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from lacxl.domain.month import Month
from lacxl.records.counting.context import Context
from lacxl.records.counting.counted import Counted, LeftOut, Step
from lacxl.records.counting.days import MISSING, Days, Mask, Numbers, add_months, month_numbers
from lacxl.records.counting.history import CARER_BEGINS, History
from lacxl.records.counting.homes import ADOPTIVE, TEMPORARY, WHERE, Homes
from lacxl.records.counting.tables import Index, Table, keys

ADOPTED = ("E11", "E12")
WITH_THE_FOSTER_CARER = ("A3", "A5")
"""PLACE codes of the SSDA903 guide: placed for adoption, by consent or order, with the carer."""
_MONTHS_TO_ADOPT = 12


@dataclass(frozen=True, slots=True)
class Adoptions:
    """Adoptions with their dates, MISSING where one is not known."""

    read: int
    child: Numbers
    adopted: Days
    entered: Days
    decided: Days
    ordered: Days
    matched: Days
    moved_in: Days


def within_a_year(context: Context, months: Sequence[Month]) -> Iterator[Counted]:
    """Count 10.1: adopted within 12 months of the decision that the child should be placed."""
    context.table("adoptions").need("decided")
    dates = _adoptions(context)
    known = dates.decided != MISSING
    soon = known & (add_months(dates.decided, _MONTHS_TO_ADOPT) >= dates.adopted)
    yield from _counts(
        context, "10.1", months, dates, known, soon,
        ("the decision that the child should be placed is known", "the decision is not known"),
        "adopted within 12 months of the decision",
    )  # fmt: skip


def entry_to_moving_in(context: Context, months: Sequence[Month]) -> Iterator[Counted]:
    """Count 10.2, the adoption scorecard's A1, or A10 where the option says so: days in care
    before moving in with the family that adopted (Adoption scorecards: methodology, DfE).
    """
    dates = _adoptions(context)
    known = (dates.entered != MISSING) & (dates.moved_in != MISSING)
    days = np.where(known, dates.moved_in.astype(np.int64) - dates.entered, 0)
    yield from _counts(
        context, "10.2", months, dates, known, days,
        ("both dates are known", "the day of entry or of moving in is not known"),
        f"days from entering care to moving in, added up ({context.options.a1})",
    )  # fmt: skip


def order_to_match(context: Context, months: Sequence[Month]) -> Iterator[Counted]:
    """Count 10.3, the adoption scorecard's A2: days from placement order to match; a match before
    the order took none (Adoption scorecards: methodology, DfE).
    """
    context.table("adoptions").need("matched")
    dates = _adoptions(context)
    known = (dates.ordered != MISSING) & (dates.matched != MISSING)
    days = np.where(known, np.maximum(dates.matched.astype(np.int64) - dates.ordered, 0), 0)
    yield from _counts(
        context, "10.3", months, dates, known, days,
        ("both dates are known", "the day of the placement order or of the match is not known"),
        "days from placement order to match, added up",
    )  # fmt: skip


def _counts(
    context: Context,
    indicator: str,
    months: Sequence[Month],
    dates: Adoptions,
    known: Mask,
    amounts: Mask | Numbers,
    words: tuple[str, str],
    counts: str,
) -> Iterator[Counted]:
    month_of = month_numbers(dates.adopted)
    has_episodes = context.first_of("episodes", "adoptions") == "episodes"
    for month in months:
        mine = month_of == month.year * 12 + month.number - 1
        cases = mine & known
        total = int(amounts[cases].sum())
        adopted = int(mine.sum())
        counted = cases & amounts if amounts.dtype == np.bool_ else cases
        yield context.counted(
            indicator, month,
            numerator=total,
            denominator=int(cases.sum()),
            datasets=("episodes", "adoptions") if has_episodes else ("adoptions",),
            funnel=(
                Step("episodes read" if has_episodes else "rows of the list read", dates.read),
                Step(f"adopted in {month.long}" + " (REC E11 or E12)" * has_episodes, adopted),
                Step(words[0], int(cases.sum())),
                Step(counts, total),
                Step("denominator", int(cases.sum())),
                Step("numerator", total),
            ),
            left_out=(
                LeftOut(words[1], adopted - int(cases.sum())),
                *((context.care_left_out(),) if has_episodes else ()),
            ),
            who=lambda n=counted, d=cases: (dates.child[n], dates.child[d]),  # type: ignore[misc]
        )  # fmt: skip


def _adoptions(context: Context) -> Adoptions:
    return context.once("adoptions", lambda: _worked_out(context))


def _worked_out(context: Context) -> Adoptions:
    table = context.tables.get("adoptions")
    if "episodes" not in context.tables:
        return _listed(context, context.table("adoptions"))
    history = context.history
    ended = history.recorded_end
    rows = np.flatnonzero((ended >= context.first) & (ended <= context.last))
    rows = rows[history.table.any_of("rec", ADOPTED, rows)]
    rows = rows[history.ending[rows] & history.near.among(history.child[rows])]
    care = history.care.of[rows]
    first, last = history.care.first[care], history.care.last(care)
    entered = np.where(history.periods.entered[care], history.start[first], np.int32(MISSING))
    history.table.need("place", "legal_status")
    placed = _placed_with_adopters(history, first, last)
    order = _first_row(history, "legal_status", ("E1",), first, last)
    child, adopted = history.child[rows], ended[rows]

    def given(column: str) -> Days:
        return _given(table, column, child, adopted)

    moved_in = _else(given("moved_in"), _starts(history, placed))
    if context.options.a1 == "A10":
        own = _by_foster_carer(context, table, history, child, placed)
        with_carer = _carer_start(history, placed, first, last)
        moved_in = np.where(own, with_carer, moved_in)
    return Adoptions(
        history.read, child, adopted, _else(given("entered"), entered), given("decided"),
        _else(given("ordered"), _starts(history, order)), given("matched"), moved_in,
    )  # fmt: skip


def _listed(context: Context, table: Table) -> Adoptions:
    """Return the adoptions of a list (Annex A list 10), whose dates are all its own.

    It has no carers: under A10 it is not known when a child moved in with the foster carer.
    """
    table.need("child", "adopted", "entered", "ordered", "moved_in")
    rows = np.flatnonzero(table.days("adopted") != MISSING)
    moved_in = table.days("moved_in")[rows]
    if context.options.a1 == "A10":
        table.need("by_foster_carer")
        moved_in[table.flags("by_foster_carer", True)[rows]] = MISSING
    none = np.full(len(rows), MISSING, np.int32)
    return Adoptions(
        table.read, table.child[rows], table.days("adopted")[rows], table.days("entered")[rows],
        table.days("decided")[rows] if table.has("decided") else none,
        table.days("ordered")[rows],
        table.days("matched")[rows] if table.has("matched") else none,
        moved_in,
    )  # fmt: skip


def _else(days: Days, others: Days) -> Days:
    return np.where(days == MISSING, others, days)


def _first_row(
    history: History, column: str, codes: tuple[str, ...], first: Index, last: Index
) -> Index:
    """Return the first episode of each period of care with one of the codes, -1 without one."""
    rows, begins, length = _rows_of(first, last)
    found = np.flatnonzero(history.table.any_of(column, codes, rows))
    at = np.searchsorted(found, begins)
    there = np.flatnonzero(at < np.searchsorted(found, begins + length))
    wanted = np.full(len(first), -1, np.intp)
    wanted[there] = rows[found[at[there]]]
    return wanted


def _rows_of(first: Index, last: Index) -> tuple[Index, Index, Index]:
    """Return the episodes of some periods of care, where those of each begin, and how many."""
    length = last - first + 1
    begins = np.cumsum(length) - length
    rows = np.repeat(first - begins, length) + np.arange(int(length.sum()))
    return rows, begins, length


def _placed_with_adopters(history: History, first: Index, last: Index) -> Index:
    """Return the episode with which each child moved in with the family that adopted; -1 where the
    child was not placed for adoption to the end.

    It begins the last stay with one family: one of another placement and carer (RNE S, P, B) is
    another family, unless it is resumed after a temporary placement.
    """
    rows, _, length = _rows_of(first, last)
    period = np.repeat(np.arange(len(first)), length)
    kept = np.flatnonzero(~history.table.any_of("place", TEMPORARY, rows))
    rows, period, place = rows[kept], period[kept], kept
    adoptive = history.table.any_of("place", ADOPTIVE, rows)
    within = period[1:] == period[:-1]
    away = np.flatnonzero(within & (place[1:] - place[:-1] > 1))
    moved = history.table.any_of("rne", CARER_BEGINS, rows)
    moved[away + 1] &= ~history.table.same(WHERE, rows[away], rows[away + 1])
    begin = adoptive & moved
    begin[:1] |= adoptive[:1]
    begin[1:] |= adoptive[1:] & ~(adoptive[:-1] & within)
    final = np.append(~within, True)[: len(rows)]
    since = np.maximum.accumulate(np.where(begin, np.arange(len(rows)), 0))
    found = np.full(len(first), -1, np.intp)
    at = np.flatnonzero(final & adoptive)
    found[period[at]] = rows[since[at]]
    return found


def _starts(history: History, rows: Index) -> Days:
    return np.where(rows >= 0, history.start[rows], np.int32(MISSING))


def _carer_start(history: History, placed: Index, first: Index, last: Index) -> Days:
    """Return the start with the last carer before the placement for adoption, or the last one."""
    row = np.where(placed > first, placed - 1, np.where(placed >= 0, placed, last))
    homes = Homes.lasting(history, same_carer=True)
    home = homes.of[history.placements[0].of[row]]
    return np.where(homes.known[home], history.start[homes.first[home]], np.int32(MISSING))


def _by_foster_carer(
    context: Context, table: Table | None, history: History, child: Numbers, placed: Index
) -> Mask:
    """Return who was adopted by the foster carer: as the source says, else by the PLACE code."""
    own = history.table.any_of("place", WITH_THE_FOSTER_CARER, placed) & (placed >= 0)
    if table is None or not table.has("by_foster_carer"):
        return own
    said_yes = np.isin(child, table.child[table.flags("by_foster_carer", True)])
    said_no = np.isin(child, table.child[table.flags("by_foster_carer", False)])
    return said_yes | (own & ~said_no)


def _given(table: Table | None, column: str, child: Numbers, adopted: Days) -> Days:
    """Return the date that the source gives for each adoption, MISSING where it gives none.

    Of several the latest up to the adoption counts, else the earliest after it.
    """
    found = np.full(len(child), MISSING, np.int32)
    if table is None or not table.has(column):
        return found
    days = table.days(column)
    rows = np.flatnonzero(days != MISSING)
    if not len(rows):
        return found
    key = keys(table.child[rows], days[rows])
    order = np.argsort(key, kind="stable")
    rows, key = rows[order], key[order]
    before = np.searchsorted(key, keys(child, adopted), "right") - 1
    for at in (np.minimum(before + 1, len(rows) - 1), np.maximum(before, 0)):
        mine = table.child[rows[at]] == child
        found[mine] = days[rows[at[mine]]]
    return found
