"""Where a cell compared between the two engines may differ through LibreOffice alone."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Quirk:
    """A habit of LibreOffice 7.4 (or of the stand-in) that Excel has not."""

    name: str
    what: str


QUIRKS = (
    Quirk(
        "number formats respelt", "A format that was in the file is exported in Calc's spelling."
    ),
)
