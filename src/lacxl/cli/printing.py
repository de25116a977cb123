"""Output on the terminal: plain text in a pipe, drawn where there is a screen."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lacxl.domain.errors import Failed, LacxlError, Unfinished
from lacxl.domain.finding import Finding, Severity, in_numbers
from lacxl.domain.numbers import how_many
from lacxl.domain.safe_text import in_json, one_line, several_lines

if TYPE_CHECKING:
    from lacxl.app.words import Listing, Words

WHOLE = "The workbook is whole: as it was, or as it should be. Run again to finish."
_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}
_SHORT = 60
_NARROWEST = 24
_BETWEEN = 2
_NUMBER = len("10.10")
_HEADING = len("Year to date")


def speak_plainly() -> None:
    """Let no console or pipe stop a run: Windows writes cp1252, which has no arrows.

    Where there is neither, as under pythonw.exe, the output goes nowhere.
    """
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            nowhere = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - to the end
            setattr(sys, name, nowhere)
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def show_faults(fault: LacxlError) -> None:
    """Print every fault of an error, and that nothing was changed."""
    show_findings(fault.findings, err=True)
    count = sum(finding.severity is Severity.ERROR for finding in fault.findings)
    kept = (
        WHOLE
        if isinstance(fault, Failed)
        else (
            "Nothing else was changed."
            if any(each.severity is Severity.NOTE for each in fault.findings)
            else "Nothing was changed."
        )
    )
    if isinstance(fault, Unfinished):
        kept = "The workbook was written. Run the same again to finish what comes after it."
    say(f"{count} faults. {kept}" if count > 1 else kept, err=True)


class NoOutput(Exception):  # noqa: N818 - it says what there is
    """The output cannot be written: its disk is full, or the console has gone."""


def say(
    text: str, *, err: bool = False, end: str = "\n", drawn: str = "", colour: str | None = None
) -> None:
    """Print a text; whatever in it would control a terminal is shown instead.

    `drawn`, with which it begins, is set off, and so not in a pipe. Raises NoOutput.
    """
    text = several_lines(text)
    if drawn:
        text = click.style(drawn, fg=colour, bold=True) + text.removeprefix(drawn)
    _put(text + end, err=err)


def say_json(value: object) -> None:
    """Print a value as JSON in plain ASCII, which every pipe can carry; raises NoOutput."""
    _put(in_json(json.dumps(value, indent=1)) + "\n")


def _put(text: str, *, err: bool = False) -> None:
    try:
        click.echo(text, nl=False, err=err)
    except BrokenPipeError:
        raise
    except OSError as fault:
        raise NoOutput(fault.strerror or "it was closed") from fault


@contextmanager
def show_progress() -> Iterator[Callable[[str], None]]:
    """Show progress in one line of a terminal; print nothing in a pipe."""
    if not sys.stderr.isatty():
        yield lambda _step: None
        return
    from rich.console import Console
    from rich.text import Text

    console = Console(stderr=True)
    with console.status("starting") as status:
        yield lambda step: status.update(Text(one_line(step)))


def show(words: Words, *, most: int | None = None, everything: bool = False) -> None:
    """Print a result in words, at most so many rows of a table; its parts are a blank line apart.

    What begins a message is set off on a terminal. Accepted findings are only counted, unless
    `everything` is to be shown.
    """
    started = bool(words.headline)
    if words.headline:
        say(words.headline)
    for table in words.tables:
        say("\n" if started else "", end="")
        rows = table.rows[:most]
        show_table(table.columns, rows)
        if len(rows) < len(table.rows):
            say(f"... and {len(table.rows) - len(rows)} more; the receipt has them all.")
        started = True
    wide = max((len(heading) for each in words.listings for heading, _ in each.rows), default=0)
    if wide > _NUMBER:  # all explanations are aligned alike, whichever headings they have
        wide = max(wide, _HEADING)
    for listing in words.listings:
        say("\n" if started else "", end="")
        _show_listing(listing, wide)
        started = True
    show_found(words.findings, everything=everything)
    if words.notes:
        say("\n" if started or words.findings else "", end="")
    for note in words.notes:
        say(note)


def _show_listing(listing: Listing, wide: int) -> None:
    title = one_line(listing.title)
    say(title, drawn=title)
    for heading, text in listing.rows:
        begin, further = f"  {heading:<{wide}}  ", " " * (wide + 4)
        say(click.wrap_text(one_line(text), width(), begin, further))


def show_found(findings: Sequence[Finding], *, everything: bool, err: bool = False) -> None:
    """Print the findings that are new, then how many are accepted, or all of these."""
    show_findings([each for each in findings if not each.accepted], err=err)
    accepted = [each for each in findings if each.accepted]
    if not accepted:
        return
    count = f"{how_many(len(accepted), 'finding')} {'was' if len(accepted) == 1 else 'were'}"
    end = ":" if everything else "; --all lists them."
    say("" if err else "\n", err=err, end="")
    say(f"{count} accepted{end}", err=err)
    if everything:
        _list_findings(accepted, err=err)


def show_findings(findings: Sequence[Finding], *, err: bool = False) -> None:
    """Print each finding with its code, where it is and what to do."""
    if not findings:
        return
    if not err:
        say(f"\nFindings: {in_numbers(findings)}.")
    _list_findings(findings, err=err)


def _list_findings(findings: Sequence[Finding], *, err: bool) -> None:
    for finding in findings:
        text = f"{finding.code}  {finding.sentences}"
        wrapped = click.wrap_text(text, width(), "", " " * 6)
        say(wrapped, err=err, drawn=finding.code, colour=_COLOURS[finding.severity])


def show_table(
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    spare: Sequence[str] = (),
    wrapped: str = "",
) -> None:
    """Print a table: drawn on a terminal, columns apart by two blanks in a pipe.

    On a terminal that is too narrow the `spare` columns are left out, the first named first, and
    only the column `wrapped` is broken into lines.
    """
    rows = [tuple(map(one_line, row)) for row in rows]
    widths = [max(len(row[i]) for row in (columns, *rows)) for i in range(len(columns))]
    if not sys.stdout.isatty():
        for row in (columns, *rows):
            cells = zip(row, widths, strict=True)
            say("  ".join(text.ljust(width) for text, width in cells).rstrip())
        return
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    needed = {
        name: min(size, _NARROWEST) if name == wrapped else size
        for name, size in zip(columns, widths, strict=True)
    }
    room, left_out = shutil.get_terminal_size((100, 24)).columns, []
    for name in spare:
        if sum(needed.values()) + _BETWEEN * len(needed) <= room:
            break
        if needed.pop(name, None) is not None:
            left_out.append(name)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, collapse_padding=True)
    for name in needed:
        table.add_column(name, no_wrap=bool(wrapped) and name != wrapped)
    kept = [columns.index(name) for name in needed]
    for row in rows:
        table.add_row(*(Text(row[i]) for i in kept))
    Console().print(table)
    if left_out:
        say(f"Left out, as the window is narrow: {', '.join(left_out)}.")


def short(text: str) -> str:
    """Return a text cut to what a table has room for."""
    return text if len(text) <= _SHORT else text[: _SHORT - 3].rstrip() + "..."


def width() -> int:
    """Return how wide a paragraph is set."""
    return min(shutil.get_terminal_size((100, 24)).columns, 120)
