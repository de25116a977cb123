"""Made-up readings of each month from April 2015 to June 2016."""

from __future__ import annotations

import csv
import random
from collections.abc import Mapping
from pathlib import Path

from lacxl.catalogue.indicators import shipped
from lacxl.domain.indicator import Unit
from lacxl.domain.month import Month

FIRST, LAST = Month(2015, 4), Month(2016, 6)
Numbers = Mapping[tuple[str, Month], tuple[int, int | None]]


def made_up() -> Numbers:
    """Return numbers of each month from April 2015 to June 2016."""
    chance = random.Random(11)
    numbers: dict[tuple[str, Month], tuple[int, int | None]] = {}
    for indicator in shipped().values():
        for of in (FIRST + i for i in range(15)):
            unit = indicator.figures[-1].unit
            if unit is Unit.COUNT:
                numbers[indicator.number, of] = (chance.randint(5, 450), None)
            elif unit is Unit.PERCENTAGE:
                whole = chance.randint(20, 420)
                numbers[indicator.number, of] = (chance.randint(0, whole), whole)
            elif unit is Unit.RATE:
                numbers[indicator.number, of] = (chance.randint(380, 450), 56_105)
            else:
                numbers[indicator.number, of] = (chance.randint(60, 4_000), chance.randint(1, 9))
    return numbers


def give(folder: Path, numbers: Numbers, month: Month) -> None:
    """Write the readings up to a month, as a person does."""
    with (folder / "readings.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["indicator", "month", "numerator", "denominator", "value", "note"])
        for (number, of), (above, below) in numbers.items():
            if of <= month:
                rows.writerow([number, of, above, below or "", "", ""])
