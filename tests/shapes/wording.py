"""How a council writes: headings, lights, arrows, months and numbers, chosen once a workbook.

`Manner.facts` is what somebody who knows the workbook could say. Its keys:

year                   the financial year of the month, 2025/26
month                  the month as it is said, June 2025
heading                what stands above the month's column (or is its row, block or sheet)
percent                fraction (0.944 shown as 94.4%) or points (94.4)
sheet, table           the sheet of the live figures, and the titles of its tables (" | " between)
light.green ...        the word for green, amber, red, and for none where there is no target
period                 month, or quarter
light.basis            month or quarter: what is held against the target
arrow.up ...           the sign for up, up_slightly, level, down_slightly, down
arrow.of               performance: read by polarity; of the number where there is none
arrow.against          previous month, or previous quarter
slight                 a change smaller than this is slight, in the unit shown; "" if no such arrows
good.high ...          the word in the column that says which way is good: high, low, none
tolerance              how the tolerances are to be read
formulas               keep: a formula in the way stays

Of some shapes: tolerance.of (target or points: what a percentage's "within 5%" is of, and
tolerance.of.others for the rest), tolerance.all (the rule by which amber ends where none is
written), targets.REFERENCE (by quarter), part.numerator ... (the words for the rows of a block),
copied (whether the month's sheet still holds the month before).
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from random import Random

from shapes.months import NAMES, year_words
from shapes.reckoning import shown
from shapes.truth import TrueIndicator

LIGHTS = (
    ("Green", "Amber", "Red"),
    ("G", "A", "R"),
    ("GREEN", "AMBER", "RED"),
    ("green", "amber", "red"),
)
ARROWS = (
    ("↑", "→", "↓"),
    ("▲", "►", "▼"),
    ("▲", "◄►", "▼"),
    ("Improving", "Stable", "Declining"),
    ("Better", "Same", "Worse"),
    ("↑", "↔", "↓"),
)
GOOD = (
    ("Higher", "Lower", "n/a"),
    ("High", "Low", "-"),
    ("Bigger is better", "Smaller is better", "Neither"),
    ("Up", "Down", ""),
    ("↑", "↓", ""),
    ("Higher is better", "Lower is better", "Not applicable"),
)
FIVE = ("↑", "↗", "→", "↘", "↓")
DIRECTIONS = ("up", "up_slightly", "level", "down_slightly", "down")
FORMATS = {"count": "0", "rate": "0.0", "mean": "0.0"}


@dataclass(frozen=True, slots=True)
class Manner:
    """The ways of one workbook."""

    percent: str
    year: str
    month: str  # how month headings look: "date", "Apr-25", "Apr 25", "April 2025", "Apr"
    ref: str
    title: str
    target: str
    light: str
    arrow: str
    comment: str
    good: str
    lights: Mapping[str, str]
    arrows: Mapping[str, str]
    goods: Mapping[str, str]
    no_target: str
    slight: Fraction | None = None
    target_words: str = "number"  # or plain (95%), or signed (>=95%)
    rounded: bool = False  # history was typed as it shows
    extra: Mapping[str, str] = field(default_factory=dict)

    def year_of(self, month: str) -> str:
        return year_words(month, self.year)

    def heading(self, month: str) -> object:
        """The heading of a month: a date, or a text."""
        year, number = int(month[:4]), int(month[5:])
        name = NAMES[number - 1]
        if self.month == "date":
            return datetime.date(year, number, 1)
        return {
            "Apr-25": f"{name[:3]}-{year % 100}",
            "Apr 25": f"{name[:3]} {year % 100}",
            "April 2025": f"{name} {year}",
            "Apr": name[:3],
        }[self.month]

    def target_in(self, month: str) -> str:
        """The heading of the targets of the month's year."""
        return self.target.format(year=self.year_of(month))

    def number(self, indicator: TrueIndicator, figure: Fraction) -> int | float:
        """The figure as its cell holds it."""
        if indicator.unit == "count":
            return int(figure)
        points = indicator.unit == "percentage" and self.percent == "points"
        return float(figure * 100 if points else figure)

    def typed(self, indicator: TrueIndicator, figure: Fraction) -> int | float:
        """The figure of an earlier month as its cell holds it."""
        return self.number(indicator, shown(figure, indicator.unit) if self.rounded else figure)

    def format_of(self, unit: str) -> str:
        """The number format of a figure."""
        if unit == "percentage":
            return "0.0%" if self.percent == "fraction" else "0.0"
        return FORMATS[unit]

    def words(self, indicator: TrueIndicator, figure: Fraction) -> str:
        """A limit in words: 95%, 121."""
        if indicator.unit == "percentage":
            return f"{float(figure * 100):g}%"
        return f"{float(figure):g}"

    def facts(self, month: str) -> dict[str, str]:
        """What somebody could be asked."""
        heading = self.heading(month)
        return {
            "year": year_words(month),
            "month": said(month),
            "heading": heading if isinstance(heading, str) else f"{heading:%b-%y}",
            "percent": self.percent,
            "period": "month",
            "light.basis": "month",
            **{f"light.{name}": word for name, word in self.lights.items()},
            "light.none": self.no_target,
            **{f"arrow.{name}": word for name, word in self.arrows.items()},
            "arrow.of": "performance",
            "arrow.against": "previous month",
            "slight": "" if self.slight is None else f"{float(self.slight):g}",
            **{f"good.{name}": word for name, word in self.goods.items()},
            "tolerance": "",
            "formulas": "keep",
            **self.extra,
        }


def said(month: str) -> str:
    """June 2025."""
    return f"{NAMES[int(month[5:]) - 1]} {month[:4]}"


def roll(dice: Random, *, five: bool = False, lights: int | None = None) -> Manner:
    """A manner by chance; with arrows of five directions, and the lights of one row, if asked."""
    green, amber, red = dice.choice(LIGHTS) if lights is None else LIGHTS[lights]
    if five:
        arrows = dict(zip(DIRECTIONS, FIVE, strict=True))
    else:
        up, level, down = dice.choice(ARROWS)
        arrows = {"up": up, "level": level, "down": down}
    high, low, none = dice.choice(GOOD)
    return Manner(
        percent=dice.choice(("fraction", "points")),
        year=dice.choice(("2025/26", "2025-26", "25/26", "2025/2026")),
        month=dice.choice(("date", "date", "Apr-25", "Apr 25", "April 2025", "Apr")),
        ref=dice.choice(("Ref", "Ref.", "KPI", "PI code", "Reference", "Measure ref")),
        title=dice.choice(("Measure", "Indicator", "Performance measure", "Description", "Title")),
        target=dice.choice(
            ("Target", "Target {year}", "Annual target", "{year} target", "Target for year")
        ),
        light=dice.choice(("RAG", "Status", "RAG status", "RAG rating")),
        arrow=dice.choice(("DoT", "Direction of travel", "Trend", "Direction", "D.O.T.")),
        comment=dice.choice(("Commentary", "Comments", "Narrative", "Exception commentary")),
        good=dice.choice(
            ("Good is", "Good performance is", "Polarity", "Bigger or smaller is better")
        ),
        lights={"green": green, "amber": amber, "red": red},
        arrows=arrows,
        goods={"high": high, "low": low, "none": none},
        no_target=dice.choice(("", "n/a", "-")),
        slight=Fraction(dice.choice((1, 2, 3))) if five else None,
        target_words=dice.choice(("number",) * 5 + ("plain", "signed")),
        rounded=dice.random() < 0.3,
    )
