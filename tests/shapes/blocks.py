"""Blocks of three rows a measure: numerator, denominator, percentage; months across, no arrow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from shapes import clutter, council
from shapes.bank import LEAVERS, LOOKED_AFTER
from shapes.book import Book, Filled, Formula
from shapes.cells import cell, light
from shapes.months import to_date, year_of
from shapes.reckoning import Series
from shapes.scene import Column, Scene, oddities
from shapes.scorecard import a_month, a_scene
from shapes.table import set_widths, write_heading
from shapes.tolerances import UNWRITTEN, unwritten
from shapes.truth import Made
from shapes.wording import Manner, roll

SHEETS = ("Numerators and denominators", "Measures", "Scorecard", "CLA measures", "Monthly returns")
# The words for the rows' parts, and for the one row of a count.
PARTS = (
    ("Numerator", "Denominator", "%", "Number"),
    ("Num", "Den", "Percentage", "Count"),
    ("n", "d", "%", "n"),
    ("Numerator", "Denominator", "Performance", "Number"),
    ("Num.", "Denom.", "%", "No."),
)
ORDERS = (("numerator", "denominator", "figure"),) * 2 + (("figure", "numerator", "denominator"),)


@dataclass(frozen=True, slots=True)
class Style:
    """How this workbook's blocks are built."""

    words: tuple[str, str, str, str]
    order: tuple[str, ...]  # of numerator, denominator, figure
    merged: bool  # reference and title over the three rows, or only in the first
    formulas: bool  # the council's own formula works the percentage out
    gap: bool  # a blank row between blocks


def make(seed: int, folder: Path) -> Made:
    """Write the workbook."""
    dice = Random(f"blocks {seed}")
    month, how_many = a_month(dice), dice.randint(6, 11)
    bank = [one for one in LOOKED_AFTER + LEAVERS if one.unit in {"count", "percentage"}]
    prefix = dice.choice(("", "1.", "CiC ", "PM", "CLA"))
    digits = dice.choice((1, 2))
    names = [f"{prefix}{number:0{digits}d}" for number in range(1, how_many + 1)]
    series = council.choose(dice, bank, how_many, council.stocks(dice, month), names)
    series, rule = unwritten(f"blocks {seed}", series)
    manner = replace(roll(dice), extra={"tolerance": UNWRITTEN, "tolerance.all": rule})
    book = Book(folder / f"Children in care measures {month[:4]}.xlsx", dice)
    scene = a_scene(book, manner, month)
    style = Style(
        words=dice.choice(PARTS),
        order=dice.choice(ORDERS),
        merged=dice.random() < 0.5,
        formulas=dice.random() < 0.4,
        gap=dice.random() < 0.3,
    )
    if dice.random() < 0.3:
        clutter.notes_sheet(book, month)
    sheet = book.sheet(dice.choice(SHEETS))
    title = f"{dice.choice(('Children in care', 'Looked after children'))} {manner.year_of(month)}"
    _write(scene, sheet, title, style, series)
    if dice.random() < 0.5:
        clutter.lists(book, [*manner.lights.values()])
    sheet.activate()
    facts = manner.facts(month) | {f"arrow.{name}": "" for name in manner.arrows}
    facts |= {"sheet": sheet.name, "table": title}
    facts |= dict(zip(("part.numerator", "part.denominator", "part.figure", "part.count"),
                      style.words, strict=True))  # fmt: skip
    return book.made("blocks", seed, month, series, facts)


def _columns(dice: Random, manner: Manner, month: str) -> list[Column]:
    what = Column("part", dice.choice(("", "Type", "Data", "Num/Den", "Breakdown")), width=13)
    found = [Column("ref", manner.ref), Column("title", manner.title, width=44)]
    about = [Column("good", manner.good)] if dice.random() < 0.5 else []
    if dice.random() < 0.8:
        about.append(Column("target", manner.target_in(month)))
    if dice.random() < 0.3:
        about.append(Column("owner", "Owner", width=24, hidden=dice.random() < 0.5))
    about.insert(dice.choice((0, len(about))), what)
    over = dice.choice(("", manner.year_of(month)))
    times = [Column("period", manner.heading(at), over, (at,)) for at in year_of(month)]
    end = [Column("light", manner.light)] if dice.random() < 0.7 else []
    if dice.random() < 0.6:
        end.insert(0, Column("ytd", dice.choice(("YTD", "Year to date", "Total"))))
    if dice.random() < 0.5:
        end.append(Column("comment", manner.comment, width=40))
    return [*found, *about, *times, *end]


def _write(
    scene: Scene, sheet: Worksheet, title: str, style: Style, series: Sequence[Series]
) -> None:
    book, dice, manner = scene.book, scene.book.dice, scene.manner
    plan = oddities(dice, _columns(dice, manner, scene.month), scene.month)
    top = clutter.titles(book, sheet, [title], width=len(plan), to=scene.month)
    row = write_heading(scene, sheet, top, plan)
    groups, rows = dice.random() < 0.4, []
    for at, one in enumerate(series):
        if groups and (at == 0 or one.group != series[at - 1].group):
            look = book.look(bold=True, bg_color="#D9E1F2", border=1)
            sheet.merge_range(row, 0, row, len(plan) - 1, one.group, look)
            row += 1
        parts = style.order if one.denominators else ("count",)
        for offset, part in enumerate(parts):
            _write_row(scene, sheet, (row, row + offset), plan, style, one, part)
        if len(parts) == 3 and style.merged:
            _merge(scene, sheet, row, plan, one)
        rows.append(row)
        row += len(parts) + style.gap
    set_widths(sheet, plan)
    below = clutter.footnotes(book, sheet, row)
    times = [at for at, column in enumerate(plan) if column.kind == "period"]
    clutter.scatter(book, sheet, below, len(plan), rows, times)


def _write_row(
    scene: Scene, sheet: Worksheet, place: tuple[int, int], plan: Sequence[Column], style: Style,
    series: Series, part: str,
) -> None:  # fmt: skip
    """One row of a block that begins at the first place."""
    book, (first, row) = scene.book, place
    for at, column in enumerate(plan):
        if column.kind == "spacer":
            continue
        look: dict[str, object] = {"border": 1}
        if column.kind in {"period", "ytd", "target"}:
            unit = series.indicator.unit if part == "figure" else "count"
            if column.kind == "target":
                unit = series.indicator.unit
            look["num_format"] = scene.manner.format_of(unit)
        filled = _cell(scene, plan, style, series, part, (first, row, at))
        book.fill(sheet, row, at, filled, book.look(**look, **(filled.look or {})))


def _cell(
    scene: Scene, plan: Sequence[Column], style: Style, series: Series, part: str,
    place: tuple[int, int, int],
) -> Filled:  # fmt: skip
    first, row, at = place
    column, alone = plan[at], part == "count"
    if column.kind == "part":
        words = dict(zip(("numerator", "denominator", "figure", "count"), style.words, strict=True))
        return Filled(words[part])
    if column.kind in {"period", "ytd"}:
        if part == "figure" and style.formulas:
            return _own_share(scene, column, style, series, (first, at))
        return _number(scene, column, series, part)
    if column.kind == "light":
        return light(scene, series) if part == "figure" or alone else Filled()
    return cell(scene, column, series) if row == first else Filled()


def _number(scene: Scene, column: Column, series: Series, part: str) -> Filled:
    """A numerator, a denominator or a figure, in a month's column or in the year to date's."""
    if part in {"figure", "count"}:
        return cell(scene, column, series)
    which = 0 if part == "numerator" else 1
    if column.kind == "ytd":
        now = series.parts(to_date(scene.month))[which]
        was = None if scene.fresh else series.parts(to_date(scene.before))[which]
        if series.indicator.kind == "flow":
            return Filled(was, now)
        stands = was if scene.snapshot_ytd == "latest" else scene.snapshot_ytd
        return Filled(stands, may=frozenset({now}))
    (month,) = column.periods
    number = series.parts((month,))[which]
    if month > scene.month:
        return Filled()
    return Filled(None, number) if month == scene.month else Filled(number)


def _own_share(
    scene: Scene, column: Column, style: Style, series: Series, place: tuple[int, int]
) -> Filled:
    """The council's own formula for the percentage."""
    first, at = place
    above = xl_rowcol_to_cell(first + style.order.index("numerator"), at)
    below = xl_rowcol_to_cell(first + style.order.index("denominator"), at)
    shows: object = ""
    if column.kind == "period" and column.periods[0] < scene.month:
        shows = scene.manner.number(series.indicator, series.figure(column.periods))
    times = "" if scene.manner.percent == "fraction" else "*100"
    return Filled(Formula(f'=IF(N({below})=0,"",{above}/{below}{times})', shows))


def _merge(
    scene: Scene, sheet: Worksheet, row: int, plan: Sequence[Column], series: Series
) -> None:
    """Merge what is said once a block over its three rows."""
    for at, column in enumerate(plan):
        if column.kind in {"ref", "title", "good", "owner", "target"}:
            value = cell(scene, column, series).before
            number = scene.manner.format_of(series.indicator.unit)
            look = scene.book.look(border=1, valign="vcenter", text_wrap=True, num_format=number)
            sheet.merge_range(row, at, row + 2, at, "", look)
            scene.book.put(sheet, row, at, value, look)
