"""No identifier, and nothing else of a cell, ever stands in a message, a log or a repr."""

from __future__ import annotations

import logging
import pickle
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from lacxl.domain.errors import Refused
from lacxl.records import ChildrenExtract, LocalList, profile
from lacxl.records.feeds.identities import Identities, standard
from lacxl.records.feeds.read import read_whatever
from lacxl.tables.open_tables import open_tables
from unit.records.feeds.small_extracts import (
    ANNEX_A,
    RETURN,
    SSD,
    TODAYS,
    changed,
    read,
    write,
    write_sheets,
)

PLANT = "QZX7788123"


def planted_texts() -> Iterator[tuple[str, dict[str, tuple[str, ...]]]]:
    """Yield every layout of text files with the identifier in one field after another, in a
    heading, the first row or the last; of all files at once, for they are told apart.
    """
    for layout, files in (("ssda903", RETURN), ("ssd", SSD)):
        for place in range(max(lines[0].count(",") for lines in files.values()) + 1):
            for row in (0, 1, -1):
                yield (
                    f"{layout}, field {place}, row {row}",
                    {name: planted(lines, place, row) for name, lines in files.items()},
                )


def planted(lines: tuple[str, ...], place: int, row: int) -> tuple[str, ...]:
    cells = lines[row].split(",")
    if place < len(cells):
        cells[place] = PLANT
    changed = [*lines]
    changed[row] = ",".join(cells)
    return tuple(changed)


def everything_said(extract: ChildrenExtract) -> str:
    """Return all that a reading says of itself."""
    return "\n".join(
        [
            repr(extract), str(extract), *map(str, extract.findings),
            *(str(f.as_dict()) for f in extract.findings), *map(repr, extract.files),
            repr(extract.identities), repr(extract.covers),
        ]
    )  # fmt: skip


def test_an_identifier_in_any_field_of_text_is_never_shown(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    for number, (where, files) in enumerate(planted_texts()):
        folder = write(tmp_path / str(number), files)
        try:
            shown = everything_said(read(folder))
        except Refused as refused:
            shown = str(refused)
        assert PLANT.casefold() not in shown.casefold(), where
    assert PLANT not in caplog.text
    assert PLANT not in "".join(capfd.readouterr())


def test_an_identifier_in_any_field_of_a_sheet_is_never_shown(tmp_path: Path) -> None:
    for place in range(max(len(lines[0]) for lines in ANNEX_A.values())):
        for row in (0, 1):
            sheets = {sheet: [list(line) for line in lines] for sheet, lines in ANNEX_A.items()}
            for lines in sheets.values():
                lines[row][place % len(lines[row])] = PLANT
            path = write_sheets(tmp_path / "a.xlsx", sheets)
            shown = [repr(profile([path], options=TODAYS)), repr(open_tables(path, "a.xlsx"))]
            shown.append(everything_said(read_whatever([path], TODAYS)))
            assert PLANT not in "".join(shown), (place, row)


def test_an_identifier_in_a_local_list_or_without_a_header_is_never_shown(tmp_path: Path) -> None:
    write(tmp_path, {**RETURN, "peps.csv": (f"Pupil,{PLANT},When", f"{PLANT},{PLANT},{PLANT}")})
    local = LocalList("peps", tmp_path / "peps.csv", "Pupil", {"date": "When"})
    assert PLANT not in everything_said(read(tmp_path, local))
    assert PLANT not in everything_said(read(tmp_path))
    headless = {name: lines[1:] for name, lines in RETURN.items()}
    with pytest.raises(Refused) as caught:
        read(write(tmp_path / "headless", headless))
    assert "02/02/2010" not in str(caught.value)
    assert "WBRI" not in str(caught.value)


def made(*columns: list[str]) -> Identities:
    identities = Identities()
    for column in columns:
        identities.codes([standard(text) for text in column])
    return identities


class TestIdentities:
    def test_they_are_listed_in_order_whatever_order_they_came_in(self) -> None:
        columns: list[list[str]] = [["b", "10", "A"], ["9", "b", "007"]]
        for given in (columns, columns[::-1], [each[::-1] for each in columns]):
            identities = made(*given)
            listed = identities.in_order(reversed(range(len(identities))))
            assert [identities.identifier(code) for code in listed] == ["9", "10", "007", "A", "B"]

    def test_codes_come_as_children_first_appear(self) -> None:
        identities = made(["30", "10"], ["21", "10", "B"])
        assert [identities.identifier(code) for code in range(4)] == ["30", "10", "21", "B"]

    def test_a_child_without_a_row_that_says_anything_is_known_all_the_same(
        self, tmp_path: Path
    ) -> None:
        lines = changed(RETURN["reviews.csv"], "900,02/02/2010,,PN1", "100,02/02/2010,,PN1")
        extract = read(write(tmp_path, {**RETURN, "reviews.csv": lines}))
        assert extract.identities.code("900") is not None
        assert extract.identities.code("100") is not None

    def test_an_unknown_identifier_has_no_code(self) -> None:
        identities = made(["10"])
        assert identities.code("10") == 0
        assert identities.code("11") is None
        assert identities.code("X") is None
        with pytest.raises(KeyError):
            identities.identifier(1)

    @pytest.mark.parametrize("text", ["123456789012345678", "9000000000000000001", str(2**63 - 1)])
    def test_a_long_number_is_the_same_child_read_as_a_number_or_as_a_text(self, text: str) -> None:
        # once: from 19 digits on the rows of a large file and of a small one were two children
        identities = Identities()
        assert identities.codes(np.array([int(text), 5])).tolist() == [0, 1]
        assert identities.codes([standard(text), standard("7")]).tolist() == [0, 2]
        assert identities.code(text) == 0

    def test_they_are_neither_printed_nor_stored(self) -> None:
        identities = made([PLANT])
        assert repr(identities) == "<Identities of 1 children>"
        with pytest.raises(TypeError):
            pickle.dumps(identities)
