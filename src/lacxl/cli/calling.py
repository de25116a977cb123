"""What the commands share: a use case's inputs as arguments and options, and the exit codes."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from lacxl.cli.printing import say_json, show, show_progress
from lacxl.domain.finding import Finding, to_look_at
from lacxl.domain.month import Month
from lacxl.inputs import day_of, kinds, month_of, several

if TYPE_CHECKING:
    from lacxl.app.use_cases import Result, UseCase
    from lacxl.app.words import Words
    from lacxl.settings.settings import Settings

I = TypeVar("I")  # noqa: E741 - inputs
R = TypeVar("R", bound="Result")

DONE, WITH_FINDINGS, USAGE, REFUSED, FAILED, DECIDE = CODES = (0, 1, 2, 3, 4, 5)
EXIT_CODES = """\b
Exit codes:
  0  done
  1  done, with findings that a person should look at
  2  the call is wrong: nothing was changed
  3  refused: the input, the workbook or the disk; nothing was changed
  4  a fault of lacxl itself
  5  refused, and nothing is broken: a person must decide; nothing was changed
"""
TO_DECIDE: Final = frozenset(
    {"I103", "I105", "I106", "I107", "I110", "I111", "I116", "N101", "N102", "N104", "N106"}
)
"""Refusals of a month that is sound, but is not where the command needs it."""


if TYPE_CHECKING:
    _MonthParam = click.ParamType[Month]
    _DayParam = click.ParamType[dt.date]
else:
    _MonthParam = _DayParam = click.ParamType  # generic only in the newest releases


_EXAMPLES = {"lacxl explain": "7.6 2015-05"}


class MonthType(_MonthParam):
    """A month on the command line."""

    name = "month"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Month:
        """Return the month written as 2015-05."""
        command = ctx.command_path if ctx else "lacxl refresh"
        return month_of(value, f"Example: {command} {_EXAMPLES.get(command, '2015-05')}")


class DayType(_DayParam):
    """A day on the command line."""

    name = "day"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> dt.date:
        """Return the day written as 2015-06-02."""
        try:
            return value if isinstance(value, dt.date) else day_of(value)
        except ValueError:
            self.fail("a day such as 2015-06-02 is needed.", param, ctx)


_TYPES: Mapping[type, Any] = {
    Month: MonthType(),
    dt.date: DayType(),
    Path: click.Path(path_type=Path),
    int: int,
    str: str,
}


def takes(inputs: type[Any]) -> Callable[[Callable[..., int]], Callable[..., int]]:
    """Give a command the arguments and options of a use case; it is called with its `inputs`."""
    names = tuple(each.name for each in fields(inputs))

    def decorated(command: Callable[..., int]) -> Callable[..., int]:
        @functools.wraps(command)
        def called(**given: Any) -> int:
            own = inputs(**{name: given.pop(name) for name in names})
            return command(inputs=own, **given)

        found: Callable[..., int] = called
        for name in reversed(names):
            found = parameter(inputs, name)(found)
        return found

    return decorated


def parameter(inputs: type[Any], name: str) -> Callable[[Callable[..., int]], Callable[..., int]]:
    """Return the decorator that adds one input to a command, as its description has it."""
    each = next(each for each in fields(inputs) if each.name == name)
    kind = kinds(inputs)[name]
    if name in several(inputs):
        return click.argument(name, type=_TYPES[kind], nargs=-1, required=True)
    if each.metadata["subject"] and each.default is MISSING:
        return click.argument(name, type=_TYPES[kind])
    if each.metadata["subject"]:
        return click.argument(name, type=_TYPES[kind], required=False, default=each.default)
    text, dashed = each.metadata["help"], f"--{name.replace('_', '-')}"
    if kind is bool:
        return click.option(dashed, name, is_flag=True, help=text, hidden=each.metadata["hidden"])
    return click.option(
        dashed,
        name,
        type=_TYPES[kind],
        show_default=each.default is not None,
        metavar=each.metadata["shown"],
        help=text,
        **({"required": True} if each.default is MISSING else {"default": each.default}),
    )


settings_option = click.option(
    "--settings",
    "-s",
    type=click.Path(path_type=Path),
    default=Path(),
    help="lacxl.toml or its folder. Default: the one in this folder or above.",
)
any_settings_option = click.option(  # of a command that runs without a folder, too
    "--settings",
    "-s",
    type=click.Path(path_type=Path),
    default=None,
    help="lacxl.toml or its folder. Default: the one in this folder or above, if there is one.",
)
all_option = click.option(
    "--all", "everything", is_flag=True, help="List the findings that are accepted, too."
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON (docs/json.md).")


def load(path: Path) -> Settings:
    """Return the settings of a folder, or of the nearest one above it."""
    from lacxl.settings.settings import Settings, find_settings

    return Settings.load(find_settings(path))


def run(use_case: UseCase[I, R], settings: Path, inputs: I) -> R:
    """Run a use case on the folder's workbook, with its steps shown in a terminal."""
    with show_progress() as progress:
        return use_case.run(load(settings), inputs, None, progress)


def print_result(
    result: R,
    words: Callable[[R], Words],
    as_json: bool,
    *,
    most: int | None = None,
    everything: bool = False,
) -> int:
    """Print a result as JSON or in words, at most so many rows of a table; return the exit code.

    Accepted findings are only counted, unless `everything` is to be shown.
    """
    if as_json:
        say_json(result.as_dict())
    else:
        show(words(result), most=most, everything=everything)
    return exit_code(result.findings)


def exit_code(findings: Sequence[Finding]) -> int:
    """Return the exit code of what was done with these findings."""
    return WITH_FINDINGS if to_look_at(findings) else DONE


def load_if_any(start: Path) -> Settings | None:
    """Return the settings of the nearest lacxl.toml, None where there is none.

    Raises Refused with every fault of the file.
    """
    from lacxl.settings.settings import Settings, settings_above

    found = settings_above(start)
    return None if found is None else Settings.load(found)
