"""The place for the next month: which way each table makes it, and what moves for it. Pure."""

from lacxl.workbook.next_month.collected import Appearance, Leaving
from lacxl.workbook.next_month.first_month import first_month, for_council
from lacxl.workbook.next_month.moves import Moves, make_place
from lacxl.workbook.next_month.new_year import Outturns
from lacxl.workbook.next_month.ways import Way

__all__ = [
    "Appearance",
    "Leaving",
    "Moves",
    "Outturns",
    "Way",
    "first_month",
    "for_council",
    "make_place",
]
