"""Protection: all else unlocked, flags and passwords as the format wants them, hashes checked."""

from __future__ import annotations

import base64
import warnings
from pathlib import Path

import openpyxl
import pytest
from lxml import etree
from made_packages import SHEET, part, parts_of, save
from openpyxl.utils.protection import hash_password

from lacxl.domain.errors import Refused
from lacxl.engines.package import PackageWorkbook, verify
from lacxl.engines.package.protection import agile_hash, legacy_hash
from lacxl.workbook.address import Area, Cell
from lacxl.workbook.changes import CellChange, ChangeSet, ProtectionChange, RulesChange, Swap
from lacxl.workbook.conditional_formats import Look, text_rule
from lacxl.workbook.snapshot import OPEN_PROTECTION, Protection

HELD = Protection(OPEN_PROTECTION.allowed, True)
ROWS = (
    '<row r="1" s="3" customFormat="1"><c r="A1" s="1"/><c r="B1"/><c r="C1" t="s" s="0"/>'
    '<c r="D1" t="inlineStr"><is><t>&lt;c s="1"> s="1"</t></is></c></row>'
    '<row r="2" s="1"><c r="A2" s="2"/><c  r="B2"\n s=\'1\' ><v>1</v></c ></row>'
)
HEAD = '<cols><col min="2" max="3" width="5" style="1"/><col min="5" max="5" width="6"/></cols>'


def protecting(after: Protection | None = OPEN_PROTECTION) -> ProtectionChange:
    return ProtectionChange("S", Swap(None if after else OPEN_PROTECTION, after))


def write(
    path: Path, parts: dict[str, bytes], changes: ChangeSet, password: str | None = None
) -> Path:
    source, target = save(path / "a.xlsx", parts), path / "b.xlsx"
    target.unlink(missing_ok=True)
    with PackageWorkbook(source) as book:
        book.write(changes, target, password=password)
    verify(target, changes, password=password)
    return target


def codes(
    path: Path, parts: dict[str, bytes], changes: ChangeSet, password: str | None = None
) -> tuple[str, ...]:
    with pytest.raises(Refused) as caught:
        write(path, parts, changes, password)
    assert not (path / "b.xlsx").exists()
    return caught.value.codes


@pytest.mark.parametrize(
    "rows", [ROWS, ROWS.replace("\n s='1' >", ' s="1">').replace("<c  ", "<c ")]
)
def test_a_free_sheet_becomes_unlocked_but_for_the_locks(tmp_path: Path, rows: str) -> None:
    lock = CellChange("S", Cell(2, 2), None, None, Swap(True, True))
    far = CellChange("S", Cell(50, 3), None, None, Swap(True, True))
    parts = parts_of(rows, head=HEAD)
    target = write(tmp_path, parts, ChangeSet((lock, far), (), (protecting(),)))
    with warnings.catch_warnings(action="ignore"):  # openpyxl misses named styles
        sheet = openpyxl.load_workbook(target)["S"]
    locked = {
        cell.coordinate for row in sheet.iter_rows(1, 60, 1, 30) for cell in row
        if cell.has_style and cell.protection.locked
    }  # fmt: skip
    assert locked == {"B2", "C50"}
    with PackageWorkbook(target) as book:
        cells = [Cell(r, c) for r in (1, 2, 3, 50, 1_048_576) for c in (1, 2, 3, 4, 5, 6, 16_384)]
        looks = book.looks("S", cells)
    assert {str(cell) for cell, look in looks.items() if look.locked} == {"B2", "C50"}
    assert looks[Cell(1, 1)].number_format == "mmm-yy"
    assert looks[Cell(3, 3)].number_format == "mmm-yy"
    root = etree.fromstring(part(target))
    columns = [(c.get("min"), c.get("max"), c.get("width")) for c in root.iter("{*}col")]
    assert columns == [
        ("1", "1", "9.140625"), ("2", "3", "5"), ("4", "4", "9.140625"), ("5", "5", "6"),
        ("6", "16384", "9.140625"),
    ]  # fmt: skip
    assert '<t>&lt;c s="1"> s="1"</t>' in part(target).decode()
    with PackageWorkbook(target) as book:
        assert book.survey().sheets[0].values[Cell(1, 4)] == '<c s="1"> s="1"'


def test_the_flags_are_spelt_as_the_schema_wants(tmp_path: Path) -> None:
    allowed = frozenset({"objects", "sort", "selectUnlockedCells"})
    target = write(tmp_path, parts_of(), ChangeSet((), (), (protecting(Protection(allowed)),)))
    element = next(etree.fromstring(part(target)).iter("{*}sheetProtection"))
    assert dict(element.attrib) == {
        "sheet": "1", "scenarios": "1", "selectLockedCells": "1", "sort": "0",
    }  # fmt: skip
    target = write(tmp_path, parts_of(), ChangeSet((), (), (protecting(),)))
    element = next(etree.fromstring(part(target)).iter("{*}sheetProtection"))
    assert {v for k, v in element.attrib.items() if k != "sheet"} == {"0"}
    assert not {"objects", "scenarios"} & set(element.attrib)


def test_passwords_are_hashed_salted_and_checked(tmp_path: Path) -> None:
    changes = ChangeSet((), (), (protecting(HELD),))
    target = write(tmp_path, parts_of(), changes, "geheim€")
    element = next(etree.fromstring(part(target)).iter("{*}sheetProtection"))
    salt = base64.b64decode(element.get("saltValue", ""))
    assert element.get("algorithmName") == "SHA-512"
    assert element.get("spinCount") == "100000"
    hashed = agile_hash("geheim€", "sha512", salt, 100_000)
    assert element.get("hashValue") == base64.b64encode(hashed).decode()
    with pytest.raises(Refused):
        verify(target, changes, password="other")
    parts = {name: part(target, name) for name in parts_of()}
    free = ChangeSet((), (), (ProtectionChange("S", Swap(HELD, None)),))
    assert codes(tmp_path, parts, free) == ("W130",)
    assert codes(tmp_path, parts, free, "geheim") == ("W129",)
    assert b"sheetProtection" not in part(write(tmp_path, parts, free, "geheim€"))
    assert codes(tmp_path, parts_of(), changes) == ("W130",)


def protected(attributes: str, rows: str = "") -> dict[str, bytes]:
    return parts_of(rows, tail=f'<sheetProtection sheet="1" {attributes}/>')


@pytest.mark.parametrize("name", ["SHA-1", "SHA-256", "SHA-384", "SHA-512"])
def test_hashes_of_every_age_are_known(tmp_path: Path, name: str) -> None:
    salt = b"0123456789abcdef"
    digest = agile_hash("pä", name.replace("-", ""), salt, 10)
    old = protected(
        f'algorithmName="{name}" hashValue="{base64.b64encode(digest).decode()}"'
        f' saltValue="{base64.b64encode(salt).decode()}" spinCount="10"'
    )
    older = protected(f'password="{legacy_hash("pä"):04X}"')
    free = ChangeSet((), (), (protecting(None),))
    for parts in (old, older):
        assert codes(tmp_path, parts, free, "pa") == ("W129",)
        write(tmp_path, parts, free, "pä")


def test_the_old_hash_is_excels(tmp_path: Path) -> None:
    assert legacy_hash("test") == 0xCBEB
    for password in ("a", "Secret 1", "fifteen letters"):
        assert f"{legacy_hash(password):X}" == hash_password(password)


def test_a_protected_sheet_keeps_flags_password_and_locks(tmp_path: Path) -> None:
    parts = protected('password="CBEB" sort="0"', ROWS)
    swap = Swap(Protection(frozenset({"sort"}), True), OPEN_PROTECTION)
    with PackageWorkbook(save(tmp_path / "a.xlsx", parts)) as book:
        present = book.survey().sheets[0].protection
    assert present is not None
    swap = Swap(present, OPEN_PROTECTION)
    target = write(tmp_path, parts, ChangeSet((), (), (ProtectionChange("S", swap),)))
    assert part(target).endswith(parts[SHEET])


UNLOCKED = CellChange("S", Cell(2, 1), Swap(None, 1.0))
LOCKED = CellChange("S", Cell(1, 1), Swap(None, 1.0))
FORMAT = CellChange("S", Cell(2, 1), None, Swap("", "0"))
LOCK = CellChange("S", Cell(2, 1), None, None, Swap(False, True))
RULES = RulesChange("S", Swap((), (text_rule(Area(1, 1, 1, 1), "a", Look("00FF00")),)))


def test_what_a_password_guards(tmp_path: Path) -> None:
    parts = protected('password="CBEB"', ROWS)
    for change in (LOCKED, FORMAT, LOCK):
        assert codes(tmp_path, parts, ChangeSet((change,))) == ("W130",)
        write(tmp_path, parts, ChangeSet((change,)), "test")
    assert codes(tmp_path, parts, ChangeSet((), (RULES,))) == ("W130",)
    assert codes(tmp_path, parts, ChangeSet((LOCK,)), "wrong") == ("W129",)
    assert codes(tmp_path, parts, ChangeSet((LOCKED,)), "wrong") == ("W129",)
    write(tmp_path, parts, ChangeSet((UNLOCKED,)))
    formats_free = protected('password="CBEB" formatCells="0"', ROWS)
    write(tmp_path, formats_free, ChangeSet((UNLOCKED, FORMAT), (RULES,)))
    open_to_all = protected("", ROWS)
    write(tmp_path, open_to_all, ChangeSet((LOCKED, FORMAT, LOCK), (RULES,)))
