"""Build the two committed workbooks: `python xlsx_templates/build.py` (or `--check`)."""

from __future__ import annotations

import argparse
import sys
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

if __package__ in {None, ""}:
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from xlsx_templates import cover, months, paper, summary, theme, words
from xlsx_templates.figures import Figures, SummaryWords, report_until, summary_words
from xlsx_templates.pages import PAGES, SHEETS, for_any_council, page_for_any_council
from xlsx_templates.place import Place
from xlsx_templates.style import TABS, Styles, new_workbook

HERE = Path(__file__).resolve().parent
BLANK = HERE / "corporate-parenting.xlsx"
DEMO = HERE / "corporate-parenting-2015-05.xlsx"
CREATED = datetime(2015, 6, 9, 9, 0, 0)  # noqa: DTZ001 - a fixed property, not a moment

SUMMARY_MONTHS = months.span(date(2015, 3, 1), date(2015, 5, 1))
SUMMARY_YEARS = ["2013/14", "2014/15"]
PAGE_MONTHS = {
    "Plans - In Date": months.span(date(2015, 3, 1), date(2016, 3, 1)),
    "Looked After Children": months.span(date(2015, 3, 1), date(2016, 3, 1)),
    "Placements": months.span(date(2014, 5, 1), date(2015, 6, 1)),
    "Reviews & Visits": months.span(date(2015, 2, 1), date(2016, 3, 1)),
    "Health": months.span(date(2015, 2, 1), date(2016, 3, 1)),
    "Personal Education Plans": months.span(date(2015, 2, 1), date(2016, 3, 1)),
    "Adoptions": months.span(date(2015, 3, 1), date(2016, 3, 1)),
}
ISSUED = date(2015, 4, 1)
NOTED_AS_SNAPSHOTS = ("7.7", "10.1", "10.2", "10.3")
"""Indicators whose year to date the report notes as "As at", though it adds up over the year."""
DEMO_ISSUE = cover.Issue(month=ISSUED, status="Issue 1", created=date(2015, 6, 9))


def build(
    path: str | Path,
    months_of_summary: Sequence[date] = SUMMARY_MONTHS,
    years: Sequence[str] = SUMMARY_YEARS,
    page_months: Mapping[str, Sequence[date]] | Sequence[date] | None = None,
    page_years: Sequence[str] | None = None,
    figures: Figures | None = None,
    issued: date | None = None,
    issue: cover.Issue | None = None,
    benchmark_year: str = "2013/14",
) -> None:
    """Build a workbook.

    `months_of_summary`: the month columns; the last is the current month.
    `years`: the two "year on year" columns.
    `page_months`: the month rows of the theme pages, for all or by sheet name.
    `page_years`: the annual rows, the last one the year to date ("2015/16 YTD").
    `figures`: what to fill in; None leaves the workbook without figures and the council's name.
    `issued`: month cells up to here are locked, and the sheets protected.
    """
    by_page = page_months if isinstance(page_months, Mapping) else {}
    everywhere = None if isinstance(page_months, Mapping) else page_months
    annual = page_years or [*years, f"{months.financial_year(months_of_summary[-1])} YTD"]
    filled = figures or Figures()
    rows, pages = summary_words(), PAGES
    if figures is None:
        rows = list(map(_for_any_council, rows))
        pages = tuple(map(page_for_any_council, PAGES))

    book = new_workbook(str(path))
    book.set_properties(
        {
            "title": words.TITLE,
            "subject": "Performance of the council as corporate parent",
            "created": CREATED,
        }
    )
    book.set_size(24_000, 14_000)
    style = Styles(book)
    sheets = {name: book.add_worksheet(name) for name in SHEETS}
    cover.write_cover(sheets["Cover"], style, issue or cover.Issue())
    summary.write_summary(
        sheets[summary.NAME],
        style,
        rows,
        summary.Columns(months_of_summary, years),
        filled,
        issued,
        benchmark_year,
    )
    for page in pages:
        place = Place(page, everywhere or by_page.get(page.name, PAGE_MONTHS[page.name]), annual)
        narrative = words.NARRATIVES[page.name] if figures else words.PLACEHOLDER
        theme.write_page(book, sheets[page.name], style, place, rows, filled, issued, narrative)
    for name, sheet in sheets.items():
        kind = {"Cover": "cover", summary.NAME: "summary"}.get(name, "theme")
        sheet.set_tab_color(TABS[kind])
        if issued and name != "Cover":
            paper.protect(sheet)
    book.close()


def _for_any_council(row: SummaryWords) -> SummaryWords:
    """Return a row of the report without its council's name and its wrong notes."""
    note = "Financial Year" if row.number in NOTED_AS_SNAPSHOTS else row.ytd_note
    return replace(row, indicator=for_any_council(row.indicator), ytd_note=note)


def build_blank(path: str | Path) -> None:
    """Build the workbook with no figures."""
    build(path)


def build_demo(path: str | Path) -> None:
    """Build the real report as it stood before May 2015 was filled."""
    build(path, figures=report_until(ISSUED), issued=ISSUED, issue=DEMO_ISSUE)


COMMITTED = {BLANK: build_blank, DEMO: build_demo}


def parts(path: Path) -> dict[str, bytes]:
    """Return a workbook's parts: what is inside, however the zip squeezed it."""
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def differing(path: Path) -> list[str]:
    """Name the parts of a committed workbook that differ from what would be built now."""
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / path.name
        COMMITTED[path](fresh)
        new = parts(fresh)
    old = parts(path) if path.exists() else {}
    return sorted(name for name in {*old, *new} if old.get(name) != new.get(name))


def main(arguments: Sequence[str] | None = None) -> int:
    """Build both workbooks, or check that the committed ones are up to date."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare, and write nothing")
    check = parser.parse_args(arguments).check
    stale = 0
    for path, builder in COMMITTED.items():
        if not check:
            builder(path)
            print(f"built {path.name}")
        elif names := differing(path):
            stale = 1
            print(f"{path.name} is not what build.py builds: {', '.join(names)}")
            print("Run: python xlsx_templates/build.py")
    return stale


if __name__ == "__main__":
    sys.exit(main())
