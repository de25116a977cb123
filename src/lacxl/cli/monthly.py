"""The commands of the month: demo, refresh, undo, issue, figures, explain."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import click

from lacxl.cli.calling import (
    DONE,
    EXIT_CODES,
    MONTH,
    WITH_FINDINGS,
    json_option,
    load,
    settings_option,
    taken_on_option,
    which,
)
from lacxl.cli.printing import (
    say,
    say_json,
    short,
    show_changes,
    show_findings,
    show_grounds,
    show_progress,
    show_table,
    width,
)
from lacxl.domain.month import Month
from lacxl.domain.numbers import how_many
from lacxl.domain.safe_text import one_line

_LATE = 12
_DEMO_COLUMNS = ("no", "indicator", "Apr-15", "May-15", "ytd_2015_16", "dot", "rag")


@click.command(
    epilog="\b\nExamples:\n"
    "  lacxl demo my-demo                   a published report, from its totals\n"
    "  lacxl demo my-demo --from-children   a made-up council, counted from children's records"
)
@click.argument("folder", type=click.Path(path_type=Path), default=Path("lacxl-demo"))
@click.option(
    "--from-children", is_flag=True, help="Count a made-up council instead of a report's totals."
)
def demo(folder: Path, from_children: bool) -> int:
    """Make FOLDER with a real report as it stood before May 2015, and fill May.

    The figures are those of a published report; they hold no child's record. The folder
    (lacxl-demo if none is named) must be empty or not there yet. With --from-children the figures
    are counted from the extracts of a council that does not exist. It ends with 0 whatever it
    finds.
    """
    from lacxl.app.demo import children_demo, report_demo
    from lacxl.app.figures import figures as show
    from lacxl.demo import MONTH as MAY

    with show_progress() as progress:
        make = children_demo if from_children else report_demo
        settings, result = make(folder, progress)
        table = show(settings, MAY)
    if from_children:
        say(f"Made {folder} with extracts of a made-up council; filled March to May 2015.\n")
    else:
        say(f"Made {folder} with the workbook as it stood before May 2015, and filled May 2015.\n")
    kept = [table.columns.index(name) for name in _DEMO_COLUMNS]
    rows = [tuple(short(row[i]) for i in kept) for row in table.rows]
    show_table(_DEMO_COLUMNS, rows)
    sheets = Counter(cell.place.sheet for cell in result.cells)
    say("\nCells filled: " + ", ".join(f"{count} on {sheet}" for sheet, count in sheets.items()))
    show_findings(result.findings)
    say(f"\nThe workbook: {result.workbook}")
    if result.receipt:
        say(f"Every change, with its source: {result.receipt}")
    say(
        f"\nWhat to try next, in the folder {folder}:\n"
        "  lacxl figures 2015-05\n  lacxl explain 7.6 2015-05\n  lacxl issue 2015-05"
    )
    return DONE


@click.command(
    epilog="\b\nExamples:\n"
    "  lacxl refresh 2015-05                 fill May 2015\n"
    "  lacxl refresh 2015-05 --dry-run       only show what would change\n"
    "  lacxl refresh --latest                the last month that has ended\n"
    "  lacxl refresh 2015-05 --out new.xlsx  fill a copy, leave the workbook\n\n" + EXIT_CODES
)
@click.argument("month", type=MONTH, required=False)
@click.option("--latest", is_flag=True, help="The last month that has ended.")
@click.option("--dry-run", is_flag=True, help="Show what would change; write nothing.")
@click.option("--out", type=click.Path(path_type=Path), help="Write a filled copy there instead.")
@click.option("--reissue", is_flag=True, help="Open a month that was issued, to issue it again.")
@taken_on_option
@settings_option
@json_option
def refresh(
    month: Month | None,
    latest: bool,
    dry_run: bool,
    out: Path | None,
    reissue: bool,
    taken_on: dt.date | None,
    settings: Path,
    as_json: bool,
) -> int:
    """Fill MONTH from the extracts: figures, year to date, RAG and direction of travel.

    Closed and issued months stay as they are. A second run changes nothing.
    """
    from lacxl.app.refresh import refresh as run

    at = which(month, latest)
    with show_progress() as progress:
        result = run(
            load(settings).taken_on(taken_on),
            at,
            dry_run=dry_run,
            out=out,
            reissue=reissue,
            progress=progress,
        )
    if as_json:
        say_json(result.as_dict())
    else:
        if not result.changes:
            copied = " A copy of it was written." if result.written else ""
            say(f"{at.long}: nothing to change; the workbook is as it should be.{copied}")
        else:
            count = len(result.cells)
            sheets = len({cell.place.sheet for cell in result.cells})
            cells = f"{how_many(count, 'cell')} on {how_many(sheets, 'sheet')}"
            cells = cells if count else "only formats and colours, no figure"
            filling = f"Filling {at.long} would change" if dry_run else f"{at.long} is filled:"
            say(f"{filling} {cells}.\n")
            show_changes(result.cells, limit=None if dry_run else _LATE)
        show_grounds(result.grounds)
        show_findings(result.findings)
        if result.written:
            say(f"\nThe workbook: {result.written}")
        if result.backup:
            say(f"As it was before: {result.backup}")
        if result.receipt:
            say(f"Every change, with its source: {result.receipt}")
    return WITH_FINDINGS if result.has_findings else DONE


@click.command(
    epilog="\b\nExamples:\n"
    "  lacxl issue 2015-05\n"
    "  lacxl issue 2015-05 --dry-run   only say what would happen\n"
    "  lacxl issue 2015-05 --calculate   let LibreOffice work out what lacxl cannot\n"
    '  lacxl issue 2015-05 --accept "The provider sends 7.8 in July"\n\n' + EXIT_CODES
)
@click.argument("month", type=MONTH)
@click.option("--dry-run", is_flag=True, help="Show what would happen; write nothing.")
@click.option("--reissue", is_flag=True, help="Issue it once more, under the next number.")
@click.option(
    "--accept", metavar="REASON", help="Issue it though readings are missing; the reason is kept."
)
@click.option(
    "--calculate",
    is_flag=True,
    help="Let LibreOffice work out the results of formulas that lacxl cannot.",
)
@settings_option
@json_option
def issue(
    month: Month,
    dry_run: bool,
    reissue: bool,
    accept: str | None,
    calculate: bool,
    settings: Path,
    as_json: bool,
) -> int:
    """Lock MONTH, write the issued copy and record it.

    The month's cells are locked wherever they appear and the sheets protected, with the password
    of LACXL_PASSWORD or the keyring if there is one. All other cells stay free. A month that lacks
    readings is not issued, unless --accept says why. The results of formulas have to be current:
    lacxl works out what is plain, Excel or LibreOffice the rest.
    """
    from lacxl.app.issue import issue as run

    with show_progress() as progress:
        result = run(
            load(settings),
            month,
            dry_run=dry_run,
            reissue=reissue,
            accept=accept,
            calculate=calculate,
            progress=progress,
        )
    if as_json:
        say_json(result.as_dict())
    else:
        does = "would be issued" if dry_run else "is issued"
        cells = how_many(result.locked, "cell")
        say(f"{month.long} {does} as issue {result.issue}; {cells} locked.")
        show_findings(result.findings)
        say(f"\nThe issued copy{' would be' if dry_run else ''}: {result.copy}")
    return WITH_FINDINGS if result.has_findings else DONE


def _spare(columns: Sequence[str]) -> list[str]:
    """Return the columns that a narrow window does without, the least needed first."""
    notes = [name for name in columns if name.startswith("data_note")]
    closed = columns[columns.index("rag") + 1 :]
    first_month = columns[columns.index("data_note_monthly") + 1]
    return [*notes, "good_perf_is", *reversed(closed), "target", first_month, "indicator"]


@click.command(
    epilog="\b\nExamples:\n"
    "  lacxl figures 2015-05\n"
    "  lacxl figures 2015-05 --format csv > may.csv\n\n" + EXIT_CODES
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
@taken_on_option
@settings_option
def figures(month: Month, form: str, taken_on: dt.date | None, settings: Path) -> int:
    """Print what the summary shows of MONTH."""
    from lacxl.app.figures import figures as run

    with show_progress():
        table = run(load(settings).taken_on(taken_on), month)
    if form == "csv":
        say(table.as_csv(), end="")
    elif form == "json":
        say_json(table.as_dict())
    else:
        show_table(table.columns, table.rows, spare=_spare(table.columns), wrapped="indicator")
    if form != "json":
        show_findings(table.findings, err=True)
    return WITH_FINDINGS if table.has_findings else DONE


@click.command(
    epilog="\b\nExamples:\n  lacxl explain 7.6 2015-05\n  lacxl explain 10.2 2015-05\n\n"
    + EXIT_CODES
)
@click.argument("indicator")
@click.argument("month", type=MONTH)
@click.option(
    "--children",
    type=click.Path(path_type=Path),
    help="Write the children behind the figure to this file, and nowhere else.",
)
@taken_on_option
@settings_option
@json_option
def explain(
    indicator: str,
    month: Month,
    children: Path | None,
    taken_on: dt.date | None,
    settings: Path,
    as_json: bool,
) -> int:
    """Show where INDICATOR's figure of MONTH comes from.

    Numerator and denominator, the rule in words, the row it was read from and the cell.
    """
    from lacxl.app.explain import as_json as to_json
    from lacxl.app.explain import explain as run

    found = run(load(settings).taken_on(taken_on), indicator, month, children=children)
    if as_json:
        say_json(to_json(found))
        return DONE
    for each in found:
        name = f"{each.indicator} ({each.figure})" if each.figure else each.indicator
        head = one_line(f"{name}  {each.title}, {month.long}")
        say(head, drawn=head)
        for heading, text in each.said:
            say(click.wrap_text(one_line(text), width(), f"  {heading:<14}", " " * 16))
        say("")
    return DONE


@click.command(
    epilog="\b\nExamples:\n"
    "  lacxl undo             take back the last fill\n"
    "  lacxl undo --dry-run   only show what would go back\n\n" + EXIT_CODES
)
@click.option("--dry-run", is_flag=True, help="Show what would change; write nothing.")
@settings_option
@json_option
def undo(dry_run: bool, settings: Path, as_json: bool) -> int:
    """Put back what the last fill changed, if nothing was changed since.

    Only the workbook goes back; the history keeps the readings that were taken. A month that was
    issued is not undone: it is issued again.
    """
    from lacxl.app.undo import undo as run

    with show_progress() as progress:
        result = run(load(settings), dry_run=dry_run, progress=progress)
    if as_json:
        say_json(result.as_dict())
        return DONE
    does = "would be undone" if dry_run else "is undone"
    say(f"The fill of {result.month.long} {does} in {how_many(len(result.cells), 'cell')}.\n")
    show_changes(result.cells, limit=None if dry_run else _LATE)
    show_findings(result.findings)
    if result.written:
        say(f"\nThe workbook: {result.written}")
        say(f"The history keeps the readings; filling {result.month.long} again shows them again.")
    return DONE
