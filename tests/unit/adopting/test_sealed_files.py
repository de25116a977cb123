"""Files that a person has corrected are told from those that are as lacxl wrote them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lacxl.adopting.sealed_files import State, sealed, state_of

TEXT = '[workbook]\nfile = "Our scorecard.xlsx"\n'
ANY = st.text(st.characters(exclude_characters="\r", exclude_categories=["Cs"]))


@given(ANY)
def test_what_was_written_is_untouched_whatever_ends_its_lines(text: str) -> None:
    assert state_of(sealed(text)) is State.UNTOUCHED
    assert state_of(sealed(text).replace("\n", "\r\n")) is State.UNTOUCHED
    assert sealed(text).startswith(text)


@given(ANY, st.data())
def test_any_sign_more_is_a_correction(text: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text)))
    changed = sealed(text)[:at] + "x" + sealed(text)[at:]
    assert state_of(changed) is State.CORRECTED


@pytest.mark.parametrize(
    "text",
    [
        "",
        TEXT,
        sealed(TEXT).replace("scorecard", "report"),
        sealed(TEXT) + '[rules]\nround = "up"\n',
        sealed(TEXT).removeprefix("[workbook]\n"),
        sealed(TEXT).rsplit("\n", 2)[0],
        sealed(TEXT).replace("\n# As", "# As"),
        sealed(TEXT)[:-4],
        "# As lacxl adopt wrote it: ",
    ],
)
def test_a_file_of_a_persons_own_or_corrected_is_theirs(text: str) -> None:
    assert state_of(text) is State.CORRECTED


def test_no_file_is_neither() -> None:
    assert state_of(None) is State.ABSENT
