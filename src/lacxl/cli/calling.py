"""What the commands share: months and settings on the command line, and the exit codes."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from lacxl.domain.errors import UsageFault
from lacxl.domain.finding import error
from lacxl.domain.month import Month

if TYPE_CHECKING:
    from lacxl.settings.settings import Settings

DONE, WITH_FINDINGS, USAGE, REFUSED, FAILED = CODES = (0, 1, 2, 3, 4)
EXIT_CODES = """\b
Exit codes:
  0  done
  1  done, with findings that a person should look at
  2  the call is wrong: nothing was changed
  3  refused: the input, the workbook or the disk; nothing was changed
  4  a fault of lacxl itself
"""


if TYPE_CHECKING:
    _MonthParam = click.ParamType[Month]
    _DayParam = click.ParamType[dt.date]
else:
    _MonthParam = _DayParam = click.ParamType  # generic only in the newest releases


_EXAMPLES = {
    "lacxl explain": "7.6 2015-05",
    "lacxl synth": "council --months 2014-04:2015-05",
}


class MonthType(_MonthParam):
    """A month on the command line."""

    name = "month"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Month:
        """Return the month written as 2015-05."""
        if isinstance(value, Month):
            return value
        try:
            from lacxl.workbook.layout.words import as_month  # brings the layout with it

            return as_month(value) or Month.parse(value)
        except ValueError as fault:
            command = ctx.command_path if ctx else "lacxl refresh"
            example = _EXAMPLES.get(command, "2015-05")
            raise UsageFault(
                error("U101", f"{fault}.", todo=f"Example: {command} {example}")
            ) from fault


class DayType(_DayParam):
    """A day on the command line."""

    name = "day"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> dt.date:
        """Return the day written as 2015-06-02."""
        if isinstance(value, dt.date):
            return value
        try:
            return dt.datetime.strptime(value, "%Y-%m-%d").date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            self.fail("a day such as 2015-06-02 is needed.", param, ctx)


MONTH = MonthType()
DAY = DayType()
settings_option = click.option(
    "--settings",
    "-s",
    type=click.Path(path_type=Path),
    default=Path(),
    help="lacxl.toml or its folder. Default: the one in this folder or above.",
)
taken_on_option = click.option(
    "--taken-on",
    type=DAY,
    help="The day up to which children's records know, as 2015-06-02; else the settings say it, or "
    "the latest date in them.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON (docs/json.md).")


def load(path: Path) -> Settings:
    """Return the settings of a folder, or of the nearest one above it."""
    from lacxl.settings.settings import Settings, find_settings

    return Settings.load(find_settings(path))


def load_if_any(start: Path) -> Settings | None:
    """Return the settings of the nearest lacxl.toml, None where there is none.

    Raises Refused with every fault of the file.
    """
    from lacxl.settings.settings import Settings, settings_above

    found = settings_above(start)
    return None if found is None else Settings.load(found)


def which(month: Month | None, latest: bool) -> Month:
    """Return the month that was named, or the last one that has ended."""
    if (month is None) != latest:
        raise UsageFault(
            error(
                "U103",
                "Give a month or --latest, one of the two.",
                todo="Example: lacxl refresh 2015-05",
            )
        )
    today = dt.datetime.now(tz=dt.UTC).astimezone().date()
    return month or Month.of(today) - 1
