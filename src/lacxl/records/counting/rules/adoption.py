"""How long adoptions took (10.1 to 10.3)."""

from __future__ import annotations

import numpy as np

from lacxl.domain.month import Month
from lacxl.records.counting.care import ADOPTED, Care, care_of, unknown_starts
from lacxl.records.counting.counted import Cases, Condition, Step
from lacxl.records.counting.homes import ADOPTIVE, CARER_BEGINS, TEMPORARY, home_since, resumed
from lacxl.records.counting.in_order import Dated, Runs
from lacxl.records.counting.records import Records, once, rule
from lacxl.records.days import add_months, within
from lacxl.records.frames import NO_DAY, Days, Frame, Mask, Rows, Whole, first_of_run, last_of_run

_WITH_THE_FOSTER_CARER = ("A3", "A5")
"""PLACE codes of the SSDA903 guide: placed for adoption, by consent or order, with the carer."""
_MONTHS_TO_ADOPT = 12


def _dataset(records: Records) -> str:
    return "episodes" if "episodes" in records.tables else "adoptions"


@rule("10.1", _dataset)
def within_a_year(records: Records, month: Month) -> Cases:
    """Adopted within 12 months of the decision that the child should be placed."""
    records.table("adoptions").need("decided")
    found = _adoptions(records)
    decided = found.days("decided")
    soon = add_months(decided, _MONTHS_TO_ADOPT) >= found.days("adopted")
    return _adopted(
        records, month,
        known=("the decision that the child should be placed is known", ~np.isnat(decided)),
        not_known="the decision is not known",
        counts=("adopted within 12 months of the decision", soon),
    )  # fmt: skip


@rule("10.2", _dataset, "a1")
def entry_to_moving_in(records: Records, month: Month) -> Cases:
    """Days in care before moving in with the family that adopted.

    The adoption scorecard's A1, or A10 where the option says so (Adoption scorecards: methodology,
    DfE).
    """
    days = _adoptions(records).days("moved_in") - _adoptions(records).days("entered")
    return _adopted(
        records, month,
        known=("both dates are known", ~np.isnat(days)),
        not_known="the day of entry or of moving in is not known",
        counts=(f"days from entering care to moving in, added up ({records.options.a1})", True),
        days=days.astype(np.int64),
    )  # fmt: skip


@rule("10.3", _dataset)
def order_to_match(records: Records, month: Month) -> Cases:
    """Days from placement order to match; a match before the order took none.

    The adoption scorecard's A2 (Adoption scorecards: methodology, DfE).
    """
    records.table("adoptions").need("matched")
    days = _adoptions(records).days("matched") - _adoptions(records).days("ordered")
    return _adopted(
        records, month,
        known=("both dates are known", ~np.isnat(days)),
        not_known="the day of the placement order or of the match is not known",
        counts=("days from placement order to match, added up", True),
        days=np.maximum(days.astype(np.int64), 0),
    )  # fmt: skip


def _adopted(
    records: Records,
    month: Month,
    *,
    known: tuple[str, Mask],
    not_known: str,
    counts: Condition,
    days: Whole | None = None,
) -> Cases:
    """Return those adopted in the month whose dates are known."""
    found, name = _adoptions(records), _dataset(records)
    in_month = within(found.days("adopted"), month)
    listed = name == "adoptions"
    rows, words = ("rows of the list", "") if listed else ("episodes", " (REC E11 or E12)")
    left_out = not_known, in_month & ~known[1]
    return Cases(
        found.child,
        (Step(f"{rows} read", len(records.table(name))),),
        ((f"adopted in {month.long}{words}", in_month), known),
        (counts,),
        (left_out,) if listed else (left_out, unknown_starts(records)),
        days=days,
        datasets=("adoptions",) if listed else ("episodes", "adoptions"),
    )


@once
def _adoptions(records: Records) -> Frame:
    """Return the adoptions: adopted, entered, decided, ordered, matched, moved_in."""
    return (_by_the_list if _dataset(records) == "adoptions" else _by_episodes)(records)


def _by_the_list(records: Records) -> Frame:
    """Return the adoptions of a list (Annex A list 10); under A10 it has no foster carers' days."""
    table = records.table("adoptions")
    table.need("child", "adopted", "entered", "ordered", "moved_in")
    if records.options.a1 == "A1":
        return table
    table.need("by_foster_carer")
    by_carer = table.flags("by_foster_carer", True)
    return table.assign(moved_in=np.where(by_carer, NO_DAY, table.days("moved_in")))


def _by_episodes(records: Records) -> Frame:
    """Return the episodes that end with an adoption; their dates, where the list gives none."""
    care, table = care_of(records), care_of(records).table
    table.need("place", "legal_status")
    end = table.days("end")
    adopted = (end >= records.first) & (end <= records.last) & table.any_of("rec", ADOPTED)
    last = np.flatnonzero(adopted)  # each the last of its period of care
    rows, first = table.some(last), care.periods.first[care.periods.of[last]]
    placed = _placed_with_adopters(care, last)
    orders = np.append(np.flatnonzero(table.any_of("legal_status", ("E1",))), len(table))
    order = orders[np.searchsorted(orders, first)]
    start = np.append(table.days("start"), NO_DAY)  # the last is of no episode
    none = np.full(len(last), NO_DAY)
    found = {
        "entered": rows.days("entered"),
        "decided": none,
        "ordered": start[np.where(order <= last, order, -1)],
        "matched": none,
        "moved_in": start[placed],
    }
    dates = {column: _given(records, column, rows, days) for column, days in found.items()}
    if records.options.a1 == "A10":
        own = table.some(placed).any_of("place", _WITH_THE_FOSTER_CARER) & (placed >= 0)
        own = _by_foster_carer(records, rows.child, own)
        since = _carer_since(records, placed, first, last)
        dates["moved_in"] = np.where(own, since, dates["moved_in"])
    return rows.assign(adopted=rows.days("end"), **dates)


def _given(records: Records, column: str, adopted: Frame, otherwise: Days) -> Days:
    """Return the date that the list gives for each adoption, or the one worked out otherwise: of
    several the latest up to the adoption, else the earliest after it.
    """
    if "adoptions" not in records.tables:
        return otherwise
    table = records.tables["adoptions"]
    dates = Dated.of(table.child, table.days(column))
    end = adopted.days("end")
    before, after = dates.last(adopted.child, end), dates.next(adopted.child, end)
    days = np.where(np.isnat(before), after, before)
    return np.where(np.isnat(days), otherwise, days)


def _placed_with_adopters(care: Care, last: Rows) -> Rows:
    """Return the episodes with which children moved in with the family that adopted, of periods of
    care by their `last` ones; -1 where the child was not placed for adoption to the end.

    It begins the last stay with one family: one of another placement and carer (RNE S, P, B) is
    another family, unless it is resumed after a temporary placement.
    """
    period = care.periods.of
    stays = np.flatnonzero(np.isin(period, period[last]) & ~care.table.any_of("place", TEMPORARY))
    rows, before, opens = care.table.some(stays), np.roll(stays, 1), first_of_run(period[stays])
    adoptive, moves = rows.any_of("place", ADOPTIVE), rows.any_of("rne", CARER_BEGINS)
    away = np.flatnonzero(~opens & moves & (before < stays - 1))
    moves[away] = ~resumed(care.table, before[away], stays[away])
    families = Runs.starting(opens | moves | (adoptive != np.roll(adoptive, 1)))
    found = np.full(len(last), -1)
    ends = np.flatnonzero(last_of_run(period[stays]) & adoptive)
    at = np.searchsorted(period[last], period[stays[ends]])
    found[at] = stays[families.first[families.of[ends]]]
    return found


def _carer_since(records: Records, placed: Rows, first: Rows, last: Rows) -> Days:
    """Return the start with the last carer before the placement for adoption, or the last one."""
    row = np.where(placed > first, placed - 1, np.where(placed >= 0, placed, last))
    since, known = home_since(records, same_carer=True)
    return np.where(known[row], since[row], NO_DAY)


def _by_foster_carer(records: Records, child: Whole, by_code: Mask) -> Mask:
    """Return who was adopted by the foster carer: as the source says, else by the PLACE code."""
    table = records.tables.get("adoptions")
    if table is None or "by_foster_carer" not in table:
        return by_code
    said_yes = np.isin(child, table.child[table.flags("by_foster_carer", True)])
    said_no = np.isin(child, table.child[table.flags("by_foster_carer", False)])
    return said_yes | (by_code & ~said_no)
