"""Letters that no text has are found wherever they stand; ends of lines and tabs are none."""

from __future__ import annotations

import pytest

from lacxl.extracts.tables.letters import has_control

_ALLOWED = b"\t\n\x0c\r"


@pytest.mark.parametrize("letter", range(256))
def test_each_letter_for_what_it_is(letter: int) -> None:
    content = b"a,b\r\n1,2\n" * 40_000  # more than is looked at in one piece
    for place in (0, 5, len(content) // 2, len(content)):
        text = content[:place] + bytes([letter]) + content[place:]
        assert has_control(text) == (letter < ord(" ") and letter not in _ALLOWED)
