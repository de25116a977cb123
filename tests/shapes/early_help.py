"""Another service's scorecard: early help and child protection, like letters or a full year's."""

from __future__ import annotations

from pathlib import Path
from random import Random

from shapes import council, full_year, letters
from shapes.bank import EARLY_HELP
from shapes.scorecard import a_month
from shapes.truth import Made


def make(seed: int, folder: Path) -> Made:
    """References by group: EH01, CP03 ..."""
    dice = Random(f"early_help {seed}")
    month, how_many = a_month(dice), dice.randint(6, 12)
    stocks = council.stocks(dice, month)
    protection = [measure for measure in EARLY_HELP if measure.group == "Child protection"]
    help_first = [measure for measure in EARLY_HELP if measure.group != "Child protection"]
    few = dice.randint(2, 4)
    helping = council.choose(
        dice, help_first, how_many - few, stocks, council.references(dice, "EH", how_many - few)
    )
    protecting = council.choose(dice, protection, few, stocks, council.references(dice, "CP", few))
    if seed % 2:
        series = (*helping, *protecting)
        return letters.build("early_help", seed, folder, dice, month, series, "Early Help")
    tables = {"Early Help": helping, "Child Protection": protecting}
    return full_year.build("early_help", seed, folder, dice, month, tables)
