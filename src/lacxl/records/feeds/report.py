"""The findings of all files in one report: worded and weighed by checks.toml, grouped, counted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

import numpy as np

from lacxl.domain.errors import Refused
from lacxl.domain.finding import Finding, Severity, where_in
from lacxl.records.feeds.schemas import load

_ORDER: Final = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}
_SHOWN: Final = 10
"""So many rows of a finding are named; all are counted."""
_FORMS: Final = re.compile(r"\[([^\[\]|]*)\|([^\[\]|]*)\]")
"""Words for one row and for several: "[row has|rows have] ..."; the count is put in front."""


class Report:
    """Gathers the findings of every file."""

    def __init__(self) -> None:
        self._found: list[Finding] = []
        self._refusals: list[Finding] = []

    def add(
        self,
        code: str,
        file: str,
        rows: Iterable[int] = (),
        column: str = "",
        case: str = "",
        **said: object,
    ) -> None:
        """Note something seen in rows, by the words of a check's `case`, with what is `said`."""
        check = load("checks")[code]
        words = {**check, **check[case]} if case else check
        found = np.sort(np.asarray(rows if isinstance(rows, np.ndarray) else [*rows], np.int64))
        count, what = len(found), words["what"].format(**said)
        if count:
            what = f"{count:,} " + _FORMS.sub(r"\1" if count == 1 else r"\2", what)
        where = where_in(file, found[:_SHOWN].tolist(), column, count)
        todo = words.get("todo", "").format(**said)
        self._found.append(Finding(code, what, where, todo, Severity(check["severity"])))

    def refused(self, refused: Refused) -> None:
        """Note why a file could not be opened; its findings keep their codes."""
        self._refusals.extend(refused.findings)

    def findings(self, severities: Mapping[str, Severity | str]) -> tuple[Finding, ...]:
        """Return the findings by file, code and column, the gravest first."""
        found = set(self._refusals)
        for each in self._found:
            severity = severities.get(each.code, each.severity)
            if severity != "off":
                found.add(replace(each, severity=Severity(severity)))
        return tuple(sorted(found, key=lambda f: (_ORDER[f.severity], f.code, f.where, f.what)))
