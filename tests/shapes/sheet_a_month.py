"""A sheet for each month, copied from the one before, and a summary of formulas on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from shapes import clutter, council
from shapes.bank import LEAVERS, LOOKED_AFTER
from shapes.book import STAYS, Book, Filled, Formula
from shapes.cells import cell
from shapes.months import NAMES, after, april, to_date, year_of
from shapes.reckoning import Series
from shapes.scene import Column, Group, Row, Scene
from shapes.scorecard import a_month, a_scene, with_groups
from shapes.table import write_heading
from shapes.tolerances import UNWRITTEN, unwritten
from shapes.truth import Made
from shapes.wording import roll, said

NOW = ("This month", "Actual", "Current month", "Performance", "Result", "Month actual")
SUMMARY = ("Summary", "Year at a glance", "Overview", "Trend")


def make(seed: int, folder: Path) -> Made:
    """Write the workbook."""
    dice = Random(f"sheet_a_month {seed}")
    month, how_many = a_month(dice), dice.randint(6, 12)
    prefix = dice.choice(("CLA", "C", "CIC-", "PI ", "LAC"))
    names = council.references(dice, prefix, how_many)
    stocks = council.stocks(dice, month)
    series = council.choose(dice, LOOKED_AFTER + LEAVERS, how_many, stocks, names)
    copied = dice.random() < 0.6 and month != april(month)
    series, rule = unwritten(f"sheet_a_month {seed}", series)
    extra = {"tolerance": UNWRITTEN, "tolerance.all": rule, "copied": "yes" if copied else "no"}
    manner = replace(roll(dice, five=dice.random() < 0.2), extra=extra)
    book = Book(
        folder / f"CLA monthly reports {manner.year_of(month).replace('/', '-')}.xlsx", dice
    )
    scene = replace(a_scene(book, manner, month), ytd_formulas=False)
    names_of = _sheet_names(dice, month)
    rows = [
        row for row in with_groups(dice, series) if row is None or isinstance(row, Series | Group)
    ]
    plan = _columns(scene)
    first = dice.random() < 0.6
    summary = book.sheet(dice.choice(SUMMARY)) if first else None
    if dice.random() < 0.3:
        clutter.notes_sheet(book, month)
    top, stale = dice.choice((2, 3, 4)), copied and dice.random() < 0.3
    for at, name in names_of.items():
        sheet = book.sheet(name)
        title = said(after(at, -1) if stale and at == month else at)
        _write_month(scene, sheet, at, title, top, plan, rows, names_of, copied=copied)
        if at == month:
            sheet.activate()
            if stale:  # the title was forgotten when the sheet was copied
                book.may_change[name, "A2"] = frozenset({said(month)})
    summary = summary or book.sheet(dice.choice(SUMMARY))
    _write_summary(scene, summary, top, plan, rows, names_of, copied=copied)
    if dice.random() < 0.4:
        _write_template(scene, top, plan, rows)
    if dice.random() < 0.5:
        clutter.lists(book, list(manner.lights.values()))
    facts = manner.facts(month) | {"heading": names_of[month], "sheet": names_of[month]}
    facts["table"] = names_of[month]
    return book.made("sheet_a_month", seed, month, series, facts)


def _sheet_names(dice: Random, month: str) -> dict[str, str]:
    """The months that have a sheet, and its name: to the month, or the whole year."""
    style = dice.choice(
        ("{name} {year}", "{short} {two}", "{short}-{two}", "{short} {year}", "{name}")
    )
    months = dice.choice((to_date(month), to_date(month), year_of(month)))
    found = {}
    for at in months:
        name = NAMES[int(at[5:]) - 1]
        found[at] = style.format(name=name, short=name[:3], year=at[:4], two=at[2:4])
    return dict(reversed(found.items())) if dice.random() < 0.25 else found


def _columns(scene: Scene) -> list[Column]:
    dice, manner, month = scene.book.dice, scene.manner, scene.month
    found = [Column("ref", manner.ref), Column("title", manner.title, width=48)]
    if dice.random() < 0.5:
        found.append(Column("good", manner.good, width=11))
    figures = [
        Column("period", dice.choice(NOW)),
        Column("ytd", dice.choice(("YTD", "Year to date"))),
    ]
    if dice.random() < 0.5:
        figures.insert(0, Column("last", dice.choice(("Last month", "Previous month"))))
    target = Column("target", manner.target_in(month))
    figures.insert(dice.choice((0, len(figures))), target)
    signs = [Column("light", manner.light)]
    if dice.random() < 0.5:
        signs.insert(dice.randint(0, 1), Column("arrow", manner.arrow))
    if dice.random() < 0.4:
        signs.append(Column("owner", dice.choice(("Lead officer", "Owner")), width=26))
    signs.append(Column("comment", manner.comment, width=44))
    return [*found, *figures, *signs]


def _write_month(
    scene: Scene, sheet: Worksheet, at: str, title: str, top: int, plan: Sequence[Column],
    rows: Sequence[Row], names: dict[str, str], *, copied: bool,
) -> None:  # fmt: skip
    """The sheet of one month. The month filled holds the month before, or nothing."""
    book, dice = scene.book, scene.book.dice
    words = book.look(bold=True, font_size=14)
    book.put(sheet, 0, 0, "Children looked after - monthly performance", words)
    book.put(sheet, 1, 0, title, words)
    first = write_heading(scene, sheet, top, plan)
    for row, what in enumerate(rows, first):
        if isinstance(what, Group):
            look = book.look(bold=True, bg_color="#D9E1F2", border=1)
            sheet.merge_range(row, 0, row, len(plan) - 1, what.title, look)
        elif isinstance(what, Series):
            for column, kind in enumerate(plan):
                place = (row, column)
                filled = _cell(scene, what, kind, at, place, plan, names, copied=copied)
                look = {"border": 1, **(filled.look or {})}
                if kind.kind in {"period", "ytd", "target", "last"}:
                    look["num_format"] = scene.manner.format_of(what.indicator.unit)
                book.fill(sheet, *place, filled, book.look(**look))
    for column, kind in enumerate(plan):
        sheet.set_column(column, column, kind.width)
    below = clutter.footnotes(book, sheet, first + len(rows))
    if dice.random() < 0.2:
        sheet.insert_textbox(below + 1, 1, dice.choice(clutter.BOXES), {"width": 280, "height": 80})


def _cell(
    scene: Scene, series: Series, column: Column, at: str, place: tuple[int, int],
    plan: Sequence[Column], names: dict[str, str], *, copied: bool,
) -> Filled:  # fmt: skip
    """A cell of the sheet of a month: over, being filled, or still to come."""
    kind = column.kind
    if kind == "last":
        return _last(scene, series, at, place[0], plan, names)
    if kind not in {"period", "ytd", "light", "arrow"}:
        return cell(scene, column, series)
    if at > scene.month:
        if kind == "light" and series.light((scene.month,)) == "none":
            return Filled(scene.manner.no_target)
        return Filled()
    if at < scene.month:
        return _over(scene, series, column, at)
    filled = cell(scene, replace(column, periods=(at,)), series)
    before = filled.before
    if kind == "period" and copied:
        before = scene.manner.typed(series.indicator, series.figure((scene.before,)))
    elif not copied and before != scene.manner.no_target:
        before = None
    look = filled.look if before is not None else None
    return replace(filled, before=before, look=look)


def _over(scene: Scene, series: Series, column: Column, at: str) -> Filled:
    """A cell of an earlier month's sheet: what filling that month left there."""
    indicator, manner = series.indicator, scene.manner
    typed = manner.typed(indicator, series.figure((at,)))
    exact = manner.number(indicator, series.figure((at,)))
    if column.kind == "period":
        return Filled(typed, may=frozenset() if typed == exact else frozenset({exact}))
    if column.kind == "ytd" and indicator.kind != "flow":
        return Filled(typed if scene.snapshot_ytd == "latest" else scene.snapshot_ytd)
    done = cell(replace(scene, month=at), column, series)
    return Filled(done.before if done.after is STAYS else done.after)


def _last(
    scene: Scene, series: Series, at: str, row: int, plan: Sequence[Column], names: dict[str, str]
) -> Filled:
    """Last month's figure, by a formula on its sheet; April's was typed."""
    was = after(at, -1)
    if was not in names:
        return Filled(scene.manner.typed(series.indicator, series.figure((was,))))
    column = next(n for n, one in enumerate(plan) if one.kind == "period")
    shows = ""
    if was < scene.month:
        shows = scene.manner.typed(series.indicator, series.figure((was,)))
    return Filled(Formula(f"='{names[was]}'!{xl_rowcol_to_cell(row, column)}", shows))


def _write_summary(
    scene: Scene, sheet: Worksheet, top: int, plan: Sequence[Column], rows: Sequence[Row],
    names: dict[str, str], *, copied: bool,
) -> None:  # fmt: skip
    """A row a measure, and each month's figure by a formula on its sheet."""
    book, manner, dice = scene.book, scene.manner, scene.book.dice
    title = f"Children looked after {manner.year_of(scene.month)}"
    start = clutter.titles(book, sheet, [title])
    column = next(n for n, one in enumerate(plan) if one.kind == "period")
    months = [Column("period", manner.heading(at), periods=(at,)) for at in year_of(scene.month)]
    heads = [Column("ref", manner.ref), Column("title", manner.title, width=44), *months]
    row = write_heading(scene, sheet, start, heads)
    first, lines = top + 1, []
    for at, what in enumerate(rows, first):
        if not isinstance(what, Series):
            continue
        look = book.look(border=1, num_format=manner.format_of(what.indicator.unit))
        book.put(sheet, row, 0, what.indicator.reference, look)
        book.put(sheet, row, 1, what.indicator.title, look)
        for place, head in enumerate(months, 2):
            (month,) = head.periods
            if month not in names:
                book.put(sheet, row, place, None, look)
                continue
            shows: object = 0
            if month < scene.month:
                shows = manner.typed(what.indicator, what.figure((month,)))
            elif month == scene.month and copied:
                shows = manner.typed(what.indicator, what.figure((scene.before,)))
            text = f"='{names[month]}'!{xl_rowcol_to_cell(at, column)}"
            book.put(sheet, row, place, Formula(text, shows), look)
        lines.append(row)
        row += 1
    sheet.set_column(1, 1, 44)
    clutter.scatter(book, sheet, row, len(heads), lines, range(2, 14))
    if dice.random() < 0.3:
        sheet.set_first_sheet()


def _write_template(scene: Scene, top: int, plan: Sequence[Column], rows: Sequence[Row]) -> None:
    """A hidden sheet to copy for the next month, without figures."""
    book = scene.book
    sheet = book.sheet(book.dice.choice(("Template", "Blank", "Master")))
    first = write_heading(scene, sheet, top, plan)
    for row, what in enumerate(rows, first):
        if isinstance(what, Series):
            for column, kind in enumerate(plan):
                if kind.kind in {"ref", "title", "good", "target"}:
                    book.put(
                        sheet, row, column, cell(scene, kind, what).before, book.look(border=1)
                    )
    sheet.hide()
