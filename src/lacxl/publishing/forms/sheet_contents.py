"""What stands on each sheet of the workbook and of the OpenDocument spreadsheet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from lacxl.publishing.forms.form_sheets import FormColumn, FormSheet, FormTable, Held, distinct
from lacxl.publishing.forms.looks import FormStyle
from lacxl.publishing.forms.texts import pieces
from lacxl.publishing.forms.wording import (
    NO_NEWS,
    STATUS_WORDS,
    SYMBOLS,
    benchmarks_of,
    council_and_issue,
    full_title,
    issue_in_words,
    latest,
    name_of,
    unit_in_words,
    what_matters,
)
from lacxl.publishing.publication import NOTHING, Publication, PublishedLine, ShownStatus, Value

_INDICATOR: Final = FormColumn("Indicator", 18)
_MEASURED: Final = FormColumn("What is measured", 48, "Not named")
_SYMBOLS: Final = "Symbols: " + "; ".join(
    f"{status.value} = {words[0].lower()}{words[1:]}"
    for status, words in STATUS_WORDS.items()
    if status is not ShownStatus.SHOWN
)
_FOUR_FORMS: Final = (
    "The same figures come in four forms: this workbook as .xlsx and as .ods, a CSV file with a "
    "row for each figure, and a web page."
)


def sheets_of(publication: Publication) -> tuple[FormSheet, ...]:
    """Return the sheets in the order of their tabs."""
    tables = tuple(_tables(publication))
    words = (_notes(publication), _narrative(publication))
    return (_cover(publication), _contents((*words, *tables)), *words, *tables)


def _tables(publication: Publication) -> Iterator[FormSheet]:
    yield _summary(publication)
    yield _months(publication)
    years = _years(publication)
    if years is not None:
        yield years
    yield _all_figures(publication)


def _cover(publication: Publication) -> FormSheet:
    text, heading = FormStyle.TEXT, FormStyle.HEADING
    lines = [
        (text, publication.council),
        (text, f"{issue_in_words(publication)}."),
        (heading, "What matters first"),
    ]
    matters = what_matters(publication)
    for what, sentences in matters:
        lines += [(text, f"{what}: {each}") for each in sentences]
    if not matters:
        lines.append((text, NO_NEWS))
    lines += [
        (heading, "About this workbook"),
        (text, "The Contents sheet lists the other sheets, with a link to each."),
        (text, "The Notes sheet says what the symbols mean, and what to know of the figures."),
        (text, _FOUR_FORMS),
        *_whom_to_ask(publication.contact),
        (heading, "Which record this is"),
        (text, "These figures come from the issued workbook with this SHA-256:"),
        (text, publication.sha256),
    ]
    return FormSheet("Cover", full_title(publication), "What matters first", texts=_split(lines))


def _whom_to_ask(contact: str) -> list[tuple[FormStyle, str]]:
    return [(FormStyle.TEXT, f"Contact: {contact}")] if contact else []


def _contents(sheets: tuple[FormSheet, ...]) -> FormSheet:
    columns = (FormColumn("Sheet", 26, is_link=True), FormColumn("What is on it", 80))
    rows = tuple((sheet.name, sheet.about) for sheet in sheets)
    says = ("This sheet has one table: a row for each of the other sheets, with a link to it.",)
    return FormSheet("Contents", "Contents", "", says, FormTable("Contents", columns, rows))


def _notes(publication: Publication) -> FormSheet:
    columns = (
        FormColumn("Kind of note", 18),
        FormColumn("What it is about", 40),
        FormColumn("Note", 90),
    )
    rows = tuple(
        (kind, about, piece)
        for kind, about, note in _every_note(publication)
        for piece in pieces(note)
    )
    return FormSheet(
        "Notes",
        "Notes",
        "Symbols, rounding, restated figures, the quality of the data, definitions",
        ("This sheet has one table: a row for each note. It says first what the symbols mean.",),
        FormTable("Notes", columns, rows),
    )


def _every_note(publication: Publication) -> Iterator[tuple[str, str, str]]:
    for symbol, meaning in SYMBOLS:
        yield "Symbol", symbol, meaning
    if publication.rounding:
        yield "Rounding", "Percentages", publication.rounding
    for restated in publication.restated:
        yield "Restated figure", "As the note says", restated
    for note in publication.notes:
        yield "Quality of data", "As the note says", note
    for line in publication.lines:
        if line.definition:
            yield "Definition", name_of(line), line.definition


def _narrative(publication: Publication) -> FormSheet:
    lines: list[tuple[FormStyle, str]] = []
    for narrative in publication.narratives:
        lines.append((FormStyle.HEADING, narrative.title))
        lines += [(FormStyle.TEXT, paragraph) for paragraph in narrative.paragraphs]
    says = "What the team wrote. This sheet has no table."
    if not lines:
        says = "The team wrote nothing for this issue. This sheet has no table."
    about = "What the team wrote of the month"
    return FormSheet("Narrative", "Narrative", about, (says,), texts=_split(lines))


def _summary(publication: Publication) -> FormSheet:
    has_signals = any(line.signal for line in publication.lines)
    columns = [
        _INDICATOR,
        _MEASURED,
        _figures(publication.month.long),
        _figures(publication.ytd_heading, 18),
        FormColumn("Target", 14, "No target"),
        FormColumn("Good performance", 18, "Not stated"),
        FormColumn("Light", 13, "Not rated", is_light=True),
        FormColumn("Direction since the month before", 24, "None"),
        *([FormColumn("Signal", 50, "None")] if has_signals else []),
    ]
    rows: Iterator[tuple[Held, ...]] = (
        (
            line.label,
            line.title,
            latest(line) or NOTHING,
            line.ytd,
            line.target,
            line.good,
            line.light,
            line.direction,
            *([line.signal] if has_signals else []),
        )
        for line in publication.lines
    )
    return _table_sheet(
        publication,
        "Summary",
        "Summary of figures",
        "Each indicator with its latest month, year to date, target, light and direction",
        columns,
        rows,
    )


def _months(publication: Publication) -> FormSheet:
    names = _headings(publication, lambda line: line.months)
    columns = [
        _INDICATOR,
        _MEASURED,
        FormColumn("Unit", 13),
        *(_figures(name) for name in names),
        _figures(publication.ytd_heading, 18),
    ]
    rows: Iterator[tuple[Held, ...]] = (
        (
            line.label,
            line.title,
            unit_in_words(line.unit),
            *_by_heading(line.months, names),
            line.ytd,
        )
        for line in publication.lines
    )
    return _table_sheet(
        publication,
        "Months",
        "Months of the year",
        "Each indicator in every month of the financial year so far",
        columns,
        rows,
    )


def _years(publication: Publication) -> FormSheet | None:
    years = _headings(publication, lambda line: line.years)
    benchmarks = _headings(publication, benchmarks_of)
    if not years and not benchmarks:
        return None
    columns = [
        _INDICATOR,
        _MEASURED,
        FormColumn("Unit", 13),
        *(_figures(f"Outturn {name}") for name in years),
        *(_figures(f"Benchmark: {name}", 22) for name in benchmarks),
    ]
    rows: Iterator[tuple[Held, ...]] = (
        (
            line.label,
            line.title,
            unit_in_words(line.unit),
            *_by_heading(line.years, years),
            *_by_heading(benchmarks_of(line), benchmarks),
        )
        for line in publication.lines
    )
    return _table_sheet(
        publication,
        "Years and benchmarks",
        "Benchmarks and annual outturns",
        "Each indicator in the years before, and what others achieved",
        columns,
        rows,
    )


def _all_figures(publication: Publication) -> FormSheet:
    columns = [
        _INDICATOR,
        _MEASURED,
        FormColumn("Figure", 16),
        FormColumn("Period", 22),
        _figures("Value"),
        FormColumn("Status", 32),
        FormColumn("Note", 60),
    ]
    rows: Iterator[tuple[Held, ...]] = (
        (
            line.label,
            line.title,
            entry.part.value.capitalize(),
            entry.period,
            entry.value,
            STATUS_WORDS[entry.value.status],
            entry.value.note,
        )
        for line in publication.lines
        for entry in line.entries
    )
    return _table_sheet(
        publication,
        "All figures",
        "All figures, one in each row",
        "Every figure with its numerator and denominator, one in each row",
        columns,
        rows,
        "a row for each figure of each period",
    )


def _table_sheet(
    publication: Publication,
    name: str,
    title: str,
    about: str,
    columns: Iterable[FormColumn],
    rows: Iterable[tuple[Held, ...]],
    row_is: str = "a row for each indicator",
) -> FormSheet:
    headed = distinct(columns)
    held = tuple(rows) or (tuple("None" for _ in headed),)
    says = (
        f"This sheet has one table: {row_is}. Its headings are in row 5.",
        f"{_SYMBOLS}. The Notes sheet says more.",
        f"{council_and_issue(publication)}.",
    )
    table = FormTable(name.replace(" ", "_"), headed, held)
    return FormSheet(name, f"{title}: {full_title(publication)}", about, says, table)


def _figures(heading: str, width: int = 14) -> FormColumn:
    return FormColumn(heading, width, is_figure=True)


def _headings(
    publication: Publication, of: Callable[[PublishedLine], tuple[tuple[str, Value], ...]]
) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for line in publication.lines for name, _ in of(line)))


def _by_heading(
    values: tuple[tuple[str, Value], ...], headings: tuple[str, ...]
) -> Iterator[Value]:
    there = dict(values)
    return (there.get(heading, NOTHING) for heading in headings)


def _split(lines: Iterable[tuple[FormStyle, str]]) -> tuple[tuple[FormStyle, str], ...]:
    return tuple((style, piece) for style, text in lines for piece in pieces(text))
