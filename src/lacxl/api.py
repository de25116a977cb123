"""lacxl in a notebook: the same use cases as functions that give pandas frames.

    >>> from lacxl import api
    >>> folder = api.demo("my-demo")
    >>> shown = api.figures(folder, "2015-05")
    >>> shown.loc["7.6", ["Apr-15", "May-15", "ytd_2015_16", "dot", "rag"]].tolist()
    ['94.8%', '90.0%', '93.1%', 'worse_off', 'R']

A folder is one with a lacxl.toml in it (or above it); a month is a text such as "2015-05", or
anything with a year and a month. Faults are `lacxl.domain.errors.LacxlError`, with every finding:
`Refused` for what the input, the workbook or the disk does not allow, `Failed` for lacxl's own.
"""

from __future__ import annotations

import datetime as dt
import functools
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, TypeVar

import pandas as pd

from lacxl.app.case.gathering import gather
from lacxl.app.new import new as _new
from lacxl.app.scan import scan as _scan
from lacxl.app.use_cases import (
    ACCEPT,
    EXPLAIN,
    FIGURES,
    ISSUE,
    NEEDED,
    REFRESH,
    RESTATE,
    SIGNALS,
    I,
    R,
    UseCase,
)
from lacxl.demo import write_demo
from lacxl.domain.errors import LacxlError, failed
from lacxl.domain.finding import Finding
from lacxl.inputs import New, month_of, read
from lacxl.settings.settings import Settings, find_settings

if TYPE_CHECKING:
    from decimal import Decimal

    from lacxl.app.month.refresh import Refreshed
    from lacxl.app.restate.restatement_done import RestatedMonth

__all__ = [
    "Filled", "accept", "demo", "explain", "figures", "issue", "needed", "new", "readings",
    "refresh", "restate", "scan", "signals",
]  # fmt: skip

P = ParamSpec("P")
T = TypeVar("T")
_FINDING_COLUMNS = ["code", "severity", "where", "what", "todo"]
_CHANGE_COLUMNS = [
    "sheet", "cell", "before", "after", "shown_before", "shown_after", "why", "source",
]  # fmt: skip


@dataclass(frozen=True)
class Filled:
    """What a refresh or a restatement did.

    `changes` has a row for each changed cell: sheet, cell, before, after, shown_before,
    shown_after, why, source. `findings` has a row for each finding: code, severity, where, what,
    todo. `written` is the workbook, None where nothing was written.
    """

    month: str
    written: Path | None
    changes: pd.DataFrame
    findings: pd.DataFrame


def _coded(use_case: Callable[P, T]) -> Callable[P, T]:
    """Let a function raise LacxlError alone; what a library says may repeat what a cell holds."""

    @functools.wraps(use_case)
    def raising_faults(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return use_case(*args, **kwargs)
        except (LacxlError, KeyboardInterrupt):
            raise
        except BaseException as fault:  # a library's native code may raise a non-Exception
            if os.environ.get("LACXL_DEBUG"):
                raise failed(fault) from fault
            raise failed(fault) from None

    return raising_faults


@_coded
def demo(folder: str | Path = "lacxl-demo") -> Path:
    """Make a folder with a real report as it stood before May 2015, and return it.

    Raises Refused if the folder holds anything.
    """
    return write_demo(Path(folder)).parent


@_coded
def new(month: str | dt.date, folder: str | Path, *, council: str | None = None) -> Path:
    """Make a folder with the empty workbook, headed for a month, as `lacxl new` does; return it.

    Raises Refused if the folder holds anything.
    """
    asked = read(New, {"month": month, "folder": Path(folder), "council": council})
    return _new(asked.month, asked.folder, asked.council or "").parent


@_coded
def refresh(
    folder: str | Path,
    month: str | dt.date,
    *,
    dry_run: bool = False,
    out: str | Path | None = None,
) -> Filled:
    """Fill a month of the folder's workbook, as `lacxl refresh` does.

    >>> filled = api.refresh(folder, "2015-05")
    >>> filled.changes.query("cell == 'H12'")["shown_after"].tolist()
    ['90.0%']
    >>> api.refresh(folder, "2015-05").changes.empty  # twice is once
    True
    """
    done = _run(
        REFRESH, folder, month=month, dry_run=dry_run, out=None if out is None else str(out)
    )
    return _filled(done)


@_coded
def figures(folder: str | Path, month: str | dt.date) -> pd.DataFrame:
    """Return what the summary shows of a month: a row for each figure, the texts as shown.

    The index is the number of the indicator, "7.5 (number)" where it has several figures. The
    columns are those of the summary, headed by their months and years.
    """
    table = _run(FIGURES, folder, month=month)
    frame = pd.DataFrame(table.rows, columns=list(table.columns))
    return frame.set_index("no")


@_coded
def readings(folder: str | Path, month: str | dt.date) -> pd.DataFrame:
    """Return the latest reading of every indicator and month known to the folder.

    Columns: indicator, month (a monthly period), numerator, denominator, value (floats, missing
    where not known; a percentage as a fraction), note, source.

    >>> known = api.readings(folder, "2015-05")
    >>> float(known.query("indicator == '9.1'")["denominator"].iloc[-1])
    149.0
    """
    case = gather(_settings(folder), month_of(month), needs_reading=False, needs_workbook=False)
    rows = [
        {
            "indicator": reading.indicator,
            "month": str(reading.month),
            "numerator": _float(reading.numerator),
            "denominator": _float(reading.denominator),
            "value": _float(reading.value),
            "note": reading.note,
            "source": str(reading.source or ""),
        }
        for number in case.indicators
        for _, reading in sorted(case.readings.get(number, {}).items())
    ]
    frame = pd.DataFrame(
        rows,
        columns=["indicator", "month", "numerator", "denominator", "value", "note", "source"],
    )
    return frame.assign(month=pd.PeriodIndex(frame["month"], freq="M"))


@_coded
def explain(folder: str | Path, indicator: str, month: str | dt.date) -> pd.DataFrame:
    """Return where an indicator's figures come from: figure, heading, text.

    >>> api.explain(folder, "7.6", "2015-05").query("heading == 'Source'")["text"].item()[:20]
    'readings.csv row 20,'
    """
    found = _run(EXPLAIN, folder, indicator=indicator, month=month)
    return pd.DataFrame(
        [
            {"figure": each.figure, "heading": heading, "text": text}
            for each in found.figures
            for heading, text in each.rows
        ],
        columns=["figure", "heading", "text"],
    )


@_coded
def signals(
    folder: str | Path, month: str | dt.date | None = None, *, points: bool = False
) -> pd.DataFrame:
    """Return what the months say of each figure, as `lacxl signals` does: the latest, if none.

    The index is that of `figures`. Columns: value, mean, lower, upper, target (floats, a percentage
    as a fraction), variation, assurance (words), why. With `points` there is a row for each
    figure and month: no, month, value, mean, lower, upper, variation, causes.

    >>> said = api.signals(folder, "2015-05")
    >>> said.loc["9.1", ["variation", "assurance"]].tolist()
    ['improving', 'may or may not meet the target']
    """
    found = _run(SIGNALS, folder, month=month)
    told = found.as_dicts()
    if points:
        rows = [
            {"no": row[0], **point, "causes": ", ".join(point["causes"])}
            for row, each in zip(found.rows, told, strict=True)
            for point in each["points"]
        ]
        columns = ["no", "month", "value", "mean", "lower", "upper", "variation", "causes"]
        frame = pd.DataFrame(rows, columns=columns)
        return frame.assign(month=pd.PeriodIndex(frame["month"], freq="M"))
    numbers = ["value", "mean", "lower", "upper", "target"]
    frame = pd.DataFrame(
        [
            {
                "no": row[0],
                **{name: each[name] for name in numbers},
                **dict(zip(("variation", "assurance", "why"), row[-3:], strict=True)),
            }
            for row, each in zip(found.rows, told, strict=True)
        ]
    )
    return frame.astype(dict.fromkeys(numbers, "float64")).set_index("no")


@_coded
def needed(
    folder: str | Path, month: str | dt.date | None = None, *, cases: int = 10
) -> pd.DataFrame:
    """Return what the year still needs of each flow with a target, as `lacxl needed` does.

    `cases` is how many cases to come are spoken of. The index is that of `figures`. Columns:
    target, ytd (floats), outlook, of_next, in_a_row, spare (whole numbers, missing where there is
    none), words.

    >>> int(api.needed(folder, "2015-05").loc["7.6", "in_a_row"])
    309
    """
    found = _run(NEEDED, folder, month=month, cases=cases)
    columns = ["target", "ytd", "outlook", "of_next", "in_a_row", "spare", "words"]
    told = found.as_dicts()
    frame = pd.DataFrame(told, columns=columns, index=[row[0] for row in found.rows])
    frame.index.name = "no"
    return frame.astype({**dict.fromkeys(columns[3:6], "Int64"), "ytd": "float64"})


@_coded
def issue(
    folder: str | Path,
    month: str | dt.date,
    *,
    dry_run: bool = False,
    accept: str | None = None,
    calculate: bool = False,
) -> Path:
    """Lock a month and return the path of the issued copy, as `lacxl issue` does.

    `accept` is the reason to issue it though readings are missing; it is kept. `calculate` has
    LibreOffice work out the results of formulas that lacxl does not.
    """
    done = _run(ISSUE, folder, month=month, dry_run=dry_run, accept=accept, calculate=calculate)
    return done.copy


@_coded
def restate(
    folder: str | Path,
    month: str | dt.date,
    *,
    reason: str,
    issue: bool = False,
    dry_run: bool = False,
) -> Filled:
    """Correct a month that was issued, as `lacxl restate` does; the `reason` is kept.

    `issue` makes a corrected copy, under the next number.

    >>> done = api.restate(folder, "2015-04", reason="Entered late", dry_run=True)
    >>> done.changes.query("cell == 'G12'")[["shown_before", "shown_after"]].values.tolist()
    [['94.8%', '95.8%']]
    """
    done = _run(RESTATE, folder, month=month, reason=reason, issue=issue, dry_run=dry_run)
    return _filled(done)


@_coded
def accept(
    folder: str | Path,
    code: str,
    where: str = "",
    *,
    reason: str,
    until: str | dt.date | None = None,
) -> None:
    """Accept a finding of the last month that is filled as it is, as `lacxl accept` does.

    `where` is its place or some of its words, `until` the last month for which it counts.
    """
    _run(ACCEPT, folder, code=code, where=where, reason=reason, until=until)


def scan(file: str | Path, *, published: bool = False) -> pd.DataFrame:
    """Return what nobody sees in a file or a folder, as `lacxl scan` says it: a finding a row.

    Columns: code, severity, where, what, todo. Nothing of what the cells hold is among them. What
    is `published` is read more strictly, as with `--published`.

    >>> api.scan(folder / "Monthly Performance - Corporate Parenting.xlsx").empty
    True
    """
    return _findings(_scan(Path(file), published=published).findings)


def _settings(folder: str | Path) -> Settings:
    return Settings.load(find_settings(Path(folder)))


def _run(use_case: UseCase[I, R], folder: str | Path, **given: object) -> R:
    inputs = read(use_case.inputs, given)
    return use_case.run(_settings(folder), inputs, None, lambda _step: None)


def _filled(done: Refreshed | RestatedMonth) -> Filled:
    return Filled(
        month=str(done.month),
        written=done.written,
        changes=pd.DataFrame([cell.as_dict() for cell in done.cells], columns=_CHANGE_COLUMNS),
        findings=_findings(done.findings),
    )


def _findings(findings: Iterable[Finding]) -> pd.DataFrame:
    return pd.DataFrame([f.as_dict() for f in findings], columns=_FINDING_COLUMNS)


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
