"""Any single change to what lacxl wrote in a folder is told by verify, with the file's name."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lacxl.app.case.seen import see
from lacxl.workbook.address import CellRef
from property.changed_folders import (
    KINDS,
    LEDGERS,
    OF_LINES,
    REGISTER,
    TABLES,
    Change,
    asked,
    changed,
    changes_of,
    figure_cells,
    figure_changed,
    gone,
    last_line_deleted,
    made,
    older,
    settings_of,
)

FEW, SOME, MANY = (settings(max_examples=each, database=None) for each in (15, 60, 150))
SEED = st.integers(0, 2**32 - 1)


def assert_told(name: str, change: Change, seed: int) -> None:
    content = change(random.Random(seed), name)
    if content == made().content(name) or (content is None and change is not gone):
        return
    with changed({name: content}) as folder:
        answer = asked(folder)
    assert not answer.agrees, f"{name} was changed and nothing is said"
    assert answer.names(name), f"{name} was changed and this is said: {answer.said}"


def test_the_folder_agrees_and_has_everything() -> None:
    """The tests below can fail: there is something of each kind, and nothing is wrong with it."""
    answer = asked(made().folder)
    assert answer.agrees, answer.said
    for kind in KINDS:
        assert made().files(kind), kind
    for name in TABLES:
        assert made().content(name).count(b"\n") > 1, name
    assert len(figure_cells()) > 50
    assert asked(made().folder) == answer, "verify changes nothing"


@MANY
@given(st.data(), SEED)
def test_a_change_of_any_file(data: st.DataObject, seed: int) -> None:
    name = data.draw(st.sampled_from(made().files(data.draw(st.sampled_from(KINDS)))))
    kinds = changes_of(name)
    assert_told(name, kinds[data.draw(st.sampled_from(list(kinds)))], seed)


@MANY
@given(st.sampled_from(LEDGERS), st.data(), SEED)
def test_a_change_of_a_ledger(name: str, data: st.DataObject, seed: int) -> None:
    kinds = changes_of(name)
    assert_told(name, kinds[data.draw(st.sampled_from(list(kinds)))], seed)


@SOME
@given(st.sampled_from(LEDGERS), st.integers(0, 255), SEED)
def test_each_byte_put_into_a_ledger(name: str, byte: int, seed: int) -> None:
    def inserted(draw: random.Random, where: str) -> bytes:
        content = made().content(where)
        at = draw.randint(0, len(content))
        return content[:at] + bytes([byte]) + content[at:]

    assert_told(name, inserted, seed)


@SOME
@given(st.sampled_from(sorted({*OF_LINES, "flip", "insert", "delete"})), SEED)
def test_a_change_of_the_register(how: str, seed: int) -> None:
    assert_told(REGISTER, changes_of(REGISTER)[how], seed)


@pytest.mark.parametrize("name", [*TABLES])
@pytest.mark.parametrize("change", [gone, last_line_deleted], ids=lambda each: each.__name__)
def test_a_table_is_gone_or_lacks_its_last_line(name: str, change: Change) -> None:
    assert_told(name, change, 0)


@SOME
@given(SEED)
def test_an_older_register_is_put_back(seed: int) -> None:
    assert_told(REGISTER, older, seed)


@FEW
@given(st.data(), st.sampled_from(["up", "a little", "text", "nothing"]))
def test_a_change_of_a_figure(data: st.DataObject, how: str) -> None:
    place: CellRef = data.draw(st.sampled_from(figure_cells()))
    at = settings_of(made().folder)
    before = see(at).there.get(place)
    assert isinstance(before, int | float)
    value = {"up": before + 1, "a little": before * 1.0001 + 0.0001, "text": f"{before}",
             "nothing": None}[how]  # fmt: skip
    with changed({at.workbook_path.name: figure_changed(place, value)}) as folder:
        answer = asked(folder)
    assert not answer.agrees, f"{place} held {before}, holds {value!r}, and nothing is said"
    assert str(place.cell) in answer.said, answer.said


FORMS: dict[str, Callable[[bytes], bytes]] = {
    "the last newline is gone": lambda content: content[:-1],
    "a byte order mark": lambda content: b"\xef\xbb\xbf" + content,
    "lines end as in Windows": lambda content: content.replace(b"\n", b"\r\n"),
    "one line ends as in Windows": lambda content: content.replace(b"\n", b"\r\n", 1),
    "needless quotes": lambda content: re.sub(rb"\n([^\n,\"]+),", rb'\n"\1",', content, count=1),
    "a quote that closes nothing": lambda content: content.replace(b"\n", b'"\n'),
    "a quote that opens nothing": lambda content: re.sub(rb",\n", b',"\n', content, count=1),
    "a quote that is not closed": lambda content: re.sub(rb'"\n', b"\n", content, count=1),
    "a blank line at the end": lambda content: content + b"\n",
    "a tab for a blank": lambda content: content.replace(b" ", b"\t", 1),
}
"""Other bytes for the same cells, or nearly so."""


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", TABLES)
def test_a_form_that_says_the_same(name: str, form: str) -> None:
    assert_told(name, lambda _draw, where: FORMS[form](made().content(where)), 0)
