"""Every file of a folder that is not read is named, with the reason and what to do next."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import pytest
from folders import assert_plain, call
from records_cases import council, measure

GOOD = {
    "header": ["1,1,01/05/2010,WBRI,,,"],
    "episodes": ["1,01/05/2015,S,C2,N1,U4,PR1,,,,AA1 1AA,AA1 1AA,100"],
}
XML = b'<?xml version="1.0"?>\n<SSDA903><CHILD><CHILDID>1</CHILDID></CHILD></SSDA903>\n'


def packed(*names: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as package:
        for name in names:
            package.writestr(name, "x")
    return content.getvalue()


MAY_HOLD = {
    "return.xml": (XML, "CSV"),
    "RETURN.XML": (XML, "CSV"),
    "return.csv": (XML, "CSV"),
    "return.txt": (b"<Message>\n<Body/>\n</Message>", "CSV"),
    "return.903": (XML, "CSV"),
    "lists.zip": (packed("episodes.csv"), "Unzip"),
    "lists.7z": (b"7z\xbc\xaf\x27\x1c0000", "Unzip"),
    "lists": (packed("episodes.csv"), "Unzip"),
    "lists.ods": (packed("mimetype", "content.xml"), "CSV or .xlsx"),
    "lists.xlsx.old": (packed("xl/workbook.xml"), "ending .xlsx"),
    "lists.accdb": (b"\x00\x01\x00\x00Standard ACE DB", "[sql]"),
    "lists.html": (b"<html><table></table></html>", "Excel"),
    "episodes.dat": (b"CHILD,DECOM\n1,01/05/2015\n", ".csv or .txt"),
    "episodes": (b"CHILD,DECOM\n1,01/05/2015\n", ".csv or .txt"),
}
NO_RECORDS = {
    "notes.docx": packed("word/document.xml"),
    "guide.pdf": b"%PDF-1.7\n",
    "read me.md": b"# Read me\n",
    "plan.png": b"\x89PNG\r\n",
    "lacxl.toml": b"",
    "lacxl-log.jsonl": b"{}\n",
    "~$lists.xlsx": b"\x05Susan",
    ".hidden/episodes.csv": b"CHILD,DECOM\n",
    "Thumbs.db": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
}


def put(folder: Path, name: str, content: bytes) -> None:
    path = folder / "extracts" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


@pytest.mark.parametrize("name", MAY_HOLD)
def test_a_file_that_may_hold_records_is_a_finding_with_a_way_out(
    tmp_path: Path, name: str
) -> None:
    content, todo = MAY_HOLD[name]
    put(council(tmp_path, GOOD), name, content)
    found = measure(tmp_path, "2015-05")
    (told,) = [each for each in found.findings if each["code"] == "X182"]
    assert told["where"] == name
    assert todo in told["todo"]
    assert found.figure("7.1", "2015-05") == "1", "what can be counted is counted"
    assert found.ran.code == 1


@pytest.mark.parametrize("name", NO_RECORDS)
def test_a_file_that_holds_no_records_is_a_note(tmp_path: Path, name: str) -> None:
    put(council(tmp_path, GOOD), name, NO_RECORDS[name])
    found = measure(tmp_path, "2015-05")
    (told,) = [each for each in found.findings if each["code"] == "X183"]
    assert told["where"] == name.split("/", maxsplit=1)[0]
    assert told["severity"] == "note"


def test_files_of_one_kind_are_one_finding_and_the_profile_names_all(tmp_path: Path) -> None:
    council(tmp_path, GOOD)
    for number in range(30):
        put(tmp_path, f"{number:02}.xml", XML)
    (told,) = measure(tmp_path, "2015-05").told("X182")
    assert "00.xml, 01.xml" in told
    assert "19.xml and 10 more: " in told
    ran = call("profile", str(tmp_path / "extracts"))
    assert_plain(ran)
    assert all(f"{number:02}.xml" in ran.out for number in range(30))


def test_a_folder_with_nothing_else_is_profiled_all_the_same(tmp_path: Path) -> None:
    put(tmp_path, "return.xml", XML)
    ran = call("profile", str(tmp_path / "extracts"), "--json")
    assert_plain(ran)
    assert [each["name"] if "name" in each else each["file"] for each in ran.json()["files"]] == [
        "return.xml"
    ]
    assert {each["code"] for each in ran.json()["findings"]} == {"X100", "X182"}


def test_a_local_list_of_any_ending_is_read_and_not_named(tmp_path: Path) -> None:
    peps = 'dataset = "peps"\nfile = "extracts/peps.dat"\nchild = "P"\ncolumns = { date = "D" }'
    put(council(tmp_path, GOOD, f"[local.peps]\n{peps}"), "peps.dat", b"P,D\n1,02/05/2015\n")
    found = measure(tmp_path, "2015-05")
    assert found.told("X182") == []
    assert found.figure("7.10", "2015-05") == "1 of 1"


def odd_files(folder: Path) -> dict[str, str]:
    """Put things that end as a table does and are no file, and return what is said of each."""
    links = {"broken.csv": ("nowhere", "F101"), "loop.csv": ("loop.csv", "F115")}
    for name, (target, _) in {**links, "long.csv": ("x" * 300, "")}.items():
        (folder / name).symlink_to(target)
    os.mkfifo(folder / "pipe.xlsx")
    (folder / "folder.csv").mkdir()
    return {name: code for name, (_, code) in links.items()} | {
        "long.csv": "F106",
        "pipe.xlsx": "F102",
    }


@pytest.mark.skipif(os.name == "nt", reason="has no pipes, and links only for some")
def test_what_is_named_like_a_table_and_is_no_file_is_said(tmp_path: Path) -> None:
    council(tmp_path, GOOD)
    told = odd_files(tmp_path / "extracts")
    found = measure(tmp_path, "2015-05")
    for name, code in told.items():
        assert name in "".join(found.told(code))
    ran = call("profile", str(tmp_path / "extracts"))
    assert_plain(ran)
    assert set(told.values()) <= set(ran.codes())
