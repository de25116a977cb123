"""Small random sets of children's records, in order or in disorder."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd
from care_rows import frame
from hypothesis import strategies as st

Rows = dict[str, list[dict[str, Any]]]
FIRST = dt.date(2012, 1, 1)
DAYS = st.integers(0, 1300).map(lambda n: FIRST + dt.timedelta(days=n))
STEPS = st.one_of(st.integers(0, 3), st.integers(0, 60), st.integers(0, 900))
PLACES = st.sampled_from(["U1", "U1", "U4", "K2", "T0", "T3", "A3", "A6"])
ENDS = st.sampled_from(["E11", "E12", "E45", "E4A"])


@st.composite
def _care(draw: st.DrawFn, child: int) -> list[dict[str, Any]]:
    """Draw one child's episodes without overlap: periods of care one after the other."""
    dob = draw(st.sampled_from([dt.date(1998, 2, 28), dt.date(2004, 2, 29), dt.date(2011, 5, 31)]))
    day = draw(DAYS)
    rows: list[dict[str, Any]] = []
    for _ in range(draw(st.integers(1, 3))):
        episodes = draw(st.integers(1, 5))
        for n in range(episodes):
            # two episodes within one day have no order that could be known
            least = 1 if rows and rows[-1]["start"] == day else 0
            start, day = day, day + dt.timedelta(days=max(draw(STEPS), least))
            final = n == episodes - 1
            rows.append({
                "child": child, "dob": dob, "start": start, "end": day,
                "rne": draw(st.sampled_from("LPTBU")) if n else "S",
                "rec": draw(ENDS) if final else "X1",
                "legal_status": draw(st.sampled_from(["C2", "E1"])), "place": draw(PLACES),
                "postcode": draw(st.sampled_from("AB")), "urn": "1",
            })  # fmt: skip
        day += dt.timedelta(days=draw(STEPS))
    if draw(st.booleans()):
        rows[-1] |= {"end": None, "rec": ""}
    return rows


@st.composite
def _events(draw: st.DrawFn, child: int) -> Rows:
    def dates(most: int) -> list[dt.date]:
        return draw(st.lists(DAYS, max_size=most))

    kinds = {"health": ["health", "dental"], "plans": ["care", "pathway"]}
    found: Rows = {
        name: [
            {"child": child, "date": date, "kind": draw(st.sampled_from(of))} for date in dates(5)
        ]
        for name, of in kinds.items()
    }
    found |= {
        name: [{"child": child, "date": date} for date in dates(5)] for name in ("visits", "peps")
    }
    found["reviews"] = [{"child": child, "held": date} for date in dates(8)]
    found["adoptions"] = [
        {"child": child, "decided": date, "matched": date, "by_foster_carer": draw(st.booleans())}
        for date in dates(2)
    ]
    return found


@st.composite
def lives(draw: st.DrawFn, children: int = 5) -> Rows:
    """Draw a set of children's records in which no episode overlaps another."""
    rows: Rows = {"episodes": []}
    for child in range(1, draw(st.integers(1, children)) + 1):
        rows["episodes"] += draw(_care(child))
        for name, events in draw(_events(child)).items():
            rows.setdefault(name, []).extend(events)
    return rows


@st.composite
def disorder(draw: st.DrawFn) -> Rows:
    """Draw records with every fault: overlaps, gaps, doubles, blanks, ends before starts."""
    rows = draw(lives(3))
    for row in rows["episodes"]:
        for column, values in {
            "start": st.one_of(st.none(), DAYS), "end": st.one_of(st.none(), DAYS),
            "rne": st.sampled_from(["", "S", "L", "P", "?"]),
            "rec": st.sampled_from(["", "X1", "E12", "?"]),
            "legal_status": st.sampled_from(["", "V3", "V4", "C1"]), "dob": st.none(),
        }.items():  # fmt: skip
            if draw(st.integers(0, 5)) == 0:
                row[column] = draw(values)
    rows["episodes"] += [dict(row) for row in rows["episodes"] if draw(st.integers(0, 5)) == 0]
    for row in rows["reviews"]:
        row["due"] = draw(st.one_of(st.none(), DAYS))
    return rows


def frames(rows: Rows) -> dict[str, pd.DataFrame]:
    """Return the rows as frames."""
    return {name: frame(name, some) for name, some in rows.items()}
