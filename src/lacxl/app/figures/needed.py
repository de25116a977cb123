"""What the year still needs of each flow with a target, as table and JSON."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from lacxl.app.case.gathering import gather
from lacxl.app.case.which_month import named_or_latest
from lacxl.app.document.document import Document, Progress
from lacxl.app.json_forms import FORMAT
from lacxl.app.signals.signalling import needs_of
from lacxl.domain.finding import Finding
from lacxl.domain.month import Month
from lacxl.domain.numbers import plain
from lacxl.domain.reading import Measured
from lacxl.settings.settings import Settings
from lacxl.signals.needed import USUAL_CASES, StillNeeded
from lacxl.workbook.shown import number


@dataclass(frozen=True, slots=True)
class YearNeeds:
    """What each figure still needs in the financial year of a month."""

    month: Month
    needs: tuple[StillNeeded, ...]
    findings: tuple[Finding, ...] = ()

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """For each figure label, title, target, year to date and what it needs, as shown."""
        return tuple(
            (
                each.row.label,
                each.row.indicator.title,
                _shown(each, each.target),
                so_far(each),
                in_words(each),
            )
            for each in self.needs
        )

    def as_dict(self) -> dict[str, object]:
        """The result for --json; docs/json.md documents it."""
        return {
            "format": FORMAT,
            "command": "needed",
            "month": str(self.month),
            "needed": self.as_dicts(),
            "findings": [],
        }

    def as_dicts(self) -> list[dict[str, Any]]:
        """Return what each figure needs in numbers."""
        return [_as_dict(each) for each in self.needs]


def needed(
    settings: Settings,
    month: Month | None = None,
    *,
    cases: int = USUAL_CASES,
    document: Document | None = None,
    progress: Progress = lambda _step: None,
) -> YearNeeds:
    """Return what the year still needs as of a month: the latest, if none is named.

    `cases` is how many cases to come are spoken of. Raises Refused for input that cannot be read,
    UsageFault where there is no month.
    """
    at = named_or_latest(settings, month, "needed")
    case = gather(
        settings,
        at,
        source=document.source if document else None,
        needs_reading=False,
        needs_workbook=False,
        progress=progress,
    )
    return YearNeeds(at, needs_of(case, case.rows(), cases))


def in_words(needed: StillNeeded) -> str:
    """Return what is needed as a sentence."""
    return needed.words(lambda value: _shown(needed, value))


def so_far(needed: StillNeeded) -> str:
    """Return the year to date with what it was worked out from, "" where there is none."""
    ytd = needed.row.ytd
    if not isinstance(ytd, Measured):
        return ""
    text = _shown(needed, ytd.value)
    if ytd.numerator is None or ytd.denominator is None:
        return text
    return f"{text} ({plain(ytd.numerator)} of {plain(ytd.denominator)})"


def _shown(needed: StillNeeded, value: Decimal) -> str:
    return number(value, needed.row.figure.number_format)


def _as_dict(needed: StillNeeded) -> dict[str, Any]:
    ytd = needed.row.ytd
    known = ytd if isinstance(ytd, Measured) else None
    return {
        "indicator": needed.row.indicator.number,
        "figure": needed.row.figure.name,
        "title": needed.row.indicator.title,
        "polarity": needed.row.indicator.polarity.value,
        "target": float(needed.target),
        "ytd": None if known is None else float(known.value),
        "numerator": _number(known.numerator if known else None),
        "denominator": _number(known.denominator if known else None),
        "outlook": needed.outlook.name.lower(),
        "cases": needed.cases,
        "of_next": needed.of_next,
        "in_a_row": needed.in_a_row,
        "spare": needed.spare,
        "reason": needed.reason,
        "words": in_words(needed),
    }


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
