"""Layouts as TOML: the words by which a workbook's tables are found."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path

from lacxl.catalogue.own_layouts import OwnReader
from lacxl.catalogue.toml_files import own_text, shipped_text, tables_of
from lacxl.domain.errors import Refused
from lacxl.domain.finding import Finding, error
from lacxl.workbook.layout import SUMMARY, FigurePart, LayoutWords, LineWords, TableWords, Time
from lacxl.workbook.layout.heading_words import Spellings, letters, plain
from lacxl.workbook.layout.summary_columns import (
    BENCHMARKS,
    NOTES,
    OPTIONAL,
    REQUIRED,
    SIGNALS,
)

_COVER = ("month_end", "issue", "date_created", "created_by", "contact", "register")
_NEEDED = ("number", "indicator", *REQUIRED)
_SUMMARY = (*OPTIONAL, *_NEEDED, *SIGNALS)
_PARTS = {
    "figure": FigurePart.VALUE,
    "cases": FigurePart.NUMERATOR,
    "failures": FigurePart.FAILURES,
}
_ALONE = {"numerator": FigurePart.NUMERATOR, "denominator": FigurePart.DENOMINATOR}
"""Parts that have a column of their own in a council's own table."""


@cache
def shipped() -> LayoutWords:
    """Return the layout of the corporate parenting workbook."""
    file = "layout_corporate_parenting.toml"
    return parse(shipped_text(file), file)


def load(own: Path | None = None) -> LayoutWords:
    """Return the words of the shipped layout, or of a council's own file; raises Refused."""
    if own is None:
        return shipped()
    return parse(own_text(own, "layout"), own.name)


def is_own(file: Path | None) -> bool:
    """Say whether a layout is of a council's own workbook, even where it cannot be read."""
    if file is None:
        return False
    try:
        return "[[tables]]" in own_text(file, "layout")
    except Refused:
        return False


def parse(text: str, file: str) -> LayoutWords:
    """Return the words of a layout's text; raises Refused with every fault of it."""
    tables = tables_of(text, file, "layout")
    reader = _Reader(file)
    if "tables" in tables:
        return _own_words(tables, reader)
    reader.known(tables, ("cover", "summary", "benchmark_rows", "pages"), "")
    words = LayoutWords(
        reader.words(tables, "cover", _COVER), (reader.summary(tables), *reader.pages(tables))
    )
    if reader.faults:
        raise Refused(reader.faults)
    return words


def _own_words(tables: Mapping[str, object], reader: _Reader) -> LayoutWords:
    """Return the layout of a council's own workbook, which has tables of its own."""
    reader.known(tables, ("cover", "lights", "arrows", "tables"), "")
    own = OwnReader(reader)
    cover = reader.words(tables, "cover", _COVER) if "cover" in tables else {}
    words = LayoutWords(cover, (), own.tables(tables), own.signs(tables))
    if reader.faults:
        raise Refused(reader.faults)
    return words


def _below(written: object) -> tuple[str, ...]:
    """Return the words under a heading, signs among them."""
    words = written if isinstance(written, list) else []
    return tuple(word for word in words if isinstance(word, str) and word.strip())


class _Reader:
    """Reads the tables of a layout and keeps every fault that it meets."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.faults: list[Finding] = []

    def fault(self, what: str, where: str, todo: str = "Compare it with docs/layout.md.") -> None:
        self.faults.append(error("C104", what, f"{self.file} {where}".strip(), todo))

    def known(self, table: Mapping[str, object], allowed: Collection[str], where: str) -> None:
        for key in table:
            if key not in allowed:
                near = difflib.get_close_matches(key, allowed, n=1)
                hint = f"Did you mean '{near[0]}'? " if near else ""
                self.fault(
                    f"The layout does not know '{key}'.",
                    where,
                    f"{hint}Allowed: {', '.join(allowed)}.",
                )

    def words(
        self,
        tables: Mapping[str, object],
        name: str,
        allowed: Collection[str],
        required: Collection[str] = (),
    ) -> dict[str, tuple[str, ...]]:
        where = f"[{name}]"
        table = tables.get(name)
        if not isinstance(table, dict):
            self.fault(f"The layout lacks the table [{name}].", "")
            return {}
        self.known(table, allowed, where)
        for key in required:
            if key not in table:
                self.fault(f"The layout lacks '{key}'.", where)
        found = {key: self.spellings(table[key], key, where) for key in table if key in allowed}
        self.apart(found, where)
        return found

    def apart(self, found: Mapping[str, tuple[str, ...]], where: str) -> None:
        """Keep a fault for each spelling that could mean two things; data notes have a place."""
        meant: dict[str, str] = {}
        for key, spellings in found.items():
            for spelling in spellings:
                other = meant.setdefault(letters(spelling), key)
                if other != key and not {key, other} <= set(NOTES):
                    self.fault(
                        f"'{spelling}' is under '{other}' and under '{key}'.",
                        where,
                        "Keep it under one of the two; blanks and points do not tell them apart.",
                    )

    def spellings(self, value: object, key: str, where: str) -> tuple[str, ...]:
        found = tuple(value) if isinstance(value, list) else ()
        if not found or not all(isinstance(text, str) and plain(text) for text in found):
            self.fault(
                f"'{key}' is not a list of words.", where, f'Write it as {key} = ["one", "other"].'
            )
            return ()
        return found

    def summary(self, tables: Mapping[str, object]) -> TableWords:
        headings = self.words(tables, "summary", _SUMMARY, required=_NEEDED)
        return TableWords(SUMMARY, Time.ACROSS, headings)

    def pages(self, tables: Mapping[str, object]) -> tuple[TableWords, ...]:
        rows = self.words(tables, "benchmark_rows", BENCHMARKS)
        entries = tables.get("pages")
        if not isinstance(entries, list):
            self.fault("The layout lacks the tables [[pages]].", "")
            return ()
        pages = [self.page(entry, number, rows) for number, entry in enumerate(entries, 1)]
        names = [page.name for page in pages]
        for name in {name for name in names if name and names.count(name) > 1}:
            self.fault(f"Two pages are named '{name}'.", "[[pages]]", "Rename one of the two.")
        return tuple(pages)

    def page(self, entry: object, number: int, rows: Spellings) -> TableWords:
        where = f"[[pages]] {number}"
        if not isinstance(entry, dict):
            self.fault("A page is a table with name and columns.", where)
            return TableWords("", Time.DOWN, rows)
        self.known(entry, ("name", "columns"), where)
        name, columns = entry.get("name"), entry.get("columns")
        if not isinstance(name, str) or not name.strip():
            self.fault("The page lacks its 'name'.", where)
            name = ""
        if not isinstance(columns, list) or not columns:
            self.fault("The page lacks its 'columns'.", where)
            columns = []
        at = f"{where} '{name}'" if name else where
        lines = (self.column(each, f"{at} column {i}") for i, each in enumerate(columns, 1))
        return TableWords(name, Time.DOWN, rows, tuple(lines))

    def column(self, entry: object, where: str) -> LineWords:
        if not isinstance(entry, dict):
            self.fault("A column is a table with indicator and header.", where)
            entry = {}
        self.known(entry, ("indicator", "figure", "shows", "header", "below"), where)
        indicator, shows = entry.get("indicator"), entry.get("shows", "figure")
        if not isinstance(indicator, str):
            self.fault("The column lacks its 'indicator', a number in quotes.", where)
        known = {**_PARTS, **_ALONE}
        if shows not in known:
            self.fault(f"'shows' cannot be '{shows}'.", where, f"Allowed: {', '.join(known)}.")
        return LineWords(
            indicator=str(indicator),
            figure=str(entry.get("figure", "")),
            part=known.get(shows, FigurePart.VALUE),
            header=self.spellings(entry.get("header"), "header", where),
            alone=shows in _ALONE,
            below=_below(entry.get("below", [])),
        )
