"""Tolerances in a council's words: <90%, 90-95%, 95%+, or plain numbers."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from shapes.reckoning import Series
from shapes.truth import TrueIndicator
from shapes.wording import Manner

STYLES = ("signs", "words", "open", "numbers")
READ = {
    "signs": "the limits are written in the columns; a range's ends belong to it, save the target",
    "words": "the limits are written in the columns",
    "open": "Red is beyond the first limit, Amber begins at it, Green begins at the target",
    "numbers": "Green is the target, Amber the last figure that is amber; Red is beyond Amber",
}


def tolerance(manner: Manner, style: str, colour: str, indicator: TrueIndicator) -> object:
    """What stands in the column of one colour."""
    target = indicator.target
    if target is None:
        return manner.no_target
    amber = indicator.amber
    if amber is None and colour == "amber":
        return manner.no_target
    edge = target if amber is None else amber
    if style == "numbers":
        limit = {"green": target, "amber": edge, "red": edge}[colour]
        return manner.number(indicator, limit)
    return _text(manner, style, colour, indicator, target, edge)


def _text(
    manner: Manner,
    style: str,
    colour: str,
    indicator: TrueIndicator,
    target: Fraction,
    edge: Fraction,
) -> str:
    low = indicator.polarity == "low"
    best, last = manner.words(indicator, target), manner.words(indicator, edge)
    between = (best, last) if low else (last, best)
    if style == "signs":
        small, great = between[0].rstrip("%"), between[1]
        return {
            "red": f">{last}" if low else f"<{last}",
            "amber": f"{small}-{great}",
            "green": f"<={best}" if low else f"{best}+",
        }[colour]
    if style == "words":
        return {
            "red": f"above {last}" if low else f"below {last}",
            "amber": f"{between[0]} to {between[1]}",
            "green": f"{best} or less" if low else f"{best} or more",
        }[colour]
    sign, back = ("<", ">") if low else (">", "<")
    return {"red": f"{last}{back}", "amber": f"{last}{sign}", "green": f"{best}{sign}"}[colour]


def with_words(manner: Manner, style: str, series: Series) -> Series:
    """The series, its indicator knowing the tolerance as the workbook words it."""
    one = series.indicator
    if one.target is None:
        return series
    said = [str(tolerance(manner, style, colour, one)) for colour in ("red", "amber", "green")]
    return replace(series, indicator=replace(one, tolerance=" | ".join(said)))
