"""Conditional formats of a sheet: lacxl's own are read and replaced, all others stay."""

from __future__ import annotations

from itertools import groupby

from lacxl.engines.package.frame import Frame
from lacxl.engines.package.styles import Stylesheet
from lacxl.engines.package.xml import Element, child, local_name, make
from lacxl.workbook.address import Area
from lacxl.workbook.rules import Rule, is_owned


def rules_of(frame: Frame, styles: Stylesheet) -> tuple[Rule, ...]:
    """Return the rules that lacxl owns, the most important first."""
    found: list[tuple[int, Rule]] = []
    for element in _owned(frame):
        parent = element.getparent()
        stated = element.get("dxfId")
        look = styles.differential_look(int(stated) if stated else -1)
        priority = int(element.get("priority", "0"))
        found += [
            (priority, Rule(Area.parse(area), _formula(element), look))
            for area in (parent.get("sqref", "") if parent is not None else "").split()
        ]
    return tuple(rule for _, rule in sorted(found, key=lambda pair: pair[0]))


def replace_rules(frame: Frame, rules: tuple[Rule, ...], styles: Stylesheet) -> bool:
    """Put these rules in the place of lacxl's present ones; say whether anything changed."""
    if _same(frame, rules, styles):
        return False
    for element in _owned(frame):
        parent = element.getparent()
        if parent is None:
            continue
        parent.remove(element)
        if not any(local_name(kid) == "cfRule" for kid in parent):
            frame.root.remove(parent)
    frame.changed = True
    priority = max(_priorities(frame), default=0)
    for area, group in groupby(rules, key=lambda rule: rule.area):
        holder = frame.add("conditionalFormatting", sqref=str(area))
        for rule in group:
            priority += 1
            element = make(
                holder,
                "cfRule",
                type="expression",
                dxfId=str(styles.differential(rule.look)),
                priority=str(priority),
            )
            holder.append(element)
            formula = make(element, "formula")
            formula.text = rule.formula
            element.append(formula)
    return True


def _same(frame: Frame, rules: tuple[Rule, ...], styles: Stylesheet) -> bool:
    try:
        return rules_of(frame, styles) == rules
    except (ValueError, LookupError):
        return False  # a faulty rule of lacxl's own is simply replaced


def _owned(frame: Frame) -> list[Element]:
    return [
        rule
        for holder in frame.root
        if local_name(holder) == "conditionalFormatting"
        for rule in holder
        if local_name(rule) == "cfRule"
        and rule.get("type") == "expression"
        and is_owned(_formula(rule))
    ]


def _formula(rule: Element) -> str:
    formula = child(rule, "formula")
    return "" if formula is None else "".join(str(text) for text in formula.itertext())


def _priorities(frame: Frame) -> list[int]:
    """Return the priorities of all rules, those in extensions too."""
    return [
        int(element.get("priority", "0"))
        for element in frame.root.iter()
        if local_name(element) == "cfRule"
    ]
