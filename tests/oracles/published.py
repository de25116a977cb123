"""Benchmarks by SQL over the published files, in exact numbers; shares no code with lacxl.

Each measure is written out here as its rows in the files are, for the releases of 2025.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import duckdb

PLACEMENTS = "la_cla_placement_stability.csv"
NUMBERS = "cla_number_and_rate_per_10k_children.csv"
HEALTH = "la_conviction_health_outcome_cla.csv"
SUITABLE = "la_care_leavers_accommodation_suitability.csv"
ACTIVITY = "la_care_leavers_activity.csv"
_HEALTH = "characteristic = 'Health assessments: Children looked after all ages'"
_LEAVERS = "care_leaver_age = '19 to 21 years'"
MEASURES = {
    "7.1": (NUMBERS, "children_count", "population_type like '%looked after on 31 March%'", None),
    "7.2": (NUMBERS, "rate_per_10000", "population_type like '%looked after on 31 March%'", None),
    "7.3": (NUMBERS, "children_count", "population_type like '%starting%'", None),
    "7.4": (NUMBERS, "children_count", "population_type like '%ceasing%'", None),
    "7.8": (HEALTH, "children_percent", f"{_HEALTH} and breakdown like '%annual health%'", "high"),
    "7.9": (HEALTH, "children_percent", f"{_HEALTH} and breakdown like '%teeth%'", "high"),
    "8.3": (SUITABLE, "care_leaver_percent", f"{_LEAVERS} and breakdown like '% suitable'", "high"),
    "8.4": (
        ACTIVITY,
        "care_leaver_percent",
        f"{_LEAVERS} and breakdown like 'Total in %'",
        "high",
    ),
    "9.1": (PLACEMENTS, "children_percent", "placement_stability like '%same carer%'", "high"),
    "9.2": (
        PLACEMENTS,
        "children_percent",
        "cla_group = 'CLA on 31 March' and placement_stability like 'With 3 or more%'",
        "low",
    ),
}
"""File, column, rows, and which way is good."""
TOTALS = ("7.1", "7.3", "7.4")
"""England's row of these is the sum of all councils."""


@dataclass(frozen=True)
class Judged:
    """What SQL gives: numbers, None where there is none; `said` neighbours have a figure."""

    own: str | None
    said: int
    average: Decimal | None
    best: Decimal | None
    england: Decimal | None
    quartile: Decimal | None


def judged(folder: Path, model: Path, indicator: str, year: int) -> dict[str, Judged]:
    """Return the benchmarks of every council that has neighbours, by its code."""
    file, column, rows, good = MEASURES[indicator]
    db = duckdb.connect()
    db.execute(
        f"create table f as select geographic_level as level, trim(old_la_code) as code,"
        f" {column} as text, try_cast({column} as decimal(18, 3)) as v"
        f" from read_csv('{folder / file}', all_varchar = true, header = true)"
        f" where time_period = '{year}' and {rows}"
    )
    names = [
        each[0]
        for each in db.sql(
            f"describe from read_csv('{model}', all_varchar = true,"
            " header = true, null_padding = true)"
        ).fetchall()
    ]
    code, ten = (
        names[0],
        [n for n in names if n.replace("_", "") in {f"SN{i}" for i in range(1, 11)}],
    )
    assert len(ten) == 10
    listed = ", ".join(f'trim("{each}")' for each in ten)
    db.execute(
        f'create table n as select trim("{code}") as code, unnest([{listed}]) as other'
        f" from read_csv('{model}', all_varchar = true, header = true, null_padding = true)"
        f" where regexp_full_match(trim(\"{code}\"), '[0-9]{{3}}')"
    )
    best = {"high": "max", "low": "min", None: "any_value"}[good]
    share = {"high": "0.75", "low": "0.25", None: "0.5"}[good]
    db.execute("create table la as select * from f where level = 'Local authority'")
    england = db.sql("select v from f where level = 'National'").fetchall()
    assert len(england) == 1
    ((quartile,),) = db.sql(f"select quantile_cont(v, {share}) from la").fetchall()
    found = db.sql(
        "select n.code, any_value(own.text), count(la.v), sum(la.v),"
        f" {best}(la.v) from n left join la on la.code = n.other"
        " left join la own on own.code = n.code group by n.code"
    ).fetchall()
    return {
        council: Judged(
            own,
            said,
            # half up, in whole numbers: tenths of the mean, plus a half, cut off
            Decimal((20 * int(total) + said) // (2 * said)) / 10 if said else None,
            most if said and good else None,
            None if indicator in TOTALS else england[0][0],
            Decimal(str(quartile)) if good else None,
        )
        for council, own, said, total, most in found
    }
