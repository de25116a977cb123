"""The statistical neighbours of each council, by three-digit code: the forms of 2021 and 2025."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from lacxl.domain.finding import Finding, error, first_of
from lacxl.tables.cell import Flaw, cell_of, plain
from lacxl.tables.table import Table

TEN: Final = 10
_NTH = re.compile(r"sn ?(\d{1,2})")
_CODES = ("old la code", "la num", "la number", "la code")
_NAMES = ("la name", "la name 1", "local authority")
_CODE = re.compile(r"\d{3}", re.ASCII)
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Neighbours:
    """A model of neighbours: its ten for each council, by code, nearest first, and their names."""

    model: str
    file: str
    of: Mapping[str, tuple[str, ...]]
    rows: Mapping[str, int]
    names: Mapping[str, str]


def is_of_neighbours(record: Sequence[str]) -> bool:
    """Say whether a record is the header of a table of neighbours, one row a council."""
    headings = [plain(cell) for cell in record]
    return any(each in _CODES for each in headings) and len(_places(headings)) == TEN


def read_neighbours(
    table: Table, header: int, file: str
) -> tuple[Neighbours | None, tuple[Finding, ...]]:
    """Return the neighbours of a table, or what is wrong with it (G1nn).

    Blanks around a code do not count. A council that has no ten neighbours is refused, and one that
    has two rows which differ. A title among the rows, such as "Old SNs:", is no council.
    """
    headings = [plain(cell) for cell in table.head[header]]
    places = _places(headings)
    code_at = next(headings.index(each) for each in _CODES if each in headings)
    name_at = next((headings.index(each) for each in _NAMES if each in headings), None)
    of: dict[str, tuple[str, ...]] = {}
    rows: dict[str, int] = {}
    names: dict[str, str] = {}
    odd: list[int] = []
    twice: list[int] = []
    for record in table.below(header):
        if record.flaw not in (Flaw.NONE, Flaw.BLANK_CELLS):
            odd.append(record.row)
            continue
        cells = [str(cell_of(cell)) for cell in record.cells]
        cells += [""] * (len(headings) - len(cells))
        code = cells[code_at]
        ten = tuple(cells[places[n]] for n in range(1, TEN + 1))
        if not code and not any(ten):
            continue
        if not all(_CODE.fullmatch(each) for each in (code, *ten)) or len({code, *ten}) <= TEN:
            odd.append(record.row)
        elif of.setdefault(code, ten) != ten:
            twice.append(record.row)
        else:
            rows.setdefault(code, record.row)
            names.setdefault(code, cells[name_at] if name_at is not None else code)
    findings = []
    if odd:
        what = f"without ten other councils by three-digit codes: row {first_of(odd, _SHOWN)}."
        todo = "Download the file again; it may be cut off."
        findings.append(error("G111", what, file, todo))
    if twice:
        what = f"another row of the same council says otherwise: row {first_of(twice, _SHOWN)}."
        findings.append(error("G111", what, file, "Keep one of the rows."))
    if not of and not odd:
        findings.append(error("G111", "no council has a row.", file, "Download the file again."))
    year = _YEAR.search(file.replace("_", " "))
    model = f"statistical neighbours {year[1]}" if year else f"statistical neighbours ({file})"
    return (None if findings else Neighbours(model, file, of, rows, names)), tuple(findings)


def _places(headings: Sequence[str]) -> dict[int, int]:
    """Return where the neighbours stand by their rank; a column of how close they are has none."""
    found: dict[int, int] = {}
    for at, heading in enumerate(headings):
        nth = _NTH.fullmatch(heading)
        if nth and 1 <= int(nth[1]) <= TEN:
            found.setdefault(int(nth[1]), at)
    return found
