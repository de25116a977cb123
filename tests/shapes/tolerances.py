"""Tolerances in a council's words: <90%, 90-95%, 95%+, plain numbers, or a rule nowhere written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from random import Random

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


UNWRITTEN = "not in the workbook: ask for the rule of all (tolerance.all), and what differs from it"
RULES = {
    "within 5% of target": (Fraction(5, 100), True),
    "within 10% of target": (Fraction(10, 100), True),
    "within 5 percentage points": (Fraction(5, 100), False),
    "none": (Fraction(0), True),
}


def by_rule(rule: str, indicator: TrueIndicator) -> Fraction | None:
    """The last figure that is amber by a rule for all; None where it says nothing of this one."""
    off, of_target = RULES[rule]
    target = indicator.target
    if target is None or not off or (not of_target and indicator.unit != "percentage"):
        return None
    sign = 1 if indicator.polarity == "low" else -1
    return target + sign * (off * target if of_target else off)


def unwritten(key: str, series: Sequence[Series]) -> tuple[list[Series], str]:
    """The series judged by a rule that everybody knows and nobody has written down, and the rule.

    In some workbooks one indicator has a limit of its own, or no amber. Under a rule in percentage
    points the others keep their own limits.
    """
    dice = Random(f"tolerances {key}")
    rule = dice.choices(tuple(RULES), (4, 5, 3, 1))[0]
    judged = [n for n, one in enumerate(series) if one.indicator.target is not None]
    own = dice.choice(judged) if judged and rule != "none" and dice.random() < 0.4 else None
    found = list(series)
    for number in judged:
        indicator = series[number].indicator
        amber = by_rule(rule, indicator)
        is_others = amber is None and rule != "none"
        if number != own and not is_others:
            found[number] = replace(series[number], indicator=replace(indicator, amber=amber))
    return found, rule
