"""A broken, odd or hostile package gives a coded refusal or succeeds: nothing else, and soon."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from pathlib import Path

import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from lacxl.domain.errors import Refused
from lacxl.engines.package import PackageWorkbook, verify
from lacxl.workbook.address import Area, Cell
from lacxl.workbook.changes import CellChange, ChangeSet, ProtectionChange, RulesChange, Swap
from lacxl.workbook.conditional_formats import Look, text_rule
from lacxl.workbook.snapshot import OPEN_PROTECTION, Protection

SLOW = settings(max_examples=250)


def _workbook() -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    date = book.add_format({"num_format": "mmm-yy", "locked": False})
    bold = book.add_format({"bold": True})
    sheet = book.add_worksheet("Report")
    sheet.write_row(0, 0, ["NO.", "INDICATOR", "Apr", "May"])
    sheet.write_datetime(1, 0, dt.datetime(2015, 5, 1), date)
    sheet.write_rich_string(1, 1, "a ", bold, "b", " c")
    sheet.write_formula(2, 2, "=SUM(A1:A2)", None, 3)
    sheet.write_array_formula(4, 0, 5, 1, "{=A1:B2}", None, 1)
    sheet.merge_range(6, 0, 7, 1, "merged")
    sheet.add_table(9, 0, 12, 2, {"columns": [{"header": h} for h in "xyz"]})
    sheet.conditional_format("A1:B9", {"type": "cell", "criteria": ">", "value": 1, "format": bold})
    sheet.conditional_format("A1:B9", {"type": "data_bar", "data_bar_2010": True})
    sheet.set_column(2, 4, 12, date)
    sheet.protect("secret", {"sort": True})
    other = book.add_worksheet("Other")
    other.write(0, 0, True)
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": "=Report!$A$1:$A$3"})
    book.add_chartsheet("Chart").set_chart(chart)
    book.set_properties({"created": dt.datetime(2015, 5, 1)})
    book.close()
    return out.getvalue()


SOURCE = _workbook()
PARTS = {
    name: zipfile.ZipFile(io.BytesIO(SOURCE)).read(name)
    for name in zipfile.ZipFile(io.BytesIO(SOURCE)).namelist()
}
READ = [
    name
    for name in PARTS
    if re.search(r"Types|rels$|workbook\.xml$|styles|sharedStrings|worksheets/sheet|table", name)
]
TOKENS = (
    b"-1", b"0", b"1e999", b"99999999999999999999", b"", b"nan", b"A1:", b"ZZZZ9", b"A0",
    b"XFE1", b"../../x", b"&#0;", b"&x;", b"<", b"\xff", b"\x00", b"</row>", b"<row>",
    b"<sheetData/>", b"<![CDATA[", b"<!--", b"<?a?>", b"]]>", b"_xD800_", b"&#xD800;",
)  # fmt: skip


def exercise(content: bytes, folder: Path) -> None:
    """Read, change and read back; a refusal is fine, any other exception is a fault."""
    path, target = folder / "mutated.xlsx", folder / "written.xlsx"
    path.write_bytes(content)
    target.unlink(missing_ok=True)
    codes: tuple[str, ...] = ()
    try:
        with PackageWorkbook(path) as book:
            snapshot = book.survey()
            for sheet in snapshot.sheets:
                book.looks(sheet.name, [Cell(1, 1), Cell(3, 3), Cell(900, 7)])
            changes = _changes(snapshot.sheets[0].name if snapshot.sheets else "Report")
            book.write(changes, target, password="secret")
        verify(target, changes)
    except Refused as refused:
        codes = refused.codes
        assert codes
    assert all(re.fullmatch(r"W1\d\d", code) for code in codes)
    # What was written, and only then found wrong, is never taken for good.
    assert not codes or not target.exists() or set(codes) <= {"W115", "W133", "W135", "W136"}


def _changes(sheet: str) -> ChangeSet:
    rule = text_rule(Area(1, 1, 5, 5), "▲", Look("00FF00"))
    return ChangeSet(
        (
            CellChange(sheet, Cell(2, 1), Swap(None, 5.5), locked=Swap(False, True)),
            CellChange(sheet, Cell(3, 3), Swap(None, "text"), Swap("General", "0.0")),
            CellChange(sheet, Cell(900, 7), Swap(None, 1.0)),
        ),
        (RulesChange(sheet, Swap((), (rule,))),),
        (ProtectionChange(sheet, Swap(None, OPEN_PROTECTION)),),
    )


def packed(parts: dict[str, bytes]) -> bytes:
    """Return the parts as a zip file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(zipfile.ZipInfo(name), content)
    return out.getvalue()


def test_the_unmutated_workbook_can_be_changed(tmp_path: Path) -> None:
    path, target = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    path.write_bytes(SOURCE)
    with PackageWorkbook(path) as book:
        held = book.survey().sheet("Report").protection
        assert held == Protection(
            frozenset({"sort", "selectLockedCells", "selectUnlockedCells"}), True
        )
        cells = _changes("Report")
        book.write(ChangeSet(cells.cells, cells.rules), target, password="secret")
    verify(target, ChangeSet(cells.cells, cells.rules))


@SLOW
@given(flips=st.lists(st.tuples(st.integers(0, len(SOURCE) - 1), st.integers(0, 7)), max_size=6))
def test_flipped_bits(flips: list[tuple[int, int]], tmp_path: Path) -> None:
    content = bytearray(SOURCE)
    for position, bit in flips:
        content[position] ^= 1 << bit
    exercise(bytes(content), tmp_path)


@SLOW
@given(position=st.integers(0, 4000), bit=st.integers(0, 7))
def test_flipped_bits_of_the_directory(position: int, bit: int, tmp_path: Path) -> None:
    content = bytearray(SOURCE)
    content[-1 - position % (len(SOURCE) - SOURCE.index(b"PK\x01\x02"))] ^= 1 << bit
    exercise(bytes(content), tmp_path)


@SLOW
@given(size=st.integers(0, len(SOURCE)))
def test_truncation(size: int, tmp_path: Path) -> None:
    exercise(SOURCE[:size], tmp_path)


@SLOW
@given(one=st.sampled_from(READ), other=st.sampled_from(sorted(PARTS)))
def test_swapped_and_missing_members(one: str, other: str, tmp_path: Path) -> None:
    exercise(packed(PARTS | {one: PARTS[other], other: PARTS[one]}), tmp_path)
    exercise(packed({name: PARTS[name] for name in PARTS if name != one}), tmp_path)


@SLOW
@given(
    part=st.sampled_from(READ),
    cuts=st.lists(
        st.tuples(st.floats(0, 1), st.integers(0, 12), st.sampled_from(TOKENS) | st.binary()),
        min_size=1,
        max_size=4,
    ),
)
def test_garbled_parts(part: str, cuts: list[tuple[float, int, bytes]], tmp_path: Path) -> None:
    content = PARTS[part]
    for place, size, token in cuts:
        start = int(place * len(content))
        content = content[:start] + token + content[start + size :]
    exercise(packed(PARTS | {part: content}), tmp_path)


@SLOW
@given(data=st.data(), part=st.sampled_from(READ))
def test_changed_and_shuffled_attributes(data: st.DataObject, part: str, tmp_path: Path) -> None:
    content = PARTS[part]
    values = list(re.finditer(rb'(\w+)="([^"]*)"', content))
    for found in data.draw(st.lists(st.sampled_from(values), min_size=1, max_size=3)):
        swapped = data.draw(
            st.sampled_from(TOKENS) | st.just(data.draw(st.sampled_from(values))[2])
        )
        content = content.replace(found[0], found[1] + b'="' + swapped + b'"', 1)
    tag = data.draw(
        st.sampled_from(list(re.finditer(rb"<(\w+)( [^<>]*?)(/?)>", content)) or [None])
    )
    if tag is not None:
        attributes = data.draw(st.permutations(re.findall(rb'[\w:]+="[^"]*"', tag[2])))
        shuffled = b"<%b %b%b>" % (tag[1], b" ".join(attributes), tag[3])
        content = content.replace(tag[0], shuffled, 1)
    exercise(packed(PARTS | {part: content}), tmp_path)


@SLOW
@given(data=st.data(), part=st.sampled_from(READ))
def test_lost_doubled_and_moved_elements(data: st.DataObject, part: str, tmp_path: Path) -> None:
    content = PARTS[part]
    tags = list(re.finditer(rb"<(\w+)[^<>]*/>|<(\w+)[^<>]*>[^<]*</\2>", content))
    if not tags:
        return
    element = data.draw(st.sampled_from(tags))
    place = data.draw(st.sampled_from(tags)).start()
    kind = data.draw(st.sampled_from(["lose", "double", "move"]))
    if kind == "lose":
        content = content[: element.start()] + content[element.end() :]
    else:
        content = content[:place] + element[0] + content[place:]
    exercise(packed(PARTS | {part: content}), tmp_path)
