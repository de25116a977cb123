"""Small frames of children's records, written as dates and codes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from lacxl.domain.dataset import DATASETS, Dtype
from lacxl.domain.month import Month
from lacxl.records import Counted, Options
from pandas_frames import count

Row = Mapping[str, Any]
MAY = Month(2015, 5)
LATER = Month(2020, 12)
_DTYPES = {
    Dtype.CHILD: "int64",
    Dtype.DATE: "datetime64[s]",
    Dtype.CODE: "category",
    Dtype.NUMBER: "float64",
    Dtype.FLAG: "boolean",
}


def frame(dataset: str, rows: Iterable[Row], *, without: Iterable[str] = ()) -> pd.DataFrame:
    """Return rows as a frame of the dataset; a key that is left out has no value."""
    rows = list(rows)
    columns = {
        name: pd.Series([row.get(name, "" if kind is Dtype.CODE else None) for row in rows]).astype(
            _DTYPES[kind]
        )
        for name, kind in DATASETS[dataset].columns.items()
        if name not in without
    }
    return pd.DataFrame(columns).assign(row=range(2, len(rows) + 2), file=f"{dataset}.csv")


def ep(
    child: int,
    start: str | None,
    rne: str = "S",
    end: str | None = None,
    rec: str = "",
    **more: Any,
) -> Row:
    """Return an episode; a foster placement on a care order of a child born in 2005."""
    rest = {"dob": "2005-01-01", "legal_status": "C2", "place": "U1", "postcode": "A", "urn": "1"}
    return {"child": child, "start": start, "rne": rne, "end": end, "rec": rec} | rest | more


def episodes(*rows: Row) -> dict[str, pd.DataFrame]:
    """Return the frames of a source that has episodes only."""
    return {"episodes": frame("episodes", rows)}


def counted(
    indicator: str,
    frames: Mapping[str, pd.DataFrame],
    month: Month | str = MAY,
    as_at: Month | None = LATER,
    since: Month | None = None,
    **options: Any,
) -> Counted:
    """Count one indicator in one month."""
    month = Month.parse(month) if isinstance(month, str) else month
    (found,) = count(
        frames, [month], Options(**options), source="test", as_at=as_at, since=since,
        indicators=[indicator],
    )  # fmt: skip
    return found


def share(*args: Any, **more: Any) -> tuple[int | None, int | None]:
    """Return numerator and denominator of one indicator in one month; None where not counted."""
    found = counted(*args, **more)
    return (
        None if found.numerator is None else int(found.numerator),
        None if found.denominator is None else int(found.denominator),
    )
