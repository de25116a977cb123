"""Conditional formats that lacxl owns: how they differ from other people's."""

from __future__ import annotations

from dataclasses import dataclass

from lacxl.workbook.address import Area

OWNER = 'N("lacxl")=0'
"""Stands in the formula of every rule that lacxl writes. N() of a text is 0, so it is always true;
it survives Excel, inserted rows and renamed sheets, and no other rule has it."""


@dataclass(frozen=True, slots=True)
class Look:
    """What a rule does to a cell. Colours are RRGGBB."""

    fill: str | None = None
    font: str | None = None
    bold: bool = False


@dataclass(frozen=True, slots=True)
class ConditionalFormat:
    """A formula over one area; relative references are seen from the area's first cell."""

    area: Area
    formula: str
    look: Look


@dataclass(frozen=True, slots=True)
class Coloured:
    """Areas that have a conditional format which is not lacxl's own.

    `kind` is the file format's: cellIs, containsText, expression, colorScale, iconSet and so on.
    `texts` are those at which it colours a cell that holds them; empty where it tests other things.
    """

    areas: tuple[Area, ...]
    kind: str
    texts: tuple[str, ...] = ()

    def shows(self, text: str) -> bool:
        """Say whether it may colour a cell that holds this text: one that tests others does not."""
        said = text.casefold()
        states = [each.casefold() for each in self.texts]
        if self.kind == "containsText":
            return not states or any(state in said for state in states)
        if self.kind == "beginsWith":
            return not states or said.startswith(tuple(states))
        if self.kind == "endsWith":
            return not states or said.endswith(tuple(states))
        return not states or said in states


def is_owned(formula: str) -> bool:
    """Say whether a rule with this formula is lacxl's."""
    return OWNER in formula


def text_rule(area: Area, text: str, look: Look) -> ConditionalFormat:
    """Return the owned rule that colours the cells of the area that hold just this text."""
    quoted = text.replace('"', '""')
    return ConditionalFormat(area, f'AND({area.first}="{quoted}",{OWNER})', look)
