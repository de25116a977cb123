"""The month that is meant where none is named: the latest that the history knows."""

from __future__ import annotations

from lacxl.domain.errors import UsageFault
from lacxl.domain.finding import error
from lacxl.domain.month import Month
from lacxl.ledgers.history import History
from lacxl.settings.settings import Settings


def named_or_latest(settings: Settings, month: Month | None, command: str) -> Month:
    """Return the month, or the latest with a reading in the history.

    Raises UsageFault (U103) where there is none, Refused for a history that cannot be read.
    """
    if month is not None:
        return month
    entries = History.load(settings.history_path).entries
    if not entries:
        raise UsageFault(
            error(
                "U103",
                "Give a month: the history has none yet.",
                settings.history_path.name,
                f"Example: lacxl {command} 2015-05",
            )
        )
    return max(entry.reading.month for entry in entries)
