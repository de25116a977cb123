"""Which of the tables that were found are filled, each indicator with a reference of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from lacxl.adopting.across import in_words
from lacxl.adopting.answers import Answers, Asked, Item
from lacxl.adopting.candidate_tables import CandidateTable, ShownIndicator
from lacxl.adopting.evidence import Series, last_filled
from lacxl.adopting.printed_cells import Sheets, value_cells
from lacxl.adopting.printed_series import series_of
from lacxl.domain.finding import Finding, error, first_of, note, warning
from lacxl.domain.month import FinancialYear, Month
from lacxl.domain.numbers import is_whole, total
from lacxl.domain.reference import bare
from lacxl.workbook.address import Cell
from lacxl.workbook.layout.heading_words import Time, text_of
from lacxl.workbook.layout.model import YearToDate
from lacxl.workbook.shown import number_in

_NAMED = 6
_YEAR = 12
COLUMNS = ("year to date", "leave alone")
"""What a column of totals may be."""


def chosen(
    found: Sequence[CandidateTable], sheets: Sheets, answers: Answers
) -> tuple[list[CandidateTable], list[CandidateTable], list[Asked], list[Finding]]:
    """Return the tables to fill, those that are not used, which is asked, and what is strange."""
    findings: list[Finding] = []
    asked: list[Asked] = []
    for table in found:
        if not table.entries:
            findings += table.findings
    typed = [table for table in found if table.entries and not table.is_formulas]
    unused = [table for table in found if table.is_formulas]
    typed, doubled = _numbered(typed)
    findings += doubled
    by_sheet: dict[str, list[CandidateTable]] = {}
    for table in typed:
        sheet = table.words.name if table.words.time is not Time.SHEETS else "every month's sheet"
        by_sheet.setdefault(sheet, []).append(table)
    groups = _merged(by_sheet)
    where: dict[str, list[str]] = {}
    for name, table in groups.items():
        for entry in table.entries:
            where.setdefault(bare(entry.reference), []).append(name)
    rivals = {name for names in where.values() if len(set(names)) > 1 for name in names}
    if rivals:
        ordered = [name for name in groups if name in rivals]
        chosen = answers.get("table", {}).get("filled")
        if chosen not in ordered:
            asked.append(
                Asked(
                    "table",
                    "The same indicators are on several sheets. Which one is filled?",
                    (
                        Item(
                            "filled",
                            "the others are left as they are",
                            _latest({name: groups[name] for name in ordered}, sheets),
                        ),
                    ),
                    tuple(ordered),
                )
            )
            chosen = None
        unused += [groups[name] for name in ordered if name != chosen]
        groups = {n: t for n, t in groups.items() if n not in rivals or n == chosen}
    return list(groups.values()), unused, asked, findings


def _latest(groups: Mapping[str, CandidateTable], sheets: Sheets) -> str:
    """Return the table that is filled the furthest; "" where no one is, or one has no year."""
    filled = {
        name: last_filled([series_of(table, entry, sheets) for entry in table.entries])
        for name, table in groups.items()
    }
    known = [last for last in filled.values() if last is not None]
    if len(known) < len(filled) or known.count(max(known)) > 1:
        return ""
    return next(name for name, last in filled.items() if last == max(known))


def with_figures(
    tables: Sequence[CandidateTable], series: Mapping[tuple[str, str], Series], last: Month | None
) -> tuple[list[CandidateTable], list[Finding]]:
    """Return the tables without the rows that have no figure where the others have some."""
    if last is None:
        return list(tables), []
    kept: list[CandidateTable] = []
    empty: list[ShownIndicator] = []
    for table in tables:
        own = {
            e.reference: bool(series[table.words.name, e.reference].numbers) for e in table.entries
        }
        empty += [e for e in table.entries if not own[e.reference]]
        kept.append(replace(table, entries=tuple(e for e in table.entries if own[e.reference])))
    if len(empty) * 2 > sum(len(table.entries) for table in tables):
        return list(tables), []
    if not empty:
        return kept, []
    names = first_of([e.reference for e in empty], 6)
    return kept, [
        note(
            "D210",
            f"{names} {'has' if len(empty) == 1 else 'have'} no figure in any month, so no "
            "indicator was made of it.",
            first_of([e.place for e in empty], 6),
            "If it is to be filled, add it to the catalogue.",
        )
    ]


def _numbered(tables: list[CandidateTable]) -> tuple[list[CandidateTable], list[Finding]]:
    """Return the tables with a reference for each indicator; one met twice on a sheet is none."""
    findings: list[Finding] = []
    taken = {bare(e.reference) for table in tables for e in table.entries if e.reference}
    by_title: dict[str, str] = {}
    alike, more = _titled_alike(tables)
    findings += more
    kept: list[CandidateTable] = []
    times_of: dict[str, dict[str, list[ShownIndicator]]] = {}
    for table in tables:
        for entry in table.entries:
            if entry.reference:
                times_of.setdefault(table.grid.name, {}).setdefault(
                    bare(entry.reference), []
                ).append(entry)
    told: set[tuple[str, str]] = set()
    for table in tables:
        times = times_of.get(table.grid.name, {})
        twice = {key for key, entries in times.items() if len(entries) > 1}
        for key in sorted(twice):
            if (table.grid.name, key) in told:
                continue
            told.add((table.grid.name, key))
            findings.append(
                error(
                    "D203",
                    f"{times[key][0].reference} is the reference of {len(times[key])} rows, so "
                    "none of them is filled.",
                    ", ".join(str(entry.place) for entry in times[key]),
                    "Give each row a reference of its own, then run lacxl adopt again.",
                )
            )
        entries: list[ShownIndicator] = []
        for entry in table.entries:
            if entry.reference and bare(entry.reference) in twice:
                continue
            if not entry.reference and (table.grid.name, entry.title.casefold()) in alike:
                continue
            reference = entry.reference or by_title.get(entry.title.casefold(), "")
            number = len(by_title) + 1
            while not reference:
                name = f"M{number:02d}"
                number += 1
                reference = name if bare(name) not in taken else ""
            if not entry.reference:
                by_title[entry.title.casefold()] = reference
                taken.add(bare(reference))
            entries.append(replace(entry, reference=reference))
        if entries:
            kept.append(replace(table, entries=tuple(entries)))
    return kept, findings


def _titled_alike(
    tables: Sequence[CandidateTable],
) -> tuple[frozenset[tuple[str, str]], list[Finding]]:
    """Return the titles that rows without a reference share on one sheet, and what is told."""
    places: dict[tuple[str, str], list[ShownIndicator]] = {}
    for table in tables:
        for entry in table.entries:
            if not entry.reference and table.month is None:
                key = table.grid.name, entry.title.casefold()
                places.setdefault(key, []).append(entry)
    alike = {key: entries for key, entries in places.items() if len(entries) > 1}
    return frozenset(alike), [
        error(
            "D203",
            f"{entries[0].title[:40]} is the title of {len(entries)} rows without a reference, so "
            "none of them is filled.",
            ", ".join(str(entry.place) for entry in entries),
            "Give each row a reference or a title of its own, then run lacxl adopt again.",
        )
        for entries in alike.values()
    ]


def _merged(by_sheet: Mapping[str, Sequence[CandidateTable]]) -> dict[str, CandidateTable]:
    """Return the tables of a sheet as one, with the words of all; a sheet a month as its last."""
    found: dict[str, CandidateTable] = {}
    for name, tables in by_sheet.items():
        last = max(tables, key=lambda t: (t.month is not None, t.month or Month(1990, 1)))
        first = last if last.month is not None else tables[0]
        headings: dict[str, tuple[str, ...]] = {}
        parts: dict[str, tuple[str, ...]] = {}
        entries: dict[str, ShownIndicator] = {}
        for table in tables:
            for meaning, words in table.words.headings.items():
                headings[meaning] = tuple(dict.fromkeys((*headings.get(meaning, ()), *words)))
            for part, words in table.words.parts.items():
                parts[part] = tuple(dict.fromkeys((*parts.get(part, ()), *words)))
        for table in [first] if last.month is not None else tables:
            for entry in table.entries:
                entries.setdefault(entry.reference, entry)
        words_ = replace(first.words, headings=_one_meaning(headings), parts=parts)
        found[name] = replace(
            first,
            words=words_,
            entries=tuple(entries.values()),
            findings=tuple(f for table in tables for f in table.findings),
            joined=tuple(tables),
        )
    return found


def _one_meaning(headings: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Return the headings without a word that another table of the sheet uses otherwise."""
    meant: dict[str, str] = {}
    found: dict[str, tuple[str, ...]] = {}
    for meaning, words in sorted(headings.items(), key=lambda each: each[0] == "ignored"):
        kept = [word for word in words if meant.setdefault(word.casefold(), meaning) == meaning]
        if kept:
            found[meaning] = tuple(kept)
    return found


def year_said(text: str) -> FinancialYear | None:
    """Return the financial year that an answer says, None for none."""
    try:
        return FinancialYear.parse(text.replace("-", "/"))
    except ValueError:
        return None


def with_years(
    tables: Sequence[CandidateTable], answers: Answers
) -> tuple[list[CandidateTable], list[Asked]]:
    """Return the tables with the year that a person said for months headed without one, or ask."""
    found: list[CandidateTable] = []
    asked: list[Asked] = []
    for table in tables:
        undated = table.columns.undated if table.columns is not None else []
        runs_on = table.columns is not None and table.columns.runs_on
        if not undated or runs_on or any(each.code == "L125" for each in table.findings):
            found.append(table)
            continue
        said = answers.get("year", {}).get(table.words.name)
        year = year_said(said) if said else None
        if year is None:
            cell = table.grid.place(undated[0])
            about = "the months are headed without a year"
            asked.append(
                Asked(
                    "year",
                    "Of which financial year are the months? Write it as 2025/26.",
                    (Item(table.words.name, about, "", cell),),
                    why="Better: name the year in the title above the table, so that it need not "
                    "be said again next April.",
                )
            )
        else:
            dated = replace(table, words=replace(table.words, year=year))
            joined = tuple(replace(e, words=replace(e.words, year=year)) for e in table.joined)
            found.append(in_words(replace(dated, joined=joined), dict(table.words.headings)))
    return found, asked


def with_totals(
    table: CandidateTable, sheets: Sheets, answers: Answers
) -> tuple[CandidateTable, list[Asked]]:
    """Return a table of which it is known whether a column of totals is the year to date.

    That is so where a count's is the sum of its months; where nothing shows it, a person is asked.
    """
    words = table.words.headings.get("total", ())
    if not words:
        return table, []
    asked: list[Asked] = []
    votes = {
        number == total(parts)
        for each in table.joined or (table,)
        for number, parts in _totals(each, sheets)
    }
    said = answers.get("column", {}).get(words[0])
    if said is None and len(votes) != 1 and "ytd" not in table.words.headings:
        cells = (
            each.grid.place(column.heading)
            for each in table.joined or (table,)
            if each.columns is not None
            for column in each.columns.columns
            if column.meaning == "total"
        )
        asked.append(
            Asked(
                "column",
                f"Is the column headed {words[0]} the year to date?",
                (Item(words[0], "", COLUMNS[0], next(cells, None)),),
                COLUMNS,
            )
        )
    is_ytd = said == COLUMNS[0] if said is not None else votes == {True}
    headings = {m: w for m, w in table.words.headings.items() if m != "total"}
    meaning = "ytd" if is_ytd and "ytd" not in headings else "ignored"
    headings[meaning] = (*headings.get(meaning, ()), *words)
    return in_words(table, headings), asked


def with_own_year(table: CandidateTable, sheets: Sheets) -> tuple[CandidateTable, list[Finding]]:
    """Return a table without its year to date where that does not begin in April, and say so.

    The sums that are printed prove it; without them a table of twelve months that does not begin
    in April is not trusted.
    """
    if table.columns is None:
        return table, []
    words = tuple(
        text_of(table.grid.value(each.heading))
        for each in table.columns.columns
        if isinstance(each.period, YearToDate)
    )
    if not words:
        return table, []
    ours = other = 0
    months = sorted(m for m in table.columns.months if isinstance(m, Month))
    for entry in table.entries:
        cells = value_cells(table, entry)
        numbers = {
            m: n
            for m in months
            if m in cells
            and (n := number_in(sheets.there.get(table.grid.place(cells[m])))) is not None
        }
        if len(numbers) < 2 or not all(map(is_whole, numbers.values())):
            continue
        last = max(numbers)
        so_far = next(
            (cells[p] for p in cells if isinstance(p, YearToDate) and p.is_of(last)), None
        )
        printed = None if so_far is None else number_in(sheets.there.get(table.grid.place(so_far)))
        if printed is None:
            continue
        sums = {
            start: total([n for m, n in numbers.items() if start <= m])
            for start in numbers
            if start < last
        }
        april = last.financial_year.first
        if printed in (sums.get(april), numbers[last]):
            ours += april in sums and printed == sums[april]
        elif printed in sums.values():
            other += 1
    starts_elsewhere = (
        len(months) == _YEAR and months[0].number != months[0].financial_year.first.number
    )
    if ours or not (other or starts_elsewhere):
        return table, []
    headings = {m: w for m, w in table.words.headings.items() if m != "ytd"}
    headings["ignored"] = (*headings.get("ignored", ()), *words)
    finding = warning(
        "D213",
        f"The year to date, headed {words[0]}, does not seem to begin in April, so it is not "
        "filled.",
        str(table.grid.place(table.title)),
        "lacxl counts from April. If this does too, move the heading from 'ignored' to 'ytd' "
        "in lacxl-layout.toml.",
    )
    return in_words(table, headings), [finding]


def _totals(table: CandidateTable, sheets: Sheets) -> Iterable[tuple[Decimal, list[Decimal]]]:
    """Yield what stands in a column of totals beside two months or more, of whole numbers."""
    if table.columns is None:
        return
    columns = [each for each in table.columns.columns if each.meaning == "total"]
    months = {m: c for m, c in table.columns.months.items() if isinstance(m, Month)}
    for entry in table.entries:
        row = entry.rows["value"]

        def number(column: int, row: int = row) -> Decimal | None:
            return number_in(sheets.there.get(table.grid.place(Cell(row, column))))

        parts = [n for each in months.values() if (n := number(each.number)) is not None]
        for each in columns:
            held = number(each.number)
            if held is None or len(parts) < 2 or not all(map(is_whole, parts)):
                continue
            if held != parts[-1] or total(parts) == held:
                yield held, parts


def not_used(unused: Sequence[CandidateTable]) -> list[Finding]:
    """Return a note for the tables that are left alone, once for each reason."""
    found: list[Finding] = []
    for formulas in (True, False):
        tables = [table for table in unused if table.is_formulas is formulas]
        if not tables:
            continue
        places = [table.grid.place(table.title) for table in tables]
        why = "its figures are formulas" if formulas else "another sheet has its indicators"
        many = f"{len(tables)} tables are not filled, as in each " if len(tables) > 1 else ""
        found.append(
            note(
                "D204",
                f"{many}{why}." if many else f"A table is not filled: {why}.",
                first_of(places, _NAMED),
                "Formulas go on showing what is typed elsewhere."
                if formulas
                else "Say which of them is filled in lacxl-answers.toml, [table].",
            )
        )
    return found
