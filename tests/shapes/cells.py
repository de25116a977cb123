"""What stands in a cell of a table before the month is filled, and what must stand there then."""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter.utility import xl_range, xl_rowcol_to_cell

from shapes.book import Filled, Formula
from shapes.months import after, to_date
from shapes.reckoning import Series
from shapes.scene import Column, Scene
from shapes.tolerances import tolerance
from shapes.truth import TrueIndicator
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


def own_formula(
    scene: Scene, row: int, at: int, columns: Sequence[Column], series: Series
) -> Filled | None:
    """The council's own formula in this cell, where it has one."""
    column, indicator = columns[at], series.indicator
    adds_up = indicator.unit == "count" and indicator.kind == "flow"
    months = {
        c.periods[0]: i for i, c in enumerate(columns) if c.kind == "period" and len(c.periods) == 1
    }
    before = scene.before
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
            reference = indicator.reference
            return Filled(int(reference) if reference.isdigit() else reference)
        case "title":
            return Filled(indicator.title)
        case "good":
            return Filled(manner.goods[indicator.polarity])
        case "target":
            return Filled(target(manner, indicator))
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
            return Filled(STAFF[sum(map(ord, indicator.title)) % len(STAFF)])
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


def target(manner: Manner, indicator: TrueIndicator) -> object:
    """A number, or words such as 95% or >=95%."""
    limit = indicator.target
    if limit is None:
        return manner.no_target
    if manner.target_words == "number":
        return manner.number(indicator, limit)
    sign = "<=" if indicator.polarity == "low" else ">="
    return ("" if manner.target_words == "plain" else sign) + manner.words(indicator, limit)


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
    latest = manner.number(indicator, series.figure(to_date(scene.before)))
    if indicator.kind != "flow":
        stands = latest if scene.snapshot_ytd == "latest" else scene.snapshot_ytd
        now = manner.number(indicator, series.figure((scene.month,)))
        may = frozenset({now}) if scene.live else frozenset()
        return Filled(None if scene.fresh and stands == latest else stands, may=may)
    if not scene.live:
        return Filled(latest)
    now = manner.number(indicator, series.figure(to_date(scene.month)))
    return Filled(None if scene.fresh else latest, now)


def light(scene: Scene, series: Series) -> Filled:
    """The light of the month, in its words; the month before's stands there until then."""
    manner = scene.manner
    stood, is_now = series.light(scene.spell(1)), series.light(scene.spell())
    if is_now == "none":
        return Filled(manner.no_target)
    look = {"bg_color": FILLS[stood]} if scene.light_look == "fill" else None
    if not scene.live:
        return Filled(manner.lights[stood], look=look)
    if scene.fresh:
        return Filled(None, manner.lights[is_now])
    return Filled(manner.lights[stood], manner.lights[is_now], look=look)


def arrow(scene: Scene, series: Series) -> Filled:
    """The sign of the month against the one before."""
    manner = scene.manner
    stood = manner.arrows[series.arrow(scene.spell(2), scene.spell(1), manner.slight)]
    if not scene.live:
        return Filled(stood)
    sign = manner.arrows[series.arrow(scene.spell(1), scene.spell(), manner.slight)]
    return Filled(None if scene.fresh else stood, sign)
