"""The shipped workbook itself, as it stands before May 2015, and its own readings."""

from __future__ import annotations

import csv
import datetime
import shutil
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import openpyxl
from openpyxl.workbook import Workbook

from shapes.reckoning import light, shown
from shapes.truth import Cell, Made, TrueIndicator

HERE = Path(__file__).parents[2]
WORKBOOK = HERE / "xlsx_templates" / "corporate-parenting-2015-05.xlsx"
READINGS = HERE / "src" / "lacxl" / "demo" / "readings.csv"
INDICATORS = HERE / "src" / "lacxl" / "catalogue" / "indicators.toml"
SUMMARY, MONTHS = "Performance Summary", ("2015-04", "2015-05")
SIGNS = {
    "better": "▲ better",
    "level": "► level",
    "worse": "▼ worse",
    "worse within": "▼ worse, within target",
    "worse off": "▼ worse, off target",
    "up": "↑ number up",
    "down": "↓ number down",
    "none": "– none",
}
LIGHTS = {"green": "G", "amber": "A", "red": "R", "none": "n/a"}
FACTS = {
    "year": "2015/16",
    "month": "May 2015",
    "heading": "CURRENT May-15",
    "percent": "fraction",
    "period": "month",
    "sheet": SUMMARY,
    "table": SUMMARY,
    "light.basis": "month; for 10.1 to 10.3 the year to date",
    "arrow.of": "performance",
    "arrow.against": "previous month",
    "slight": "",
    "good.high": "High",
    "good.low": "Low",
    "good.none": "Info, or nothing",
    "tolerance": "none: an indicator is red or green",
    "formulas": "keep",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """A month's numerator and denominator, or the figure alone; a note where it is missing."""

    numerator: Fraction | None
    denominator: Fraction | None
    value: Fraction | None
    note: str

    def figure(self, unit: str) -> Fraction | None:
        if self.value is not None or self.numerator is None:
            return self.value
        if unit == "count" or self.denominator is None:
            return self.numerator
        return self.numerator / self.denominator


def make(seed: int, folder: Path) -> Made:
    """Copy the workbook and its readings; every seed makes the same."""
    workbook = Path(shutil.copy(WORKBOOK, folder / WORKBOOK.name))
    readings = Path(shutil.copy(READINGS, folder / "readings.csv"))
    months = _readings(readings)
    book = openpyxl.load_workbook(workbook)
    expected: dict[Cell, object] = {}
    indicators = []
    for row, indicator, basis in _rows(book):
        if not indicators or indicators[-1].reference != indicator.reference:
            indicators.append(indicator)
        for column, value in _cells(indicator, basis, months[indicator.reference]).items():
            expected[SUMMARY, f"{column}{row}"] = value
    facts = FACTS | {f"light.{name}": word for name, word in LIGHTS.items()}
    facts |= {f"arrow.{name}": word for name, word in SIGNS.items()}
    may = _elsewhere(book, months, expected)
    return Made(
        "own_report", seed, workbook, readings, "2015-05", tuple(indicators), expected, may, facts
    )


def _readings(path: Path) -> dict[str, dict[str, Reading]]:
    found: dict[str, dict[str, Reading]] = {}
    with path.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            numbers = [
                Fraction(text.rstrip("%")) / (100 if text.endswith("%") else 1) if text else None
                for text in (row["numerator"], row["denominator"], row["value"])
            ]
            found.setdefault(row["indicator"], {})[row["month"]] = Reading(*numbers, row["note"])
    return found


def _rows(book: Workbook) -> Iterator[tuple[int, TrueIndicator, str]]:
    """Each row of the summary: its indicator, and what the light judges."""
    catalogue = tomllib.loads(INDICATORS.read_text(encoding="utf-8"))["indicators"]
    sheet, reference, title = book[SUMMARY], "", ""
    for row in range(6, 29):
        reference = sheet.cell(row, 1).value or reference
        title = sheet.cell(row, 2).value or title
        known = catalogue[reference]
        unit = known.get("unit") or ("count" if sheet.cell(row, 1).value else "percentage")
        target = sheet.cell(row, 3).value
        limit = Fraction(str(target)) if isinstance(target, int | float) else None
        good = {"High": "high", "Low": "low"}.get(sheet.cell(row, 4).value, "none")
        yield (
            row,
            TrueIndicator(reference, title, unit, known["kind"], good, limit, None, "", reference),
            known.get("basis", "month"),
        )


def _cells(
    indicator: TrueIndicator, basis: str, months: Mapping[str, Reading]
) -> dict[str, object]:
    """What the row must hold: the month, the year to date, the sign and the light."""
    unit = indicator.unit
    was, now = (months[month].figure(unit) for month in MONTHS)
    whole = _to_date(indicator, [months[month] for month in MONTHS])
    judged = whole if basis == "ytd" else now
    colour = "none" if judged is None else light(indicator, judged)
    note = months[MONTHS[-1]].note
    found: dict[str, object] = {
        "H": note if now is None else _number(unit, now),
        "K": SIGNS[_sign(indicator, was, now, colour)],
        "L": LIGHTS[colour],
    }
    if indicator.kind == "flow" and whole is not None:
        found["I"] = _number(unit, whole)
    return found


def _to_date(indicator: TrueIndicator, months: list[Reading]) -> Fraction | None:
    above = [month.numerator for month in months if month.numerator is not None]
    if len(above) < len(months):
        return None
    if indicator.unit == "count":
        return sum(above, Fraction(0))
    below = [month.denominator for month in months if month.denominator is not None]
    return sum(above, Fraction(0)) / sum(below) if len(below) == len(months) else None


def _sign(indicator: TrueIndicator, was: Fraction | None, now: Fraction | None, colour: str) -> str:
    if was is None or now is None:
        return "none"
    step = shown(now, indicator.unit) - shown(was, indicator.unit)
    if not step:
        return "level"
    if indicator.polarity == "none":
        return "up" if step > 0 else "down"
    if (step > 0) == (indicator.polarity == "high"):
        return "better"
    return {"none": "worse", "red": "worse off"}.get(colour, "worse within")


def _number(unit: str, figure: Fraction) -> int | float:
    return int(figure) if unit == "count" else float(figure)


def _elsewhere(
    book: Workbook, months: Mapping[str, Mapping[str, Reading]], expected: Mapping[Cell, object]
) -> dict[Cell, frozenset[object]]:
    """The cover, and the empty cells of the month's and the year's rows on the theme pages."""
    cover = {
        ("Cover", "C5"): frozenset({datetime.datetime(2015, 5, 1)}),
        ("Cover", "C6"): frozenset({"Draft"}),
    }
    values = {value for (_, cell), value in expected.items() if cell[0] in "HI"}
    for of in months.values():
        parts = [(of[month].numerator, of[month].denominator) for month in MONTHS]
        for now, total in zip(parts[-1], map(_total, zip(*parts, strict=True)), strict=True):
            values |= {float(number) for number in (now, total) if number is not None}
        if None not in parts[-1]:  # a theme page may count those who fail instead
            failed = [below - above for above, below in parts if above is not None and below]
            values |= {float(failed[-1]), float(sum(failed))}
    may = frozenset(values)
    return cover | {
        (sheet.title, cell.coordinate): may
        for sheet in book.worksheets[2:]
        for row in sheet.iter_rows(min_row=5)
        if row[1].value in {datetime.datetime(2015, 5, 1), "2015/16 YTD"}
        for cell in row[2:12]
        if cell.value is None
    }


def _total(numbers: tuple[Fraction | None, ...]) -> Fraction | None:
    found = [number for number in numbers if number is not None]
    return sum(found, Fraction(0)) if len(found) == len(numbers) else None
