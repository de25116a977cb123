"""Rows that say something twice: alike they are duplicates, unlike they contradict each other."""

from __future__ import annotations

from collections.abc import Iterable

from lacxl.domain.finding import first_of
from lacxl.readings.faults import Fault, FileFaults
from lacxl.readings.layout_files import FileRow

_ROWS_NAMED = 10


def check_repeats(
    rows: Iterable[tuple[tuple[str, ...], FileRow, object, str]], faults: FileFaults
) -> None:
    """Report each key that is in more than one row, once, with all its rows.

    A row comes as its key (the words that name a reading), itself, what it says, and a hint.
    Even a plain duplicate is an error: nothing is dropped silently, and a copied row was often
    meant to be changed.
    """
    groups: dict[tuple[str, ...], list[tuple[FileRow, object, str]]] = {}
    for key, row, says, hint in rows:
        groups.setdefault(key, []).append((row, says, hint))
    repeated = {key: group for key, group in groups.items() if len(group) > 1}
    for key, group in repeated.items():
        numbers = _in_words(sorted(row.number for row, _, _ in group))
        name = " ".join(part for part in key if part)
        last = max(row.number for row, _, _ in group)
        if all(says == group[0][1] for _, says, _ in group):
            what = f"duplicate row: {name} is in rows {numbers} with the same figures."
            faults.add(Fault("R130", what, "Keep one of the rows."), last)
        else:
            what = f"two values for {name}: rows {numbers} differ."
            faults.add(Fault("R131", what, f"Keep the right one.{group[0][2]}"), last)


def _in_words(numbers: list[int]) -> str:
    if len(numbers) > _ROWS_NAMED:
        return first_of(numbers, _ROWS_NAMED)
    return f"{', '.join(map(str, numbers[:-1]))} and {numbers[-1]}"
