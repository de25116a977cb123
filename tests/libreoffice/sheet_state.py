"""What the stand-in keeps of a sheet beside Calc."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from libreoffice.addresses import Box
from libreoffice.protection import SheetProtection
from libreoffice.rules import Rule, Rules
from libreoffice.taking_out import Constant, SheetFacts, TableFacts

if TYPE_CHECKING:
    from libreoffice.tables_and_links import Hyperlink


@dataclass(slots=True)
class SheetState:
    """What the stand-in keeps of a sheet beside Calc."""

    very_hidden: bool = False
    protection: SheetProtection = field(default_factory=SheetProtection)
    rules: Rules = field(default_factory=Rules)
    merges: list[Box] = field(default_factory=list)
    tables: list[TableFacts] = field(default_factory=list)
    constants: dict[tuple[int, int], Constant] = field(default_factory=dict)
    chart_texts: dict[str, str] = field(default_factory=dict)
    links: list[Hyperlink] = field(default_factory=list)
    selected: tuple[Box, ...] = (Box(0, 0, 0, 0),)
    active_cell: tuple[int, int] = (0, 0)

    @staticmethod
    def of(facts: SheetFacts) -> SheetState:
        """Return what the file says of the sheet."""
        rules = [Rule(element, boxes, dxf) for element, boxes, dxf in facts.rules]
        return SheetState(
            very_hidden=facts.very_hidden,
            protection=SheetProtection.parse(facts.protection),
            rules=Rules(rules, facts.extensions),
            merges=list(facts.merges),
            tables=list(facts.tables),
            chart_texts=dict(facts.chart_texts),
            selected=facts.selected,
            active_cell=(facts.active_cell.top, facts.active_cell.left),
        )
