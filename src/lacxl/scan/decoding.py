"""The text of a file that is no package: in which letters it is, and when it is no text at all."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from typing import IO

from lacxl.domain.errors import refuse
from lacxl.domain.finding import Finding, warning

MOST_BYTES = 200_000_000
_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_BEGINNINGS = (
    (b"PK\x03\x04", "a package, such as a workbook or a compressed folder"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a file of Excel 97-2003, or one that is encrypted"),
    (b"%PDF", "a PDF document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a compressed file"),
    (b"7z\xbc\xaf\x27\x1c", "a compressed file"),
    (b"Rar!", "a compressed file"),
    (b"SQLite format 3\x00", "a database"),
    (b"MZ\x90", "a program"),
)
_SAVE_AS_UTF8 = 'Save it again as UTF-8 (in Excel: "CSV UTF-8 (comma delimited)").'


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text; `letters` names the encoding where it is none that every program reads."""

    text: str
    letters: str = ""


def decoded(file: IO[bytes], name: str, ending: str) -> Decoded:
    """Return the text of a file that ends in `ending`.

    Raises Refused: V127 where it is clearly something else, V126 where it is too large.
    """
    content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise refuse(
            "V126",
            f"The file is larger than {MOST_BYTES // 1_000_000} MB, so it cannot be scanned.",
            name,
            "Check that it is the right file.",
        )
    for begins, what in _BEGINNINGS:
        if content.startswith(begins):
            raise not_as_its_ending(name, ending, what)
    for mark, encoding, letters in _BOMS:
        if content.startswith(mark):
            return Decoded(content.decode(encoding, "replace"), letters)
    if wide := _wide(content):
        return Decoded(content.decode(wide, "replace"), "UTF-16")
    try:
        return Decoded(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        # The five bytes that Windows-1252 lacks become visible marks rather than a fault.
        return Decoded(content.decode("cp1252", "replace"), "Windows-1252 or unknown letters")


def not_as_its_ending(name: str, ending: str, what: str) -> Exception:
    """Return the refusal of a file that is something else than its ending says."""
    return refuse(
        "V127",
        f"The file ends in {ending}, but it is {what}, so it was not scanned.",
        name,
        "Give it the ending of what it is, and scan it again; do not send it as it is.",
    )


def of_letters(found: Decoded) -> list[Finding]:
    """Return what is said where a file is not in UTF-8."""
    if not found.letters:
        return []
    return [
        warning(
            "V131",
            f"The file is not in UTF-8 but in {found.letters}: other programs may show other"
            " letters.",
            todo=_SAVE_AS_UTF8,
        )
    ]


def _wide(content: bytes) -> str:
    """Return the UTF-16 of a file without a mark: every other byte of plain text is zero."""
    sample = content[:4096]
    half = len(sample) // 2
    if half < 4:
        return ""
    if sample[1::2].count(0) * 10 >= half * 7:
        return "utf-16-le"
    return "utf-16-be" if sample[0::2].count(0) * 10 >= half * 7 else ""
