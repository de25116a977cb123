"""The writer on a workbook of a million cells: a small sheet edited, then the big one."""

from __future__ import annotations

from benchmarks.bench import Bench
from benchmarks.processes import in_turn
from benchmarks.ratios import AnyRow, MemoryRow, Row
from benchmarks.workbooks import BIG, SMALL

ALLOWED_MB = 200.0


def measure(bench: Bench) -> list[AnyRow]:
    """Return the rows of the scenario."""
    return [*_small(bench), *_big(bench)]


def _small(bench: Bench) -> list[AnyRow]:
    most = bench.scale.most
    bench.say(f"editing the small sheet beside {most:,} cells")
    quick, whole = (
        in_turn(
            2 * bench.scale.rounds,
            {
                name: bench.job(name, most, SMALL, whole=digits)
                for name in ("edit_again", "raw_copy_again", "edit", "raw_copy")
            },
        )
        for digits in (False, True)
    )
    others = in_turn(
        bench.scale.rounds,
        {
            "copy": bench.job("raw_copy", most, SMALL),
            "verify": bench.job("read_back", most, SMALL),
            "survey": bench.job("survey", most, SMALL),
            "calculate": bench.job("calculate", most, SMALL),
        },
    )
    slow = in_turn(
        bench.scale.large_rounds,
        {
            "edit": bench.job("edit", most, SMALL),
            "openpyxl": bench.job("openpyxl_edit", most, SMALL),
        },
        warm=False,
    )
    beside = f"beside {most:,} cells"
    copy = "raw copy, flushed"
    return [
        Row(
            f"small sheet edited {beside}",
            "openpyxl load, edit, save",
            slow["edit"],
            slow["openpyxl"],
            bench.limit(1 / 100),
        ),
        *(
            Row(
                f"small sheet edited {beside}{digits}{when}",
                copy,
                taken[f"edit{again}"],
                taken[f"raw_copy{again}"],
                bench.limit(1.3),
            )
            for digits, taken in (("", quick), (" with all digits", whole))
            for again, when in (("_again", ""), ("", ", the first of its process"))
        ),
        Row(f"that edit read back and compared {beside}", copy, others["verify"], others["copy"]),
        Row(f"survey of every sheet {beside}", copy, others["survey"], others["copy"]),
        Row(
            f"what depends on that edit looked for {beside}",
            copy,
            others["calculate"],
            others["copy"],
        ),
    ]


def _big(bench: Bench) -> list[AnyRow]:
    most = bench.scale.most
    bench.say(f"editing the sheet of {most:,} cells")
    taken = in_turn(
        bench.scale.large_rounds,
        {
            "edit": bench.job("edit", most, BIG),
            "protect": bench.job("edit_and_protect", most, BIG),
            "openpyxl": bench.job("openpyxl_edit", most, BIG),
            "nothing": bench.job("nothing", most, BIG),
        },
        warm=False,
    )
    theirs = "openpyxl load, edit, save"
    sheet = f"sheet of {most:,} cells"
    return [
        Row(f"{sheet} edited", theirs, taken["edit"], taken["openpyxl"], bench.limit(1 / 10)),
        MemoryRow(f"{sheet} edited, peak memory", taken["edit"], ALLOWED_MB),
        Row(
            f"{sheet} edited and protected",
            f"{theirs} unprotected",
            taken["protect"],
            taken["openpyxl"],
        ),
        MemoryRow(f"{sheet} edited and protected, peak memory", taken["protect"], ALLOWED_MB),
        MemoryRow("lacxl's writer loaded, no workbook open", taken["nothing"], ALLOWED_MB),
    ]
