"""A broken or hostile package is scanned or refused with a code, and nothing of it is repeated."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile

import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from lacxl.domain.errors import Refused
from lacxl.scan import scan
from unit.scan.made_ods import KIND, look, ods, packed, sheet

SECRETS = ("9434765919", "943 476 5919", "Zebedee", "SW1A 1AA", "M2 5DB", "04/03/2008")
SLOW = settings(max_examples=200)


def _members() -> dict[str, bytes]:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        white = book.add_format({"font_color": "white", "num_format": ";;;"})
        sheet = book.add_worksheet("Page")
        sheet.write_row(0, 0, ["Name", "DOB", "NHS", "Home"])
        for row, code in enumerate(("SW1A 1AA", "M2 5DB"), 1):
            sheet.write_row(row, 0, ["Zebedee Brown", "04/03/2008", 9434765919, code])
        sheet.write_datetime(4, 1, dt.datetime(2008, 3, 4), day)
        sheet.write(5, 0, "Zebedee", white)
        sheet.write_comment("A1", "943 476 5919", {"author": "Zebedee"})
        sheet.insert_textbox("F3", "Zebedee, DOB 04/03/2008")
        sheet.set_header("&CZebedee 9434765919")
        sheet.set_column("D:D", None, None, {"hidden": True})
        book.define_name("Zebedee", '="943 476 5919"')
        book.add_worksheet("Unseen").very_hidden()
        book.set_properties({"author": "Zebedee", "created": dt.datetime(2015, 5, 1)})
    with zipfile.ZipFile(out) as package:
        return {name: package.read(name) for name in package.namelist()}


MEMBERS = _members()
TOKENS = (
    b"-1", b"0", b"1e999", b"99999999999999999999", b"", b"nan", b"A1:", b"ZZZZ9", b"&#0;", b"&x;",
    b"<", b"\xff", b"\x00", b"</row>", b"<row>", b"<![CDATA[", b"<!--", b"<?a?>", b"hidden='1'",
)  # fmt: skip


def exercise(members: dict[str, bytes]) -> None:
    try:
        findings = scan(members)
    except Refused as refused:
        findings = refused.findings
        assert findings
    text = "\n".join(map(str, findings))
    assert all(re.fullmatch(r"V1\d\d", finding.code) for finding in findings)
    assert not any(secret in text for secret in SECRETS)


def test_the_whole_workbook_gives_all_of_it_away() -> None:
    codes = {finding.code for finding in scan(MEMBERS)}
    assert {"V101", "V103", "V104", "V105", "V111", "V120", "V122", "V123"} <= codes
    exercise(MEMBERS)


@SLOW
@given(
    part=st.sampled_from(sorted(MEMBERS)),
    cuts=st.lists(
        st.tuples(st.floats(0, 1), st.integers(0, 40), st.sampled_from(TOKENS) | st.binary()),
        min_size=1,
        max_size=5,
    ),
)
def test_garbled_parts(part: str, cuts: list[tuple[float, int, bytes]]) -> None:
    content = MEMBERS[part]
    for place, size, token in cuts:
        start = int(place * len(content))
        content = content[:start] + token + content[start + size :]
    exercise(MEMBERS | {part: content})


@SLOW
@given(data=st.data(), part=st.sampled_from(sorted(MEMBERS)))
def test_changed_attributes(data: st.DataObject, part: str) -> None:
    content = MEMBERS[part]
    values = list(re.finditer(rb'(\w+)="([^"]*)"', content))
    for found in data.draw(st.lists(st.sampled_from(values), min_size=1, max_size=4)):
        swapped = data.draw(st.sampled_from(TOKENS)).replace(b"<", b"").replace(b"&", b"")
        content = content.replace(found[0], found[1] + b'="' + swapped + b'"', 1)
    exercise(MEMBERS | {part: content})


@SLOW
@given(one=st.sampled_from(sorted(MEMBERS)), other=st.sampled_from(sorted(MEMBERS)))
def test_swapped_and_missing_members(one: str, other: str) -> None:
    exercise(MEMBERS | {one: MEMBERS[other], other: MEMBERS[one]})
    exercise({name: content for name, content in MEMBERS.items() if name != one})


ROWS = (
    "<table:table-row><table:table-cell office:value-type='string'><text:p>{}</text:p>"
    "</table:table-cell><table:table-cell office:value-type='float' office:value='9434765919'>"
    "<text:p>943 476 5919</text:p></table:table-cell></table:table-row>"
)
OTHERS = {
    "a.ods": {
        name: content
        for name, content in ods(
            sheet(ROWS.format("Zebedee") * 3, attributes="table:style-name='gone'"),
            meta="<dc:creator>Zebedee</dc:creator>",
            styles="<style:style style:name='gone' style:family='table'><style:table-properties"
            " table:display='false'/></style:style>",
        ).items()
        if name != "mimetype"
    },
    "a.csv": {"": b"Name,DOB,NHS\nZebedee Brown,04/03/2008,943 476 5919\n=Zebedee,a,b\n"},
    "a.html": {
        "": b"<!DOCTYPE html><html><head><style>.x { color: white }</style></head><body>"
        b"<!-- Zebedee --><table><tr><th>Name<th>DOB<tr><td>Zebedee Brown<td>04/03/2008</table>"
        b"<p class='x' data-x='Zebedee' style='left:-9999px'>943 476 5919</p><svg><text>Zebedee"
        b"</text></svg></body></html>"
    },
}


@SLOW
@given(
    form=st.sampled_from(sorted(OTHERS)),
    data=st.data(),
    cuts=st.lists(
        st.tuples(st.floats(0, 1), st.integers(0, 40), st.sampled_from(TOKENS) | st.binary()),
        min_size=1,
        max_size=5,
    ),
)
def test_garbled_files_of_the_other_forms(
    form: str, data: st.DataObject, cuts: list[tuple[float, int, bytes]]
) -> None:
    parts = OTHERS[form]
    part = data.draw(st.sampled_from(sorted(parts)))
    content = parts[part]
    for place, size, token in cuts:
        start = int(place * len(content))
        content = content[:start] + token + content[start + size :]
    if part:
        content = packed({"mimetype": KIND, **parts, part: content})
    findings = look(content, form, published=True)
    assert all(re.fullmatch(r"V1\d\d", finding.code) for finding in findings)
    assert not any(secret in str(findings) for secret in SECRETS)
