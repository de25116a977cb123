"""The engine for a workbook that is open in Excel; the only room that knows xlwings."""

from lacxl.engines.excel.attaching import attach, caller
from lacxl.engines.excel.book import ExcelWorkbook

__all__ = ["ExcelWorkbook", "attach", "caller"]
