"""The command line: one door to the use cases. It knows words and exit codes, and no figures."""

from __future__ import annotations

import gc
import os
import sys
import traceback
import warnings
from collections.abc import Mapping
from contextlib import suppress
from importlib import import_module
from typing import TextIO

import click

from lacxl import __version__
from lacxl.cli.calling import (
    CODES,
    DECIDE,
    DONE,
    EXIT_CODES,
    FAILED,
    REFUSED,
    TO_DECIDE,
    USAGE,
)
from lacxl.cli.printing import WHOLE, NoOutput, say, say_json, show_faults, speak_plainly
from lacxl.domain.errors import LacxlError, Unfinished, UsageFault, failed
from lacxl.domain.finding import Finding, error, errors_of

_COMMANDS: Mapping[str, tuple[str, ...]] = {
    "monthly": ("demo", "new", "refresh", "undo", "issue", "next-month", "figures", "explain"),
    "correcting": ("restate",),
    "accepting": ("accept",),
    "publishing": ("publish",),
    "children": ("measure", "due", "profile", "synth"),
    "signals": ("add-charts", "signals", "needed"),
    "benchmarks": ("benchmarks",),
    "adopt": ("adopt",),
    "check": ("check",),
    "diff": ("diff",),
    "verify": ("verify",),
    "scan": ("scan",),
    "page": ("page",),
    "addin": ("addin",),
    "doctor": ("doctor",),
    "ribbon": ("ribbon", "helper", "remember"),
}
"""The commands by the module of this room that has them: a call loads its own alone."""
NAMES = tuple(name for names in _COMMANDS.values() for name in names)


class _Commands(click.Group):
    """Commands that are loaded when they are asked for, all of them for the help."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        for module, names in _COMMANDS.items():
            if cmd_name in names and cmd_name not in self.commands:
                self.add_command(_command(module, cmd_name))
        return super().get_command(ctx, cmd_name)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*self.commands, *NAMES})


def _command(module: str, name: str) -> click.Command:
    found: click.Command = getattr(import_module(f"lacxl.cli.{module}"), name.replace("-", "_"))
    return found


@click.group(
    cls=_Commands,
    epilog=EXIT_CODES,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="lacxl")
def cli() -> None:
    """Fill, check, colour and lock the monthly corporate parenting workbook.

    \b
    Start here:
      lacxl demo                   make a folder with a real report and fill its month
      lacxl new 2026-04            make a folder with an empty workbook for a first month
      lacxl refresh 2015-05        fill the month of the workbook in this folder
      lacxl issue 2015-05          lock the month and write the issued copy
      lacxl publish 2015-05        make a copy of an issued month to hand out
      lacxl explain 7.6 2015-05    where a figure comes from
    """


def _refuse(fault: LacxlError, arguments: list[str] | None) -> None:
    """Print every fault, if there is anybody to read it."""
    try:
        if "--json" in (sys.argv[1:] if arguments is None else arguments):
            refused = [finding.as_dict() for finding in fault.findings]
            decide = {"decide": _decision(fault)} if _code_of(fault) == DECIDE else {}
            say_json({"format": 1, "refused": True, **decide, "findings": refused})
        show_faults(fault)
        if _code_of(fault) == DECIDE:
            say(_decision(fault), err=True)
    except NoOutput:
        _hush(sys.stderr)


def _code_of(fault: LacxlError) -> int:
    """Return the exit code of a refusal: 5 where each of its errors waits for a decision."""
    if isinstance(fault, UsageFault):
        return USAGE
    codes = {finding.code for finding in errors_of(fault.findings)}
    sound = bool(codes) and codes <= TO_DECIDE and not isinstance(fault, Unfinished)
    return DECIDE if sound else REFUSED


def _decision(fault: LacxlError) -> str:
    """Return what a person must decide in one line, for a mail."""
    first, *more = errors_of(fault.findings)
    others = f" And {', '.join(finding.code for finding in more)}." if more else ""
    return f"A person must decide: {first.code} {first.statement}{others}"


def _of_click(fault: click.ClickException) -> Finding:
    """Return what click found wrong with the call as a finding, with an example to follow."""
    context = getattr(fault, "ctx", None)
    command = context.command_path if context else "lacxl"
    epilog = (context.command.epilog or "") if context else ""
    examples = epilog.partition("Exit codes")[0].splitlines()
    example = next((line.strip() for line in examples if line.strip().startswith("lacxl ")), "")
    todo = f"Example: {example.partition('   ')[0]}. " if example else ""
    return error("U106", f"{fault.format_message()}", todo=f"{todo}All options: {command} --help")


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and exit with one of the table's codes, whatever happens."""
    speak_plainly()
    if arguments is None:
        warnings.simplefilter("ignore")  # a library's, which may repeat a cell's content
        # Collecting every 700 objects took 5% of the demo's refresh and found next to nothing.
        gc.set_threshold(100_000)
    code = FAILED
    try:
        code = _code(arguments)
        sys.stdout.flush()
    except KeyboardInterrupt:
        code = _last_message(f"Stopped. {WHOLE}", REFUSED)
    except BrokenPipeError:  # the reader of a pipe has gone: nothing to say and nobody to read it
        _hush(sys.stdout)
        code = DONE
    except (NoOutput, OSError) as fault:
        why = fault.strerror if isinstance(fault, OSError) else fault
        _hush(sys.stdout)
        unseen = error("U108", f"What was done could not be shown: {why}.", todo=WHOLE)
        code = _last_message(f"{unseen.code}  {unseen.sentences}", REFUSED)
    finally:
        if arguments is None:
            gc.freeze()  # nothing is gained by collecting what the end of the process frees anyway
        sys.exit(code)


def _code(arguments: list[str] | None) -> int:
    """Carry out a command, report how it went, and return the exit code."""
    out = sys.stdout
    try:
        if any("\0" in each for each in arguments or ()):
            raise UsageFault(error("U106", "An argument holds a NUL, which no name can."))
        code = cli.main(args=arguments, prog_name="lacxl", standalone_mode=False)
    except LacxlError as fault:
        _refuse(fault, arguments)
        return _code_of(fault)
    except click.exceptions.NoArgsIsHelpError as fault:
        say(fault.format_message(), err=True)
        return USAGE
    except click.ClickException as fault:
        _refuse(UsageFault(_of_click(fault)), arguments)
        return USAGE
    except click.Abort:
        raise KeyboardInterrupt from None
    except (KeyboardInterrupt, BrokenPipeError, NoOutput):
        raise
    except BaseException as fault:  # a library's native code may raise a non-Exception
        if isinstance(fault, SystemExit) and sys.stdout is not out:
            sys.stdout = out  # click met a broken pipe, wrapped the output, and left
            raise BrokenPipeError from None
        _refuse(failed(fault), arguments)
        if os.environ.get("LACXL_DEBUG"):
            _last_message("".join(traceback.format_exception(fault)), FAILED)
        return FAILED
    if code is None:  # a group that showed its help
        return DONE
    return code if code in CODES else FAILED


def _last_message(text: str, code: int) -> int:
    """Print the last message, if there is anybody to read it, and return the code."""
    try:
        say(text, err=True)
    except (NoOutput, OSError, KeyboardInterrupt):
        _hush(sys.stderr)
    return code


def _hush(stream: TextIO) -> None:
    """Discard what the stream still holds: Python would exit with 120 for it."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
