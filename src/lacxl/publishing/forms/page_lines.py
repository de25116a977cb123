"""The figures on the page: all of them in one table, then each indicator with its months."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lacxl.publishing.forms.chart import chart
from lacxl.publishing.forms.markup import figure_cell, scrolled, symbol_list, table, text, words
from lacxl.publishing.forms.shown_numbers import text_of
from lacxl.publishing.forms.texts import plain
from lacxl.publishing.forms.wording import SYMBOLS, benchmarks_of, latest, name_of
from lacxl.publishing.publication import NOTHING, Publication, PublishedLine, Value

_LIGHTS = ("green", "amber", "red")


def summary_table(publication: Publication) -> Iterator[str]:
    """Yield the table of all lines, each with a link to its section."""
    heads = (
        ("Indicator", False),
        ("What is measured", False),
        (publication.month.long, True),
        (publication.ytd_heading, True),
        ("Target", True),
        ("Good performance", False),
        ("Light", False),
        ("Direction since the month before", False),
    )
    rows = (_row(line, f"i{number}") for number, line in enumerate(publication.lines, 1))
    caption = f"Summary of figures, {publication.month.long}"
    return scrolled(caption, table(caption, heads, rows))


def _row(line: PublishedLine, id_: str) -> str:
    return (
        f'<tr><th scope="row" dir="auto">{words(line.label) or "Not named"}</th>'
        f'<td class="title" dir="auto"><a href="#{id_}">{words(line.title) or "Not named"}</a></td>'
        f"{figure_cell(latest(line) or NOTHING)}{figure_cell(line.ytd)}"
        f'<td class="figure" dir="auto">{words(line.target) or "No target"}</td>'
        f'<td dir="auto">{words(line.good) or "Not stated"}</td>'
        f'<td class="lamp">{_light(line)}</td>'
        f'<td dir="auto">{words(line.direction) or "None"}</td></tr>'
    )


def line_section(line: PublishedLine, publication: Publication, id_: str) -> Iterator[str]:
    """Yield the section of a line: facts, chart, months, years and benchmarks."""
    name = name_of(line) or "Not named"
    yield f'<section class="line" aria-labelledby="{id_}">'
    yield f'<h3 id="{id_}" dir="auto">{words(name)}</h3>'
    if plain(line.definition):
        yield text("p", line.definition, "quiet")
    yield from _facts(line, publication)
    if plain(line.signal):
        yield f'<p class="signal" dir="auto"><b>Signal:</b> {words(line.signal)}</p>'
    yield '<div class="beside">'
    yield from _drawing(line, f"{id_}c")
    to_date = (publication.ytd_heading, line.ytd)
    yield from _two_columns("Month by month", "Month", line.months, to_date)
    others = (
        *((f"Outturn {heading}", value) for heading, value in line.years),
        *((f"Benchmark: {heading}", value) for heading, value in benchmarks_of(line)),
    )
    if others:
        yield from _two_columns("Years and benchmarks", "Year or benchmark", others)
    yield "</div>"
    yield from _symbols((*line.months, to_date, *others))
    yield "</section>"


def _facts(line: PublishedLine, publication: Publication) -> Iterator[str]:
    facts = (
        (publication.month.long, f"<b>{words(text_of(latest(line) or NOTHING))}</b>"),
        (publication.ytd_heading, words(text_of(line.ytd))),
        ("Target", words(line.target) or "No target"),
        ("Good performance", words(line.good) or "Not stated"),
        ("Light", _light(line)),
        ("Direction", words(line.direction) or "None"),
    )
    yield '<dl class="facts">'
    for what, said in facts:
        yield f'<div><dt>{words(what)}</dt><dd dir="auto">{said}</dd></div>'
    yield "</dl>"


def _drawing(line: PublishedLine, id_: str) -> Iterator[str]:
    drawn = chart(line, id_)
    yield f'<div class="chart">{drawn or "<p>No chart: no month is shown.</p>"}</div>'


def _two_columns(
    caption: str,
    first: str,
    values: Iterable[tuple[str, Value]],
    last: tuple[str, Value] | None = None,
) -> Iterator[str]:
    """Yield a table of a figure in each row; a note stands below what it is about."""
    rows = (_figure_row(*each) for each in values)
    return table(
        caption, ((first, False), ("Figure", True)), rows, _figure_row(*last) if last else ""
    )


def _figure_row(heading: str, value: Value) -> str:
    note = f" {text('small', value.note)}" if plain(value.note) else ""
    head = f'<th scope="row" dir="auto">{words(heading) or "Not named"}{note}</th>'
    return f"<tr>{head}{figure_cell(value)}</tr>"


def _symbols(values: Iterable[tuple[str, Value]]) -> Iterator[str]:
    """Yield what the symbols of a section mean, so that nobody has to look elsewhere."""
    there = {value.status.value for _, value in values}
    meant = [(sign, said) for sign, said in SYMBOLS if sign in there]
    if meant:
        yield symbol_list(meant, "symbols quiet")


def _light(line: PublishedLine) -> str:
    said = plain(line.light) or "Not rated"
    colour = said.casefold() if said.casefold() in _LIGHTS else "none"
    return f'<span class="light {colour}" dir="auto">{words(said)}</span>'
