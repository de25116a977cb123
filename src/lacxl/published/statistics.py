"""The rows of published statistics that measures are made of, from however many files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from lacxl.domain.finding import Finding, error, note, where_in
from lacxl.domain.month import FinancialYear, Month
from lacxl.domain.numbers import plain as plain_number
from lacxl.published.datasets import POPULATION, PublishedMeasure, published
from lacxl.published.dfe_figures import SYMBOLS, DfeFigure, read_printed
from lacxl.published.named_files import KnownTable
from lacxl.tables.cell import Flaw, cell_of, plain

ENGLAND: Final = ""
"""England's place among the councils."""
_SHOWN = 6
_NATIONAL, _COUNCIL = "national", "local authority"
_PERIOD = re.compile(r"(\d{4})(\d{2})?|(\d{4})\s*[/-]\s*(\d{2})", re.ASCII)
_CODE = re.compile(r"\d{3}", re.ASCII)
_FIGURE = re.compile(r"[\d.,:%]*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Clash:
    """Two rows that give different figures for the same."""

    measure: PublishedMeasure
    year: FinancialYear
    one: DfeFigure
    other: DfeFigure


@dataclass(slots=True)
class Statistics:
    """What was read: figures by measure and year, then by council; England is `ENGLAND`.

    Measures go by their indicator. `names` are the councils' by three-digit code, `new_codes` those
    codes by the nine-letter ones. `files` has the files that each measure was found in.
    """

    figures: dict[str, dict[FinancialYear, dict[str, DfeFigure]]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    all_names: dict[str, set[str]] = field(default_factory=dict)
    new_codes: dict[str, str] = field(default_factory=dict)
    files: dict[str, list[str]] = field(default_factory=dict)
    clashes: list[Clash] = field(default_factory=list)
    not_comparable: set[str] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)

    def years(self, indicator: str) -> tuple[FinancialYear, ...]:
        """Return the years that a measure has figures of, the newest first."""
        return tuple(sorted(self.figures.get(indicator, {}), reverse=True))


def read_statistics(tables: Iterable[KnownTable]) -> Statistics:
    """Return the figures of all measures in these tables; faults are among its findings (G1nn)."""
    found = Statistics()
    newest: dict[str, FinancialYear] = {}
    for table in tables:
        _Reader(table, found, newest).read()
    return found


class _Reader:
    """Reads one table into what was found; keeps its faults until its end."""

    def __init__(
        self, known: KnownTable, found: Statistics, newest: dict[str, FinancialYear]
    ) -> None:
        self._table, self._header, self._file = known.table, known.header, known.file
        self._found = found
        self._newest = newest
        self._wrong: dict[tuple[str, str, str, str], list[int]] = {}
        self._matches: dict[tuple[str, ...], tuple[PublishedMeasure, ...]] = {}
        self._years: dict[tuple[str, bool], FinancialYear | None] = {}
        self._is_of_folder = known.in_folder
        self._not_comparable: set[str] = set()
        self._parted: set[str] = set()
        self._whole: set[str] = set()
        self._percent = known.table.percentages()
        self._at: dict[str, int] = {}
        self._takes: dict[str, int] = {}
        self._groups: list[int] = []

    def read(self) -> None:
        """Read the rows."""
        self._columns()
        if not self._wrong:
            self._rows()
        if not (self._whole or self._parted or self._not_comparable or self._wrong_columns()):
            weight = note if self._is_of_folder else error
            self._found.findings.append(weight("G103", _OTHER_TOPIC, self._file, _TOPICS))
            return
        self._found.not_comparable |= self._not_comparable
        self._odd_cells()
        self._what_is_lacking()
        for (code, what, column, todo), rows in self._wrong.items():
            shown = [row for row in rows[:_SHOWN] if row]
            where = where_in(self._file, shown, column, len(rows))
            self._found.findings.append(error(code, what, where, todo))

    def _columns(self) -> None:
        known = published()
        for at, heading in enumerate(self._table.head[self._header]):
            name = plain(heading)
            meant = known.columns.get(name)
            places = self._at if meant else self._takes
            meant = meant or known.figures.get(name)
            if meant == "aside" or not name:
                continue
            if meant is None:
                self._groups.append(at)
            elif places.setdefault(meant, at) != at:
                self._fault("G104", "two columns mean the same.", heading, "Keep one of the two.")

    def _rows(self) -> None:
        groups, at = self._groups, self._at
        wide = len(self._table.head[self._header])
        country, level, code = at.get("country"), at["level"], at.get("code")
        read = 0
        for number, there, flaw in self._table.below(self._header):
            if flaw is not Flaw.NONE and flaw is not Flaw.BLANK_CELLS:
                self._fault("G105", _CUT, "", _AGAIN, number)
                continue
            cells: Sequence[str] = there  # type: ignore[assignment]  # those of a text are texts
            if len(there) < wide or not self._table.delimiter:
                cells = [str(cell_of(cell)) for cell in there] + [""] * (wide - len(there))
            read += 1
            key = tuple([cells[group] for group in groups])
            measures = self._matches.get(key)
            if measures is None:
                measures = self._matches[key] = self._measures(key)
            if country is not None and not _is_england(cells[country]):
                self._fault("G106", _ABROAD, "", _OURS, number)
                continue
            if not measures:
                continue
            which = plain(cells[level])
            if which == _NATIONAL:
                council = ENGLAND
            elif which == _COUNCIL and code is not None:
                council = cells[code].strip()
                if not _CODE.fullmatch(council):
                    self._fault("G107", _NO_CODE, self._heading(code), _AGAIN, number)
                    continue
            else:
                continue
            for measure in measures:
                self._take(measure, council, cells, number)
        if not read:
            self._fault("G105", "there is a header and no row below it.", "", _AGAIN)
        elif not getattr(self._table, "content", b"\n").endswith((b"\n", b"\r")):
            what = "the last row does not end, so the file may be cut off in it."
            self._fault("G105", what, "", f"{_AGAIN} Or open it in Excel and save it again.")

    def _take(
        self, measure: PublishedMeasure, council: str, cells: Sequence[str], number: int
    ) -> None:
        place = self._takes.get(measure.takes)
        if place is None:
            return  # said in the end
        year = self._year(cells[self._at["year"]], measure.indicator == POPULATION)
        if year is None:
            self._fault("G108", _NO_YEAR, self._heading(self._at["year"]), _AGAIN, number)
            return
        text = cells[place].strip()
        if number in self._percent.get(place, ()):
            text = plain_number(Decimal(text) * 100)
        try:
            value = read_printed(text, is_span=measure.is_span)
        except ValueError:
            self._fault("G109", _NO_NUMBER, self._heading(place), _AS_PUBLISHED, number)
            return
        found = self._found
        printed = DfeFigure(value, text, self._file, number, council)
        of_year = found.figures.setdefault(measure.indicator, {}).setdefault(year, {})
        known = of_year.setdefault(council, printed)
        if known is not printed and (known.value, known.text) != (value, text):
            found.clashes.append(Clash(measure, year, known, printed))
        files = found.files.setdefault(measure.indicator, [])
        if self._file not in files:
            files.append(self._file)
        if council and "name" in self._at:
            self._name(council, cells[self._at["name"]].strip(), year)
            if "new_code" in self._at:
                found.new_codes[cells[self._at["new_code"]].strip()] = council

    def _name(self, council: str, name: str, year: FinancialYear) -> None:
        if not name:
            return
        self._found.all_names.setdefault(council, set()).add(name)
        if council not in self._newest or year > self._newest[council]:
            self._newest[council] = year
            self._found.names[council] = name

    def _measures(self, key: tuple[str, ...]) -> tuple[PublishedMeasure, ...]:
        """Return the measures whose rows have these categories, and no other."""
        known = published()
        meanings = [known.meaning(each) for each in key]
        self._not_comparable |= {
            each.indicator
            for each in known.not_comparable
            if any(meaning in each.categories for meaning in meanings)
        }
        matched = []
        for measure in known.measures:
            left = list(meanings)
            for categories in measure.categories:
                at = next((i for i, meaning in enumerate(left) if meaning in categories), None)
                if at is None:
                    break
                del left[at]
            else:
                if all(self._says_nothing(each, known.totals) for each in left):
                    matched.append(measure)
                    self._whole.add(measure.indicator)
                else:
                    self._parted.add(measure.indicator)
        return tuple(matched)

    @staticmethod
    def _says_nothing(meaning: str, totals: frozenset[str]) -> bool:
        return (
            not meaning
            or meaning in totals
            or meaning in SYMBOLS
            or _FIGURE.fullmatch(meaning.replace(" ", "")) is not None
        )

    def _year(self, text: str, is_mid_year: bool) -> FinancialYear | None:
        key = text, is_mid_year
        if key not in self._years:
            self._years[key] = _period(text.strip(), is_mid_year)
        return self._years[key]

    def _odd_cells(self) -> None:
        columns = [*self._at.values(), *self._takes.values(), *self._groups]
        for flaw, rows, column, _ in self._table.flawed(self._header, columns):
            if flaw is not Flaw.FORMULA:
                for row in rows:
                    self._fault("G109", f"there is {flaw.value}.", column, _AS_PUBLISHED, row)

    def _what_is_lacking(self) -> None:
        known = {each.indicator: each for each in published().measures}
        for indicator in sorted(self._whole):
            takes = known[indicator].takes
            if takes not in self._takes:
                headings = [h for h, name in published().figures.items() if name == takes]
                what = f"the rows of {indicator} are there, and no column of their {takes}."
                todo = f"It may be headed {', '.join(h.replace(' ', '_') for h in headings)}."
                self._fault("G104", what, "", todo)
        for indicator in sorted(self._parted - self._whole):
            what = f"the rows of {indicator} are parted by something more, and none is the total."
            todo = "Download the data set that has the totals."
            self._fault("G104", what, "", todo)

    def _wrong_columns(self) -> bool:
        """Say whether nothing was read, as a column is there twice."""
        return not self._matches and bool(self._wrong)

    def _heading(self, at: int) -> str:
        return self._table.head[self._header][at]

    def _fault(self, code: str, what: str, column: str, todo: str, row: int = 0) -> None:
        self._wrong.setdefault((code, what, column, todo), []).append(row)


def clashes_in(clashes: Iterable[Clash], years: Mapping[str, FinancialYear]) -> Iterator[Finding]:
    """Yield an error for what rows of the same say differently, in the years that are used (G110).

    In two files that is two releases, of which the later one revised a figure.
    """
    told: dict[tuple[str, str, str, FinancialYear], list[Clash]] = {}
    for each in clashes:
        if years.get(each.measure.indicator) == each.year:
            key = each.measure.indicator, each.one.file, each.other.file, each.year
            told.setdefault(key, []).append(each)
    for (indicator, one, other, year), found in told.items():
        rows = [each.other.row for each in found]
        where = where_in(other, rows[:_SHOWN], "", len(rows))
        if one == other:
            what = f"rows of {indicator} for {year} are there twice, and differ."
            todo = "Download the file again, as it is published."
        else:
            what = f"{indicator} for {year} is another figure in {one}: two releases are mixed."
            todo = "Keep the files of one release in the folder: the newest."
        yield error("G110", what, where, todo)


def _period(text: str, is_mid_year: bool) -> FinancialYear | None:
    """Return the financial year of 2025 (it ends in it), 202425 or 2024/25.

    A population of the middle of 2024 is that of the financial year which has begun in 2024.
    """
    found = _PERIOD.fullmatch(text)
    if found is None:
        return None
    first, second = int(found[1] or found[3]), found[2] or found[4]
    if second is not None:
        start = first if (first + 1) % 100 == int(second) else 0
    else:
        start = first if is_mid_year else first - 1
    return FinancialYear(start) if Month.FIRST_YEAR <= start < Month.LAST_YEAR else None


def _is_england(cell: str) -> bool:
    return cell == "England" or plain(cell) == "england"


_CUT = "the row has more or fewer cells than the header, as where a download was cut off."
_AGAIN = "Download the file again."
_ABROAD = "the row is of another country than England."
_OURS = "Use the DfE's file: neighbours and England's average are of England alone."
_NO_CODE = "a council is known by its three-digit code, and there is none."
_NO_YEAR = "this is not a year such as 2025, 202425 or 2024/25."
_NO_NUMBER = "this is neither a figure nor a symbol of the DfE's (c, k, z, x, low, u, ~)."
_AS_PUBLISHED = "Use the file as it is published; Excel changes figures such as 01:07."
_OTHER_TOPIC = "this is a file of the DfE's about something else: it has no row of any measure."
_TOPICS = "docs/benchmarks.md lists the files that are used."
