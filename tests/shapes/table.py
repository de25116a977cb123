"""A scorecard's table: a row an indicator, and columns of several kinds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xlsxwriter.utility import xl_range, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from shapes.book import Book, Filled, Formula
from shapes.months import after, april, to_date, year_of
from shapes.reckoning import Series
from shapes.tolerances import tolerance
from shapes.wording import Manner

STAFF = (
    "Head of Service - Children in Care",
    "Service Manager, Fostering",
    "Virtual School Head",
    "Principal Social Worker",
    "IRO Manager",
    "Head of Early Help",
    "Designated Nurse",
)
COMMENTS = (
    "Performance has improved since last month; 3 reviews were late because of staff absence.",
    "Small cohort, so percentages move a lot (1 child = 4.5%).",
    "See exception report. Target of 95% was agreed in 2023.",
    "Data quality work is under way with the team.",
    "On track.",
    "Down on last month. Deep dive planned for Q3.",
)
FILLS = {"green": "#92D050", "amber": "#FFC000", "red": "#FF0000"}


@dataclass(frozen=True, slots=True)
class Column:
    """A column, what its cells are about, and its heading of one or two rows."""

    kind: str
    heading: object = ""
    over: str = ""
    periods: tuple[str, ...] = ()
    width: float = 9
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Scene:
    """The month that is filled, and how the council writes."""

    book: Book
    manner: Manner
    month: str
    live: bool = True  # the table of the month; an old copy holds its whole year, and stays
    tolerances: str = "signs"
    quarter_formulas: bool = False
    ytd_formulas: bool = False
    snapshot_ytd: str = ""  # what stands in the YTD of a snapshot; "latest" for its last figure
    light_look: str = "fill"  # fill, or rule: the council's own conditional format
    lists: bool = False  # data validation on lights and arrows


@dataclass(frozen=True, slots=True)
class Group:
    """A row that only names those below it."""

    title: str


@dataclass(frozen=True, slots=True)
class Gone:
    """A hidden row of a measure that is no longer reported."""

    reference: str
    title: str


Row = Series | Group | Gone | None  # None is a blank row


def write_heading(scene: Scene, sheet: Worksheet, top: int, columns: Sequence[Column]) -> int:
    """Write the headings; return the first row below."""
    book = scene.book
    two = any(column.over for column in columns)
    row = top + 1 if two else top
    if two:
        _write_over(book, sheet, top, columns)
    for at, column in enumerate(columns):
        if column.kind == "spacer":
            continue
        look = book.heading_look()
        if not isinstance(column.heading, str):
            look = book.heading_look(num_format="mmm-yy")
        if two and not column.over:
            sheet.merge_range(top, at, row, at, "", look)
            book.put(sheet, top, at, column.heading, look)
        else:
            book.put(sheet, row, at, column.heading, look)
    return row + 1


def _write_over(book: Book, sheet: Worksheet, top: int, columns: Sequence[Column]) -> None:
    at = 0
    while at < len(columns):
        end = at
        while end + 1 < len(columns) and columns[end + 1].over == columns[at].over:
            end += 1
        if columns[at].over and end > at:
            sheet.merge_range(top, at, top, end, columns[at].over, book.heading_look())
        elif columns[at].over:
            book.put(sheet, top, at, columns[at].over, book.heading_look())
        at = end + 1


def set_widths(sheet: Worksheet, columns: Sequence[Column]) -> None:
    for at, column in enumerate(columns):
        sheet.set_column(at, at, column.width, None, {"hidden": 1} if column.hidden else {})


def write_rows(
    scene: Scene, sheet: Worksheet, top: int, columns: Sequence[Column], rows: Sequence[Row]
) -> int:
    """Write the body; return the first row below it."""
    book = scene.book
    for row, what in enumerate(rows, top):
        match what:
            case None:
                continue
            case Group(title):
                look = book.look(bold=True, bg_color="#D9E1F2", border=1)
                sheet.merge_range(row, 0, row, len(columns) - 1, title, look)
            case Gone(reference, title):
                look = book.look(font_color="#7F7F7F", italic=True)
                for at, column in enumerate(columns):
                    value = {"ref": reference, "title": title, "comment": "No longer reported"}
                    book.put(sheet, row, at, value.get(column.kind), look)
                sheet.set_row(row, None, None, {"hidden": 1})
            case Series():
                _write_row(scene, sheet, row, columns, what)
    if scene.light_look == "rule":
        _write_rules(scene, sheet, top, top + len(rows) - 1, columns)
    return top + len(rows)


def _write_row(
    scene: Scene, sheet: Worksheet, row: int, columns: Sequence[Column], series: Series
) -> None:
    book, manner = scene.book, scene.manner
    number = manner.format_of(series.indicator.unit)
    for at, column in enumerate(columns):
        if column.kind == "spacer":
            continue
        filled = _formula(scene, row, at, columns, series) or cell(scene, column, series)
        looks: dict[str, object] = {"border": 1, "valign": "vcenter"}
        if column.kind in {"period", "ytd", "outturn", "target", "red", "amber", "green", "change"}:
            looks |= {"num_format": number, "align": "center"}
        elif column.kind in {"title", "comment"}:
            looks |= {"text_wrap": True}
        elif column.kind in {"light", "arrow", "good"}:
            looks |= {"align": "center"}
        look = filled.look or {}
        book.fill(sheet, row, at, filled, book.look(**looks, **look))
        if scene.lists and column.kind in {"light", "arrow"}:
            words = manner.lights if column.kind == "light" else manner.arrows
            more = [manner.no_target] if column.kind == "light" and manner.no_target else []
            sheet.data_validation(
                row, at, row, at, {"validate": "list", "source": [*words.values(), *more]}
            )


def _write_rules(
    scene: Scene, sheet: Worksheet, first: int, last: int, columns: Sequence[Column]
) -> None:
    for at, column in enumerate(columns):
        if column.kind == "light":
            for name, word in scene.manner.lights.items():
                look = scene.book.file.add_format({"bg_color": FILLS[name]})
                sheet.conditional_format(
                    first, at, last, at,
                    {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": look},
                )  # fmt: skip


def _formula(
    scene: Scene, row: int, at: int, columns: Sequence[Column], series: Series
) -> Filled | None:
    """The council's own formula in this cell, where it has one."""
    column, indicator = columns[at], series.indicator
    adds_up = indicator.unit == "count" and indicator.kind == "flow"
    months = {
        c.periods[0]: i for i, c in enumerate(columns) if c.kind == "period" and len(c.periods) == 1
    }
    before = after(scene.month, -1)
    if column.kind == "period" and len(column.periods) == 3 and scene.quarter_formulas and adds_up:
        places = [months[month] for month in column.periods]
        area = xl_range(row, places[0], row, places[-1])
        done = [m for m in column.periods if m <= before]
        return Filled(Formula(f"=SUM({area})", sum(series.numerators[m] for m in done)))
    if column.kind == "ytd" and scene.ytd_formulas and adds_up:
        cells = ",".join(xl_rowcol_to_cell(row, place) for place in months.values())
        done = [m for m in months if m <= before]
        return Filled(Formula(f"=SUM({cells})", sum(series.numerators[m] for m in done)))
    if column.kind == "change":
        earlier = after(before, -1)
        if before not in months or earlier not in months:
            return Filled()
        now, was = (xl_rowcol_to_cell(row, months[month]) for month in (before, earlier))
        step = series.figure((before,)) - series.figure((earlier,))
        return Filled(Formula(f"={now}-{was}", scene.manner.number(indicator, step)))
    return None


def cell(scene: Scene, column: Column, series: Series) -> Filled:
    """A cell before the month, and what it must and may become."""
    indicator, manner, dice = series.indicator, scene.manner, scene.book.dice
    match column.kind:
        case "ref":
            return Filled(indicator.reference)
        case "title":
            return Filled(indicator.title)
        case "good":
            return Filled(manner.goods[indicator.polarity])
        case "target":
            target = indicator.target
            return Filled(manner.no_target if target is None else manner.number(indicator, target))
        case "red" | "amber" | "green":
            return Filled(tolerance(scene.manner, scene.tolerances, column.kind, indicator))
        case "period":
            return period(scene, column.periods, series)
        case "ytd":
            return year_to_date(scene, series)
        case "outturn":
            return Filled(manner.typed(indicator, series.figure(column.periods)))
        case "light":
            return light(scene, series)
        case "arrow":
            return arrow(scene, series)
        case "comment":
            return Filled(dice.choice(COMMENTS) if dice.random() < 0.5 else None)
        case "owner":
            return Filled(dice.choice(STAFF))
        case "frequency":
            return Filled("Monthly" if indicator.kind != "rolling" else "Monthly (rolling year)")
        case "unit":
            return Filled(
                {"count": "No.", "percentage": "%", "rate": "Rate", "mean": "Average"}[
                    indicator.unit
                ]
            )
        case "type":
            return Filled(
                {"flow": "Cumulative", "snapshot": "Snapshot", "rolling": "Rolling 12 months"}[
                    indicator.kind
                ]
            )
    raise AssertionError(column.kind)


def period(scene: Scene, periods: tuple[str, ...], series: Series) -> Filled:
    """A month's or a quarter's cell: filled once it is over."""
    indicator, manner = series.indicator, scene.manner
    if periods[-1] > scene.month:
        return Filled()
    figure = series.figure(periods)
    exact = manner.number(indicator, figure)
    if periods[-1] == scene.month:
        return Filled(after=exact)
    typed = manner.typed(indicator, figure)
    may = frozenset({exact}) if typed != exact and scene.live else frozenset()
    return Filled(typed, may=may)


def year_to_date(scene: Scene, series: Series) -> Filled:
    """A flow's sum since April. A snapshot has none: its cell stays, or shows the latest."""
    indicator, manner = series.indicator, scene.manner
    before = after(scene.month, -1)
    fresh = scene.live and scene.month == april(scene.month)
    latest = manner.number(indicator, series.figure(to_date(before)))
    if indicator.kind != "flow":
        stands = latest if scene.snapshot_ytd == "latest" else scene.snapshot_ytd
        now = manner.number(indicator, series.figure((scene.month,)))
        may = frozenset({now}) if scene.live else frozenset()
        return Filled(None if fresh and stands == latest else stands, may=may)
    if not scene.live:
        return Filled(latest)
    now = manner.number(indicator, series.figure(to_date(scene.month)))
    return Filled(None if fresh else latest, now)


def light(
    scene: Scene, series: Series, now: tuple[str, ...] = (), was: tuple[str, ...] = ()
) -> Filled:
    """The light of the month, in its words; the month before's stands there until then."""
    manner = scene.manner
    now, was = now or (scene.month,), was or (after(scene.month, -1),)
    stood, is_now = series.light(was), series.light(now)
    if is_now == "none":
        return Filled(manner.no_target)
    look = {"bg_color": FILLS[stood]} if scene.light_look == "fill" else None
    if not scene.live:
        return Filled(manner.lights[stood], look=look)
    if scene.month == april(scene.month) and len(now) == 1:
        return Filled(None, manner.lights[is_now])
    return Filled(manner.lights[stood], manner.lights[is_now], look=look)


def arrow(scene: Scene, series: Series, step: int = 1) -> Filled:
    """The sign of the month against the one before."""
    manner = scene.manner
    now, was, earlier = (tuple(_ending(scene.month, -step * n, step)) for n in range(3))
    stood = manner.arrows[series.arrow(earlier, was, manner.slight)]
    if not scene.live:
        return Filled(stood)
    sign = manner.arrows[series.arrow(was, now, manner.slight)]
    fresh = scene.month == april(scene.month) and step == 1
    return Filled(None if fresh else stood, sign)


def _ending(month: str, by: int, length: int) -> list[str]:
    last = after(month, by)
    return [after(last, -n) for n in reversed(range(length))]


def average_row(
    scene: Scene, sheet: Worksheet, row: int, first: int, columns: Sequence[Column]
) -> None:
    """A row of counts below the body: how many measures have a figure."""
    look = scene.book.look(italic=True, top=1)
    for at, column in enumerate(columns):
        if column.kind == "title":
            scene.book.put(sheet, row, at, "Measures reported", look)
        elif column.kind == "period":
            area = xl_range(first, at, row - 1, at)
            scene.book.put(sheet, row, at, Formula(f"=COUNT({area})", None), look)


def previous_year(month: str) -> tuple[str, ...]:
    """The twelve months of the financial year before the month's."""
    return year_of(after(april(month), -1))
