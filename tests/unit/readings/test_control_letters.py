"""Letters that no text has are found wherever they stand; ends of lines and tabs are none."""

from __future__ import annotations

from pathlib import Path

import pytest

from lacxl.tables.letters import is_plain, read_letters

_ALLOWED = b"\t\n\x0c\r"


@pytest.mark.parametrize("ends", [b"\n", b"\r\n"])
@pytest.mark.parametrize("letter", range(256))
def test_each_letter_for_what_it_is(letter: int, ends: bytes, tmp_path: Path) -> None:
    content = b"a,b" + ends + (b"1,2" + ends) * 60_000  # more than is looked at in one piece
    for place in (0, 5, len(content) // 2, len(content)):
        text = content[:place] + bytes([letter]) + content[place:]
        plain = letter < 128 and (letter >= ord(" ") or letter in _ALLOWED)
        assert is_plain(text) == plain
        path = tmp_path / "a.csv"
        path.write_bytes(text)
        read, said = read_letters(path)
        assert bytes(read) == text
        assert said == plain
