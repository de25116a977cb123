"""Files of the DfE's published statistics (explore education statistics), by their headings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lacxl.tables.faults import Fault, Faults
from lacxl.tables.headings import Layout, plain

_OF_DATA = frozenset(("time period", "geographic level"))
_OF_THEIR_DESCRIPTION = frozenset(("col name", "col type", "label", "indicator grouping"))


def refuse_statistics(head: Iterable[Sequence[str]], layout: Layout, faults: Faults) -> None:
    """Stop (R152) at such a file, or the description that comes with it; `head` are its records."""
    for row, record in enumerate(head, start=1):
        headings = {plain(cell) for cell in record}
        if headings >= _OF_DATA or headings >= _OF_THEIR_DESCRIPTION:
            what = "a file" if headings >= _OF_DATA else "the description of a file"
            faults.stop(
                Fault(
                    "R152",
                    f"this is {what} of the DfE's published statistics (explore education "
                    f"statistics), not the {layout.name} layout.",
                    "Write the figures that you need into a file with the columns "
                    f"{', '.join(layout.columns)}, as docs/readings.md describes it.",
                ),
                row,
            )
