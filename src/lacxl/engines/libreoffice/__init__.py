"""LibreOffice as a calculator: it is asked for results, and never saves a workbook of anybody's."""

from lacxl.engines.libreoffice.finding import find_office
from lacxl.engines.libreoffice.recalculating import recalculated

__all__ = ["find_office", "recalculated"]
