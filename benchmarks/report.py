"""The table on the screen, and the file of results."""

from __future__ import annotations

import json
import platform
import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from benchmarks.ratios import AnyRow, CountRow, MemoryRow, Row, spell

COLUMNS = ("what", "ours", "against", "took", "ratio", "from - to", "limit", "met", "peak MB")


def cells_of(row: AnyRow) -> tuple[str, ...]:
    """Return a row of the table: times are medians of this run and mean nothing outside it."""
    ratio = row.ratio
    limit = "" if row.limit is None else str(row.limit)
    met = "" if row.met is None else "yes" if row.met else "NO"
    peaks = [f"{most:.0f}" for most in row.memory if most is not None]
    if isinstance(row, MemoryRow):
        taken = ("", row.against, "")
    elif isinstance(row, CountRow):
        taken = (f"{row.ours[0]:,} calls", row.against, f"{row.theirs[0]:,}")
    else:
        ours, theirs = (median(s.seconds for s in side) for side in (row.ours, row.theirs))
        taken = (_time(ours), row.against, _time(theirs))
    spread = "" if ratio is None else f"{spell(ratio.least)} - {spell(ratio.greatest)}"
    told = "not known" if ratio is None else spell(ratio.median)
    spread = spread if isinstance(row, Row) else ""
    return (row.what, *taken, told, spread, limit, met, " / ".join(peaks))


def show(rows: Sequence[AnyRow]) -> None:
    """Print the table: drawn on a terminal, columns two blanks apart in a pipe."""
    lines = [cells_of(row) for row in rows]
    if sys.stdout.isatty():
        from rich import box
        from rich.console import Console
        from rich.table import Table

        table = Table(*COLUMNS, box=box.SIMPLE_HEAD, pad_edge=False)
        for line in lines:
            table.add_row(*line, style="red" if line[COLUMNS.index("met")] == "NO" else None)
        Console().print(table)
        return
    widths = [max(map(len, column)) for column in zip(COLUMNS, *lines, strict=True)]
    for line in (COLUMNS, *lines):
        padded = (text.ljust(width) for text, width in zip(line, widths, strict=True))
        print("  ".join(padded).rstrip())


def save(rows: Sequence[AnyRow], path: Path) -> None:
    """Write the ratios, limits and peaks as JSON; no times, for they mean nothing elsewhere."""
    content = {
        "python": platform.python_version(),
        "system": platform.system(),
        "rows": [_saved(row) for row in rows],
    }
    text = json.dumps(content, indent=1, ensure_ascii=False) + "\n"
    path.write_text(text, encoding="utf-8", newline="\n")


def _saved(row: AnyRow) -> dict[str, object]:
    ratio = row.ratio
    return {
        "what": row.what,
        "against": row.against,
        "ratio": ratio and _rounded(ratio.median),
        "least": ratio and _rounded(ratio.least),
        "greatest": ratio and _rounded(ratio.greatest),
        "rounds": len(row.ours),
        "limit": None if row.limit is None else str(row.limit),
        "met": row.met,
        "peak_mb": [None if most is None else round(most) for most in row.memory],
    }


def _rounded(number: float) -> float:
    return float(f"{number:.3g}")


def _time(seconds: float) -> str:
    return f"{seconds:.1f} s" if seconds >= 1 else f"{seconds * 1000:.1f} ms"
