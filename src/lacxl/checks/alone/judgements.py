"""Arrows against the two months, and lights against target and basis."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from decimal import Decimal

from lacxl.checks.alone.figures_on_page import BookAlone, Key, part_of, told
from lacxl.checks.alone.own_signs import arrow_words, called, named_lights, read_light, stored
from lacxl.checks.alone.printed_number import PrintedNumber
from lacxl.checks.alone.signs import ArrowWay, way_of, way_to
from lacxl.domain.finding import Finding, warning
from lacxl.domain.indicator import Basis, Figure, Indicator, Kind, Polarity
from lacxl.domain.rating import Rag, direction, rag
from lacxl.domain.reading import Measured
from lacxl.workbook.layout import JudgedCells, Line, Period, YearToDate, figure_of
from lacxl.workbook.snapshot import Formula

ARROW, LIGHT, BASIS = "Q111", "Q112", "Q113"
_FEWEST_LOW = 2


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of the summary, and how it is judged.

    `now` and `before` are of the two `periods`: months, or quarters where there are no months.
    """

    line: Line
    indicator: Indicator
    figure: Figure
    periods: tuple[Period, Period]
    now: PrintedNumber | None
    before: PrintedNumber | None
    so_far: PrintedNumber | None
    doubtful: bool
    year_doubtful: bool


def judgements(
    book: BookAlone,
    values: Mapping[Key, PrintedNumber],
    doubtful: Set[Key],
    told_of: Set[str] = frozenset(),
) -> Iterator[Finding]:
    """Yield Q111 to Q113 for each row.

    Nothing is judged by figures of which something is told already, and by targets and good
    performance at the places `told_of`.
    """
    rows = [
        _row(book, line, values, doubtful)
        for line in book.layout.summary
        if not told_of
        & {str(line.judged.get(each)) for each in (JudgedCells.TARGET, JudgedCells.POLARITY)}
    ]
    by_number = _by_number(book, rows)
    in_use = any(book.text(row.line.judged.get(JudgedCells.LIGHT)) for row in rows)
    for row in rows:
        arrow = _arrow(book, row, by_number)
        light = _light(book, row, in_use)
        if arrow is not None and light is not None and light.code == LIGHT:
            yield warning(
                ARROW,
                f"{arrow.what.removesuffix('.')}; {light.what}",
                f"{arrow.where}, {light.where}",
                "Correct both, or the figure, if it was changed after they were set.",
            )
        else:
            yield from (each for each in (arrow, light) if each is not None)


def _row(
    book: BookAlone, line: Line, values: Mapping[Key, PrintedNumber], doubtful: Set[Key]
) -> _Row:
    indicator = book.visible[line.indicator, line.figure]
    part = part_of(indicator, line)
    periods: tuple[Period, Period] = (book.month - 1, book.month)
    if line.is_quarterly:
        periods = (book.month.quarter - 1, book.month.quarter)
    before, now = (Key(line.indicator, part, period) for period in periods)
    so_far = Key(line.indicator, part, YearToDate(book.month.financial_year))
    return _Row(
        line,
        indicator,
        figure_of(indicator, line.figure),
        periods,
        values.get(now),
        values.get(before),
        values.get(so_far),
        bool({now, before} & doubtful),
        so_far in doubtful,
    )


def _by_number(book: BookAlone, rows: list[_Row]) -> bool:
    """Say whether arrows show the way of the number: of two rows or more where low is good, all."""
    ways = [
        (way, row.now.value > row.before.value)
        for row in rows
        if row.indicator.polarity is Polarity.LOW and row.now and row.before
        if row.now.value != row.before.value
        if (way := way_of(book.text(row.line.judged.get(JudgedCells.ARROW))))
        in (ArrowWay.UP, ArrowWay.DOWN)
    ]
    return len(ways) >= _FEWEST_LOW and all((way is ArrowWay.UP) == up for way, up in ways)


def _arrow(book: BookAlone, row: _Row, by_number: bool) -> Finding | None:
    place = row.line.judged.get(JudgedCells.ARROW)
    text, signs = book.text(place), book.layout.signs
    way = way_of(text)
    says = text if signs else way.value if way else ""
    cells = [row.line.at.get(each) for each in row.periods]
    readable = way not in (None, ArrowWay.NONE) if signs is None else text in signs.arrows.values()
    if not readable or row.periods[1] not in row.line.at:
        return None
    if signs is not None and row.line.indicator in signs.undirected:
        return None
    label = row.indicator.label(row.figure)
    where = ", ".join(str(each) for each in (place, *cells) if each is not None)
    if row.now is None or (row.before is None and cells[0] is not None):
        if any(cell in book.doubted for cell in cells):
            return None
        without = row.periods[row.now is None]
        return warning(
            ARROW,
            f"{label} has no figure for {told(without)}, so there is no direction; the arrow says "
            f"{says}.",
            where,
            "Clear the arrow.",
        )
    if row.before is None or row.doubtful:
        return None
    if signs is not None:
        right = arrow_words(signs, row.indicator, row.figure, row.now, row.before)
        agrees, should = text in right, " or ".join(sorted(filter(None, right))) or "blank"
    else:
        agrees, should = way in _expected(row, by_number), _said(row, by_number).value
    if agrees:
        return None
    polarity = {Polarity.HIGH: ", high is good", Polarity.LOW: ", low is good"}
    copy = " Is the figure a copy?" if row.now.text == row.before.text else ""
    return warning(
        ARROW,
        f"{label} goes from {row.before.text} to {row.now.text}"
        f"{polarity.get(row.indicator.polarity, '')}: that is {should}, the arrow says {says}."
        f"{copy}",
        where,
        "Correct the arrow, or the figure, if it was changed after the arrow was set.",
    )


def _said(row: _Row, by_number: bool) -> ArrowWay:
    assert row.now is not None and row.before is not None  # noqa: S101, PT018
    dot = direction(
        _measured(row.now),
        _measured(row.before),
        figure=row.figure,
        polarity=Polarity.NONE if by_number else row.indicator.polarity,
        light=Rag.NOT_RATED,
        dead_band=row.indicator.dead_band if row.indicator.judges(row.figure) else Decimal(0),
    )
    return way_to(dot)


def _expected(row: _Row, by_number: bool) -> set[ArrowWay]:
    """Return what the arrow may say; the figures may have moved by less than they print."""
    assert row.now is not None and row.before is not None  # noqa: S101, PT018
    said = _said(row, by_number)
    expected = {said} | _SPELLINGS.get(said, set())
    if said is ArrowWay.LEVEL and row.now.stored != row.before.stored:
        rises = row.now.stored > row.before.stored
        good = rises == (row.indicator.polarity is not Polarity.LOW)
        expected |= {ArrowWay.BETTER if good else ArrowWay.WORSE}
        expected |= (
            {ArrowWay.UP, ArrowWay.NUMBER_UP} if rises else {ArrowWay.DOWN, ArrowWay.NUMBER_DOWN}
        )
        expected |= {ArrowWay.UP if good else ArrowWay.DOWN}
    return expected


_SPELLINGS = {
    ArrowWay.BETTER: {ArrowWay.UP},
    ArrowWay.WORSE: {ArrowWay.DOWN},
    ArrowWay.NUMBER_UP: {ArrowWay.UP},
    ArrowWay.NUMBER_DOWN: {ArrowWay.DOWN},
}


def _light(book: BookAlone, row: _Row, in_use: bool) -> Finding | None:
    place, indicator = row.line.judged.get(JudgedCells.LIGHT), row.indicator
    target = indicator.target
    if target is None or indicator.polarity is Polarity.NONE or not indicator.judges(row.figure):
        return None
    text, signs = book.text(place), book.layout.signs
    if signs is not None and row.line.indicator in signs.unrated:
        return None
    light, by_ytd = read_light(text, signs), indicator.basis is Basis.YTD
    in_use = in_use and signs is None  # a council's own light is left empty where it is not sure
    judged, other = (row.so_far, row.now) if by_ytd else (row.now, row.so_far)
    if indicator.kind is not Kind.FLOW:
        judged, other = row.now, None
    names = (told(YearToDate(book.month.financial_year)), told(row.periods[1]))
    name, other_name = names if by_ytd else reversed(names)
    wanted = row.line.judged.get(JudgedCells.TARGET)
    where = ", ".join(str(each) for each in (place, wanted) if each is not None)
    if judged is None:
        return _unjudged(book, row, light, where)
    right = _verdicts(row, judged)
    written = book.at(wanted)
    against = f"the target {written.text}" if written else "the target"
    if light is None:
        differ = other is not None and not right & _verdicts(row, other)
        if other is None or not differ or not (text or in_use) or row.doubtful or row.year_doubtful:
            return None
        meets = "meets" if Rag.GREEN in right else "misses"
        misses = "misses" if meets == "meets" else "meets"
        return warning(
            BASIS,
            f"{indicator.number} {meets} {against} in {name} ({judged.text}) and {misses} it in "
            f"{other_name} ({other.text}), and nothing says which of the two the light judges.",
            where,
            "State the basis of the light: the month or the year to date.",
        )
    if light in right or row.doubtful or row.year_doubtful:
        return None
    if other is not None and light in _verdicts(row, other):
        return warning(
            BASIS,
            f"{indicator.number} has the light {called(light, signs)} of {other_name} "
            f"({other.text}); by the catalogue it judges {name} ({judged.text}), which gives "
            f"{named_lights(right, signs)}.",
            where,
            "State the basis of the light, and correct the one that is wrong.",
        )
    return warning(
        LIGHT,
        f"{indicator.number} is {judged.text} in {name} against {against}, "
        f"{indicator.polarity.value} is good: the light is {called(light, signs)}, not "
        f"{named_lights(right, signs)}.",
        where,
        "Correct the light, the target or the figure.",
    )


def _unjudged(book: BookAlone, row: _Row, light: Rag | None, where: str) -> Finding | None:
    """Return a light that judges no figure, where its month's cell holds none."""
    place = row.line.at.get(row.periods[1])
    lit = light in (Rag.RED, Rag.AMBER, Rag.GREEN)
    if not lit or row.now is not None or place is None or place in book.doubted:
        return None
    there = book.there.get(place)
    if isinstance(there, Formula) and there.cached is None:
        return None  # it is told already that it could not be worked out
    return warning(
        LIGHT,
        f"{row.indicator.number} has no figure for {told(row.periods[1])}, and a light.",
        f"{where}, {place}",
        "Write n/a for the light.",
    )


def _verdicts(row: _Row, number: PrintedNumber) -> set[Rag]:
    """Return the lights that may be: as shown, as stored, and amber where no limit is known."""
    target, polarity = row.indicator.target, row.indicator.polarity
    found = {
        rag(_measured(number), row.figure, polarity, target),
        rag(stored(number), row.figure, polarity, target),
    }
    if target is not None and target.amber is None and Rag.RED in found:
        found.add(Rag.AMBER)
    return found


def _measured(number: PrintedNumber) -> Measured:
    return Measured(Decimal(number.value.numerator) / Decimal(number.value.denominator))
