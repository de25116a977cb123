"""Where the stand-in is not as Excel: habits of LibreOffice 7.4, and what is not served."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Quirk:
    """A difference to Excel that a test may meet: name it rather than loosen the test."""

    name: str
    what: str


QUIRKS = (
    Quirk(
        "respelt file",
        "Calc reads a file and writes it anew: drawings, charts, styles and widths come out in "
        "its own spelling. Two copies of the stand-in's can be compared part by part, a copy "
        "with the file as it was opened by values, formats, locks and rules alone.",
    ),
    Quirk("bare cells", "An empty cell without a format of its own is not written."),
    Quirk(
        "formula results",
        "All formulas are worked out anew when a file is opened; what another program last saw "
        "is not kept.",
    ),
    Quirk("single formulas", "A shared formula is written out cell by cell, without a master."),
    Quirk("what-if tables", "A what-if table becomes formulas named MULTIPLE.OPERATIONS."),
    Quirk("unions", "Within a formula the union of areas is read back with ~ between them."),
    Quirk(
        "truth in formulas",
        "A formula takes a constant TRUE for the number 1 where it makes text of it.",
    ),
    Quirk("used range", "Cells that only have a format are not part of a sheet's UsedRange."),
    Quirk("named look", "A quote or an escape in a number format comes back as it was last set."),
    Quirk("strict files", "Workbooks saved as Strict Open XML are not opened."),
    Quirk(
        "rules beside",
        "Conditional formats are kept, never applied: no cell takes a colour from them. Rules "
        "that the file has in its x14 part alone are not listed, but come out as they went in; "
        "colours of a theme are read as none.",
    ),
    Quirk(
        "settings",
        "Events, alerts, the status bar and interaction are kept and given back, and do nothing.",
    ),
    Quirk("turned text", "Text that is turned and has no side of its own is read as to the right."),
    Quirk("authors of notes", "A note's author and its letters are lost."),
    Quirk("lines and fills", "Of lines some kinds are served, of patterns the solid one alone."),
    Quirk("tables stay", "A table's place is that of the file, even when its cells are cleared."),
)
