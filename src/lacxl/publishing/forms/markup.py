"""Pieces of the page: texts of other people's as HTML, and tables that a keyboard can scroll."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from lacxl.publishing.forms.shown_numbers import text_of
from lacxl.publishing.forms.texts import plain
from lacxl.publishing.publication import Value


def words(text: str) -> str:
    """Return a text for the page; what is not English is laid out in its own direction."""
    return escape(plain(text))


def text(tag: str, said: str, class_: str = "") -> str:
    """Return an element that holds a text."""
    named = f' class="{class_}"' if class_ else ""
    return f'<{tag}{named} dir="auto">{words(said)}</{tag}>'


def paragraphs(texts: Iterable[str]) -> Iterator[str]:
    """Yield a paragraph for each text that says something."""
    return (text("p", said) for said in texts if plain(said))


def text_list(texts: Iterable[str]) -> str:
    """Return a list of the texts that say something."""
    items = (f"<li>{text('span', said)}</li>" for said in texts if plain(said))
    return f"<ul>{''.join(items)}</ul>"


def symbol_list(symbols: Iterable[tuple[str, str]], class_: str = "symbols") -> str:
    """Return a list of symbols, each with what it means."""
    said = (f"<li><b>{sign}</b> <span>{escape(meaning)}</span></li>" for sign, meaning in symbols)
    return f'<ul class="{class_}">{"".join(said)}</ul>'


def figure_cell(value: Value) -> str:
    """Return a table's cell with a figure, or the symbol in its place."""
    return f'<td class="figure">{escape(text_of(value))}</td>'


def table(
    caption: str, heads: Iterable[tuple[str, bool]], rows: Iterable[str], foot: str = ""
) -> Iterator[str]:
    """Yield a table; `heads` are the headings and whether figures stand below them."""
    yield f'<table><caption dir="auto">{words(caption)}</caption><thead><tr>'
    for heading, is_figure in heads:
        named = ' class="figure"' if is_figure else ""
        yield f'<th scope="col"{named} dir="auto">{words(heading)}</th>'
    yield "</tr></thead><tbody>"
    yield from rows
    yield "</tbody>"
    if foot:
        yield f"<tfoot>{foot}</tfoot>"
    yield "</table>"


def scrolled(label: str, wide: Iterable[str]) -> Iterator[str]:
    """Yield a wide table in a region that can be scrolled with the keys."""
    yield f'<div class="scroll" role="region" tabindex="0" aria-label="{words(label)}">'
    yield from wide
    yield "</div>"
