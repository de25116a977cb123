"""Letter references, which way is good, tolerances in columns, quarters between the months."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

from shapes import clutter, council
from shapes.bank import LEAVERS, LOOKED_AFTER
from shapes.book import Book
from shapes.months import quarter_number, quarter_of, year_of
from shapes.reckoning import Series
from shapes.scene import Column, oddities
from shapes.scorecard import Table, a_month, a_scene, finish, with_groups
from shapes.tolerances import READ, STYLES, with_words
from shapes.truth import Made
from shapes.wording import Manner, roll, said

SHEETS = ("Scorecard", "CLA Scorecard", "Performance", "Monthly scorecard", "KPIs", "Summary")


def make(seed: int, folder: Path) -> Made:
    """A scorecard of children looked after."""
    dice = Random(f"letters {seed}")
    month, how_many = a_month(dice), dice.randint(6, 14)
    prefix = dice.choice(("CLA", "CLA", "CIC", "LAC", "CLA-"))
    names = council.references(dice, prefix, how_many)
    stocks = council.stocks(dice, month)
    series = council.choose(dice, LOOKED_AFTER + LEAVERS, how_many, stocks, names)
    return build("letters", seed, folder, dice, month, series, "Children Looked After")


def build(
    shape: str, seed: int, folder: Path, dice: Random, month: str, series: Sequence[Series],
    service: str,
) -> Made:  # fmt: skip
    """Write the workbook."""
    manner, style = roll(dice), dice.choice(STYLES)
    manner = replace(manner, extra={"tolerance": READ[style]})
    series = [with_words(manner, style, one) for one in series]
    book = Book(folder / f"{service} Scorecard {said(month)}.xlsx", dice)
    scene = a_scene(book, manner, month, style)
    if dice.random() < 0.4:
        clutter.notes_sheet(book, month)
    sheet = book.sheet(dice.choice(SHEETS))
    title = f"{service} scorecard {manner.year_of(month)}"
    plan = oddities(dice, columns(dice, manner, month), month)
    finish(scene, sheet, [Table(title, with_groups(dice, series))], plan)
    facts = manner.facts(month) | {"sheet": sheet.name, "table": title}
    return book.made(shape, seed, month, series, facts)


def columns(dice: Random, manner: Manner, month: str) -> list[Column]:
    """The columns in this workbook's order."""
    front = [Column("ref", manner.ref, width=9), Column("title", manner.title, width=46)]
    about = [Column("good", manner.good, width=11)]
    if dice.random() < 0.5:
        about.insert(dice.randint(0, 1), Column("target", manner.target_in(month)))
    place = dice.randint(0, len(about))
    about[place:place] = _tolerances(dice)
    if dice.random() < 0.5:
        heading, hidden = dice.choice(("Lead officer", "Owner", "Lead")), dice.random() < 0.4
        about.append(Column("owner", heading, width=26, hidden=hidden))
    if dice.random() < 0.4:
        about.append(Column("frequency", "Frequency"))
    spacer = [Column("spacer", width=2)] if dice.random() < 0.4 else []
    signs, times = _signs(dice, manner, month), _periods(dice, manner, month)
    end = [Column("comment", manner.comment, width=50)]
    if dice.random() < 0.75:
        return [*front, *about, *spacer, *times, *signs, *end]
    return [*front, *about, *signs, *spacer, *times, *end]


def _tolerances(dice: Random) -> list[Column]:
    over = dice.choice(("Tolerances", "RAG thresholds", "Target and tolerances", ""))
    colours = ("Red", "Amber", "Green") if dice.random() < 0.7 else ("Green", "Amber", "Red")
    return [Column(colour.lower(), colour, over, width=10) for colour in colours]


def _signs(dice: Random, manner: Manner, month: str) -> list[Column]:
    found = [Column("light", manner.light)]
    if dice.random() < 0.7:
        found.insert(dice.randint(0, 1), Column("arrow", manner.arrow))
    if dice.random() < 0.4:
        found.append(Column("change", "Change on last month"))
    if dice.random() < 0.5:
        heading = dice.choice(("YTD", "Year to date", f"YTD {manner.year_of(month)}"))
        found.insert(0, Column("ytd", heading))
    return found


def _periods(dice: Random, manner: Manner, month: str) -> list[Column]:
    """Twelve months with the quarters between."""
    over = dice.choice(("", manner.year_of(month), f"Actual {manner.year_of(month)}"))
    with_year = dice.random() < 0.4
    found = []
    for at in year_of(month):
        found.append(Column("period", manner.heading(at), over, (at,)))
        if at == quarter_of(at)[-1]:
            heading = f"Q{quarter_number(at)}"
            if with_year:
                heading += f" {manner.year_of(at)}"
            found.append(Column("period", heading, over, quarter_of(at)))
    return found
