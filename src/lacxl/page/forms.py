"""Results, words and faults as JSON for the page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lacxl.app.words import Table, Words, cell_of
from lacxl.domain.errors import Failed, LacxlError, UsageFault
from lacxl.domain.finding import Finding

Json = dict[str, Any]


def words_as_dict(words: Words) -> Json:
    """Return a result in words."""
    return {
        "headline": words.headline,
        "tables": [_table(each) for each in words.tables],
        "listings": [{"title": each.title, "rows": each.rows} for each in words.listings],
        "findings": findings_as_dicts(words.findings),
        "notes": words.notes,
    }


def findings_as_dicts(findings: Sequence[Finding]) -> list[Json]:
    """Return findings, each with the cell that it is about."""
    return [{**each.as_dict(), "cell": str(cell_of(each) or "")} for each in findings]


def fault_as_dict(fault: LacxlError) -> Json:
    """Return why nothing was done."""
    kind = "usage" if isinstance(fault, UsageFault) else "refused"
    if isinstance(fault, Failed):
        kind = "failed"
    return {"refused": findings_as_dicts(fault.findings), "kind": kind}


def _table(table: Table) -> Json:
    return {
        "columns": table.columns,
        "rows": table.rows,
        "cells": [str(cell or "") for cell in table.cells],
    }
