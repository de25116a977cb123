"""Small text files: UTF-8, newlines, all of the lines or none."""

from __future__ import annotations

from pathlib import Path

import pytest

from lacxl.domain.errors import Refused
from lacxl.files import text_files
from lacxl.files.text_files import append_lines, write_text


def test_text_is_utf8_with_bare_newlines_on_every_system(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    assert write_text(path, "a,▲\nb,£\n").changed
    assert path.read_bytes() == "a,▲\nb,£\n".encode()


def test_the_same_text_again_touches_nothing(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    write_text(path, "a\n")
    before = path.stat()
    assert not write_text(path, "a\n").changed
    after = path.stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_lines_are_added_after_the_old_ones(tmp_path: Path) -> None:
    path = tmp_path / "history.csv"
    append_lines(path, ["1,2", "3,4\n"], header="a,b")
    append_lines(path, ["5,6\r\n"], header="a,b")
    assert path.read_bytes() == b"a,b\n1,2\n3,4\n5,6\n"


def test_no_lines_make_no_file(tmp_path: Path) -> None:
    assert not append_lines(tmp_path / "history.csv", [], header="a,b").changed
    assert list(tmp_path.iterdir()) == []


def test_an_empty_file_gets_its_header(tmp_path: Path) -> None:
    path = tmp_path / "history.csv"
    path.touch()
    append_lines(path, ["1,2"], header="a,b")
    assert path.read_bytes() == b"a,b\n1,2\n"


def test_a_last_line_without_its_end_is_ended_first(tmp_path: Path) -> None:
    path = tmp_path / "history.csv"
    path.write_bytes(b"a,b\r\n1,2")
    append_lines(path, ["3,4"])
    assert path.read_bytes() == b"a,b\r\n1,2\n3,4\n", "the old bytes stay as they were"


@pytest.mark.parametrize("content", ["a\n1,£\n".encode("cp1252"), "a\n1\n".encode("utf-16")])
def test_a_file_saved_in_another_encoding_is_not_added_to(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "history.csv"
    path.write_bytes(content)
    with pytest.raises(Refused) as caught:
        append_lines(path, ["2"])
    assert caught.value.codes == ("F113",)
    assert "line " in caught.value.findings[0].where
    assert path.read_bytes() == content


def test_a_colleague_s_save_between_reading_and_writing_is_not_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "history.csv"
    path.write_bytes(b"a\n")
    really = text_files._content

    def slow(target: Path) -> bytes:
        content = really(target)
        target.write_bytes(b"a\nby a colleague\n")
        return content

    monkeypatch.setattr(text_files, "_content", slow)
    with pytest.raises(Refused) as caught:
        append_lines(path, ["1"])
    assert caught.value.codes == ("F109",)
    assert path.read_bytes() == b"a\nby a colleague\n"


def test_half_a_character_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused) as caught:
        write_text(tmp_path / "x", "a\udcff")
    assert caught.value.codes == ("F112",)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_refused(tmp_path: Path) -> None:
    for call in (lambda: write_text(tmp_path, "a"), lambda: append_lines(tmp_path, ["a"])):
        with pytest.raises(Refused) as caught:
            call()
        assert caught.value.codes == ("F102",)
