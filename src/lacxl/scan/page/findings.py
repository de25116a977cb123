"""A page (HTML): what its source holds that its reader does not see, in findings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO

from lacxl.domain.finding import Finding, Severity, first_of
from lacxl.scan import wording
from lacxl.scan.decoding import Decoded, decoded, not_as_its_ending, of_letters
from lacxl.scan.page.page_reader import ReadPage, read_page
from lacxl.scan.sheets import columns_named

_TAG = re.compile(r"<(?:[a-z]|!doctype)", re.IGNORECASE)
_SHOWN = 5
_TOLD = {
    "file": (
        "V106",
        "Links lead to files on a disk or a server, with their paths.",
        "Take the links out, or put the files beside the page.",
    ),
    "people": (
        "V111",
        "The page's properties name people or places.",
        "Take these lines out of the head of the page.",
    ),
    "unread": (
        "V124",
        "The page breaks off, or has parts that cannot be read, so they were not looked at.",
        "Make the page again, and scan it again.",
    ),
    "unseen": (
        "V133",
        "Texts hold characters that nobody sees: controls, or marks without width.",
        "Take them out in an editor that shows them.",
    ),
    "script": (
        "V135",
        "The page has scripts. A scan does not look into what they do.",
        "Take the scripts out of the page to send.",
    ),
    "comment": (
        "V136",
        "The source of the page has comments: nobody sees them but who looks for them.",
        "Take the comments out of the page to send.",
    ),
    "loads": (
        "V137",
        "The page takes something from elsewhere when it is opened, or has a place for it.",
        "Put what it needs into the page itself, and take the rest out.",
    ),
    "hidden": (
        "V138",
        "Elements hold text or values that the page does not show.",
        "Take them out, or show them.",
    ),
    "silent": (
        "V138",
        "Elements hold words that are kept from screen readers (aria-hidden).",
        "Take the mark off, so that everybody gets the same; signs alone may keep it.",
    ),
    "kept": (
        "V139",
        "The page keeps data that it does not show: data- attributes, files or pictures in it.",
        "Take them out of the page to send; draw pictures as SVG.",
    ),
}
_NOTES = frozenset({"people"})


def scan_page(file: IO[bytes], name: str) -> tuple[Finding, ...]:
    """Return what nobody sees in a page, and what looks like a child's record.

    Raises Refused (V126, V127) for what is no text, or another kind of file.
    """
    return read(file, name)[0]


def read(file: IO[bytes], name: str) -> tuple[tuple[Finding, ...], ReadPage]:
    """Return what is found in a page, as `scan_page` does, and the page."""
    found = decoded(file, name, ".html")
    if not _TAG.search(found.text):
        raise not_as_its_ending(name, ".html", "no page: it has no tags")
    page = read_page(found.text)
    findings = [*of_letters(_letters(found, page)), *_told(page), *_records(page)]
    return tuple(sorted(findings, key=lambda finding: (finding.code, finding.where))), page


def _letters(found: Decoded, page: ReadPage) -> Decoded:
    if found.letters or page.letters in ("", "utf-8", "utf8"):
        return found
    return Decoded(found.text, f"{page.letters[:20]}, as it says itself")


def _told(page: ReadPage) -> Iterator[Finding]:
    for kind, (code, what, todo) in _TOLD.items():
        if lines := page.lines.get(kind):
            severity = Severity.NOTE if kind in _NOTES else Severity.WARNING
            yield Finding(code, what, lines_named(lines), todo, severity)


def _records(page: ReadPage) -> Iterator[Finding]:
    for number, table in enumerate(page.tables, 1):
        for find in table.finds():
            yield wording.in_place(f"table {number}, column {columns_named([find.column])}", find)
    for where, texts in page.texts.items():
        for kind in texts.kinds:
            yield wording.in_texts(where, kind)


def lines_named(lines: list[int]) -> str:
    """Return where something is: line 7, or lines 3, 7 and 2 more."""
    return f"line{'s' if len(lines) > 1 else ''} {first_of(lines, _SHOWN)}"
