"""A full year's scorecard: twelve months, last year's outturn, two tables a sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from random import Random

from shapes import clutter, council
from shapes.bank import LEAVERS, LOOKED_AFTER
from shapes.book import Book
from shapes.months import year_of
from shapes.reckoning import Series
from shapes.scene import Column, oddities, previous_year
from shapes.scorecard import Table, a_month, a_scene, finish, with_groups
from shapes.tolerances import UNWRITTEN, unwritten
from shapes.truth import Made
from shapes.wording import Manner, roll

SHEETS = ("Full year", "Scorecard", "Performance scorecard", "Dashboard", "CIC performance")
REFERENCES = (
    "{table}.{number}",
    "KPI {hundred}",
    "N{hundred}",
    "CIC {number}{letter}",
    "{hundred}",
)


def make(seed: int, folder: Path) -> Made:
    """A scorecard of children in care, and one of care leavers below it."""
    dice = Random(f"full_year {seed}")
    month = a_month(dice)
    stocks, style = council.stocks(dice, month), dice.choice(REFERENCES)
    first, second = dice.randint(4, 9), dice.randint(2, 5)
    upper = council.choose(dice, LOOKED_AFTER, first, stocks, _references(style, 1, first))
    lower = council.choose(dice, LEAVERS, second, stocks, _references(style, 2, second))
    tables = {
        dice.choice(("Children in care", "Children looked after", "Looked after children")): upper,
        dice.choice(("Care leavers", "Leaving care", "Care experienced young people")): lower,
    }
    return build("full_year", seed, folder, dice, month, tables)


def _references(style: str, table: int, how_many: int) -> list[str]:
    return [
        style.format(table=table, number=n, hundred=table * 100 + n, letter="AB"[table - 1])
        for n in range(1, how_many + 1)
    ]


def build(
    shape: str, seed: int, folder: Path, dice: Random, month: str,
    by_title: dict[str, Sequence[Series]],
) -> Made:  # fmt: skip
    """Write the workbook, a table for each title."""
    manner = roll(dice, five=True, lights=0)
    together = [one for each in by_title.values() for one in each]
    series, rule = unwritten(f"{shape} {seed}", together)
    parts = iter(series)
    by_title = {title: list(islice(parts, len(each))) for title, each in by_title.items()}
    manner = replace(manner, extra={"tolerance": UNWRITTEN, "tolerance.all": rule})
    book = Book(folder / f"{dice.choice(SHEETS)} {month[:4]}.xlsx", dice)
    scene = a_scene(book, manner, month)
    if dice.random() < 0.4:
        clutter.notes_sheet(book, month)
    sheet = book.sheet(dice.choice(SHEETS))
    tables = [
        Table(f"{title} - {manner.year_of(month)}", with_groups(dice, each))
        for title, each in by_title.items()
    ]
    finish(scene, sheet, tables, oddities(dice, columns(dice, manner, month), month))
    titles = " | ".join(table.title for table in tables)
    if dice.random() < 0.5:
        _key(book, manner)
    return book.made(
        shape, seed, month, series, manner.facts(month) | {"sheet": sheet.name, "table": titles}
    )


def columns(dice: Random, manner: Manner, month: str) -> list[Column]:
    """The columns in this workbook's order, which are the same for both tables."""
    found = [Column("ref", manner.ref, width=9), Column("title", manner.title, width=46)]
    if dice.random() < 0.4:
        found.reverse()
    last = manner.year_of(previous_year(month)[0])
    outturn = dice.choice(("{} outturn", "Outturn {}", "{} actual", "Year end {}")).format(last)
    middle = [
        Column("outturn", outturn, periods=previous_year(month)),
        Column("target", manner.target_in(month)),
    ]
    if dice.random() < 0.6:
        middle.append(Column("good", manner.good, width=11))
    if dice.random() < 0.4:
        middle.append(Column("unit", dice.choice(("Unit", "Format", "Type"))))
    if dice.random() < 0.3:
        middle.append(Column("owner", "Lead officer", width=26, hidden=dice.random() < 0.5))
    dice.shuffle(middle)
    over = dice.choice(("", manner.year_of(month), "Monthly actuals"))
    times = [Column("period", manner.heading(at), over, (at,)) for at in year_of(month)]
    signs = [Column("light", manner.light), Column("arrow", manner.arrow)]
    dice.shuffle(signs)
    if dice.random() < 0.5:
        signs.insert(0, Column("ytd", dice.choice(("YTD", "Year to date", "Cumulative"))))
    if dice.random() < 0.3:
        signs.append(Column("change", "Change from last month"))
    if dice.random() < 0.5:
        signs.append(Column("comment", manner.comment, width=50))
    if dice.random() < 0.3:
        times.append(Column("spacer", width=2))
    return [*found, *middle, *times, *signs]


def _key(book: Book, manner: Manner) -> None:
    """A page that says what the five arrows mean."""
    sheet = book.sheet("Key")
    words = ("improved", "improved slightly", "no change", "declined slightly", "declined")
    book.put(sheet, 0, 0, "Direction of travel", book.look(bold=True))
    for row, (sign, word) in enumerate(zip(manner.arrows.values(), words, strict=True), 1):
        book.put(sheet, row, 0, sign, book.look())
        book.put(sheet, row, 1, f"Performance has {word}", book.look())
    slight = f"Slightly: by less than {manner.slight} (percentage points, children or days)"
    book.put(sheet, 7, 0, slight, book.look(italic=True))
