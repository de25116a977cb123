"""The summary as the page shows it: titles for people, words for signs, and the cells."""

from __future__ import annotations

from typing import Any

from lacxl.app.figures.figures import FigureTable
from lacxl.app.signals.signals import SignalsOfMonth
from lacxl.domain.rating import Dot, Rag

_TITLES = {
    "no": "No.",
    "indicator": "Indicator",
    "target": "Target",
    "good_perf_is": "Good performance is",
    "data_note_monthly": "Months are",
    "data_note_ytd": "Year to date is",
    "dot": "Direction of travel",
    "rag": "Light",
    "stat_neigh_ave": "Statistical neighbours",
    "best_stat_neigh": "Best neighbour",
    "nat_ave": "England",
    "nat_top_qtile_threshold": "England, top quarter",
    "variation": "Variation",
    "assurance": "Assurance",
    "needed": "What the year needs",
}
_MAIN = ("no", "indicator", "target", "dot", "rag")
_LIGHTS = {Rag.RED: "Red", Rag.AMBER: "Amber", Rag.GREEN: "Green", Rag.NOT_RATED: "n/a"}


def summary(table: FigureTable) -> dict[str, Any]:
    """Return a table of figures for the page.

    A column is `main` if the page shows it before all are asked for: what it is, the months, the
    year to date, and what is made of them.
    """
    return {
        "month": str(table.month),
        "columns": [
            {"name": name, "title": _title(name), "main": name in _MAIN or _is_period(table, name)}
            for name in table.columns
        ],
        "rows": [
            [
                {"text": _text(name, text), "cell": str(place or "")}
                for name, text, place in zip(table.columns, row, places, strict=True)
            ]
            for row, places in zip(table.rows, table.places, strict=True)
        ],
    }


def series(signals: SignalsOfMonth) -> dict[str, Any]:
    """Return the months of each figure, by the number and name that heads its row."""
    return {
        "series": [
            {
                "label": signal.label,
                "title": signal.indicator.title,
                "shown": list(row),
                "target": told["target"],
                "points": [
                    {"month": each["month"], "value": each["value"], "missing": each["missing"]}
                    for each in told["points"]
                ],
            }
            for signal, row, told in zip(
                signals.signals, signals.rows, signals.as_dicts(), strict=True
            )
        ]
    }


def _title(name: str) -> str:
    if name.startswith("ytd_"):
        return f"Year to date {name.removeprefix('ytd_').replace('_', '/')}"
    return _TITLES.get(name, name)


def _is_period(table: FigureTable, name: str) -> bool:
    """Say whether a column has a month or the year to date; closed years come after the light."""
    at = table.columns.index
    return at("data_note_monthly") < at(name) < at("data_note_ytd")


def _text(column: str, text: str) -> str:
    if column == "dot":
        return Dot(text).text
    return _LIGHTS[Rag(text)] if column == "rag" else text
