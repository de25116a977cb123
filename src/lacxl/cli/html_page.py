"""A result in words as a page for a browser: one file, which loads nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from lacxl.app.words import Words
from lacxl.domain.finding import COLUMNS

_STYLE = """\
body { font: 15px/1.5 "Segoe UI", Arial, sans-serif; margin: 2rem auto; max-width: 70rem; }
table { border-collapse: collapse; margin: 1.5rem 0; }
th, td { border: 1px solid #9ab; padding: .3rem .6rem; text-align: left; vertical-align: top; }
th { background: #e3ebf2; }
"""


def page_of(words: Words, title: str) -> str:
    """Return the page: headline, tables, findings and notes."""
    parts = [
        f"<h1>{escape(title)}</h1>",
        f"<p>{escape(words.headline)}</p>",
        *(line for table in words.tables for line in _table(table.columns, table.rows)),
        *(_table(COLUMNS, [each.row for each in words.findings]) if words.findings else ()),
        *(f"<p>{escape(note)}</p>" for note in words.notes),
    ]
    return "\n".join(
        [
            '<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">',
            f"<title>{escape(title)}</title>",
            f"<style>\n{_STYLE}</style>\n</head>\n<body>",
            *parts,
            "</body>\n</html>\n",
        ]
    )


def _table(columns: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    yield "<table>"
    yield f"<tr>{''.join(f'<th>{escape(each)}</th>' for each in columns)}</tr>"
    for row in rows:
        yield f"<tr>{''.join(f'<td>{escape(each)}</td>' for each in row)}</tr>"
    yield "</table>"
