"""The hard measures against a plain reading of the definitions, child by child and day by day."""

import calendar
import datetime as dt
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from lives import Rows, frames, lives

from lacxl.domain.month import Month
from lacxl.records import Options
from pandas_frames import count

MONTHS = [Month(2014, 1) + n for n in range(20)]
FAR = dt.date(2999, 1, 1)
HOLIDAYS = """2012-01-02 2012-04-06 2012-04-09 2012-05-07 2012-06-04 2012-06-05 2012-08-27
    2012-12-25 2012-12-26 2013-01-01 2013-03-29 2013-04-01 2013-05-06 2013-05-27 2013-08-26
    2013-12-25 2013-12-26 2014-01-01 2014-04-18 2014-04-21 2014-05-05 2014-05-26 2014-08-25
    2014-12-25 2014-12-26 2015-01-01 2015-04-03 2015-04-06 2015-05-04 2015-05-25 2015-08-31
    2015-12-25 2015-12-28"""
many = settings(max_examples=50)
Row = dict[str, Any]


def later(day: dt.date, months: int) -> dt.date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def periods(rows: list[Row], child: int) -> list[list[Row]]:
    found: list[list[Row]] = []
    for row in (row for row in rows if row["child"] == child):  # in order, as they were drawn
        if row["rne"] == "S":
            found.append([])
        found[-1].append(row)
    return found


def end_of(period: list[Row]) -> dt.date:
    return period[-1]["end"] or FAR


def placements(period: list[Row]) -> list[list[Row]]:
    found: list[list[Row]] = []
    for row in period:
        if row["rne"] != "L":
            found.append([])
        found[-1].append(row)
    return found


def now(rows: list[Row], child: int, on: dt.date) -> tuple[list[Row], list[Row]] | None:
    """Return the period of care and the placement of a child in care on the day."""
    for period in periods(rows, child):
        for placement in placements(period):
            for row in placement:
                if row["start"] <= on and (row["end"] is None or row["end"] > on):
                    return period, placement
    return None


def children(rows: Rows) -> set[int]:
    return {row["child"] for row in rows["episodes"]}


def of(rows: Rows, indicator: str, options: Options) -> list[tuple[int, int]]:
    made = {name: frame for name, frame in frames(rows).items() if len(frame)}
    found = count(
        made, MONTHS, options, source="t", as_at=MONTHS[-1], since=Month(2012, 1),
        indicators=[indicator],
    )  # fmt: skip
    return [(int(each.numerator or 0), int(each.denominator or 0)) for each in found]


@many
@given(lives())
def test_reviews(rows: Rows) -> None:
    rows["reviews"].append({"child": 99, "held": dt.date(2012, 1, 1)})
    due: list[tuple[dt.date, dt.date]] = []
    for child in children(rows):
        held = sorted({row["held"] for row in rows["reviews"] if row["child"] == child})
        every = periods(rows["episodes"], child)
        for number, period in enumerate(every):
            entry, after = period[0]["start"], FAR
            if number + 1 < len(every):
                after = every[number + 1][0]["start"]
            first, left = entry, 20
            while left:
                first += dt.timedelta(days=1)
                left -= first.weekday() < 5 and first.isoformat() not in HOLIDAYS
            on, months = first, 3
            for review in [*(day for day in held if entry <= day < after), FAR]:
                if on < end_of(period):
                    due.append((on, review))
                if review != FAR:
                    on, months = later(review, months), 6
    expected = []
    for month in MONTHS:
        mine = [(on, held) for on, held in due if Month.of(on) == month]
        expected.append((sum(held <= on for on, held in mine), len(mine)))
    assert of(rows, "7.6", Options(reviews_from=dt.date(2012, 1, 1))) == expected


@many
@given(lives())
def test_three_placements(rows: Rows) -> None:
    expected = []
    for month in MONTHS:
        on, before = month.last_day, later(month.last_day, -12)
        there = [child for child in children(rows) if now(rows["episodes"], child, on)]
        expected.append((sum(moved(rows["episodes"], child, before, on) >= 3 for child in there),
                         len(there)))  # fmt: skip
    assert of(rows, "9.2", Options()) == expected


def moved(rows: list[Row], child: int, before: dt.date, on: dt.date) -> int:
    homes: set[int] = set()
    home = 0
    for period in periods(rows, child):
        kept: tuple[str, str] | None = None
        away = False
        chain = placements(period)
        for number, placement in enumerate(chain):
            if placement[0]["place"].startswith("T"):
                away = True
                continue
            back = (placement[0]["place"], placement[0]["postcode"])
            if not (away and back == kept):
                home += 1
            kept, away = (placement[-1]["place"], placement[-1]["postcode"]), False
            start = placement[0]["start"]
            end = chain[number + 1][0]["start"] if number + 1 < len(chain) else end_of(period)
            day = max(start, before + dt.timedelta(days=1))
            if day <= on and (day < end or (start == end and day == start)):
                homes.add(home)
    return len(homes)


def home(period: list[Row], on: dt.date, carer: bool, joined: bool) -> dt.date:
    """Return since when a child has had the home of a day, temporary placements looked through."""
    homes: list[list[Row]] = []
    settled = away = False
    for placement in (each for each in placements(period) if each[0]["start"] <= on):
        first = placement[0]
        if settled and first["place"].startswith("T"):
            away = True
            continue
        last = homes[-1][-1] if homes else {"place": "", "postcode": ""}
        back = away and (last["place"], last["postcode"]) == (first["place"], first["postcode"])
        if homes and (back or (carer and first["rne"] in "TU")):
            homes[-1] += placement
        else:
            homes.append(list(placement))
        settled, away = settled or not first["place"].startswith("T"), False
    at = len(homes) - 1
    if joined and homes[at][0]["place"].startswith("A"):
        while at and homes[at][0]["rne"] in "TU" and homes[at - 1][0]["place"].startswith("A"):
            at -= 1
        if at and not homes[at - 1][0]["place"].startswith("T"):
            at -= 1
    return homes[at][0]["start"]


@many
@given(lives(), st.booleans(), st.booleans())
def test_lasting_placements(rows: Rows, carer: bool, joined: bool) -> None:
    stable = []
    for month in MONTHS:
        on = month.last_day
        lasting = [0, 0]
        for child in children(rows):
            if not (found := now(rows["episodes"], child, on)):
                continue
            period, dob = found[0], found[0][0]["dob"]
            years = on.year - dob.year - ((on.month, on.day) < (dob.month, dob.day))
            if years < 16 and later(period[0]["start"], 30) <= on:
                lasting[1] += 1
                lasting[0] += later(home(period, on, carer, joined), 24) <= on
        stable.append(tuple(lasting))
    how = Options(same="carer" if carer else "placement", adoptive_with_previous=joined)
    assert of(rows, "9.1", how) == stable


@many
@given(lives())
def test_visits(rows: Rows) -> None:
    rows["visits"].append({"child": 99, "date": dt.date(2012, 1, 1)})
    visited = []
    for month in MONTHS:
        on = month.last_day
        seen = [0, 0]
        for child in children(rows):
            found = now(rows["episodes"], child, on)
            if not found:
                continue
            placement = found[1]
            begun = placement[0]["start"]
            dates = [r["date"] for r in rows["visits"] if r["child"] == child and r["date"] <= on]
            row = next(r for r in placement if r["start"] <= on and (r["end"] or FAR) > on)
            last = max(dates, default=dt.date(1900, 1, 1))
            until = last + dt.timedelta(days=42)
            if row["place"] in ("U1", "U4") and later(begun, 12) <= on:
                until = later(last, 3)
            seen[1] += 1
            seen[0] += (on - begun).days <= 7 or (last >= begun and until >= on)
        visited.append(tuple(seen))
    assert of(rows, "7.12", Options()) == visited
