"""The headless engine: edits the file's parts, leaves every other part byte for byte."""

from lacxl.engines.package.book import PackageWorkbook
from lacxl.engines.package.likeness import covered, unlike
from lacxl.engines.package.same_parts import same_parts
from lacxl.engines.package.verifying import same_value, verify

__all__ = [
    "PackageWorkbook",
    "covered",
    "same_parts",
    "same_value",
    "unlike",
    "verify",
]
