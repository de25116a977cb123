"""The findings of the last run on a workbook, kept so that they can be shown with their cells."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from lacxl.domain.finding import Finding, Severity, to_look_at
from lacxl.files.home import home, safe_name
from lacxl.files.json_files import read_json
from lacxl.files.plain import MOST_WORDS
from lacxl.files.text_files import write_text


@dataclass(frozen=True, slots=True)
class LastRun:
    """What the last run was, and what it found."""

    verb: str
    month: str
    findings: tuple[Finding, ...]

    @property
    def problems(self) -> int:
        """How many of the findings a person should look at."""
        return to_look_at(self.findings)


def keep(book: str, run: LastRun) -> None:
    """Keep the findings of a run, in the place of those before; raises Refused."""
    file = _file(book)
    file.parent.mkdir(parents=True, exist_ok=True)
    content = {
        "verb": run.verb,
        "month": run.month,
        "findings": [finding.as_dict() for finding in run.findings],
    }
    write_text(file, json.dumps(content, indent=1) + "\n")


def last_run(book: str) -> LastRun | None:
    """Return the last run on the workbook, None where there was none."""
    try:
        content = read_json(_file(book), MOST_WORDS)
        return LastRun(
            str(content["verb"]),
            str(content["month"]),
            tuple(
                Finding(
                    each["code"], each["what"], each["where"], each["todo"],
                    Severity(each["severity"]), each.get("accepted") is True,
                )
                for each in content["findings"]
            ),
        )  # fmt: skip
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _file(book: str) -> Path:
    return home() / "state" / f"{safe_name(book)}.findings"


def wanting_first(findings: Sequence[Finding]) -> list[Finding]:
    """Return the findings with those that want a look first, else in their order."""
    return sorted(findings, key=lambda finding: not finding.wants_a_look)
