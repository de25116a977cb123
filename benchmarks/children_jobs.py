"""One job on children's records in a process of its own; prints the seconds, imports aside."""

from __future__ import annotations

import datetime as dt
import json
import os
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.children_sql import Answer, ask, load

if TYPE_CHECKING:
    from lacxl.domain.month import Month

MONTHS = ("2014-05", "2015-05")
"""The first and the last of the thirteen months."""
TODAY = dt.date(2015, 6, 10)
THREE = ("7.1", "7.4", "9.2")
"""The measures that are also written as SQL."""
_DATES = {
    "header": ["DOB"],
    "episodes": ["DECOM", "DEC"],
    "reviews": ["DOB", "REVIEW"],
    "uasc": ["DOB", "DUC"],
    "ad1": ["DOB", "DATE_INT", "DATE_MATCH"],
    "placed_for_adoption": ["DOB", "DATE_PLACED", "DATE_PLACED_CEASED"],
    "previous_permanence": ["DOB"],
    "missing": ["DOB", "MIS_START", "MIS_END"],
}


def months() -> tuple[Month, ...]:
    """Return the thirteen months."""
    from lacxl.app.children.counting import months_for
    from lacxl.domain.month import Month

    first, last = map(Month.parse, MONTHS)
    return months_for(last, first)


def everything(folder: Path) -> tuple[float, Answer]:
    """Read, check and count all indicators, with what chooses and reports, as lacxl does."""
    from lacxl.app.children.counting import count_children
    from lacxl.catalogue import indicators
    from lacxl.domain.ceilings import Ceilings
    from lacxl.settings.settings import Settings

    nation = Ceilings(children=Decimal(10_000_000))
    known = indicators.with_settings(
        indicators.shipped(), basis={}, dead_band={}, ceilings=lambda _number: nation
    )
    wanted = months()
    toml = folder.parent / f"{folder.name}.toml"
    toml.write_text(f'[children]\nfolder = "{folder.name}"\n', encoding="utf-8")
    settings = Settings.load(toml)
    begun = time.perf_counter()
    counting = count_children(settings, wanted, known, today=TODAY)
    seconds = time.perf_counter() - begun
    numbers = sorted({number for number, _ in counting.readings()})
    return seconds, {"counted": {number: [1] for number in numbers}}


def reading(folder: Path) -> tuple[float, Answer]:
    """Read and check alone."""
    from lacxl.records import ReadOptions, read_children

    begun = time.perf_counter()
    read_children([folder], options=ReadOptions(today=TODAY))
    return time.perf_counter() - begun, {}


def three(folder: Path) -> tuple[float, Answer]:
    """Read, check everything and count the three measures."""
    return _three(folder, counted_alone=False)


def three_counted(folder: Path) -> tuple[float, Answer]:
    """Count the three measures of what was read before."""
    return _three(folder, counted_alone=True)


def _three(folder: Path, *, counted_alone: bool) -> tuple[float, Answer]:
    from lacxl.records import ReadOptions, count, read_children

    wanted = months()
    begun = time.perf_counter()
    extract = read_children([folder], options=ReadOptions(today=TODAY))
    if counted_alone:
        begun = time.perf_counter()
    found = count(extract.records["ssda903"], wanted, source="ssda903", indicators=THREE)
    seconds = time.perf_counter() - begun
    answer: dict[str, dict[str, list[int]]] = {number: {} for number in THREE}
    for each in found:
        numbers = (each.numerator, each.denominator)
        answer[each.indicator][str(each.month)] = [int(n) for n in numbers if n is not None]
    return seconds, answer


def duckdb(folder: Path) -> tuple[float, Answer]:
    """Ask for the three measures in SQL over the CSV file."""
    return _duckdb(folder, counted_alone=False)


def duckdb_counted(folder: Path) -> tuple[float, Answer]:
    """Ask for the three measures in SQL over a table that was loaded before."""
    return _duckdb(folder, counted_alone=True)


def _duckdb(folder: Path, *, counted_alone: bool) -> tuple[float, Answer]:
    import duckdb as engine

    wanted = [(str(month), month.first_day, month.last_day) for month in months()]
    with engine.connect() as database:
        begun = time.perf_counter()
        load(database, folder / "episodes.csv")
        if counted_alone:
            begun = time.perf_counter()
        answer = ask(database, wanted)
        return time.perf_counter() - begun, answer


def pandas_text(folder: Path) -> tuple[float, Answer]:
    """Read the files with pandas as they are: dates stay texts."""
    import pandas as pd

    begun = time.perf_counter()
    frames = [pd.read_csv(path) for path in sorted(folder.glob("*.csv"))]
    return time.perf_counter() - begun, _rows(map(len, frames))


def pandas_dates(folder: Path) -> tuple[float, Answer]:
    """Read the files with pandas, then have it parse the columns of dates, their format given.

    That is several times as fast as having `read_csv` parse them.
    """
    import pandas as pd

    begun = time.perf_counter()
    frames = []
    for path in sorted(folder.glob("*.csv")):
        frame = pd.read_csv(path)
        for name in _DATES[path.stem]:
            frame[name] = pd.to_datetime(frame[name], format="%d/%m/%Y")
        frames.append(frame)
    return time.perf_counter() - begun, _rows(map(len, frames))


def _rows(lengths: Iterable[int]) -> Answer:
    return {"rows": {"all": [sum(lengths)]}}


JOBS: Mapping[str, Callable[[Path], tuple[float, Answer]]] = {
    job.__name__: job
    for job in (
        everything, reading, three, three_counted, duckdb, duckdb_counted, pandas_text, pandas_dates
    )
}  # fmt: skip


def main(arguments: Sequence[str]) -> None:
    """Run `NAME FOLDER [FILE]`: the answer is written to the file."""
    name, folder, *rest = arguments
    if hasattr(os, "sync"):
        os.sync()
    seconds, answer = JOBS[name](Path(folder))
    if rest:
        Path(rest[0]).write_text(json.dumps(answer), encoding="utf-8")
    print(seconds)


if __name__ == "__main__":
    main(sys.argv[1:])
