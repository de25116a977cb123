"""Workbooks that must not be touched: each is refused by name and stays byte for byte."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from folders import (
    MAY,
    assert_done,
    assert_refused,
    leftovers,
    refused_untouched,
    run,
    settings_under,
    squeezed,
    state_of,
    workbook_of,
)
from openpyxl.utils.protection import hash_password
from planting import (
    OLE,
    SUMMARY,
    edit_sheet,
    locked_of,
    part_of,
    protect_with,
    rewrite,
    values_of,
)

BOOK = "Monthly Performance - Corporate Parenting.xlsx"
Plant = Callable[[Path], None]


def content(written: bytes) -> Plant:
    def plant(path: Path) -> None:
        path.write_bytes(written)

    return plant


def ole(*streams: str) -> Plant:
    """Write a compound file: its header, then a directory with streams of these names."""
    directory = b"".join(f"{name}\0".encode("utf-16-le").ljust(128, b"\0") for name in streams)
    return content(OLE + bytes(504) + directory)


def package(parts: dict[str, bytes]) -> Plant:
    def plant(path: Path) -> None:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
            for name, part in parts.items():
                new.writestr(name, part)

    return plant


def truncated(share: float) -> Plant:
    def plant(path: Path) -> None:
        whole = path.read_bytes()
        path.write_bytes(whole[: int(len(whole) * share)])

    return plant


def flipped(path: Path) -> None:
    """Change a byte in the middle of the summary's compressed data."""
    name = part_of(path, SUMMARY)
    with zipfile.ZipFile(path) as old:
        info = old.getinfo(name)
    whole = bytearray(path.read_bytes())
    whole[info.header_offset + 30 + len(name) + info.compress_size // 2] ^= 0x55
    path.write_bytes(bytes(whole))


def bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED, compresslevel=9) as old:
        old.writestr("xl/media/image1.bin", bytes(300_000_000))


def in_summary(before: bytes, after: bytes) -> Plant:
    def plant(path: Path) -> None:
        edit_sheet(path, SUMMARY, lambda text: text.replace(before, after, 1))

    return plant


def with_entities(part: str, dtd: bytes) -> Plant:
    def plant(path: Path) -> None:
        name = part_of(path, SUMMARY) if part == SUMMARY else part
        rewrite(
            path, {name: lambda text: re.sub(rb"(<\?xml.*?\?>)\s*", rb"\1" + dtd, text, count=1)}
        )

    return plant


def add_sheet(path: Path, name: str, content: bytes) -> None:
    """Put another sheet at the end of the workbook."""
    kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
    entry = b'<sheet name="%b" sheetId="99" r:id="r99"/></sheets>' % name.encode()
    link = b'<Relationship Id="r99" Type="%b" Target="worksheets/sheet99.xml"/>' % kind
    rewrite(
        path,
        {
            "xl/workbook.xml": lambda text: text.replace(b"</sheets>", entry),
            "xl/_rels/workbook.xml.rels": lambda text: text.replace(
                b"</Relationships>", link + b"</Relationships>"
            ),
        },
        {"xl/worksheets/sheet99.xml": content},
    )


def types(old: bytes, new: bytes) -> Plant:
    return lambda path: rewrite(path, {"[Content_Types].xml": lambda text: text.replace(old, new)})


_SHEET_TYPE = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_LAUGHS = (
    b'<!DOCTYPE a [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;">]>'
)
KINDS: dict[str, tuple[Plant, str, tuple[str, ...]]] = {
    "encrypted": (
        ole("Root Entry", "EncryptionInfo", "EncryptedPackage"),
        "W102",
        ("Encrypt with",),
    ),
    "xls": (ole("Root Entry", "Workbook"), "W103", ("save it as .xlsx",)),
    "xls of Excel 95": (ole("Root Entry", "Book"), "W103", ("save it as .xlsx",)),
    "another compound file": (ole("Root Entry", "WordDocument"), "W101", ("Choose an .xlsx",)),
    "empty": (content(b""), "W101", ("Choose an .xlsx",)),
    "text": (content(b"a,b,c\n1,2,3\n"), "W101", ("Choose an .xlsx",)),
    "web page": (content(b"<html><table></table></html>"), "W101", ("Choose an .xlsx",)),
    "truncated to nine tenths": (truncated(0.9), "W105", ("backups",)),
    "truncated to a half": (truncated(0.5), "W105", ("backups",)),
    "truncated to its first bytes": (content(b"PK\x03\x04"), "W105", ("backups",)),
    "one byte flipped": (flipped, "W105", ("sheet2.xml", "backups")),
    "a zip": (package({"readme.txt": b"x"}), "W111", ("Choose an .xlsx",)),
    "a document of Word": (
        types(
            _SHEET_TYPE, _SHEET_TYPE.replace(b"spreadsheetml.sheet", b"wordprocessingml.document")
        ),
        "W111",
        ("Word",),
    ),
    "xlsb": (
        types(_SHEET_TYPE, b"application/vnd.ms-excel.sheet.binary.macroEnabled.main"),
        "W112",
        ("save it as .xlsx",),
    ),
    "signed": (
        lambda path: rewrite(path, added={"_xmlsignatures/origin.sigs": b""}),
        "W113",
        ("View Signatures",),
    ),
    "huge when unzipped": (bomb, "W110", ("unused rows",)),
    "two members of one name": (
        lambda path: rewrite(path, added={"XL/Workbook.xml": b"<x/>"}),
        "W107",
        ("Workbook.xml", "backups"),
    ),
    "a member outside": (
        lambda path: rewrite(path, added={"../../evil.txt": b"x"}),
        "W109",
        ("Do not open",),
    ),
    "external entity": (
        with_entities(SUMMARY, b'<!DOCTYPE x SYSTEM "file:///etc/passwd">'),
        "W116",
        ("sheet2.xml", "Do not open"),
    ),
    "entities in the texts": (with_entities("xl/sharedStrings.xml", _LAUGHS), "W116", ("Strings",)),
    "entities in the list": (with_entities("xl/workbook.xml", _LAUGHS), "W116", ("workbook.xml",)),
    "entities in the types": (with_entities("[Content_Types].xml", _LAUGHS), "W116", ("Types",)),
    "faulty XML": (in_summary(b"</sheetData>", b"</sheetDate>"), "W133", ("sheet2.xml",)),
    "a number that is none": (in_summary(b"<v>0.98</v>", b"<v>0.9.8</v>"), "W115", ("sheet2.xml",)),
    "a text that is not there": (
        in_summary(b'<c r="A12" s="19" t="s"><v>', b'<c r="A12" s="19" t="s"><v>999'),
        "W115",
        (f"{SUMMARY}!A12", "let it repair it"),
    ),
    "another encoding": (
        lambda path: rewrite(
            path, {"xl/workbook.xml": lambda text: text.replace(b"UTF-8", b"EBCDIC")}
        ),
        "W117",
        ("save it again",),
    ),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("command", ["refresh", "issue", "figures"])
def test_a_kind_of_file(fresh: Path, kind: str, command: str) -> None:
    plant, code, words = KINDS[kind]
    plant(workbook_of(fresh))
    ran = refused_untouched(fresh, (command, MAY), code, *words)
    assert squeezed(BOOK) in ran.said or squeezed(f"{SUMMARY}!") in ran.said


def damaged(path: Path, name: str) -> None:
    """Change a byte in the middle of a member's compressed data."""
    with zipfile.ZipFile(path) as old:
        info = old.getinfo(name)
    whole = bytearray(path.read_bytes())
    whole[info.header_offset + 30 + len(name) + info.compress_size // 2] ^= 0x55
    path.write_bytes(bytes(whole))


CHART, VIDEO = "xl/charts/chart3.xml", "xl/media/video1.bin"


@pytest.mark.parametrize("options", [(), ("--dry-run",)])
def test_damage_in_a_chart_is_found_before_it_is_copied(
    fresh: Path, filled: Path, options: tuple[str, ...]
) -> None:
    for folder, command in ((fresh, "refresh"), (filled, "issue")):
        damaged(workbook_of(folder), CHART)
        refused_untouched(folder, (command, MAY, *options), "W105", CHART, "backups")


@pytest.mark.parametrize("options", [(), ("--dry-run",)])
def test_damage_in_a_large_part_is_found_before_it_is_issued(
    fresh: Path, options: tuple[str, ...]
) -> None:
    rewrite(workbook_of(fresh), added={VIDEO: bytes(range(256)) * 5_000})
    damaged(workbook_of(fresh), VIDEO)
    assert_done(run(fresh, "refresh", MAY))
    refused_untouched(fresh, ("issue", MAY, *options), "W105", VIDEO, "backups")


NOTE = b'<!-- <row r="1"/> --><?note <c/> ?>'


def test_comments_and_instructions_anywhere_are_no_fault_and_stay(fresh: Path) -> None:
    path = workbook_of(fresh)
    with zipfile.ZipFile(path) as old:
        names = [n for n in old.namelist() if n.endswith((".xml", ".rels"))]
    noted = dict.fromkeys(names, lambda text: re.sub(rb"(?<!^)(?=<[A-Za-z/])", NOTE, text))
    rewrite(path, noted)
    for command in ("refresh", "issue"):
        assert_done(run(fresh, command, MAY))
    with zipfile.ZipFile(path) as new:
        assert all(NOTE in new.read(name) for name in names)
    rewrite(path, dict.fromkeys(names, lambda text: text.replace(NOTE, b"")))  # for openpyxl
    assert values_of(path)[SUMMARY, "H6"] == 406
    assert "H6" in locked_of(path)[SUMMARY]


OTHER_SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    "{}</sheetData></worksheet>"
)


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="2"/><row r="1"/>',
        '<row r="1"><c r="A1" t="s"><v>99999</v></c><c r="B1" s="999"/></row>',
        '<row r="1"><c r="A1" t="zz"><v>x</v></c><c r="B1"><v>x</v></c></row>',
        '<row r="1"><c r="A1" t="d"><v>12:00:00</v></c></row></sheetData><sheetData>',
    ],
)
def test_a_sheet_of_which_lacxl_needs_nothing_need_not_be_understood(
    fresh: Path, rows: str
) -> None:
    path, other = workbook_of(fresh), OTHER_SHEET.format(rows).encode()
    add_sheet(path, "Working", other)
    for command in ("refresh", "issue"):
        assert_done(run(fresh, command, MAY))
    with zipfile.ZipFile(path) as book:
        assert book.read("xl/worksheets/sheet99.xml") == other


def test_no_part_that_a_sheet_names(fresh: Path) -> None:
    path = workbook_of(fresh)
    with zipfile.ZipFile(path) as old:
        parts = {i.filename: old.read(i) for i in old.infolist() if "sheet2.xml" not in i.filename}
    package(parts)(path)
    refused_untouched(fresh, ("refresh", MAY), "W114", "sheet2.xml", "let it repair it")


def test_no_workbook(fresh: Path) -> None:
    workbook_of(fresh).unlink()
    refused_untouched(fresh, ("refresh", MAY), "W118", BOOK, "Check that it is there")


def test_a_folder_in_its_place(fresh: Path) -> None:
    workbook_of(fresh).unlink()
    workbook_of(fresh).mkdir()
    refused_untouched(fresh, ("refresh", MAY), "F102", BOOK, "path of the file itself")


def test_a_signed_workbook_is_filled_when_that_is_allowed(fresh: Path) -> None:
    rewrite(workbook_of(fresh), added={"_xmlsignatures/origin.sigs": b""})
    settings_under(fresh, "workbook", "allow_signed = true")
    assert_done(run(fresh, "refresh", MAY))
    assert values_of(workbook_of(fresh))[SUMMARY, "H6"] == 406


WORD = "Geheim77x"
RIGHT = hash_password(WORD)  # as openpyxl makes it


@pytest.mark.parametrize("command", ["refresh", "issue"])
def test_a_wrong_password(fresh: Path, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    if command == "issue":
        assert_done(run(fresh, "refresh", MAY))
    protect_with(workbook_of(fresh), SUMMARY, RIGHT)
    monkeypatch.setenv("LACXL_PASSWORD", "wrong")
    refused_untouched(fresh, (command, MAY), "W129", SUMMARY, "password", "LACXL_PASSWORD")


@pytest.mark.parametrize("given", ["none", "empty"])
@pytest.mark.parametrize("command", ["refresh", "issue"])
def test_a_password_and_none_given(
    fresh: Path, monkeypatch: pytest.MonkeyPatch, command: str, given: str
) -> None:
    if command == "issue":
        assert_done(run(fresh, "refresh", MAY))
    protect_with(workbook_of(fresh), SUMMARY, RIGHT)
    if given == "empty":
        monkeypatch.setenv("LACXL_PASSWORD", "")
    ran = refused_untouched(fresh, (command, MAY), "W130", SUMMARY, "LACXL_PASSWORD")
    assert WORD not in ran.err


@pytest.mark.parametrize("where", ["environment", "keyring"])
def test_the_right_password(fresh: Path, monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    """The sheet is filled and issued, and keeps its password and flags."""
    protect_with(workbook_of(fresh), SUMMARY, RIGHT, ' formatCells="0"')
    if where == "environment":
        monkeypatch.setenv("LACXL_PASSWORD", WORD)
    else:
        asked = {("lacxl", BOOK): WORD}
        monkeypatch.setattr("keyring.get_password", lambda *of: asked.get(of))
    assert_done(run(fresh, "refresh", MAY))
    assert_done(run(fresh, "issue", MAY))
    with zipfile.ZipFile(workbook_of(fresh)) as book:
        found = re.search(
            rb"<sheetProtection[^>]*>", book.read(part_of(workbook_of(fresh), SUMMARY))
        )
    assert found
    assert f'password="{RIGHT}"'.encode() in found[0]
    assert b'formatCells="0"' in found[0]
    assert b"formatRows" not in found[0]
    assert "H6" in locked_of(workbook_of(fresh))[SUMMARY]
    said = "".join(
        p.read_text("utf-8") for p in fresh.rglob("*") if p.suffix in (".csv", ".json", ".jsonl")
    )
    assert WORD not in said


OWNERS = {
    "Excel": ("~$" + BOOK, "F201", b"\x05Clerk".ljust(165, b"\0"), "Close it in Excel"),
    "Excel, name cut": (
        "~$" + BOOK[2:],
        "F201",
        b"\x05Clerk".ljust(165, b"\0"),
        "Close it in Excel",
    ),
    "LibreOffice": (
        f".~lock.{BOOK}#",
        "F202",
        b",Clerk,pc,01.06.2015 09:00,file:///x;",
        "Close it",
    ),
}


@pytest.mark.parametrize("owner", OWNERS)
@pytest.mark.parametrize("command", ["refresh", "issue"])
def test_a_workbook_that_is_open(filled: Path, owner: str, command: str) -> None:
    name, code, inside, cure = OWNERS[owner]
    (filled / name).write_bytes(inside)
    month = "2015-04" if command == "refresh" else MAY
    refused_untouched(filled, (command, month), code, BOOK, "Clerk", cure, name)


def test_a_workbook_that_is_open_may_be_looked_at(filled: Path) -> None:
    (filled / f"~${BOOK}").write_bytes(b"\x05Clerk")
    before = state_of(filled, locks=True)
    assert_done(run(filled, "figures", MAY))
    assert_done(run(filled, "refresh", MAY, "--dry-run"))
    assert state_of(filled, locks=True) == before


def test_a_workbook_that_is_marked_read_only(fresh: Path) -> None:
    workbook_of(fresh).chmod(0o444)
    refused_untouched(fresh, ("refresh", MAY), "F108", BOOK, "read-only mark")


@pytest.mark.parametrize("program", ["refresh", "issue"])
def test_held_by_another_run(filled: Path, program: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from lacxl.files import guarding

    defaults = dict(guarding.guarded.__wrapped__.__kwdefaults__)  # type: ignore[attr-defined]
    monkeypatch.setitem(guarding.guarded.__wrapped__.__kwdefaults__, "wait", 0.1)  # type: ignore[attr-defined]
    assert defaults["wait"] > 1, "a run waits a while before it gives up"
    with guarding.guarded(workbook_of(filled)):
        before = state_of(filled)
        month = "2015-04" if program == "refresh" else MAY
        assert_refused(
            run(filled, program, month), "F203", BOOK, "process", "Wait until it is done"
        )
        assert state_of(filled) == before
    assert leftovers(filled) == []
