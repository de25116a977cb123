"""A window of eight quarters, targets by quarter, and a tolerance in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from random import Random

from xlsxwriter.worksheet import Worksheet

from shapes import clutter, council
from shapes.bank import LEAVERS, LOOKED_AFTER
from shapes.book import Book, Filled
from shapes.cells import FILLS, arrow, cell, period
from shapes.months import after, april, quarter_number, quarter_of, year_of
from shapes.reckoning import Series
from shapes.scene import Column, Scene
from shapes.scorecard import a_scene
from shapes.table import set_widths, write_heading
from shapes.truth import Made
from shapes.wording import roll, said

SHEETS = ("Quarterly scorecard", "Quarterly", "Scorecard", "CPB report", "Performance by quarter")
HEADINGS = ("Q{n} {long}", "{long} Q{n}", "Qtr {n} {short}", "Q{n} {slash}", "Quarter {n} {long}")
WITHIN = ("of the target", "points", "points, written %")


@dataclass(frozen=True, slots=True)
class Profile:
    """A measure's targets and last amber figures by quarter, 1 to 4."""

    series: Series
    targets: tuple[Fraction, ...] = ()
    ambers: tuple[Fraction | None, ...] = ()

    def at(self, month: str) -> Series:
        """The series, held against the target of the month's quarter."""
        if not self.targets:
            return self.series
        number = quarter_number(month) - 1
        indicator = replace(
            self.series.indicator, target=self.targets[number], amber=self.ambers[number]
        )
        return replace(self.series, indicator=indicator)


def make(seed: int, folder: Path) -> Made:
    """Write the workbook."""
    dice = Random(f"quarterly {seed}")
    month = after(f"{dice.choice((2024, 2025))}-04", dice.choice((2, 5, 8, 11)))
    how_many = dice.randint(6, 12)
    prefix = dice.choice(("CPB", "Q", "CLA", "KPI "))
    names = council.references(dice, prefix, how_many, dice.choice((1, 2)))
    stocks = council.stocks(dice, month)
    series = council.choose(dice, LOOKED_AFTER + LEAVERS, how_many, stocks, names)
    within = dice.choice(WITHIN)
    profiles = [_profile(dice, one, within) for one in series]
    manner = replace(
        roll(dice),
        extra={
            "period": "quarter",
            "arrow.against": "previous quarter",
            "light.basis": "quarter",
            "tolerance.of": "points" if within.startswith("points") else "target",
            "tolerance.of.others": "target",
            "tolerance": "amber within so much on the wrong side of the target of the quarter",
        },
    )
    book = Book(folder / f"Quarterly scorecard {said(month)}.xlsx", dice)
    scene = replace(a_scene(book, manner, month), step=3)
    style = dice.choice(HEADINGS)
    if dice.random() < 0.4:
        clutter.notes_sheet(book, month)
    sheet = book.sheet(dice.choice(SHEETS))
    title = f"Children looked after - quarterly performance {manner.year_of(month)}"
    window = _window(dice, month)
    _write(scene, sheet, title, style, window, profiles)
    if dice.random() < 0.5:
        clutter.lists(book, list(manner.lights.values()))
    sheet.activate()
    facts = manner.facts(month) | {"sheet": sheet.name, "table": title}
    facts["heading"] = _heading(style, month)
    for profile in profiles:
        if profile.targets:
            steps = " ".join(f"{float(target):g}" for target in profile.targets)
            facts[f"targets.{profile.series.indicator.reference}"] = steps
    found = [profile.at(month) for profile in profiles]
    return book.made("quarterly", seed, month, found, facts, first=quarter_of(window[0])[0])


def _profile(dice: Random, series: Series, within: str) -> Profile:
    """Targets that move towards the year's, and a tolerance of the target or in points."""
    indicator = series.indicator
    if indicator.target is None:
        return Profile(series)
    percentage = indicator.unit == "percentage"
    end = indicator.target * (3 if indicator.unit == "count" and indicator.kind == "flow" else 1)
    stride = Fraction(dice.choice((0, 1, 2)), 100) if percentage else Fraction(dice.choice((0, 1)))
    sign = -1 if indicator.polarity == "low" else 1
    targets = tuple(end - sign * stride * (4 - number) for number in range(1, 5))
    if indicator.amber is None:
        return Profile(series, targets, (None,) * 4)
    share = dice.choice((2, 5, 10)) if percentage else 10
    off = Fraction(share, 100)
    in_points = percentage and within.startswith("points")
    ambers = tuple(target - sign * (off if in_points else target * off) for target in targets)
    words = f"within {share}%"
    if percentage and within == "points":
        words = f"within {share} percentage points"
    return Profile(replace(series, indicator=replace(indicator, tolerance=words)), targets, ambers)


def _window(dice: Random, month: str) -> tuple[str, ...]:
    """The last months of eight quarters: two financial years, or those up to this quarter."""
    last = dice.choice((month, year_of(month)[-1]))
    return tuple(after(last, -3 * back) for back in reversed(range(8)))


def _heading(style: str, month: str) -> str:
    first = int(april(month)[:4])
    short = f"{(first + 1) % 100:02d}"
    return style.format(
        n=quarter_number(month),
        long=f"{first}/{short}",
        short=f"{first % 100}-{short}",
        slash=f"{first % 100}/{short}",
    )


def _columns(scene: Scene, style: str, window: Sequence[str], *, pairs: bool) -> list[Column]:
    dice, manner, month = scene.book.dice, scene.manner, scene.month
    found = [Column("ref", manner.ref), Column("title", manner.title, width=46)]
    if dice.random() < 0.6:
        found.append(Column("good", manner.good, width=11))
    if pairs:
        found.append(Column("part", dice.choice(("", "Type", "Actual / Target"))))
    over = dice.choice(("", "Quarterly performance"))
    above = dice.random() < 0.3  # the year above, and Q1 below
    times = [
        Column("period", f"Q{quarter_number(end)}", manner.year_of(end), quarter_of(end))
        if above
        else Column("period", _heading(style, end), over, quarter_of(end), 11)
        for end in window
    ]
    within = [Column("within", dice.choice(("Tolerance", "Amber if", "Amber range")), width=22)]
    targets: list[Column] = []
    if not pairs:
        name = dice.choice(("Target Q{n}", "Q{n} target", "Q{n}"))
        over = f"Targets {manner.year_of(month)}"
        ends = year_of(month)[2::3]
        targets = [
            Column("profile", name.format(n=n), over, quarter_of(end))
            for n, end in enumerate(ends, 1)
        ]
    signs = [Column("light", manner.light)]
    if dice.random() < 0.6:
        signs.append(Column("arrow", manner.arrow))
    if dice.random() < 0.4:
        signs.append(Column("owner", "Lead officer", width=26, hidden=dice.random() < 0.4))
    if dice.random() < 0.5:
        signs.append(Column("comment", manner.comment, width=44))
    if dice.random() < 0.5:
        return [*found, *targets, *within, *times, *signs]
    return [*found, *times, *targets, *within, *signs]


def _write(
    scene: Scene, sheet: Worksheet, title: str, style: str, window: Sequence[str],
    profiles: Sequence[Profile],
) -> None:  # fmt: skip
    book, dice = scene.book, scene.book.dice
    pairs = dice.random() < 0.5
    words = dice.choice((("Actual", "Target"), ("A", "T"), ("Outturn", "Profile")))
    plan = _columns(scene, style, window, pairs=pairs)
    if dice.random() < 0.25:
        plan.insert(0, Column("spacer", width=2))
    top = clutter.titles(book, sheet, [title], width=len(plan))
    row = write_heading(scene, sheet, top, plan)
    gap = dice.random() < 0.3
    rows = []
    for profile in profiles:
        rows.append(row)
        for part in words if pairs else ("",):
            for at, column in enumerate(plan):
                if column.kind == "spacer":
                    continue
                _put(scene, sheet, (row, at), column, profile, part, is_target=part == words[1])
            row += 1
        row += gap
    set_widths(sheet, plan)
    below = clutter.footnotes(book, sheet, row)
    times = [at for at, column in enumerate(plan) if column.kind == "period"]
    clutter.scatter(book, sheet, below, len(plan), rows, times)


def _put(
    scene: Scene, sheet: Worksheet, place: tuple[int, int], column: Column, profile: Profile,
    part: str, *, is_target: bool,
) -> None:  # fmt: skip
    """One cell of a measure's row, or of the row of targets below it."""
    number = scene.manner.format_of(profile.series.indicator.unit)
    look: dict[str, object] = {"border": 1}
    if column.kind in {"period", "profile"}:
        look["num_format"] = number
    if is_target:
        look["italic"] = True
    if column.kind == "part":
        filled = Filled(part)
    elif is_target:
        filled = Filled(_target(scene, profile, column) if column.kind == "period" else None)
    else:
        filled = _cell(scene, profile, column)
    scene.book.fill(sheet, *place, filled, scene.book.look(**look, **(filled.look or {})))


def _cell(scene: Scene, profile: Profile, column: Column) -> Filled:
    manner = scene.manner
    match column.kind:
        case "period":
            return period(scene, column.periods, profile.series)
        case "profile":
            return Filled(_target(scene, profile, column))
        case "within":
            return Filled(profile.series.indicator.tolerance or manner.no_target)
        case "arrow":
            return arrow(scene, profile.series)
        case "light":
            return _light(scene, profile)
    return cell(scene, column, profile.series)


def _target(scene: Scene, profile: Profile, column: Column) -> object:
    """The target of a quarter; of last year's quarters, the same profile."""
    if not profile.targets:
        return scene.manner.no_target
    number = quarter_number(column.periods[-1]) - 1
    return scene.manner.number(profile.series.indicator, profile.targets[number])


def _light(scene: Scene, profile: Profile) -> Filled:
    """The quarter's light; the one before was held against its own quarter's target."""
    manner = scene.manner
    now = profile.at(scene.month).light(scene.spell())
    if now == "none":
        return Filled(manner.no_target)
    if scene.fresh:
        return Filled(None, manner.lights[now])
    stood = profile.at(scene.before).light(scene.spell(1))
    look = {"bg_color": FILLS[stood]} if scene.light_look == "fill" else None
    return Filled(manner.lights[stood], manner.lights[now], look=look)
