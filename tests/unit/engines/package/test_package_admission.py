"""What is refused when it is opened: each kind of file with its own code, none with a traceback."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from made_packages import SHEET, parts_of, save

from lacxl.domain.errors import Refused
from lacxl.engines.package import PackageWorkbook, zips

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def refused(path: Path) -> str:
    with pytest.raises(Refused) as caught, PackageWorkbook(path) as book:
        book.survey()
    finding = caught.value.findings[0]
    assert finding.where
    assert finding.todo
    return finding.code


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "W101"),
        (b"a,b\n1,2\n" * 99, "W101"),
        (OLE + "EncryptedPackage".encode("utf-16-le") + bytes(64), "W102"),
        (OLE + "Workbook\0".encode("utf-16-le") + bytes(64), "W103"),
        (OLE + "Book\0".encode("utf-16-le") + bytes(64), "W103"),
        (OLE + "WordDocument\0".encode("utf-16-le"), "W101"),
        (b"PK\x03\x04" + bytes(99), "W105"),
    ],
)
def test_what_is_no_zip(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    assert refused(path) == code


def test_a_missing_file(tmp_path: Path) -> None:
    assert refused(tmp_path / "none.xlsx") == "W118"


def with_type(kind: str) -> dict[str, bytes]:
    parts = parts_of()
    old = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(old, kind.encode())
    return parts


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({"a.txt": b"a"}, "W111"),
        (with_type("application/vnd.ms-excel.sheet.binary.macroEnabled.main"), "W112"),
        (with_type("application/vnd.openxmlformats-officedocument.wordprocessingml.x"), "W111"),
        (parts_of() | {"_xmlsignatures/sig1.xml": b"<a/>"}, "W113"),
        ({n: c for n, c in parts_of().items() if n != SHEET}, "W114"),
        (parts_of() | {SHEET: b"<worksheet"}, "W133"),
        (parts_of() | {"xl/workbook.xml": b"<workbook"}, "W115"),
        (parts_of() | {"xl/workbook.xml": b"<a xmlns='b'/>"}, "W111"),
        (parts_of('<row r="2"/><row r="1"/>'), "W115"),
        (parts_of('<row r="1"><c r="XFE1"><v>1</v></c></row>'), "W115"),
        (parts_of() | {"../../evil": b""}, "W109"),
        (parts_of() | {"..\\evil": b""}, "W109"),
        (parts_of() | {"xl/../../evil": b""}, "W109"),
        (parts_of() | {"/etc/evil": b""}, "W109"),
        (parts_of() | {"C:evil": b""}, "W109"),
        (parts_of() | {"C:\\evil": b""}, "W109"),
        (parts_of() | {"xl/ev\x07il": b""}, "W140"),
    ],
)
def test_packages_that_are_no_sound_workbook(
    tmp_path: Path, parts: dict[str, bytes], code: str
) -> None:
    assert refused(save(tmp_path / "a.xlsx", parts)) == code


@pytest.mark.parametrize(
    "name", ["xl/workbook.xml", "xl/styles.xml", SHEET, "xl/sharedStrings.xml"]
)
@pytest.mark.parametrize("codec", ["utf-8", "utf-16"])
def test_document_types(tmp_path: Path, name: str, codec: str) -> None:
    rows = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
    parts = parts_of(rows, strings="<si><t>a</t></si>")
    bomb = '<!-- a --><!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c SYSTEM "file:///etc/passwd">]>'
    parts[name] = (bomb + parts[name].decode()).encode(codec)
    assert refused(save(tmp_path / "a.xlsx", parts)) == "W116"


def test_encodings_that_packages_may_not_use(tmp_path: Path) -> None:
    parts = parts_of()
    parts["xl/workbook.xml"] = b'<?xml version="1.0" encoding="cp1252"?>' + parts["xl/workbook.xml"]
    assert refused(save(tmp_path / "a.xlsx", parts)) == "W117"


def test_a_signed_workbook_where_allowed(tmp_path: Path) -> None:
    path = save(tmp_path / "a.xlsx", parts_of() | {"_xmlsignatures/sig1.xml": b"<a/>"})
    with PackageWorkbook(path, allow_signed=True) as book:
        assert book.survey().sheets[0].name == "S"


def edited(path: Path, change: Callable[[bytearray, int, int], None]) -> Path:
    """Change the sheet's entry, told where its local and its central header stand."""
    with zipfile.ZipFile(path) as package:
        local = package.getinfo(SHEET).header_offset
    content = bytearray(path.read_bytes())
    change(content, local, content.rindex(SHEET.encode()) - 46)
    path.write_bytes(content)
    return path


def test_members_that_cannot_be_read(tmp_path: Path) -> None:
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 99))

    def fresh() -> Path:
        return save(tmp_path / "a.xlsx", parts_of(rows))

    def encrypt(content: bytearray, local: int, central: int) -> None:
        content[central + 8] |= 1

    def compress_oddly(content: bytearray, local: int, central: int) -> None:
        content[central + 10] = 14

    def break_sum(content: bytearray, local: int, central: int) -> None:
        content[central + 16] ^= 1

    def break_data(content: bytearray, local: int, central: int) -> None:
        content[local + 30 + len(SHEET) + 40] ^= 0xFF

    def lie_about_size(content: bytearray, local: int, central: int) -> None:
        content[central + 24 : central + 28] = struct.pack("<I", 50)

    for change, codes in (
        (encrypt, {"W106"}),
        (compress_oddly, {"W108"}),
        (break_sum, {"W105"}),
        (break_data, {"W105", "W115", "W133"}),
        (lie_about_size, {"W105"}),
    ):
        assert refused(edited(fresh(), change)) in codes
    path = fresh()
    path.write_bytes(path.read_bytes()[:-30])
    assert refused(path) == "W105"


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("name", [SHEET, SHEET.upper()])
def test_duplicate_names(tmp_path: Path, name: str) -> None:
    path = save(tmp_path / "a.xlsx", parts_of())
    with zipfile.ZipFile(path, "a") as package:
        package.writestr(name, b"")
    assert refused(path) == "W107"


def test_zip_bombs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = save(tmp_path / "a.xlsx", parts_of() | {"xl/media/bomb": bytes(70 << 20)})
    assert refused(path) == "W110"
    path = save(tmp_path / "b.xlsx", parts_of())
    monkeypatch.setattr(zips, "PART_LIMIT", 50)
    assert refused(path) == "W110"
    monkeypatch.setattr(zips, "TOTAL_LIMIT", 500)
    assert refused(path) == "W110"
    monkeypatch.setattr(zips, "COUNT_LIMIT", 2)
    assert refused(path) == "W110"
