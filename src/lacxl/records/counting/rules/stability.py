"""Stability of placements (9.1, 9.2)."""

from __future__ import annotations

import numpy as np

from lacxl.domain.month import Month
from lacxl.records.counting.care import InCare, care_of, in_care
from lacxl.records.counting.counted import Cases
from lacxl.records.counting.homes import TEMPORARY, home_since, homes
from lacxl.records.counting.options import Options
from lacxl.records.counting.records import Records, once, rule
from lacxl.records.days import add_months, in_words, last_day, month_of, months_before
from lacxl.records.frames import Days, Rows, Whole, first_of_run, last_of_run

_MANY = 3
_WINDOW_MONTHS = 12
_LONG_MONTHS = 30
_STABLE_MONTHS = 24
_GROWN = 16


@rule("9.1", "episodes", "same", "adoptive_with_previous", each_month=True)
def lasting(records: Records, month: Month) -> Cases:
    """The same placement for two years, of those under 16 in care for two and a half.

    Stays in temporary placements are looked through. NI 63 had this measure, with the previous
    placement counted on for those placed for adoption; the DfE's has the same carer. Where the
    records begin after a child did, the earliest day on record proves what it can.
    """
    children = in_care(records, last_day(month), "dob", "place")
    on, no_dob, no_entry = children.on, children.no_dob(), np.isnat(children.days("entered"))
    carer, joined = records.options.same == "carer", records.options.adoptive_with_previous
    since, known = home_since(records, same_carer=carer, adoptive_too=joined)
    since, known = since[children.table.at], known[children.table.at]
    young = children.days("dob") > add_months(on, -12 * _GROWN)  # faster than each birthday
    long = children.days("since") <= months_before(on, _LONG_MONTHS)
    stable = since <= months_before(on, _STABLE_MONTHS)
    same = "with the same carer" if carer else "in the same placement"
    if joined:
        same += " (placed for adoption: together with the one before)"
    return children.share(
        cases=(
            f"under {_GROWN}, in this period of care for {_LONG_MONTHS} months or more",
            young & long & (known | stable),
        ),
        counts=(f"{same} for {_STABLE_MONTHS} months or more on {in_words(on)}", stable),
        left_out=(
            ("the date of birth is not known", no_dob & (long | no_entry)),
            ("the start of the period of care is not known", young & ~long & no_entry),
            ("the start of the placement is not known", young & long & ~known & ~stable),
        ),
    )


def _months_back(options: Options, month: Month) -> int:
    """Return how many months before this one the twelve months of 9.2 begin."""
    first = month_of(add_months(last_day(month), -_WINDOW_MONTHS) + 1)
    return (month.year - first.year) * 12 + month.number - first.number


@rule("9.2", Records.care_dataset, back=_months_back, each_month=True)
def moves(records: Records, month: Month) -> Cases:
    """Three or more placements in the twelve months to T (any day after T less 12 months, up to T).

    Temporary ones are left out, and one that is resumed after them counts once. The DfE's measure
    of short-term stability (formerly NI 62), by the SSDA903 guide's rules on temporary placements.
    """
    children = in_care(records, last_day(month))
    if children.table.name == "in_care":
        return _by_the_list(records, children)
    children.table.need("place")
    (child, home, start, until), on = _stays(records), children.on
    there = np.flatnonzero((start <= on) & ~(until <= add_months(on, -_WINDOW_MONTHS)))
    child = child[there][first_of_run(home[there])]  # in order, once for each home
    moved = child[_MANY - 1 :][child[_MANY - 1 :] == child[: 1 - _MANY]]
    words = (
        f"{_MANY} or more placements in the twelve months to {in_words(on)}, temporary ones "
        "(T0 to T4) left out and one resumed after them counted once"
    )
    return children.share(
        cases=("all of them", True),
        counts=(words, np.isin(children.child, moved)),
    )


@once
def _stays(records: Records) -> tuple[Whole, Rows, Days, Days]:
    """Return the placements but temporary ones: child, home, from when, and until the day before
    the next one or the end of care, but at least the first day.
    """
    care = care_of(records)
    first = care.table.some(care.placements.first)
    start = first.days("start")
    leave = np.append(start, start[:1])[1:]
    leave[last_of_run(care.periods.of[care.placements.first])] = care.ended
    until = np.maximum(leave - 1, start)
    kept = (start <= records.last) & ~(until < records.looked_back_to)
    kept &= ~first.any_of("place", TEMPORARY)
    home = homes(records, same_carer=False).of
    return first.child[kept], home[kept], start[kept], until[kept]


def _by_the_list(records: Records, children: InCare) -> Cases:
    """Return the cases by the list's own number of placements."""
    care_of(records).table.need_values("placements")
    number = children.table.array("placements")
    words = f"{_MANY} or more placements in the twelve months by the list's own number"
    return children.share(
        cases=("whose number of placements is given", ~np.isnan(number)),
        counts=(words, number >= _MANY),
        left_out=(("the number of placements is not known", np.isnan(number)),),
    )
