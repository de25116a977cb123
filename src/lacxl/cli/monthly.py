"""The commands of the month: demo, new, refresh, undo, issue, figures, explain."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click

from lacxl.cli.calling import (
    DONE,
    EXIT_CODES,
    all_option,
    exit_code,
    json_option,
    print_result,
    run,
    settings_option,
    takes,
)
from lacxl.cli.printing import (
    say,
    say_json,
    short,
    show,
    show_found,
    show_progress,
    show_table,
)
from lacxl.inputs import Demo, Explain, Figures, Issue, New, NextMonth, Refresh, Undo

_MOST_CHANGES = 12
_DEMO_COLUMNS = ("no", "indicator", "Apr-15", "May-15", "ytd_2015_16", "dot", "rag")


@click.command(
    epilog="\b\nExamples:\n"
    "  lacxl demo my-demo                   a published report, from its totals\n"
    "  lacxl demo my-demo --from-children   a made-up council, counted from children's records"
)
@takes(Demo)
def demo(inputs: Demo) -> int:
    """Make FOLDER with a real report as it stood before May 2015, and fill May.

    The figures are those of a published report; they hold no child's record. The folder
    (lacxl-demo if none is named) must be empty or not there yet. With --from-children the figures
    are counted from the extracts of a council that does not exist. It ends with 0 whatever it
    finds.
    """
    from lacxl.app.demo import children_demo, report_demo
    from lacxl.app.figures.figures import figures as table_of
    from lacxl.app.words import TableOfTexts, of_refresh
    from lacxl.demo import MONTH

    folder = inputs.folder
    with show_progress() as progress:
        make = children_demo if inputs.from_children else report_demo
        settings, result = make(folder, progress)
        table = table_of(settings, MONTH)
    made = "the workbook as it stood before May 2015, and filled May 2015"
    if inputs.from_children:
        made = "extracts of a made-up council; filled March to May 2015"
    kept = [table.columns.index(name) for name in _DEMO_COLUMNS]
    rows = tuple(tuple(short(row[i]) for i in kept) for row in table.rows)
    sheets = Counter(cell.place.sheet for cell in result.cells)
    filled = ", ".join(f"{count} on {sheet}" for sheet, count in sheets.items())
    words = of_refresh(result)
    show(
        replace(
            words,
            headline=f"Made {folder} with {made}.",
            tables=(TableOfTexts(_DEMO_COLUMNS, rows),),
            listings=(),
            notes=(f"Cells filled: {filled}", *words.notes),
        )
    )
    say(
        f"\nWhat to try next, in the folder {folder}:\n"
        "  lacxl figures 2015-05\n  lacxl explain 7.6 2015-05\n  lacxl issue 2015-05"
    )
    return DONE


@click.command(
    epilog="\b\nExamples:\n"
    "  lacxl new 2026-04                make a folder named for the report\n"
    "  lacxl new 2026-04 our-report     make the folder our-report\n"
    '  lacxl new 2026-04 --council "Rutland County Council"\n\n' + EXIT_CODES
)
@takes(New)
def new(inputs: New) -> int:
    """Make FOLDER with the empty workbook, headed for MONTH.

    The folder ("Monthly Performance - Corporate Parenting" if none is named) must be empty or not
    there yet. In it are also a lacxl.toml and a readings.csv without readings. The workbook has no
    figure and no target: targets are your council's.
    """
    from lacxl.app.new import new as make

    month, folder = inputs.month, inputs.folder
    make(month, folder, inputs.council or "")
    say(
        f"Made {folder} with an empty workbook whose current month is {month.long}.\n\n"
        "What to do next:\n"
        "  type your targets into the column TARGET of the summary, and save\n"
        "  write what you counted into readings.csv, with earlier months if you have them\n"
        f"  in the folder, fill the month: lacxl refresh {month}"
    )
    return DONE


@click.command(
    epilog="\b\nExamples:\n"
    "  lacxl refresh 2015-05                 fill May 2015\n"
    "  lacxl refresh 2015-05 --dry-run       only show what would change\n"
    "  lacxl refresh --latest                the last month that has ended\n"
    "  lacxl refresh 2015-05 --out new.xlsx  fill a copy, leave the workbook\n\n" + EXIT_CODES
)
@takes(Refresh)
@settings_option
@all_option
@json_option
def refresh(inputs: Refresh, settings: Path, everything: bool, as_json: bool) -> int:
    """Fill MONTH from the extracts: figures, year to date, RAG and direction of travel.

    Closed and issued months stay as they are. A second run changes nothing.
    """
    from lacxl.app.use_cases import REFRESH

    most = None if inputs.dry_run else _MOST_CHANGES
    result = run(REFRESH, settings, inputs)
    return print_result(result, REFRESH.words, as_json, most=most, everything=everything)


@click.command(
    epilog="\b\nExamples:\n"
    "  lacxl issue 2015-05\n"
    "  lacxl issue 2015-05 --dry-run   only say what would happen\n"
    "  lacxl issue 2015-05 --calculate   let LibreOffice work out what lacxl cannot\n"
    "  lacxl issue --latest --strict   as a server does it: with nothing left to look at\n"
    '  lacxl issue 2015-05 --accept "The provider sends 7.8 in July"\n\n' + EXIT_CODES
)
@takes(Issue)
@settings_option
@all_option
@json_option
def issue(inputs: Issue, settings: Path, everything: bool, as_json: bool) -> int:
    """Lock MONTH, write the issued copy and record it.

    The month's cells are locked wherever they appear and the sheets protected, with the password
    of LACXL_PASSWORD or the keyring if there is one. All other cells stay free. A month that lacks
    readings is not issued, unless --accept says why. The results of formulas have to be current:
    lacxl works out what is plain, Excel or LibreOffice the rest.
    """
    from lacxl.app.use_cases import ISSUE

    result = run(ISSUE, settings, inputs)
    return print_result(result, ISSUE.words, as_json, everything=everything)


def _spare(columns: Sequence[str]) -> list[str]:
    """Return the columns that a narrow window does without, the least needed first."""
    notes = [name for name in columns if name.startswith("data_note")]
    closed = columns[columns.index("rag") + 1 :]
    first_month = columns[columns.index("data_note_monthly") + 1]
    return [*notes, "good_perf_is", *reversed(closed), "target", first_month, "indicator"]


@click.command(
    "next-month",
    epilog="\b\nExamples:\n"
    "  lacxl next-month             make the place for the month after the last filled one\n"
    "  lacxl next-month --dry-run   list every move; write nothing\n\n" + EXIT_CODES,
)
@takes(NextMonth)
@settings_option
@all_option
@json_option
def next_month(inputs: NextMonth, settings: Path, everything: bool, as_json: bool) -> int:
    """Make the place for the month after the last one that is filled.

    The summary's window rolls on: values, formats, locks and headings move with their months, and
    the bands of the financial years follow. Pages that show the month already take it; pages of a
    year begin the next one in April, when outturns move on too. What leaves the workbook is kept
    first, as it was printed. Then fill the month with lacxl refresh.
    """
    from lacxl.app.use_cases import NEXT_MONTH

    most = None if inputs.dry_run else _MOST_CHANGES
    result = run(NEXT_MONTH, settings, inputs)
    return print_result(result, NEXT_MONTH.words, as_json, most=most, everything=everything)


@click.command(
    epilog="\b\nExamples:\n"
    "  lacxl figures 2015-05\n"
    "  lacxl figures 2015-05 --format csv > may.csv\n\n" + EXIT_CODES
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json"]),
    default="table",
    show_default=True,
    help="How to print them.",
)
@takes(Figures)
@settings_option
@all_option
def figures(inputs: Figures, form: str, settings: Path, everything: bool) -> int:
    """Print what the summary shows of MONTH."""
    from lacxl.app.use_cases import FIGURES

    table = run(FIGURES, settings, inputs)
    if form == "csv":
        say(table.as_csv(), end="")
    elif form == "json":
        say_json(table.as_dict())
    else:
        show_table(table.columns, table.rows, spare=_spare(table.columns), wrapped="indicator")
    if form != "json":
        show_found(table.findings, everything=everything, err=True)
    return exit_code(table.findings)


@click.command(
    epilog="\b\nExamples:\n  lacxl explain 7.6 2015-05\n  lacxl explain 10.2 2015-05\n\n"
    + EXIT_CODES
)
@takes(Explain)
@settings_option
@json_option
def explain(inputs: Explain, settings: Path, as_json: bool) -> int:
    """Show where INDICATOR's figure of MONTH comes from.

    Numerator and denominator, the rule in words, the row it was read from and the cell.
    """
    from lacxl.app.use_cases import EXPLAIN

    return print_result(run(EXPLAIN, settings, inputs), EXPLAIN.words, as_json)


@click.command(
    epilog="\b\nExamples:\n"
    "  lacxl undo             take back the last refresh, restate or next-month\n"
    "  lacxl undo --dry-run   only show what would go back\n\n" + EXIT_CODES
)
@takes(Undo)
@settings_option
@json_option
def undo(inputs: Undo, settings: Path, as_json: bool) -> int:
    """Put back what the last refresh, restate or next-month changed, if nothing has changed since.

    Only the workbook goes back; the history keeps the readings that were taken, and the ledgers
    their lines. The fill of a month that was issued since is not undone, and a restatement not once
    any month was: lacxl restate corrects it. An insertion is undone by putting the backup back.
    """
    from lacxl.app.use_cases import UNDO

    most = None if inputs.dry_run else _MOST_CHANGES
    print_result(run(UNDO, settings, inputs), UNDO.words, as_json, most=most)
    return DONE
