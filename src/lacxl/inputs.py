"""The inputs of each use case, described once for every door.

A class for each use case; its fields are the inputs, each with its help, its default and whether
it is the subject: what the use case is about, which the command line takes without a name. A
door builds the class: the command line from its arguments, a notebook or a page with `read` from
plain values. Which inputs go together is checked there, so that no door does it.

It is a room of its own, below the use cases, so that a door can show its help before it loads any.
"""

# ruff: noqa: RUF009 - subject() and option() return fields
from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, field, fields
from pathlib import Path
from types import NoneType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from lacxl.domain.errors import UsageFault
from lacxl.domain.finding import error
from lacxl.domain.month import FinancialYear, Month

T = TypeVar("T")
_FIRST_NEW, _LAST_NEW = 2000, 2098
_LONGEST = 60
_MOST_CASES = 1_000_000

_TAKEN_ON = (
    "The last day that children's records cover, such as 2015-06-02. Default: taken_on in "
    "lacxl.toml, or else the latest date in the records."
)


def subject(help_: str, default: Any = MISSING) -> Any:
    """Return a field that says what the use case is about."""
    return field(default=default, metadata={"help": help_, "subject": True})


def option(
    help_: str, default: Any = None, *, shown: str | None = None, hidden: bool = False
) -> Any:
    """Return a field that may be left out; `shown` is in the place of its value in a help text.

    What is `hidden` works and is not in a command's help: an older way to do the same.
    """
    metadata = {"help": help_, "subject": False, "shown": shown, "hidden": hidden}
    return field(default=default, metadata=metadata)


def _one_month(command: str, month: Month | None, latest: bool) -> None:
    if (month is None) != latest:
        raise UsageFault(
            error(
                "U103",
                "Give a month or --latest, one of the two.",
                todo=f"Example: lacxl {command} 2015-05",
            )
        )


def _last_ended() -> Month:
    return Month.of(dt.datetime.now(tz=dt.UTC).astimezone().date()) - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Refresh:
    """Fill a month. Raises UsageFault (U103) unless there is a month or `latest`, one of them."""

    month: Month | None = subject("The month to fill.", None)
    latest: bool = option("The last month that has ended.", False)
    dry_run: bool = option("Show what would change; write nothing.", False)
    out: Path | None = option("Write a filled copy there instead.")
    reissue: bool = option("An older way to correct an issued month.", False, hidden=True)
    taken_on: dt.date | None = option(_TAKEN_ON)

    def __post_init__(self) -> None:
        _one_month("refresh", self.month, self.latest)

    @property
    def which(self) -> Month:
        """The month that was named, or the last one that has ended."""
        return self.month or _last_ended()


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """Lock a month and write its issued copy. Raises UsageFault as Refresh does."""

    month: Month | None = subject("The month to issue.", None)
    latest: bool = option("The last month that has ended.", False)
    dry_run: bool = option("Show what would happen; write nothing.", False)
    reissue: bool = option("An older way to issue a correction.", False, hidden=True)
    accept: str | None = option(
        "Issue it though readings are missing; the reason is kept.", shown="REASON"
    )
    calculate: bool = option(
        "Let LibreOffice work out the results of formulas that lacxl cannot.", False
    )
    strict: bool = option("Refuse it while a finding to look at is not accepted.", False)

    def __post_init__(self) -> None:
        _one_month("issue", self.month, self.latest)

    @property
    def which(self) -> Month:
        """The month that was named, or the last one that has ended."""
        return self.month or _last_ended()


@dataclass(frozen=True, slots=True, kw_only=True)
class Publish:
    """Make a folder of an issued month to hand out."""

    month: Month = subject("The issued month.")
    dry_run: bool = option("Say what would be shown and kept back; write nothing.", False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Accept:
    """Accept a finding of the month in work as it is."""

    code: str = subject("The finding's code, such as K102.")
    where: str = subject(
        "Its place, or some of its words, where several findings have the code.", ""
    )
    reason: str = option("Why it is right as it is; the reason is kept.", MISSING)
    until: Month | None = option("The last month for which it counts. Default: no end.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Restate:
    """Correct a month that was issued."""

    month: Month = subject("The month to correct.")
    reason: str | None = option("Why it is corrected, in one line, which is kept.", shown="TEXT")
    issue: bool = option("Make a corrected copy, under the next number.", False)
    dry_run: bool = option("Show what would change; write nothing.", False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Undo:
    """Put back what the last fill, restatement or place for a month changed."""

    dry_run: bool = option("Show what would change; write nothing.", False)


@dataclass(frozen=True, slots=True, kw_only=True)
class NextMonth:
    """Make the place for the month after the last one that is filled."""

    dry_run: bool = option("List every move; write nothing.", False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Show what the summary shows of a month."""

    month: Month = subject("The month.")
    taken_on: dt.date | None = option(_TAKEN_ON)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signals:
    """Say what the months say of each figure."""

    month: Month | None = subject("The month; else the latest in the history.", None)
    to: Path | None = option("Write the table there as CSV.")
    taken_on: dt.date | None = option(_TAKEN_ON)


@dataclass(frozen=True, slots=True, kw_only=True)
class AddCharts:
    """Add a sheet of XmR charts."""

    month: Month | None = subject("The month; else the latest in the history.", None)
    dry_run: bool = option("Try it out; write nothing.", False)
    taken_on: dt.date | None = option(_TAKEN_ON)


@dataclass(frozen=True, slots=True, kw_only=True)
class Needed:
    """Say what the year still needs for each target.

    Raises UsageFault (U106) for a number of cases that there cannot be.
    """

    month: Month | None = subject("The month; else the latest in the history.", None)
    cases: int = option("How many cases to come are spoken of.", 10)
    taken_on: dt.date | None = option(_TAKEN_ON)

    def __post_init__(self) -> None:
        if not 1 <= self.cases <= _MOST_CASES:
            raise UsageFault(
                error(
                    "U106",
                    f"A number of cases from 1 to {_MOST_CASES:,} is needed, not {self.cases}.",
                    todo="Example: lacxl needed 2015-05 --cases 20",
                )
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Explain:
    """Say where the figures of an indicator come from."""

    indicator: str = subject("The indicator's number, such as 7.6.")
    month: Month = subject("The month.")
    children: Path | None = option(
        "Write the children behind the figure to this file, and nowhere else."
    )
    taken_on: dt.date | None = option(_TAKEN_ON)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """Count a month from children's records."""

    month: Month = subject("The month to count.")
    since: Month | None = option("Count from this month on, and fill the history with it.")
    out: Path | None = option("Write the readings there as CSV.")
    taken_on: dt.date | None = option(_TAKEN_ON)


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """Say what falls due, or goes out of date, by the end of a month and of the next."""

    month: Month = subject("The month by whose end, and then by the end of the next.")
    to: Path | None = option("Write the children to this file, and nowhere else.")
    taken_on: dt.date | None = option(_TAKEN_ON)


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """Say what the files of a folder are. Raises UsageFault (U106) where it is not there."""

    folder: Path = subject("The folder of extracts, or one of them.")

    def __post_init__(self) -> None:
        from lacxl.files.plain import is_there

        if not is_there(self.folder):
            raise UsageFault(
                error(
                    "U106",
                    "There is no file and no folder of that name.",
                    str(self.folder),
                    "Example: lacxl profile extracts",
                )
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Benchmarks:
    """Take benchmarks from the DfE's files. Raises UsageFault (U106) for a year that is none."""

    files: tuple[Path, ...] = subject("The DfE's files, or the folder that they are in.")
    council: str | None = option(
        "The council: its name, or its three-digit code. Default: the one that lacxl.toml names.",
        shown="NAME|CODE",
    )
    year: str | None = option(
        "The financial year, such as 2024/25. Default: the newest of each figure.", shown="YEAR"
    )
    refuse: str | None = option(
        "What is not compared, parted by commas: definition, children, rounding, or indicators. "
        "Default: what lacxl.toml says.",
        shown="WORDS",
    )
    out: Path | None = option("Write them to this CSV instead.")
    dry_run: bool = option("Show the benchmarks; write nothing.", False)

    def __post_init__(self) -> None:
        if self.year is not None:
            _ = self.of_year

    @property
    def of_year(self) -> FinancialYear | None:
        """The year that was named."""
        if self.year is None:
            return None
        try:
            return FinancialYear.parse(self.year)
        except ValueError as fault:
            example = "Example: lacxl benchmarks dfe --council Rotherham --year 2024/25"
            raise UsageFault(error("U106", f"{fault}.", todo=example)) from fault


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """Say what contradicts itself in a workbook as it is."""

    workbook: Path | None = subject("The workbook; else the one that lacxl.toml names.", None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Diff:
    """Say how two workbooks differ."""

    before: str = subject("A workbook, or an issue: 2015-05, or 2015-05 I2.")
    after: str | None = subject("Another one; else the one that lacxl.toml names.", None)
    html: Path | None = option("Write the differences as a page for a browser, too.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Verify:
    """Say whether everything that lacxl wrote in a folder agrees."""

    copy: Path | None = subject("A file that somebody was sent: was it issued here?", None)
    known: str | None = option(
        "What an issue printed, kept elsewhere: does the register have it still?", shown="ENTRY"
    )
    repair: bool = option("Put ledgers back to what the register has.", False)
    take_over: bool = option(
        "Begin a new register with what is there, where the old one is lost.", False
    )
    reason: str | None = option("Why a new register is begun; it is kept there.", shown="TEXT")


@dataclass(frozen=True, slots=True, kw_only=True)
class Adopt:
    """Look at a workbook of any shape, and write beside it what it is taken for."""

    workbook: Path = subject("The workbook.")
    answers: Path | None = option(
        "A file of answers, in place of lacxl-answers.toml beside the workbook.", shown="FILE"
    )
    issued: Month | None = option(
        "The month up to which the report has been issued, such as 2025-05.", shown="MONTH"
    )
    dry_run: bool = option("Say what would be written, and write nothing.", False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """Say what nobody sees in a file, or in a folder of files."""

    file: Path = subject("The file or the folder that is about to be sent.")
    published: bool = option("Read it as a published copy: whatever that does not need.", False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Doctor:
    """Say what is set up on this computer, and what is in the way."""

    profile: Path | None = option(
        "Another user's folder. Default: this user's, or LACXL_OFFICE_PROFILE."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class New:
    """Make a folder with the empty workbook.

    Raises UsageFault (U101, U106) for what cannot be on it: a month of another century, as years
    are written with two digits there, and a name that is not one line.
    """

    month: Month = subject("The first month, with which the summary ends.")
    folder: Path = subject(
        "The folder, empty or not there yet.", Path("Monthly Performance - Corporate Parenting")
    )
    council: str | None = option("The council's name, for the titles.", shown="NAME")

    def __post_init__(self) -> None:
        if not _FIRST_NEW <= self.month.year <= _LAST_NEW:
            raise UsageFault(
                error(
                    "U101",
                    f"A month from {_FIRST_NEW} to {_LAST_NEW} is needed, not {self.month.long}.",
                    todo="Example: lacxl new 2026-04",
                )
            )
        name = self.council
        if name is not None and not (name.strip() and name.isprintable() and len(name) <= _LONGEST):
            raise UsageFault(
                error(
                    "U106",
                    f"A council's name is one line of at most {_LONGEST} characters.",
                    todo='Example: lacxl new 2026-04 --council "Rutland County Council"',
                )
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Open the page that is all of lacxl, or write it."""

    to: Path | None = option("Write it to this new file instead of opening it.", shown="FILE")


@dataclass(frozen=True, slots=True, kw_only=True)
class Demo:
    """Make a folder to try lacxl in."""

    folder: Path = subject("The folder, empty or not there yet.", Path("lacxl-demo"))
    from_children: bool = option("Count a made-up council instead of a report's totals.", False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Synth:
    """Write the extracts of a made-up council."""

    folder: Path = subject("The folder, empty or not there yet.")
    children: int = option("How many lives to simulate.", 1000)
    months: str = option("First and last month.", "2014-04:2015-05")
    seed: int = option("The same seed gives the same bytes.", 1)
    dirt: bool = option("Plant faults, and list them in planted.csv.", False)

    @property
    def span(self) -> tuple[Month, Month]:
        """The first and the last month; raises UsageFault (U101)."""
        first, _, last = self.months.partition(":")
        todo = "Example: lacxl synth council --months 2014-04:2015-05"
        return month_of(first, todo), month_of(last or first, todo)


def kinds(inputs: type) -> Mapping[str, type]:
    """Return the type of each input: Month, date, Path, str, int or bool; of several, of each."""
    hints = get_type_hints(inputs)
    return {
        name: next(each for each in get_args(hint) or (hint,) if each is not NoneType)
        for name, hint in hints.items()
    }


def several(inputs: type) -> frozenset[str]:
    """Return the inputs of which there may be several."""
    return frozenset(n for n, hint in get_type_hints(inputs).items() if get_origin(hint) is tuple)


def read(inputs: type[T], given: Mapping[str, object]) -> T:
    """Return the inputs from plain values, as JSON or a form has them.

    Months and days are texts (2015-05, 2015-06-02) or dates, paths are texts; None and what is
    left out are the default. Raises UsageFault (U101, U106) for a value that is none, an input
    that is unknown and one that is needed and not there.
    """
    known: dict[str, Field[Any]] = {each.name: each for each in fields(inputs)}  # type: ignore[arg-type]
    values = {name: value for name, value in given.items() if value is not None}
    for name in values:
        if name not in known:
            raise _unusable(f"There is no input {name!r}; there are {', '.join(known)}.")
    for name, each in known.items():
        if each.default is MISSING and name not in values:
            raise _unusable(f"The input {name!r} is missing.")
    kind_of = kinds(inputs)
    return inputs(**{name: _as(kind_of[name], name, value) for name, value in values.items()})


def _as(kind: type, name: str, value: object) -> object:
    if isinstance(value, list | tuple):
        return tuple(_as(kind, name, each) for each in value)
    if kind is Month:
        return month_of(value)
    try:
        if kind is dt.date and isinstance(value, str):
            return day_of(value)
        if kind is Path and isinstance(value, str):
            return Path(value)
    except ValueError:
        value = None
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise _unusable(f"The input {name!r} is not {_KINDS[kind]}.")
    return value


_KINDS: Mapping[type, str] = {
    bool: "true or false",
    dt.date: "a day such as 2015-06-02",
    int: "a whole number",
    Path: "the name of a file",
    str: "a text",
}


def month_of(value: object, todo: str = 'Write it as "2015-05".') -> Month:
    """Return the month of a text, or of what has a year and a month; raises UsageFault (U101)."""
    if isinstance(value, Month):
        return value
    try:
        if isinstance(value, str):
            from lacxl.workbook.layout.heading_words import as_month  # brings the layout with it

            return as_month(value) or Month.parse(value)
        return Month(value.year, value.month)  # type: ignore[attr-defined]
    except ValueError as fault:
        raise UsageFault(error("U101", f"{fault}.", todo=todo)) from fault
    except AttributeError as fault:
        raise UsageFault(error("U101", "This is not a month.", todo=todo)) from fault


def day_of(text: str) -> dt.date:
    """Return the day written as 2015-06-02; raises ValueError."""
    return dt.datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 - a day has no zone


def _unusable(what: str) -> UsageFault:
    return UsageFault(error("U106", what))
