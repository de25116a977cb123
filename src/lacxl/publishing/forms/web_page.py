"""The figures as one web page: it opens from disk, runs nothing and asks for nothing."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from html import escape
from typing import Final

from lacxl.publishing.forms.markup import paragraphs, symbol_list, text, text_list
from lacxl.publishing.forms.page_lines import line_section, summary_table
from lacxl.publishing.forms.page_style import style_sheet
from lacxl.publishing.forms.wording import (
    NO_NEWS,
    SYMBOLS,
    council_and_issue,
    full_title,
    issue_in_words,
    what_matters,
)
from lacxl.publishing.publication import Narrative, Publication

_POLICY: Final = "default-src 'none'; style-src 'sha256-{}'; base-uri 'none'; form-action 'none'"
_HOW_TO_READ: Final = (
    "Each month is shown as it was printed. The year to date runs from April to this month.",
    (
        "A light compares a figure with its target: Green meets it, Amber is close to it, Red "
        "misses it. A figure without a target is not rated."
    ),
    (
        "The direction says how performance went since the month before. Where a lower figure is "
        "good, a fall is better."
    ),
    "A benchmark is what others achieved, in the year that its heading names.",
    "A chart shows the months of the table beside it. A gap is a month that is not shown.",
)


def page(publication: Publication) -> bytes:
    """Return the page."""
    style = style_sheet()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    title = escape(f"{full_title(publication)}: {issue_in_words(publication)}")
    return "\n".join(
        (
            '<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY.format(digest)}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="color-scheme" content="light dark">',
            f"<title>{title}</title>",
            f"<style>{style}</style>\n</head>\n<body>",
            *_body(publication),
            "</body>\n</html>\n",
        )
    ).encode()


def _body(publication: Publication) -> Iterator[str]:
    yield '<a class="skip" href="#main">Skip to the figures</a>'
    yield '<header><div class="wide">'
    yield from paragraphs((publication.council,))
    yield text("h1", full_title(publication))
    yield text("p", f"{issue_in_words(publication)}.", "quiet")
    yield '</div></header>\n<div class="wide">'
    yield from _contents(publication)
    yield '<main id="main" tabindex="-1">'
    yield from _matters(publication)
    yield from _summary(publication)
    yield from _indicators(publication)
    yield from _narrative(publication.narratives)
    yield from _notes(publication)
    yield from _reading()
    yield "</main>\n</div>"
    yield from _footer(publication)


def _contents(publication: Publication) -> Iterator[str]:
    places = [
        ("matters", "What matters first"),
        ("summary", "Summary"),
        ("indicators", "Each indicator"),
        *([("narrative", "What the team says")] if publication.narratives else []),
        ("notes", "Notes"),
        ("reading", "How to read this page"),
    ]
    links = "".join(f'<li><a href="#{id_}">{words}</a></li>' for id_, words in places)
    yield f'<nav aria-label="On this page"><ul>{links}</ul></nav>'


def _matters(publication: Publication) -> Iterator[str]:
    yield '<section class="matters" aria-labelledby="matters">'
    yield '<h2 id="matters">What matters first</h2>'
    matters = what_matters(publication)
    for heading, sentences in matters:
        yield f"<h3>{heading}</h3>"
        yield text_list(sentences)
    if not matters:
        yield f"<p>{NO_NEWS}</p>"
    yield "</section>"


def _summary(publication: Publication) -> Iterator[str]:
    yield '<section aria-labelledby="summary"><h2 id="summary">Summary</h2>'
    yield "<p>Letters stand for figures that are not there:</p>"
    yield symbol_list(SYMBOLS)
    yield from summary_table(publication)
    yield "</section>"


def _indicators(publication: Publication) -> Iterator[str]:
    yield '<section aria-labelledby="indicators"><h2 id="indicators">Each indicator</h2>'
    for number, line in enumerate(publication.lines, 1):
        yield from line_section(line, publication, f"i{number}")
    yield "</section>"


def _narrative(narratives: tuple[Narrative, ...]) -> Iterator[str]:
    if not narratives:
        return
    yield '<section class="words" aria-labelledby="narrative">'
    yield '<h2 id="narrative">What the team says</h2>'
    for each in narratives:
        yield text("h3", each.title or "Narrative")
        yield from paragraphs(each.paragraphs)
    yield "</section>"


def _notes(publication: Publication) -> Iterator[str]:
    yield '<section class="words" aria-labelledby="notes"><h2 id="notes">Notes</h2>'
    yield f"<h3>Symbols</h3>{symbol_list(SYMBOLS)}"
    if publication.rounding:
        yield f"<h3>Rounding</h3>{text('p', publication.rounding)}"
    if publication.notes:
        yield "<h3>Quality of the data</h3>"
        yield text_list(publication.notes)
    yield "</section>"


def _reading() -> Iterator[str]:
    yield '<section class="words" aria-labelledby="reading">'
    yield '<h2 id="reading">How to read this page</h2><ul>'
    yield from (f"<li>{each}</li>" for each in _HOW_TO_READ)
    yield "</ul></section>"


def _footer(publication: Publication) -> Iterator[str]:
    yield '<footer><div class="wide">'
    yield text("p", f"{council_and_issue(publication)}.")
    if publication.contact:
        yield text("p", f"Contact: {publication.contact}")
    yield "<p>The same figures come as a workbook (.xlsx and .ods) and as a CSV file.</p>"
    yield (
        "<p>These figures come from the issued workbook with this SHA-256: "
        f'<code class="sum">{escape(publication.sha256)}</code></p>'
    )
    yield "</div></footer>"
