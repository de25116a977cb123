"""Words for what figures are, where they come from, and what they say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lacxl.app.words.words_of_results import Listing, TableOfTexts, Words, files
from lacxl.domain.numbers import how_many

if TYPE_CHECKING:
    from lacxl.app.benchmarks.taken_benchmarks import TakenBenchmarks
    from lacxl.app.figures.explain import Explained
    from lacxl.app.figures.figures import FigureTable
    from lacxl.app.figures.needed import YearNeeds
    from lacxl.app.month.add_charts import ChartsAdded
    from lacxl.app.signals.signals import SignalsOfMonth

_NEEDED = ("no", "indicator", "target", "year to date", "what the year still needs")


_BENCHMARKS = ("no", "year", "sn ave", "of", "best sn", "nat ave", "nat top qtile", "own")


def of_figures(result: FigureTable) -> Words:
    """Return the summary's rows as they are."""
    return Words(tables=(TableOfTexts(result.columns, result.rows),), findings=result.findings)


def of_signals(result: SignalsOfMonth) -> Words:
    """Return a row for each figure, and where the table was written."""
    return Words(
        tables=(TableOfTexts(result.columns, result.rows),),
        notes=(f"The table: {result.written}",) if result.written else (),
    )


def of_add_charts(result: ChartsAdded) -> Words:
    """Say which sheet was added, with how many charts, and how it is kept up to date."""
    would = "would get" if result.dry_run else "has"
    charts = how_many(len(result.charts), "chart")
    next_ = f"lacxl refresh keeps it up to date. To take it away, delete the sheet {result.sheet}."
    return Words(
        f"The workbook {would} a sheet {result.sheet} with {charts}, as of {result.month.long}.",
        findings=result.findings,
        notes=(next_, *files(result)),
    )


def of_needed(result: YearNeeds) -> Words:
    """Return what each target still needs in the year, or that there is none."""
    year = result.month.financial_year
    if not result.needs:
        return Words(f"No figure that adds up over {year} has a target and a good direction.")
    headline = f"{year} up to {result.month.long}. No forecast: arithmetic on what was counted."
    return Words(headline, (TableOfTexts(_NEEDED, result.rows),))


def of_explain(result: Explained) -> Words:
    """Return a listing for each figure: numerator, denominator, rule, source, cell."""
    return Words(
        listings=tuple(
            Listing(f"{each.name}  {each.title}, {each.month.long}", each.rows)
            for each in result.figures
        )
    )


def of_benchmarks(result: TakenBenchmarks) -> Words:
    """Say what the benchmarks of a council are, and where they were written."""
    rows = []
    for each in result.worked:
        own = "" if each.own is None else each.own.text
        refused = each.reference in result.refused
        cells = ["-" if refused else cell.text for cell in each.cells.values()]
        said = f"{each.said}/{each.said + len(each.silent)}"
        rows.append((each.reference, str(each.year), cells[0], said, *cells[1:], own))
    if result.dry_run:
        notes = ["Nothing was written."]
    elif not result.is_new:
        notes = [f"{result.written} has them already."]
    else:
        notes = [f"The benchmarks: {result.written}"]
        notes += [f"As it was before: {result.backup}"] if result.backup else []
    return Words(
        f"Benchmarks of {result.name} ({result.council}), {result.model}.",
        (TableOfTexts(_BENCHMARKS, tuple(rows)),),
        findings=result.findings,
        notes=tuple(notes),
    )
