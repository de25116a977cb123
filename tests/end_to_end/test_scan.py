"""`lacxl scan FILE` at the door, and what `lacxl issue` says of the copy that it wrote."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from folders import MAY, Ran, assert_done, assert_refused, call, run, state_of, workbook_of
from planting import rewrite

from lacxl import api

CHILD = ("9434765919", "Zebedee", "04/03/2008")
LIST = (
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    b'<row r="1"><c r="A1" t="str"><v>Name</v></c><c r="B1" t="str"><v>DOB</v></c>'
    b'<c r="C1" t="str"><v>NHS</v></c></row>'
    b'<row r="2"><c r="A2" t="str"><v>Zebedee Brown</v></c><c r="B2" t="str"><v>04/03/2008</v></c>'
    b'<c r="C2"><v>9434765919</v></c></row></sheetData></worksheet>'
)


def scanned(folder: Path, name: str, *options: str) -> Ran:
    return call("scan", str(folder / name), *options)


def with_a_list(path: Path) -> None:
    """Leave a very hidden list of children in the workbook."""
    kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
    entry = b'<sheet name="Lists" sheetId="99" state="veryHidden" r:id="r99"/></sheets>'
    link = b'<Relationship Id="r99" Type="%b" Target="worksheets/sheet99.xml"/>' % kind
    rewrite(
        path,
        {
            "xl/workbook.xml": lambda text: text.replace(b"</sheets>", entry),
            "xl/_rels/workbook.xml.rels": lambda text: text.replace(
                b"</Relationships>", link + b"</Relationships>"
            ),
        },
        {"xl/worksheets/sheet99.xml": LIST},
    )


def test_nothing_in_what_lacxl_writes(filled: Path) -> None:
    assert_done(run(filled, "issue", MAY))
    (copy,) = filled.glob("*I1.xlsx")
    before = state_of(filled)
    ran = scanned(filled, copy.name)
    assert ran.code == 0
    assert "Nothing was found" in ran.out
    assert state_of(filled) == before
    assert api.scan(copy).empty


def test_a_list_of_children_is_found_by_sheet_and_column(filled: Path) -> None:
    with_a_list(workbook_of(filled))
    ran = scanned(filled, workbook_of(filled).name)
    assert ran.code == 1
    for said in (
        "V101  Lists:",
        "V120  Lists!C:",
        "V123  Lists!B:",
        "beside names in A",
        "Alt+F11",
    ):
        assert said in ran.out
    assert not any(secret in ran.out + ran.err for secret in CHILD)
    shown = json.loads(scanned(filled, workbook_of(filled).name, "--json").out)
    assert shown["command"] == "scan"
    assert [each["code"] for each in shown["findings"]] == ["V101", "V120", "V123"]
    assert list(api.scan(workbook_of(filled))["code"]) == ["V101", "V120", "V123"]


@pytest.mark.parametrize("options", [(), ("--dry-run",)])
def test_issuing_says_what_its_copy_carries(filled: Path, options: tuple[str, ...]) -> None:
    with_a_list(workbook_of(filled))
    ran = run(filled, "issue", MAY, *options)
    assert_done(ran)
    assert ran.code == 1
    for said in ("V101  Lists:", "V120  Lists!C:", "V123  Lists!B:"):
        assert said in ran.out
    assert not any(secret in ran.out + ran.err for secret in CHILD)
    assert len(list(filled.glob("*I1.xlsx"))) == (0 if options else 1)


def test_a_note_does_not_make_issuing_need_a_look(filled: Path) -> None:
    plain = run(filled, "issue", MAY, "--dry-run")
    rewrite(
        workbook_of(filled),
        {"docProps/core.xml": lambda text: text.replace(b"<dc:creator>", b"<dc:creator>Zebedee")},
    )
    ran = run(filled, "issue", MAY, "--dry-run")
    assert ran.code == plain.code
    assert "V111" in ran.out
    assert "Zebedee" not in ran.out
    assert scanned(filled, workbook_of(filled).name).code == 1


def test_files_that_cannot_be_scanned(filled: Path) -> None:
    assert_refused(scanned(filled, "nowhere.xlsx"), "F101", "nowhere.xlsx")
    assert_refused(scanned(filled, "lacxl.toml"), "V125", "lacxl.toml", "Choose an .xlsx")
    (filled / "figures.ods").write_bytes((filled / "readings.csv").read_bytes())
    assert_refused(scanned(filled, "figures.ods"), "V127", "figures.ods", "Give it the ending")


def test_a_table_and_a_page(filled: Path) -> None:
    assert scanned(filled, "readings.csv").code == 0
    (filled / "page.html").write_text(f"<p>a\n<p hidden>{CHILD[1]}", encoding="utf-8")
    ran = scanned(filled, "page.html")
    assert ran.code == 1
    assert "V138  line 2:" in ran.out
    assert CHILD[1] not in ran.out + ran.err


def test_a_folder_is_scanned_file_by_file(filled: Path) -> None:
    ran = scanned(filled, ".")
    assert ran.code == 1
    assert "V128  lacxl.toml: The folder holds a file of another kind" in ran.out
    sent = filled / "to send"
    sent.mkdir()
    (sent / "figures.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    assert scanned(filled, "to send").code == 0
    (sent / "figures.csv").write_text(f"DOB,b\n{CHILD[2]},2\n", encoding="utf-8")
    ran = scanned(filled, "to send")
    assert ran.code == 1
    assert "V123  figures.csv: column A:" in ran.out
    assert CHILD[2] not in ran.out + ran.err
    assert list(api.scan(sent)["code"]) == ["V123"]
    (sent / "broken.ods").write_bytes(b"PK")
    shown = json.loads(scanned(filled, "to send", "--json").out)
    assert [each["code"] for each in shown["findings"]] == [
        "V126",
        "V123",
    ]


def test_a_link_in_a_folder_is_told_and_not_followed(filled: Path) -> None:
    sent = filled / "to send"
    sent.mkdir()
    try:
        (sent / "readings.csv").symlink_to(filled / "readings.csv")
        (sent / "again").symlink_to(sent, target_is_directory=True)
    except OSError:
        pytest.skip("this system makes no links")
    ran = scanned(filled, "to send")
    assert ran.code == 1
    assert "V128  again:" in ran.out
    assert "V128  readings.csv:" in ran.out


def test_a_published_copy_is_read_more_strictly(filled: Path) -> None:
    name = workbook_of(filled).name
    assert scanned(filled, name).code == 0
    ran = scanned(filled, name, "--published")
    assert ran.code == 1
    assert "V140" in ran.out
    assert set(api.scan(filled / name, published=True)["code"]) >= {"V140", "V142", "V144"}
