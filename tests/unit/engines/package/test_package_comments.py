"""Comments in the file: notes in letters of their own, threads, and drawings that are odd."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from made_packages import MAIN, OFFICE, RELS, SHEET, part, parts_of, save

from lacxl.domain.errors import Refused
from lacxl.engines.package import PackageWorkbook, expat_tree, lxml_tree, verify, xml
from lacxl.engines.package.tree import Trees
from lacxl.workbook.address import Cell
from lacxl.workbook.changes import ChangeSet, CommentMove, CommentsChange
from lacxl.workbook.snapshot import Comment, Protection
from oracles.parts import read_parts

NOTES, SHAPES, THREADS = "xl/comments1.xml", "xl/drawings/d1.vml", "xl/threads/t1.xml"
MICROSOFT = "http://schemas.microsoft.com/office/2017/10/relationships"
TALK = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
LISTED = (
    f'<comments xmlns="{MAIN}"><authors><author>Ann</author><author>tc=1</author></authors>'
    '<commentList><comment ref="B2" authorId="0"><text><r><rPr><b/></rPr><t>was </t></r><r>'
    "<t>94.8%_x0041_</t></r></text></comment><comment ref="
    '"D4" authorId="1"><text><t>[Threaded comment] Due?</t></text></comment></commentList>'
    "</comments>"
)
THREAD = (
    f'<ThreadedComments xmlns="{TALK}"><threadedComment ref="D4" personId="p1" id="1"><text>Due?'
    '</text></threadedComment><threadedComment ref="D4" personId="p2" id="2" parentId="1"><text>'
    "Yes</text></threadedComment></ThreadedComments>"
)
PEOPLE = f'<personList xmlns="{TALK}"><person displayName="Bob" id="p1"/></personList>'
SHAPE = (
    '<v:shape id="_x0000_s{0}"><v:textbox><br></v:textbox><x:ClientData ObjectType="{1}">'
    "<x:Anchor>\n {2}</x:Anchor><x:Row>{3}</x:Row><x:Column>{4}</x:Column></x:ClientData>"
    "</v:shape>"
)
DRAWING = (
    "<xml>"
    + SHAPE.format(1025, "Note", "2, 15, 0, 10, 4, 15, 4, 4", 1, 1)
    + SHAPE.format(1026, "Drop", "1, 0, 1, 0, 2, 0, 2, 0", 1, 1)
    + SHAPE.format(1027, "Note", "4, 15, 2, 10, 6, 15, 6, 4", 3, 3)
    + "</xml>"
)


def book_with(*, threads: bool = True) -> dict[str, bytes]:
    parts = parts_of('<row r="2"><c r="B2"><v>1</v></c></row>', tail='<legacyDrawing r:id="r2"/>')
    related = [
        (f"{OFFICE}/comments", NOTES),
        (f"{OFFICE}/vmlDrawing", SHAPES),
        *([(f"{MICROSOFT}/threadedComment", THREADS)] if threads else []),
    ]
    listed = "".join(
        f'<Relationship Id="r{n}" Type="{kind}" Target="/{target}"/>'
        for n, (kind, target) in enumerate(related, 1)
    )
    name = "xl/worksheets/_rels/sheet1.xml.rels"
    parts[name] = f'<Relationships xmlns="{RELS}">{listed}</Relationships>'.encode()
    parts |= {NOTES: LISTED.encode(), SHAPES: DRAWING.encode(), THREADS: THREAD.encode()}
    person = f'<Relationship Id="p" Type="{MICROSOFT}/person" Target="persons/p.xml"/>'
    workbook = "xl/_rels/workbook.xml.rels"
    parts[workbook] = parts[workbook].replace(
        b"</Relationships>", person.encode() + b"</Relationships>"
    )
    parts["xl/persons/p.xml"] = PEOPLE.encode()
    return parts


WAS, TALKED = Comment("was 94.8%A", "Ann"), Comment("Due?\nYes", "Bob")


def moves(*each: tuple[Comment, str | None, str | None]) -> ChangeSet:
    return ChangeSet(
        comments=(
            CommentsChange(
                "S",
                tuple(
                    CommentMove(
                        comment,
                        Cell.parse(before) if before else None,
                        Cell.parse(after) if after else None,
                    )
                    for comment, before, after in each
                ),
            ),
        )
    )


def write(path: Path, parts: dict[str, bytes], changes: ChangeSet) -> Path:
    source, target = save(path / "a.xlsx", parts), path / "b.xlsx"
    with PackageWorkbook(source) as book:
        book.write(changes, target)
    verify(target, changes)
    return target


def there(path: Path) -> dict[str, Comment]:
    with PackageWorkbook(path) as book:
        return {str(cell): comment for cell, comment in book.comments("S").items()}


def test_notes_and_threads_are_read(tmp_path: Path) -> None:
    assert there(save(tmp_path / "a.xlsx", book_with())) == {"B2": WAS, "D4": TALKED}
    assert there(save(tmp_path / "b.xlsx", parts_of())) == {}


def test_both_move_with_letters_shapes_and_answers(tmp_path: Path) -> None:
    target = write(tmp_path, book_with(), moves((WAS, "B2", "A2"), (TALKED, "D4", "C5")))
    assert there(target) == {"A2": WAS, "C5": TALKED}
    assert b'<comment ref="A2" authorId="0"><text><r><rPr><b/></rPr><t>was </t>' in part(
        target, NOTES
    )
    assert part(target, THREADS).count(b'ref="C5"') == 2
    assert part(target, SHAPES).decode() == (
        "<xml>"
        + SHAPE.format(1025, "Note", "1, 15, 0, 10, 3, 15, 4, 4", 1, 0)
        + SHAPE.format(1026, "Drop", "1, 0, 1, 0, 2, 0, 2, 0", 1, 1)
        + SHAPE.format(1027, "Note", "3, 15, 3, 10, 5, 15, 7, 4", 4, 2)
        + "</xml>"
    )


def test_all_other_parts_stay_byte_for_byte(tmp_path: Path) -> None:
    parts = book_with()
    target = write(tmp_path, parts, moves((WAS, "B2", "A2")))
    changed = {name for name, content in parts.items() if part(target, name) != content}
    assert changed <= {NOTES, SHAPES, THREADS, SHEET}
    assert part(target).endswith(parts[SHEET])  # it has a declaration now


def test_a_thread_that_left_comes_back_as_a_note(tmp_path: Path) -> None:
    gone = moves((TALKED, "D4", None), (WAS, "B2", None))
    target = write(tmp_path, book_with(), gone)
    assert there(target) == {}
    assert b"Note" not in part(target, SHAPES)
    with PackageWorkbook(target) as book:
        book.write(gone.reverse(), tmp_path / "c.xlsx")
    verify(tmp_path / "c.xlsx", gone.reverse())
    assert there(tmp_path / "c.xlsx") == {"B2": WAS, "D4": TALKED}
    shapes = part(tmp_path / "c.xlsx", SHAPES)
    assert shapes.count(b'ObjectType="Note"') == 2
    assert b'id="_x0000_s1027"' in shapes
    assert b'id="_x0000_s1028"' in shapes
    assert b'<v:shapetype id="_x0000_t202"' in shapes


DECLARED = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
CONTROL = SHAPE.format(1025, "Drop", "1, 0, 1, 0, 2, 0, 2, 0", 1, 1)
FIRST = moves((Comment("was <94.8%>", "lacxl"), None, "B2"))


def without_comments(kind: str) -> dict[str, bytes]:
    """Return a workbook without comments, by what its sheet has instead."""
    named = {"controls": '<legacyDrawing r:id="r2"/>', "header": '<legacyDrawingHF r:id="r2"/>'}
    tail = f'<pageMargins left="1"/>{named.get(kind, "")}<tableParts count="0"/>'
    parts = parts_of('<row r="2"/>', tail=tail, strict=kind == "strict")
    if kind == "no prefix":
        parts[SHEET] = parts[SHEET].replace(f' xmlns:r="{OFFICE}"'.encode(), b"")
    if kind in ("controls", "header"):
        listed = f'<Relationship Id="r2" Type="{OFFICE}/vmlDrawing" Target="/{SHAPES}"/>'
        parts["xl/worksheets/_rels/sheet1.xml.rels"] = (
            f'<Relationships xmlns="{RELS}">{listed}</Relationships>'.encode()
        )
        parts[SHAPES] = f"<xml>{CONTROL}</xml>".encode()
    return {
        name: content if name == SHAPES else DECLARED + content for name, content in parts.items()
    }


@pytest.mark.parametrize("trees", [lxml_tree, expat_tree])
@pytest.mark.parametrize("kind", ["plain", "strict", "no prefix", "controls", "header"])
def test_a_first_comment_comes_with_its_parts_and_leaves_with_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, trees: Trees, kind: str
) -> None:
    monkeypatch.setattr(xml, "trees", trees)
    parts = without_comments(kind)
    target = write(tmp_path, parts, FIRST)
    assert there(target) == {"B2": Comment("was <94.8%>", "lacxl")}
    drawing = SHAPES if kind == "controls" else "xl/drawings/vmlDrawing.vml"
    assert part(target, drawing).count(b'ObjectType="Note"') == 1
    assert re.search(
        rb'left="1"/><legacyDrawing [^>]*:id="r(Id)?\d"/>(<legacyDrawingHF [^>]*>)?<tableParts',
        part(target),
    )
    if kind == "header":
        assert part(target, SHAPES) == parts[SHAPES], "that is another drawing"
    back = tmp_path / "c.xlsx"
    with PackageWorkbook(target) as book:
        book.write(FIRST.reverse(), back)
    assert read_parts(back) == parts


def test_one_that_came_in_excel_leaves_whoever_was_at_work_there(tmp_path: Path) -> None:
    target = write(tmp_path, without_comments("plain"), FIRST)
    by_ann = moves((Comment("was <94.8%>", "Ann"), "B2", None))
    with PackageWorkbook(target) as book:
        book.write(by_ann, tmp_path / "c.xlsx")
    assert there(tmp_path / "c.xlsx") == {}


def test_of_two_changes_the_second_goes_on_from_the_first(tmp_path: Path) -> None:
    first, second = moves((WAS, "B2", "C2")), moves((WAS, "C2", "D2"))
    assert there(write(tmp_path, book_with(), first.and_then(second)))["D2"] == WAS
    (one,), (back,) = first.comments, first.reverse().comments
    assert one.and_then(back).moves == ()


@pytest.mark.parametrize(
    "changes",
    [
        moves((WAS, "B3", "C3")),
        moves((Comment("was 94.8%A", "Bob"), "B2", "C3")),
        moves((WAS, "B2", "D4")),
        moves((WAS, "B2", "E1"), (TALKED, "D4", "E1")),
        moves((WAS, None, "B2")),
        ChangeSet(
            comments=(CommentsChange("S", (CommentMove(WAS, Cell(2, 2), Cell(1, 16_385)),)),)
        ),
    ],
)
def test_what_cannot_move_is_refused(tmp_path: Path, changes: ChangeSet) -> None:
    with pytest.raises(Refused) as refusal:
        write(tmp_path, book_with(), changes)
    assert set(refusal.value.codes) == {"W128"}
    assert not (tmp_path / "b.xlsx").exists()


@pytest.mark.parametrize(("allowed", "codes"), [(["objects"], ()), ([], ("W130",))])
def test_a_password_guards_comments_where_it_guards_drawings(
    tmp_path: Path, allowed: list[str], codes: tuple[str, ...]
) -> None:
    guarded = ' objects="1"' if "objects" not in Protection(frozenset(allowed)).allowed else ""
    parts = book_with()
    parts[SHEET] = parts[SHEET].replace(
        b"</sheetData>",
        f'</sheetData><sheetProtection sheet="1" password="ABCD"{guarded}/>'.encode(),
    )
    if not codes:
        write(tmp_path, parts, moves((WAS, "B2", "A2")))
        return
    with pytest.raises(Refused) as refusal:
        write(tmp_path, parts, moves((WAS, "B2", "A2")))
    assert refusal.value.codes == codes


def test_a_file_that_is_otherwise_is_noticed(tmp_path: Path) -> None:
    source = save(tmp_path / "a.xlsx", book_with())
    with pytest.raises(Refused) as refusal:
        verify(source, moves((WAS, "B2", "C2")))
    assert refusal.value.codes == ("W136",)
