"""The layout of a council's own workbook as TOML: its tables by their headings, its own words."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Protocol

from lacxl.domain.month import FinancialYear
from lacxl.domain.rating import Dot, Rag
from lacxl.workbook.layout import Form, LineWords, OwnTable, Signs, Time
from lacxl.workbook.layout.heading_words import Spellings
from lacxl.workbook.layout.own_columns import COUNTS, FIGURES
from lacxl.workbook.layout.own_header import ABOUT_ROWS
from lacxl.workbook.layout.own_rows import OTHER, PARTS, TARGET
from lacxl.workbook.layout.own_tables import BENCHMARKS, JUDGED

LIGHTS = {"red": Rag.RED, "amber": Rag.AMBER, "green": Rag.GREEN, "none": Rag.NOT_RATED}
ARROWS = {
    "better": Dot.BETTER,
    "slightly_better": Dot.SLIGHTLY_BETTER,
    "level": Dot.LEVEL,
    "slightly_worse": Dot.SLIGHTLY_WORSE,
    "worse": Dot.WORSE,
    "up": Dot.NUMBER_UP,
    "slightly_up": Dot.NUMBER_SLIGHTLY_UP,
    "slightly_down": Dot.NUMBER_SLIGHTLY_DOWN,
    "down": Dot.NUMBER_DOWN,
    "none": Dot.NONE,
}
MEANINGS = (*ABOUT_ROWS, *FIGURES, *COUNTS, "ytd", *JUDGED, *BENCHMARKS, "ignored")
_SHOWS = ("performance", "number")
_TABLE = (
    "name", "sheet", "time", "percentages", "latest_ytd", "year", "headings", "parts", "order",
    "columns", "tolerance", "edge", "amber_within", "written_otherwise",
)  # fmt: skip
_TOLERANCES = {"of the target": True, "percentage points": False}
_EDGES = {"better": "better", "red": "red"}
_TIMES = {each.value: each for each in Time}


class LayoutReader(Protocol):
    """What reads the parts that every layout has, and keeps the faults."""

    def fault(self, what: str, where: str, todo: str = ...) -> None:
        """Keep a fault."""
        ...

    def spellings(self, value: object, key: str, where: str) -> tuple[str, ...]:
        """Return a list of words."""
        ...

    def column(self, entry: object, where: str) -> LineWords:
        """Return the words of a column."""
        ...


class OwnReader:
    """Reads [lights], [arrows] and [[tables]]."""

    def __init__(self, reader: LayoutReader) -> None:
        self._reader = reader

    def signs(self, tables: Mapping[str, object]) -> Signs:
        """Return the words of lights and arrows."""
        lights = self._section(
            tables,
            "lights",
            (
                *LIGHTS,
                "own_colours",
                "amber_needed",
                "without_amber",
                "without_target",
                "untargeted",
                "unrated",
            ),
        )
        arrows = self._section(
            tables, "arrows", (*ARROWS, "shows", "slight", "level_within", "undirected")
        )
        shows = arrows.get("shows", _SHOWS[0])
        if shows not in _SHOWS:
            self._fault(f"'shows' cannot be '{shows}'.", "[arrows]", f"Allowed: {_or(_SHOWS)}.")
        slight = self._change(
            arrows, "slight", "the smallest change that is not slight, in the unit shown"
        )
        within = self._change(
            arrows, "level_within", "the largest change that is none, in the unit shown"
        )
        return Signs(
            lights={LIGHTS[k].name: v for k, v in self._words(lights, LIGHTS, "[lights]").items()},
            arrows={ARROWS[k].name: v for k, v in self._words(arrows, ARROWS, "[arrows]").items()},
            by_number=shows == "number",
            slight=Decimal(str(slight)),
            level_within=Decimal(str(within)),
            own_colours=lights.get("own_colours", False) is True,
            amber_needed=lights.get("amber_needed", False) is True,
            without_amber=self._references(lights, "without_amber", "[lights]"),
            without_target=self._references(lights, "without_target", "[lights]"),
            untargeted=self._references(lights, "untargeted", "[lights]"),
            unrated=self._references(lights, "unrated", "[lights]"),
            undirected=self._references(arrows, "undirected", "[arrows]"),
        )

    def _change(self, arrows: Mapping[str, object], key: str, what: str) -> float:
        written = arrows.get(key, 0)
        if isinstance(written, bool) or not isinstance(written, int | float) or written < 0:
            todo = f"Write {what}: 2 is two percentage points of a percentage."
            self._fault(f"'{key}' cannot be '{written}'.", "[arrows]", todo)
            return 0
        return written

    def tables(self, tables: Mapping[str, object]) -> tuple[OwnTable, ...]:
        """Return the tables, each by a name of its own."""
        entries = tables.get("tables")
        if not isinstance(entries, list) or not entries:
            self._fault("The layout has no [[tables]].", "")
            return ()
        found = [self._table(entry, f"[[tables]] {i}") for i, entry in enumerate(entries, 1)]
        names = [table.name for table in found]
        for name in {name for name in names if name and names.count(name) > 1}:
            self._fault(f"Two tables are named '{name}'.", "[[tables]]", "Rename one of the two.")
        return tuple(found)

    def _table(self, entry: object, where: str) -> OwnTable:
        if not isinstance(entry, dict):
            self._fault("A table has a name and headings.", where)
            entry = {}
        self._known(entry, _TABLE, where)
        name = entry.get("name")
        if not isinstance(name, str) or not name.strip():
            self._fault("The table lacks its 'name'.", where)
            name = ""
        where = f"{where} '{name}'" if name else where
        time = self._one_of(entry, "time", _TIMES, Time.ACROSS, where)
        columns = entry.get("columns", [])
        if not isinstance(columns, list) or (time is Time.DOWN) != bool(columns):
            self._fault(
                "'columns' say which indicator each heading is of, where time runs down.", where
            )
            columns = []
        headings = self._spelt(entry, "headings", MEANINGS, where)
        if time is not Time.DOWN and not {"number", "indicator"} & headings.keys():
            self._fault(
                "The table's headings lack 'indicator' and 'number'.",
                where,
                "Give the heading of the column with the titles, or with the references.",
            )
        if time is Time.SHEETS and "value" not in headings:
            self._fault(
                "The table's headings lack 'value'.",
                where,
                "Give the heading of the column with the figures of a sheet's month.",
            )
        points = self._one_of(
            entry, "percentages", {"points": True, "fractions": False}, False, where
        )
        return OwnTable(
            name=name,
            sheet=str(entry.get("sheet", "")),
            time=time,
            headings=headings,
            parts=self._spelt(entry, "parts", (*PARTS, TARGET, OTHER), where),
            order=self._order(entry, where),
            lines=tuple(
                self._reader.column(each, f"{where} column {i}")
                for i, each in enumerate(columns, 1)
            ),
            form=Form(
                points,
                own_formats=True,
                latest_ytd=entry.get("latest_ytd") is True,
                relative=self._one_of(entry, "tolerance", _TOLERANCES, None, where),
                edge=self._one_of(entry, "edge", _EDGES, "", where),
                within=str(entry.get("amber_within", "")),
            ),
            otherwise=self._references(entry, "written_otherwise", where),
            year=self._year(entry, where),
        )

    def _spelt(
        self, entry: Mapping[str, object], key: str, allowed: tuple[str, ...], where: str
    ) -> Spellings:
        table = entry.get(key, {})
        if not isinstance(table, dict):
            self._fault(f"'{key}' is not a table of words.", where)
            return {}
        self._known(table, allowed, f"{where} {key}")
        return {
            name: self._signs_too(words, name, where)
            for name, words in table.items()
            if name in allowed
        }

    def _signs_too(self, words: object, key: str, where: str) -> tuple[str, ...]:
        """Return spellings that may be signs alone, such as % for a row of percentages."""
        if isinstance(words, list) and all(isinstance(w, str) and w.strip() for w in words):
            return tuple(words)
        return self._reader.spellings(words, key, where)

    def _order(self, entry: Mapping[str, object], where: str) -> tuple[str, ...]:
        order = entry.get("order", [])
        if not isinstance(order, list) or any(each not in (*PARTS, TARGET) for each in order):
            self._fault("'order' is not a list of parts.", where, f"Allowed: {_or(PARTS)}.")
            return ()
        if order and "value" not in order:
            self._fault("'order' lacks \"value\".", where)
        return tuple(order)

    def _year(self, entry: Mapping[str, object], where: str) -> FinancialYear | None:
        written = entry.get("year")
        if written is None:
            return None
        try:
            return FinancialYear.parse(str(written))
        except ValueError as fault:
            self._fault(f"{str(fault)[0].upper()}{str(fault)[1:]}.", where)
            return None

    def _one_of(
        self,
        entry: Mapping[str, object],
        key: str,
        names: Mapping[str, Any],
        usual: Any,
        where: str,
    ) -> Any:
        written = entry.get(key)
        if written is None:
            return usual
        if written not in names:
            self._fault(f"'{key}' cannot be '{written}'.", where, f"Allowed: {_or(names)}.")
            return usual
        return names[str(written)]

    def _section(
        self, tables: Mapping[str, object], name: str, allowed: tuple[str, ...]
    ) -> Mapping[str, object]:
        table = tables.get(name, {})
        if not isinstance(table, dict):
            self._fault(f"[{name}] is not a table.", "")
            return {}
        self._known(table, allowed, f"[{name}]")
        return table

    def _words(
        self, section: Mapping[str, object], names: Mapping[str, object], where: str
    ) -> dict[str, str]:
        found: dict[str, str] = {}
        for name, word in section.items():
            if name not in names:
                continue
            if isinstance(word, str) and not word.startswith(("=", "+", "@")):
                found[name] = word
            else:
                self._fault(f"'{name}' is not a word or a sign.", where, 'Put it in quotes: "Red".')
        return found

    def _references(self, section: Mapping[str, object], key: str, where: str) -> frozenset[str]:
        written = section.get(key, [])
        if not isinstance(written, list) or not all(isinstance(each, str) for each in written):
            self._fault(f"'{key}' is not a list of references.", where, 'Write ["CLA01", "CLA02"].')
            return frozenset()
        return frozenset(written)

    def _known(self, table: Mapping[str, object], allowed: tuple[str, ...], where: str) -> None:
        for key in table:
            if key not in allowed:
                near = difflib.get_close_matches(key, allowed, n=1)
                hint = f"Did you mean '{near[0]}'? " if near else ""
                self._fault(
                    f"The layout does not know '{key}'.", where, f"{hint}Allowed: {_or(allowed)}."
                )

    @property
    def _fault(self) -> Callable[..., None]:
        return self._reader.fault


def _or(names: Mapping[str, object] | tuple[str, ...]) -> str:
    return ", ".join(names)
