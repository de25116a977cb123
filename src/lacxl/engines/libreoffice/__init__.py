"""LibreOffice as a calculator: it is asked for results, and never saves anybody's workbook."""

from lacxl.engines.libreoffice.locating import find_office
from lacxl.engines.libreoffice.recalculating import recalculated

__all__ = ["find_office", "recalculated"]
