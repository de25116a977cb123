"""Rows of the summary: formats that differ, and data notes that say otherwise than the figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from lacxl.checks.alone.figures_on_page import VALUE, BookAlone, Key
from lacxl.checks.alone.printed_number import PrintedNumber
from lacxl.domain.finding import Finding, warning
from lacxl.domain.indicator import Kind, Unit
from lacxl.domain.month import FinancialYear
from lacxl.workbook.address import CellRef
from lacxl.workbook.layout import JudgedCells, Line, YearToDate
from lacxl.workbook.layout.heading_words import letters
from lacxl.workbook.snapshot import CellLook

FORMAT, NOTE = "Q115", "Q116"
_AS_AT = ("asat", "snapshot", "monthend", "atmonthend", "pointintime")
_OVER_YEAR = ("financialyear", "cumulative", "yeartodate", "ytd", "accumulates", "accumulating")


def formats(book: BookAlone) -> Iterator[Finding]:
    """Yield Q115 for each line whose months print with different decimals, or some without %.

    What has the format General prints as many decimals as it needs, so of it only the sign counts.
    """
    for line in book.layout.lines:
        shapes = {
            place: shape
            for _, place in sorted(line.months.items())
            if (shape := _shape(book, place)) is not None
        }
        signs = Counter(sign for sign, _ in shapes.values())
        decimals = Counter(count for _, count in shapes.values() if count is not None)
        if len(signs) < 2 and len(decimals) < 2:
            continue
        usual = signs.most_common(1)[0][0]
        usual_count = decimals.most_common(1)[0][0] if decimals else None
        odd = [
            place
            for place, (sign, count) in shapes.items()
            if sign != usual or count not in (None, usual_count)
        ]
        texts = {place: number.text for place in shapes if (number := book.at(place))}
        plain = next((text for place, text in texts.items() if place not in odd), "the others")
        yield warning(
            FORMAT,
            f"{line.indicator} prints its months in different formats: "
            f"{', '.join(texts[place] for place in odd)} beside {plain}.",
            ", ".join(map(str, odd)),
            "Give the cells of a row one format.",
        )


def _shape(book: BookAlone, place: CellRef) -> tuple[bool, int | None] | None:
    """Return whether a cell has a percent sign, and its decimals where its format states them."""
    number = book.at(place)
    if number is None:
        return None
    look = book.looks.get(place, CellLook()).number_format
    typed = bool(book.text(place))
    general = not typed and look.strip().casefold() in ("general", "@", "")
    return number.percent, None if general else number.decimals


def notes(book: BookAlone, values: Mapping[Key, PrintedNumber]) -> Iterator[Finding]:
    """Yield Q116 where a data note says "As at" of what adds up over the year, or the reverse."""
    for line in book.layout.summary:
        indicator = book.indicators[line.indicator]
        if line.figure and line.figure != indicator.figures[-1].name:
            continue
        yield from _year_note(book, line, values)
        yield from _unit_note(book, line)


def _year_note(
    book: BookAlone, line: Line, values: Mapping[Key, PrintedNumber]
) -> Iterator[Finding]:
    place = line.judged.get(JudgedCells.NOTE_YTD)
    note, kind = letters(book.text(place)), book.indicators[line.indicator].kind
    so_far = values.get(Key(line.indicator, VALUE, YearToDate(book.month.financial_year)))
    now = values.get(Key(line.indicator, VALUE, book.month))
    closed = [
        (year, annual, march)
        for year in line.years
        if (annual := values.get(Key(line.indicator, VALUE, year)))
        and (march := values.get(Key(line.indicator, VALUE, year.last)))
    ]
    if note in _AS_AT and kind is Kind.FLOW:
        grounds = [
            f"{_name(year)} is {annual.text} and {year.last.short} {march.text}"
            for year, annual, march in closed
            if not annual.range.meets(march.range)
        ]
        if so_far is not None and (now is None or not so_far.range.meets(now.range)):
            grounds.append(
                f"there is a year to date of {so_far.text}"
                + (f" beside {book.month.short}'s {now.text}" if now else "")
            )
        what = "adds up over the year"
    elif note in _OVER_YEAR and kind is not Kind.FLOW:
        grounds = [
            f"{_name(year)} is {annual.text} as {year.last.short} is"
            for year, annual, march in closed
            if annual.range.meets(march.range)
        ]
        if so_far is None:
            grounds.append("there is no year to date")
        what = "is counted at the month's end"
    else:
        return
    if grounds:
        yield warning(
            NOTE,
            f"The data note of {line.indicator} is '{book.text(place)}', and it {what}: "
            f"{'; '.join(grounds)}.",
            str(place),
            "Correct the note.",
        )


def _unit_note(book: BookAlone, line: Line) -> Iterator[Finding]:
    place, indicator = line.judged.get(JudgedCells.NOTE_MONTHLY), book.indicators[line.indicator]
    note, number = letters(book.text(place)), book.at(line.at.get(book.month))
    if number is None or len(indicator.figures) > 1:
        return
    percentage = indicator.figures[0].unit is Unit.PERCENTAGE
    says_count = note in ("count", "number") and percentage and number.percent
    says_share = note in ("percentage", "percent") and not percentage and not number.percent
    if says_count or says_share:
        yield warning(
            NOTE,
            f"The data note of {line.indicator} is '{book.text(place)}', and it prints "
            f"{number.text}.",
            f"{place}, {number.place}",
            "Correct the note.",
        )


def _name(year: FinancialYear) -> str:
    return str(year)
