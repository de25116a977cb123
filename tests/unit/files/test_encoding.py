"""Reading extracts: the encodings that programs really write, and refusals for all else."""

from __future__ import annotations

import codecs
import gzip
import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lacxl.domain.errors import Refused
from lacxl.files.encoding import DecodedText, decode, read_text

PLAIN = "Child ID,Name\r\n1,Zoë\r\n2,Siân £5\r\n"


def zipped(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name in names:
            package.writestr(name, "x")
    return buffer.getvalue()


def refusal(content: bytes) -> tuple[str, str]:
    with pytest.raises(Refused) as caught:
        decode(content, "extract.csv")
    finding = caught.value.findings[0]
    assert finding.where.startswith("extract.csv")
    assert finding.todo
    return finding.code, f"{finding.where}: {finding.what}"


@pytest.mark.parametrize(
    ("content", "encoding", "guessed"),
    [
        (PLAIN.encode("utf-8"), "utf-8", False),
        (PLAIN.encode("utf-8-sig"), "utf-8-sig", False),
        (PLAIN.encode("utf-16"), "utf-16", False),
        (codecs.BOM_UTF16_BE + PLAIN.encode("utf-16-be"), "utf-16", False),
        (PLAIN.encode("utf-32"), "utf-32", False),
        (PLAIN.encode("utf-16-le"), "utf-16-le", True),
        (PLAIN.encode("utf-16-be"), "utf-16-be", True),
        (PLAIN.encode("cp1252"), "cp1252", True),
    ],
)
def test_each_encoding_gives_the_same_text(
    tmp_path: Path, content: bytes, encoding: str, guessed: bool
) -> None:
    path = tmp_path / "extract.csv"
    path.write_bytes(content)
    assert read_text(path) == DecodedText(PLAIN, encoding, guessed)


def test_ascii_is_not_a_guess() -> None:
    assert decode(b"a,b\n1,2\n", "x") == DecodedText("a,b\n1,2\n", "utf-8", False)


def test_the_signs_of_windows() -> None:
    assert decode("a\n‘€’ – …\n".encode("cp1252"), "x").text == "a\n‘€’ – …\n"


def test_an_old_end_of_file_mark_passes() -> None:
    assert decode(b"a\n1\n\x1a", "x").text == "a\n1\n\x1a"


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1))
def test_whatever_is_written_as_utf8_is_read_back(text: str) -> None:
    content = ("header\n" + text + "\n").encode()
    assert decode(content, "x") == DecodedText("header\n" + text + "\n", "utf-8")


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    try:
        text = decode(content, "x").text
    except Refused as refused:
        text = refused.codes[0]
    assert text.strip()
    assert "\x00" not in text


@pytest.mark.parametrize("content", [b"", codecs.BOM_UTF8, codecs.BOM_UTF16_LE, b" \r\n\n"])
def test_empty(content: bytes) -> None:
    assert refusal(content)[0] == "F301"


@pytest.mark.parametrize(
    ("content", "code", "kind"),
    [
        (zipped("xl/workbook.xml"), "F303", "an Excel workbook,"),
        (zipped("xl/workbook.bin"), "F303", "a binary Excel workbook"),
        (zipped("word/document.xml"), "F303", "a Word document"),
        (zipped("content.xml"), "F303", "a LibreOffice document"),
        (zipped("extract.csv"), "F303", "a zip file"),
        (zipped("xl/workbook.xml")[:40], "F303", "a damaged zip file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504), "F304", "password"),
        (b"%PDF-1.7\n", "F305", "a PDF"),
        (gzip.compress(b"a,b"), "F305", "gzip"),
        (b"\x89PNG\r\n\x1a\n" + bytes(20), "F305", "a picture"),
        (b"MZ\x90\x00\x03" + bytes(40), "F305", "a program"),
        (b"\r\n<!DOCTYPE html><html><body>Sign in</body></html>", "F305", "a web page"),
        (b"a,b\n1,\x00\x00\n", "F305", "NUL"),
        (bytes(100), "F305", "NUL"),
        (b"a,b\n1,2\n\x01\x02,3\n", "F305", "line 3"),
    ],
    ids=lambda value: value if isinstance(value, str) else "bytes",
)
def test_other_content_is_named(content: bytes, code: str, kind: str) -> None:
    got, said = refusal(content)
    assert got == code
    assert kind in said


def test_a_header_that_looks_like_a_program_is_text() -> None:
    assert decode(b"MZ number,b\n1,2\n", "x").encoding == "utf-8"


def test_xml_is_text() -> None:
    assert decode(b"<?xml version='1.0'?><Message/>", "x").text.startswith("<?xml")


def test_bytes_of_no_encoding() -> None:
    got, said = refusal(b"a,b\n1,\x81\n")
    assert (got, "line 2" in said) == ("F306", True)


def test_a_mark_that_lies() -> None:
    got, said = refusal(codecs.BOM_UTF8 + b"a,b\n1,\xa35\n")
    assert (got, "UTF-8" in said) == ("F306", True)


def test_two_encodings_in_one_file_are_not_guessed_at() -> None:
    got, said = refusal("a\nZoë\n".encode() + "Siân\n".encode("cp1252"))
    assert got == "F307"
    assert "lines 2 and 3" in said


@pytest.mark.parametrize(
    "content",
    [
        "a\nZoë\n1,£".encode()[:-1],
        "a\nZoë\n€".encode()[:-1],
        "a\nb".encode("utf-16")[:-1],
        codecs.BOM_UTF8 + "a\n£".encode()[:-1],
    ],
)
def test_a_file_that_was_cut_off(content: bytes) -> None:
    assert refusal(content)[0] == "F308"


def test_too_large(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(b"a" * 101)
    with pytest.raises(Refused) as caught:
        read_text(path, max_bytes=100)
    assert caught.value.codes == ("F302",)
    assert read_text(path, max_bytes=101).text == "a" * 101


def test_absent_and_folder(tmp_path: Path) -> None:
    for path, code in ((tmp_path / "absent.csv", "F101"), (tmp_path, "F102")):
        with pytest.raises(Refused) as caught:
            read_text(path)
        assert caught.value.codes == (code,)
        assert str(path) in caught.value.findings[0].where
