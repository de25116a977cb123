"""Results, words and faults as JSON for the page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lacxl.app.words import TableOfTexts, Words, cell_of
from lacxl.domain.errors import Failed, LacxlError, UsageFault
from lacxl.domain.finding import Finding
from lacxl.page.buttons import for_the_page, worded

Json = dict[str, Any]


def words_as_dict(words: Words) -> Json:
    """Return a result in words."""
    return {
        "headline": worded(words.headline),
        "tables": [_table(each) for each in words.tables],
        "listings": [
            {"title": each.title, "rows": [[*map(worded, row)] for row in each.rows]}
            for each in words.listings
        ],
        "findings": findings_as_dicts(words.findings),
        "notes": [worded(each) for each in words.notes],
    }


def findings_as_dicts(findings: Sequence[Finding]) -> list[Json]:
    """Return findings in the page's words, each with the cell that it is about."""
    return [{**for_the_page(each).as_dict(), "cell": str(cell_of(each) or "")} for each in findings]


def fault_as_dict(fault: LacxlError) -> Json:
    """Return why nothing was done."""
    kind = "usage" if isinstance(fault, UsageFault) else "refused"
    if isinstance(fault, Failed):
        kind = "failed"
    return {"refused": findings_as_dicts(fault.findings), "kind": kind}


def _table(table: TableOfTexts) -> Json:
    return {
        "columns": table.columns,
        "rows": table.rows,
        "cells": [str(cell or "") for cell in table.cells],
    }
