"""The headless engine: edits the file's parts, leaves every other part byte for byte."""

from lacxl.engines.package.book import PackageWorkbook
from lacxl.engines.package.inserting.comparing_insertion import verify_insertion
from lacxl.engines.package.inserting.growing import grow
from lacxl.engines.package.likeness import covered, unlike
from lacxl.engines.package.same_parts import same_parts
from lacxl.engines.package.verifying import same_value, verify

__all__ = [
    "PackageWorkbook",
    "covered",
    "grow",
    "same_parts",
    "same_value",
    "unlike",
    "verify",
    "verify_insertion",
]
