"""Conditional formats of a sheet: lacxl's own are read and replaced, all others stay."""

from __future__ import annotations

from contextlib import suppress
from itertools import groupby, islice

from lacxl.engines.package.around_rows import AroundRows
from lacxl.engines.package.styles import Stylesheet
from lacxl.engines.package.xml import Element, child, kids, make, text_in, whole, within
from lacxl.workbook.address import Area
from lacxl.workbook.conditional_formats import ConditionalFormat, is_owned

MAX_PRIORITY = 2**31 - 1
"""The greatest priority that a rule can have."""


def rules_of(frame: AroundRows, styles: Stylesheet) -> tuple[ConditionalFormat, ...]:
    """Return the rules that lacxl owns, the most important first.

    A rule whose area or priority cannot be read is left out.
    """
    found: list[tuple[int, ConditionalFormat]] = []
    for holder, element in _owned(frame):
        with suppress(ValueError):  # Unclear is one
            stated = element.get("dxfId")
            look = styles.differential_look(whole(stated) if stated else -1)
            priority = whole(element.get("priority"))
            areas = holder.get("sqref", "").split()
            found += [
                (priority, ConditionalFormat(Area.parse(area), _formula(element), look))
                for area in areas
            ]
    return tuple(rule for _, rule in sorted(found, key=lambda pair: pair[0]))


def replace_rules(
    frame: AroundRows, rules: tuple[ConditionalFormat, ...], styles: Stylesheet
) -> bool:
    """Put these rules in the place of lacxl's present ones; say whether anything changed."""
    if rules_of(frame, styles) == rules and _areas_of_owned(frame) == len(rules):
        return False
    for holder, element in _owned(frame):
        holder.remove(element)
        if child(holder, "cfRule") is None:
            for comment in list(holder):  # somebody else's stay where they were
                frame.root.insert(frame.root.index(holder), comment)
            frame.root.remove(holder)
    frame.changed = True
    free = iter(_free_priorities(_priorities(frame), len(rules)))
    for area, group in groupby(rules, key=lambda rule: rule.area):
        holder = frame.add("conditionalFormatting", sqref=str(area))
        for rule in group:
            element = make(
                holder,
                "cfRule",
                type="expression",
                dxfId=str(styles.differential(rule.look)),
                priority=str(next(free)),
            )
            holder.append(element)
            formula = make(element, "formula")
            formula.text = rule.formula
            element.append(formula)
    return True


def _free_priorities(taken: set[int], count: int) -> list[int]:
    """Return as many priorities that no rule has, below all others where an int has room there.

    The lower the number, the more important the rule. Where the numbers end (ISO/IEC 29500-1,
    18.3.1.10: xsd:int), the last that are free are taken: nobody else's rule is given another one.
    """
    last = max(taken, default=0)
    if last + count <= MAX_PRIORITY:
        return list(range(last + 1, last + count + 1))
    free = (number for number in range(MAX_PRIORITY, 0, -1) if number not in taken)
    return sorted(islice(free, count))


def _areas_of_owned(frame: AroundRows) -> int:
    """Return how many areas lacxl's rules cover, counting those that cannot be read."""
    return sum(len(holder.get("sqref", "").split()) for holder, _ in _owned(frame))


def _owned(frame: AroundRows) -> list[tuple[Element, Element]]:
    """Return lacxl's rules, each after the element that it is in."""
    return [
        (holder, rule)
        for holder in kids(frame.root, "conditionalFormatting")
        for rule in kids(holder, "cfRule")
        if rule.get("type") == "expression" and is_owned(_formula(rule))
    ]


def _formula(rule: Element) -> str:
    formula = child(rule, "formula")
    return "" if formula is None else text_in(formula)


def _priorities(frame: AroundRows) -> set[int]:
    """Return the priorities of all rules, those in extensions too."""
    spelt = (rule.get("priority", "").strip() for rule in within(frame.root, "cfRule"))
    return {
        number
        for text in spelt
        if len(text) < 11 and text.isascii() and text.isdecimal()
        if (number := int(text)) <= MAX_PRIORITY
    }
