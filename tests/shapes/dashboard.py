"""Pages of the council's own formulas that look the month up in a sheet of data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from shapes.book import Formula
from shapes.reckoning import Series
from shapes.scene import Scene


@dataclass(frozen=True, slots=True)
class Data:
    """Where the data are."""

    sheet: Worksheet
    top: int  # the first month's row
    months: Sequence[str]
    columns: dict[str, int]  # the column of each figure, by reference

    def row(self, month: str) -> int:
        return self.top + self.months.index(month)


def write_dashboard(scene: Scene, sheet: Worksheet, data: Data, series: Sequence[Series]) -> None:
    """A page that looks the month up, with charts."""
    book, manner, dice = scene.book, scene.manner, scene.book.dice
    name = f"'{data.sheet.name}'"
    chosen = data.months[max(0, data.row(scene.month) - data.top - 1)]
    heading = manner.heading(chosen)
    book.put(sheet, 0, 0, "Children looked after dashboard", book.look(bold=True, font_size=16))
    book.put(sheet, 1, 0, "Month", book.look(bold=True))
    format_of = {} if isinstance(heading, str) else {"num_format": "mmm-yy"}
    book.put(sheet, 1, 1, heading, book.look(bg_color="#FFF2CC", border=1, **format_of))
    target = manner.target_in(scene.month)
    heads = (manner.ref, manner.title, "Latest", "Previous", target, manner.light)
    for column, text in enumerate(heads):
        book.put(sheet, 3, column, text, book.heading_look())
    last = data.top + len(data.months)
    for row, one in enumerate(series, 4):
        indicator = one.indicator
        column = xl_col_to_name(data.columns[indicator.reference])
        area = f"{name}!${column}${data.top + 1}:${column}${last}"
        place = f"MATCH($B$2,{name}!$A${data.top + 1}:$A${last},0)"
        now = ""
        if chosen < scene.month:
            now = manner.number(indicator, one.figure((chosen,)))
        look = book.look(border=1, num_format=manner.format_of(indicator.unit))
        book.put(sheet, row, 0, indicator.reference, look)
        book.put(sheet, row, 1, indicator.title, look)
        book.put(sheet, row, 2, Formula(f"=INDEX({area},{place})", now), look)
        book.put(sheet, row, 3, Formula(f'=IFERROR(INDEX({area},{place}-1),"")', ""), look)
        lookup = Formula(f"=VLOOKUP(A{row + 1},Targets!$A$2:$D$40,3,FALSE)", 0)
        book.put(sheet, row, 4, lookup, look)
        green, red = manner.lights["green"], manner.lights["red"]
        test = ">=" if indicator.polarity != "low" else "<="
        light = Formula(
            f'=IF(ISNUMBER(E{row + 1}),IF(C{row + 1}{test}E{row + 1},"{green}","{red}"),"")', ""
        )
        book.put(sheet, row, 5, light, look)
    for at, one in enumerate(dice.sample(series, 2)):
        column = data.columns[one.indicator.reference]
        chart = book.file.add_chart({"type": "line"})
        chart.add_series({
            "name": one.indicator.title,
            "categories": [data.sheet.name, data.top, 0, last - 1, 0],
            "values": [data.sheet.name, data.top, column, last - 1, column],
        })  # fmt: skip
        sheet.insert_chart(5 + len(series), at * 7, chart)
    sheet.set_column(1, 1, 50)


def write_targets(scene: Scene, series: Sequence[Series]) -> None:
    """The sheet of targets that the dashboard looks into."""
    book, manner = scene.book, scene.manner
    sheet = book.sheet("Targets")
    for column, text in enumerate((manner.ref, manner.title, "Target", "Amber", manner.good)):
        book.put(sheet, 0, column, text, book.heading_look())
    for row, one in enumerate(series, 1):
        indicator = one.indicator
        limits = [
            manner.no_target if limit is None else manner.number(indicator, limit)
            for limit in (indicator.target, indicator.amber)
        ]
        values = (indicator.reference, indicator.title, *limits, manner.goods[indicator.polarity])
        for column, value in enumerate(values):
            look = book.look(num_format=manner.format_of(indicator.unit))
            book.put(sheet, row, column, value, look)
