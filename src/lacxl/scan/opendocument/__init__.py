"""OpenDocument spreadsheets (.ods): what nobody sees in them."""

from lacxl.scan.opendocument.spreadsheet import read_opendocument, scan_opendocument

__all__ = ["read_opendocument", "scan_opendocument"]
