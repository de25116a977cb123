"""The command line: one door to the use cases. It knows words and exit codes, and no figures."""

from __future__ import annotations

import datetime as dt
import json
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from lacxl import __version__
from lacxl.domain.errors import LacxlError, UsageFault
from lacxl.domain.finding import Finding, Severity, error
from lacxl.domain.month import Month

if TYPE_CHECKING:
    from lacxl.app.receipt import ChangedCell
    from lacxl.settings.settings import Settings

DONE, WITH_FINDINGS, USAGE, REFUSED, FAILED = 0, 1, 2, 3, 4
_EXIT_CODES = """\b
Exit codes:
  0  done
  1  done, with findings that a person should look at
  2  the call is wrong: nothing was changed
  3  refused: the input, the workbook or the disk; nothing was changed
  4  a fault of lacxl itself
"""
_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}
_LATE = 12
_DEMO_COLUMNS = ("no", "indicator", "Apr-15", "May-15", "ytd_2015_16", "dot", "rag")
_SHORT = 60


class MonthType(click.ParamType[Month]):
    """A month on the command line."""

    name = "month"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Month:
        """Return the month written as 2015-05."""
        if isinstance(value, Month):
            return value
        try:
            return Month.parse(value)
        except ValueError as fault:
            raise UsageFault(
                error("U101", f"{fault}.", todo="Example: lacxl refresh 2015-05")
            ) from fault


MONTH = MonthType()
_settings_option = click.option(
    "--settings",
    "-s",
    type=click.Path(path_type=Path),
    default=Path(),
    help="lacxl.toml or its folder. Default: the one in this folder or above.",
)
_json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON (docs/json.md).")


@click.group(
    epilog=_EXIT_CODES,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="lacxl")
def cli() -> None:
    """Fill, check, colour and lock the monthly corporate parenting workbook.

    \b
    Start here:
      lacxl demo                   make a folder with a real report and fill its month
      lacxl refresh 2015-05        fill the month of the workbook in this folder
      lacxl issue 2015-05          lock the month and write the issued copy
      lacxl explain 7.6 2015-05    where a figure comes from
    """


@cli.command(epilog="\b\nExample:\n  lacxl demo my-demo")
@click.argument("folder", type=click.Path(path_type=Path), default=Path("lacxl-demo"))
def demo(folder: Path) -> int:
    """Make FOLDER with a real report as it stood before May 2015, and fill May.

    The figures are those of a published report; they hold no child's record. The folder
    (lacxl-demo if none is named) must be empty or not there yet.
    """
    from lacxl.app.figures import figures as show
    from lacxl.app.refresh import refresh as run
    from lacxl.demo import MONTH as MAY
    from lacxl.demo import write_demo
    from lacxl.settings.settings import Settings

    settings = Settings.load(write_demo(folder))
    with _progress() as progress:
        result = run(settings, MAY, progress=progress)
        table = show(settings, MAY)
    _say(f"Made {folder} with the workbook as it stood before May 2015, and filled May 2015.\n")
    kept = [table.columns.index(name) for name in _DEMO_COLUMNS]
    rows = [tuple(_short(row[i]) for i in kept) for row in table.rows]
    _table(_DEMO_COLUMNS, rows)
    sheets = Counter(cell.place.sheet for cell in result.cells)
    _say("\nCells filled: " + ", ".join(f"{count} on {sheet}" for sheet, count in sheets.items()))
    _findings(result.findings)
    _say(f"\nThe workbook: {result.workbook}")
    if result.receipt:
        _say(f"Every change, with its source: {result.receipt}")
    _say(
        f"\nWhat to try next, in the folder {folder}:\n"
        "  lacxl figures 2015-05\n  lacxl explain 7.6 2015-05\n  lacxl issue 2015-05"
    )
    return DONE


@cli.command(
    epilog="\b\nExamples:\n"
    "  lacxl refresh 2015-05                 fill May 2015\n"
    "  lacxl refresh 2015-05 --dry-run       only show what would change\n"
    "  lacxl refresh --latest                the last month that has ended\n"
    "  lacxl refresh 2015-05 --out new.xlsx  fill a copy, leave the workbook\n\n" + _EXIT_CODES
)
@click.argument("month", type=MONTH, required=False)
@click.option("--latest", is_flag=True, help="The last month that has ended.")
@click.option("--dry-run", is_flag=True, help="Show what would change; write nothing.")
@click.option("--out", type=click.Path(path_type=Path), help="Write a filled copy there instead.")
@_settings_option
@_json_option
def refresh(
    month: Month | None,
    latest: bool,
    dry_run: bool,
    out: Path | None,
    settings: Path,
    as_json: bool,
) -> int:
    """Fill MONTH from the extracts: figures, year to date, RAG and direction of travel.

    Closed and issued months stay as they are. A second run changes nothing.
    """
    from lacxl.app.refresh import refresh as run

    at = _which(month, latest)
    with _progress() as progress:
        result = run(_load(settings), at, dry_run=dry_run, out=out, progress=progress)
    if as_json:
        _say_json(result.as_dict())
    else:
        if not result.changes:
            _say(f"{at.long}: nothing to change; the workbook is as it should be.")
        else:
            what = "would change" if dry_run else "filled"
            _say(f"{at.long}: {len(result.cells)} cells {what}.\n")
            _changes(result.cells, limit=None if dry_run else _LATE)
        _findings(result.findings)
        if result.written:
            _say(f"\nThe workbook: {result.written}")
        if result.backup:
            _say(f"As it was before: {result.backup}")
        if result.receipt:
            _say(f"Every change, with its source: {result.receipt}")
    return WITH_FINDINGS if result.has_findings else DONE


@cli.command(
    epilog="\b\nExamples:\n  lacxl issue 2015-05\n  lacxl issue 2015-05 --dry-run\n\n" + _EXIT_CODES
)
@click.argument("month", type=MONTH)
@click.option("--dry-run", is_flag=True, help="Show what would happen; write nothing.")
@_settings_option
@_json_option
def issue(month: Month, dry_run: bool, settings: Path, as_json: bool) -> int:
    """Lock MONTH, write the issued copy and record it.

    The month's cells are locked everywhere they stand and the sheets protected, with the password
    of LACXL_PASSWORD or the keyring if there is one. All other cells stay free.
    """
    from lacxl.app.issue import issue as run

    with _progress() as progress:
        result = run(_load(settings), month, dry_run=dry_run, progress=progress)
    if as_json:
        _say_json(result.as_dict())
    else:
        does = "would be issued" if dry_run else "is issued"
        _say(f"{month.long} {does} as issue {result.issue}; {result.locked} cells locked.")
        _findings(result.findings)
        _say(f"\nThe issued copy: {result.copy}")
    return WITH_FINDINGS if result.has_findings else DONE


@cli.command(
    epilog="\b\nExamples:\n  lacxl figures 2015-05\n  lacxl figures 2015-05 --format csv > may.csv"
)
@click.argument("month", type=MONTH)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json"]),
    default="table",
    show_default=True,
    help="How to print them.",
)
@_settings_option
def figures(month: Month, form: str, settings: Path) -> int:
    """Print what the summary shows of MONTH."""
    from lacxl.app.figures import figures as run

    with _progress():
        table = run(_load(settings), month)
    if form == "csv":
        _say(table.as_csv(), end="")
    elif form == "json":
        _say_json(table.as_dict())
    else:
        _table(table.columns, table.rows)
    return WITH_FINDINGS if table.has_findings else DONE


@cli.command(epilog="\b\nExamples:\n  lacxl explain 7.6 2015-05\n  lacxl explain 10.2 2015-05")
@click.argument("indicator")
@click.argument("month", type=MONTH)
@_settings_option
@_json_option
def explain(indicator: str, month: Month, settings: Path, as_json: bool) -> int:
    """Show where INDICATOR's figure of MONTH comes from.

    Numerator and denominator, the rule in words, the row it was read from and the cell.
    """
    from lacxl.app.explain import as_json as to_json
    from lacxl.app.explain import explain as run

    found = run(_load(settings), indicator, month)
    if as_json:
        _say_json(to_json(found))
        return DONE
    for each in found:
        name = f"{each.indicator} ({each.figure})" if each.figure else each.indicator
        _say(click.style(f"{name}  {each.title}, {month.long}", bold=True))
        for heading, text in each.said:
            _say(click.wrap_text(text, _width(), f"  {heading:<14}", " " * 16))
        _say("")
    return DONE


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and leave with its exit code."""
    _speak_plainly()
    try:
        code = cli.main(args=arguments, standalone_mode=False)
    except UsageFault as fault:
        _faults(fault)
        code = USAGE
    except LacxlError as fault:
        _faults(fault)
        code = REFUSED
    except click.ClickException as fault:
        fault.show()
        code = USAGE
    except (click.Abort, KeyboardInterrupt):
        _say("Stopped; the workbook is as it was.", err=True)
        code = REFUSED
    except BrokenPipeError:  # the reader of a pipe has gone: nothing to say and nobody to hear it
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = DONE
    except Exception as fault:
        if os.environ.get("LACXL_DEBUG"):
            raise
        _say(
            f"lacxl failed: {type(fault).__name__}. The workbook is as it was. Please report it; "
            "LACXL_DEBUG=1 shows where it happened.",
            err=True,
        )
        code = FAILED
    sys.exit(code if isinstance(code, int) else DONE)


def _load(path: Path) -> Settings:
    from lacxl.settings.settings import Settings, find_settings

    return Settings.load(find_settings(path))


def _which(month: Month | None, latest: bool) -> Month:
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


def _speak_plainly() -> None:
    """Let no console or pipe stop a run: Windows writes cp1252, which has no arrows."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def _say(text: str, *, err: bool = False, end: str = "\n") -> None:
    click.echo(text + end, nl=False, err=err)


def _say_json(value: object) -> None:
    _say(json.dumps(value, indent=1))


@contextmanager
def _progress() -> Iterator[Callable[[str], None]]:
    """Show what goes on in one line of a terminal; say nothing in a pipe."""
    if not sys.stderr.isatty():
        yield lambda _step: None
        return
    from rich.console import Console

    console = Console(stderr=True)
    with console.status("starting") as status:
        yield status.update


def _faults(fault: LacxlError) -> None:
    _findings(fault.findings, err=True)
    count = len(fault.findings)
    if count > 1:
        _say(f"{count} faults. Nothing was changed.", err=True)
    else:
        _say("Nothing was changed.", err=True)


def _findings(findings: tuple[Finding, ...], *, err: bool = False) -> None:
    if not findings:
        return
    if not err:
        looked = sum(f.severity is not Severity.NOTE for f in findings)
        _say(f"\nFindings: {looked} to look at, {len(findings) - looked} notes.")
    for finding in findings:
        code = click.style(finding.code, fg=_COLOURS[finding.severity], bold=True)
        where = f"{finding.where}: " if finding.where else ""
        text = f"{where}{finding.what} {finding.todo}".strip()
        _say(f"{code}  {click.wrap_text(text, _width(), '', '      ')}", err=err)


def _changes(cells: tuple[ChangedCell, ...], limit: int | None) -> None:
    if not cells:
        return
    shown = cells if limit is None else cells[:limit]
    rows = [(str(c.place), c.shown_before, c.shown_after, c.why, c.source) for c in shown]
    _table(("cell", "was", "is", "what", "from"), rows)
    if len(cells) > len(shown):
        _say(f"... and {len(cells) - len(shown)} more; the receipt has them all.")


def _table(columns: tuple[str, ...], rows: Any) -> None:
    """Print a table: drawn on a terminal, columns apart by two blanks in a pipe."""
    if sys.stdout.isatty():
        from rich import box
        from rich.console import Console
        from rich.table import Table
        from rich.text import Text

        table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
        for column in columns:
            table.add_column(column)
        for row in rows:
            table.add_row(*map(Text, row))
        Console().print(table)
        return
    widths = [max(len(row[i]) for row in (columns, *rows)) for i in range(len(columns))]
    for row in (columns, *rows):
        _say("  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip())


def _short(text: str) -> str:
    return text if len(text) <= _SHORT else text[: _SHORT - 3].rstrip() + "..."


def _width() -> int:
    import shutil

    return min(shutil.get_terminal_size((100, 24)).columns, 120)


if __name__ == "__main__":
    main()
