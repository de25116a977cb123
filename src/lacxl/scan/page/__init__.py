"""Pages (HTML with SVG): what their source holds that their reader does not see."""

from lacxl.scan.page.findings import read, scan_page

__all__ = ["read", "scan_page"]
