"""Three measures as somebody would write them in SQL over episodes.csv, for DuckDB.

Nothing is checked, repaired or explained: every doubt is in SQL's favour.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Answer = Mapping[str, Mapping[str, Sequence[int]]]
"""By measure and month: the count, or numerator and denominator."""
Asked = Sequence[tuple[str, dt.date, dt.date]]
"""Each month: its name, its first and its last day."""

_LOAD = """
CREATE TEMP TABLE episodes AS
SELECT
    CHILD AS child,
    strptime(DECOM, '%d/%m/%Y')::DATE AS began,
    strptime(DEC, '%d/%m/%Y')::DATE AS ended,
    RNE AS rne, PLACE AS place, coalesce(REC, '') AS rec,
    coalesce(PL_POST, '') AS postcode, coalesce(URN, '') AS urn
FROM read_csv(?, all_varchar = true, header = true)
WHERE LS NOT IN ('V3', 'V4')
"""

_IN_CARE = """
SELECT name, count(DISTINCT child)
FROM months JOIN episodes ON began <= last AND (ended IS NULL OR ended > last)
GROUP BY name
"""

_CEASED = """
SELECT name, count(*)
FROM months JOIN episodes ON ended BETWEEN first AND last AND rec NOT IN ('', 'X1')
GROUP BY name
"""

_PLACEMENTS = """
CREATE TEMP TABLE placements AS
WITH episode AS (
    SELECT *,
        CASE WHEN rec NOT IN ('', 'X1') THEN ended END AS ceased,
        (place, postcode, urn) AS there
    FROM episodes
), following AS (
    SELECT *, lag(ceased) OVER each AS ceased_before, lag(there) OVER each AS there_before,
        rne = 'S' OR row_number() OVER each = 1 OR ceased_before IS NOT NULL AS enters,
        last_value(ceased) OVER whole AS last_ceased, last_value(there) OVER whole AS last_there
    FROM episode
    WINDOW each AS (PARTITION BY child ORDER BY began, ended NULLS LAST),
        whole AS (each ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
), placement AS (
    SELECT child, began, there AS first_at,
        coalesce(lead(there_before) OVER each, last_there) AS last_at,
        CASE
            WHEN lead(enters) OVER each IS NULL THEN coalesce(last_ceased, 'infinity'::DATE)
            WHEN NOT lead(enters) OVER each THEN lead(began) OVER each
            ELSE least(lead(ceased_before) OVER each, lead(began) OVER each)
        END AS ended,
        row_number() OVER each AS number,
        sum(enters::INT) OVER (each ROWS UNBOUNDED PRECEDING) AS care
    FROM following WHERE enters OR rne IN ('S', 'P', 'T', 'B', 'U')
    WINDOW each AS (PARTITION BY child ORDER BY began, ended NULLS LAST)
), counting AS (
    SELECT *,
        care = lag(care) OVER each
            AND number - lag(number) OVER each > 1
            AND first_at = lag(last_at) OVER each AS resumed
    FROM placement WHERE first_at[1] NOT IN ('T0', 'T1', 'T2', 'T3', 'T4')
    WINDOW each AS (PARTITION BY child ORDER BY number)
)
SELECT child, began,
    greatest(CASE WHEN ended = 'infinity' THEN ended ELSE ended - 1 END, began) AS last_day,
    sum((NOT coalesce(resumed, false))::INT)
        OVER (PARTITION BY child ORDER BY number ROWS UNBOUNDED PRECEDING) AS number
FROM counting
"""

_MOVED = """
WITH in_care AS (
    SELECT DISTINCT name, last, child
    FROM months JOIN episodes ON began <= last AND (ended IS NULL OR ended > last)
), moved AS (
    SELECT name, child, count(DISTINCT number) AS placements
    FROM in_care JOIN placements USING (child)
    WHERE began <= last AND last_day > (last - INTERVAL 12 MONTH)::DATE
    GROUP BY name, child
)
SELECT name, count(*) FILTER (placements >= 3), any_value(children)
FROM moved JOIN (SELECT name, count(*) AS children FROM in_care GROUP BY name) USING (name)
GROUP BY name
"""


def load(database: DuckDBPyConnection, path: Path) -> None:
    """Read the columns that are asked about."""
    database.execute(_LOAD, [str(path)])


def ask(database: DuckDBPyConnection, months: Asked) -> Answer:
    """Return 7.1, 7.4 and 9.2 of the months."""
    database.execute("CREATE TEMP TABLE months (name VARCHAR, first DATE, last DATE)")
    database.executemany("INSERT INTO months VALUES (?, ?, ?)", months)
    in_care = database.execute(_IN_CARE).fetchall()
    ceased = database.execute(_CEASED).fetchall()
    database.execute(_PLACEMENTS)
    moved = database.execute(_MOVED).fetchall()
    return {
        number: {name: list(map(int, counts)) for name, *counts in rows}
        for number, rows in (("7.1", in_care), ("7.4", ceased), ("9.2", moved))
    }
