"""Comments of a sheet: notes, the shapes that show them, and threads; read and moved."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import count

from lacxl.domain.finding import Finding, error
from lacxl.engines.package.around_rows import AroundRows
from lacxl.engines.package.broken_files import Unclear
from lacxl.engines.package.cell_text import escape, text_of
from lacxl.engines.package.package_edit import PackageEdit
from lacxl.engines.package.parts import Package, relationships_part
from lacxl.engines.package.xml import (
    Element,
    child,
    fragment,
    kids,
    make,
    namespace,
    put,
    serialise,
    text_in,
    whole,
    within,
)
from lacxl.workbook.address import MAX_COLUMN, MAX_ROW, Cell
from lacxl.workbook.changes import CommentMove, CommentsChange
from lacxl.workbook.snapshot import Comment

NOTES, THREADS, SHAPES = "comments", "threadedComment", "vmlDrawing"
_SHAPE = re.compile(rb"<v:shape\s(?:(?!</v:shape\s*>).)*</v:shape\s*>", re.DOTALL)
_NUMBER = {name: re.compile(rb"(<x:%b>\s*)(\d+)" % name) for name in (b"Row", b"Column")}
_ANCHOR = re.compile(rb"(<x:Anchor>\s*)([0-9,\s]+?)(\s*</x:Anchor>)")
_KIND = re.compile(rb'id="_x0000_t202"')
_IDENTIFIER = re.compile(rb'_x0000_s(\d+)"')
_SHAPE_KIND = (
    b'<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,'
    b'l21600,xe"><v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/>'
    b"</v:shapetype>"
)
_OF_KIND = b'"#_x0000_t202"'
_NEW_SHAPE = (
    b'<v:shape id="_x0000_s%d" type="#_x0000_t202" style="position:absolute;width:96pt;'
    b'height:55.5pt;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto"><v:fill '
    b'color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
    b'<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
    b'<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>%d, 15, %d, 10,'
    b" %d, 15, %d, 4</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>%d</x:Row><x:Column>%d"
    b"</x:Column></x:ClientData></v:shape>"
)
_END = re.compile(rb"</xml\s*>\s*$")
_NOTES_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_SHAPES_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_NO_SHAPES = (
    b'<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office'
    b'" xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap '
    b'v:ext="edit" data="%d"/></o:shapelayout></xml>'
)
_WITHOUT_SHAPES = re.compile(
    rb"\s*<xml\b[^>]*>\s*(<o:shapelayout\b(?:(?!</o:shapelayout).)*</o:shapelayout>\s*)?"
    rb"(<v:shapetype\b(?:(?!</v:shapetype).)*</v:shapetype>\s*)*</xml\s*>\s*",
    re.DOTALL,
)
_IDENTIFIERS = re.compile(rb'<o:idmap\b[^>]*\bdata="(\d+)')
_TODO = "Nothing was written. Look at the comments of these cells in Excel."


def comments_of(package: Package, sheet: str) -> dict[Cell, Comment]:
    """Return the comments by cell; of a thread all of it, by whom it was begun.

    Raises Unclear, or Refused, where a part of them cannot be read.
    """
    found = {}
    for part in package.related_to(sheet, NOTES):
        root = package.parse(part)
        authors = [text_in(each) for each in kids(child(root, "authors"), "author")]
        for element in _comments(root):
            number, text = whole(element.get("authorId")), child(element, "text")
            found[_cell(element)] = Comment(
                "" if text is None else text_of(text),
                authors[number] if number < len(authors) else "",
            )
    threads: dict[Cell, Comment] = {}
    for part in package.related_to(sheet, THREADS):
        people = _people(package)
        for element in kids(package.parse(part), THREADS):
            cell, text = _cell(element), child(element, "text")
            said = "" if text is None else text_in(text)
            first = threads.get(cell)
            threads[cell] = Comment(
                f"{first.text}\n{said}" if first else said,
                first.author if first else people.get(element.get("personId", ""), ""),
            )
    return dict(sorted((found | threads).items()))


def parts_with_comments(package: Package, sheet: str) -> tuple[str, ...]:
    """Return the parts that moving comments may change, beside the list of content types."""
    return relationships_part(sheet), *package.related_to(sheet, NOTES, THREADS, SHAPES)


def comments_faults(package: Package, part: str, change: CommentsChange) -> list[Finding]:
    """Return what is wrong with the moves: the comments are other ones, or one is in the way."""
    there = comments_of(package, part)
    leaving = {move.before for move in change.moves if move.before}
    taken: set[Cell] = set()
    faults = []

    def fault(cell: Cell, what: str) -> None:
        faults.append(error("W128", what, f"{change.sheet}!{cell}", _TODO))

    for move in change.moves:
        if move.before and not _is_meant(there.get(move.before), move):
            said = "has another comment" if move.before in there else "has no comment"
            fault(move.before, f"The cell {said} than the one to move.")
        if move.after is None:
            continue
        if not (1 <= move.after.row <= MAX_ROW and 1 <= move.after.column <= MAX_COLUMN):
            fault(Cell(1, 1), "A comment would move beyond the last row or column.")
        elif move.after in taken or (move.after in there and move.after not in leaving):
            fault(move.after, "The cell would have two comments.")
        taken.add(move.after)
    return faults


def _is_meant(there: Comment | None, move: CommentMove) -> bool:
    """Say whether it is the comment of a move; one that leaves may have come in Excel.

    Its author is the one who was at work there then.
    """
    if there is None or move.after:
        return there == move.comment
    return there.text == move.comment.text


def moved_comments(
    package: Package, frame: AroundRows, change: CommentsChange, edit: PackageEdit
) -> dict[str, bytes]:
    """Return the new content of the parts that hold the sheet's comments.

    They are made with the first comment of a sheet, and go with its last one.
    """
    part = frame.part
    places = {move.before: move.after for move in change.moves if move.before}
    new = {move.after: move.comment for move in change.moves if move.after and not move.before}
    notes = {name: package.parse(name) for name in package.related_to(part, NOTES)}
    if new and not notes:
        name, _ = edit.add_part(part, NOTES, "comments{}.xml", _NOTES_TYPE)
        notes[name] = fragment(b'<comments xmlns="%b"/>' % namespace(frame.root).encode())
    made = {
        name: _notes(root, places, new if number == 0 else {})
        for number, (name, root) in enumerate(notes.items())
    }
    threads = package.related_to(part, THREADS)
    for name in threads:
        root = package.parse(name)
        _place(root, root, THREADS, places)
        made[name] = serialise(root)
    drawing = _drawing(package, frame)
    for name in package.related_to(part, SHAPES):
        old = package.read(name)
        content = _shapes(old, places, new if name == drawing else {})
        if content != old:
            made[name] = content
    if new and drawing is None:
        made |= _first_shapes(package, frame, new, edit)
    if not threads and not any(map(_comments, notes.values())):
        for name in (*notes, *([drawing] if drawing else [])):
            bare = name in notes or _WITHOUT_SHAPES.fullmatch(made.get(name, b""))
            if bare and not package.archive.find(relationships_part(name)):
                del made[name]
                edit.drop_part(part, name)
    if drawing in edit.removed:
        frame.drop("legacyDrawing")
    return made


def _comments(root: Element) -> list[Element]:
    return list(kids(child(root, "commentList"), "comment"))


def _drawing(package: Package, frame: AroundRows) -> str | None:
    """Return the part with the shapes of a sheet's comments and controls, None where none is."""
    element = frame.child("legacyDrawing")
    if element is None:
        return None
    named = {value for key, value in element.attrib.items() if str(key).endswith("}id")}
    found = (each for each in package.relationships_of(frame.part) if each.id in named)
    return next((each.target for each in found), None)


def _first_shapes(
    package: Package, frame: AroundRows, new: Mapping[Cell, Comment], edit: PackageEdit
) -> dict[str, bytes]:
    """Return a new part with the shapes of a sheet's first comments, which the sheet names."""
    if frame.child("legacyDrawing") is not None:
        raise Unclear("the drawing of its comments and controls is missing")
    name, identifier = edit.add_part(frame.part, SHAPES, "drawings/vmlDrawing{}.vml", _SHAPES_TYPE)
    frame.add("legacyDrawing", **{f"{{{edit.office}}}id": identifier})
    number = 1 + [sheet.part for sheet in package.sheets].index(frame.part)
    return {name: _shapes(_NO_SHAPES % number, {}, new)}


def _cell(element: Element) -> Cell:
    try:
        return Cell.parse(element.get("ref", ""))
    except ValueError:
        raise Unclear("the cell of a comment is invalid") from None


def _people(package: Package) -> dict[str, str]:
    return {
        person.get("id", ""): person.get("displayName", "")
        for part in package.related_to(package.workbook_part, "person")
        for person in within(package.parse(part), "person")
    }


def _place(root: Element, holder: Element, name: str, places: Mapping[Cell, Cell | None]) -> None:
    for element in list(kids(holder, name)):
        cell = _cell(element)
        if cell not in places:
            continue
        after = places[cell]
        if after is None:
            holder.remove(element)
        else:
            element.set("ref", str(after))


def _notes(root: Element, places: Mapping[Cell, Cell | None], new: Mapping[Cell, Comment]) -> bytes:
    listed, authors = child(root, "commentList"), child(root, "authors")
    order = ("authors", "commentList", "extLst")
    if authors is None:
        authors = put(root, make(root, "authors"), order)
    if listed is None:
        listed = put(root, make(root, "commentList"), order)
    _place(root, listed, "comment", places)
    for cell, comment in sorted(new.items()):
        known = [text_in(each) for each in kids(authors, "author")]
        if comment.author not in known:
            author = make(authors, "author")
            author.text = comment.author
            authors.append(author)
            known.append(comment.author)
        element = make(listed, "comment", ref=str(cell), authorId=str(known.index(comment.author)))
        text, holder = make(element, "text"), make(element, "t")
        holder.text = escape(comment.text)
        holder.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        text.append(holder)
        element.append(text)
        listed.append(element)
    return serialise(root)


def _shapes(
    content: bytes, places: Mapping[Cell, Cell | None], new: Mapping[Cell, Comment]
) -> bytes:
    def placed(shape: re.Match[bytes]) -> bytes:
        numbers = [_NUMBER[name].search(shape[0]) for name in (b"Row", b"Column")]
        row, column = numbers
        if b'ObjectType="Note"' not in shape[0] or row is None or column is None:
            return shape[0]
        cell = Cell(int(row[2]) + 1, int(column[2]) + 1)
        if cell not in places:
            return shape[0]
        after = places[cell]
        return b"" if after is None else _moved(shape[0], cell, after)

    content = _SHAPE.sub(placed, content)
    if not new:
        return content if _OF_KIND in content else content.replace(_SHAPE_KIND, b"")
    own = _IDENTIFIERS.search(content)
    first = 1024 * (int(own[1]) if own else 1)
    last = max((int(number) for number in _IDENTIFIER.findall(content)), default=first)
    shapes = [] if _KIND.search(content) else [_SHAPE_KIND]
    for number, cell in zip(count(last + 1), sorted(new), strict=False):
        row, column = cell.row - 1, cell.column - 1
        left, top = min(column + 1, MAX_COLUMN - 3), max(row - 1, 0)
        shapes.append(_NEW_SHAPE % (number, left, top, left + 2, top + 4, row, column))
    end = _END.search(content)
    if end is None:
        raise Unclear("the drawing of its comments has no end")
    return content[: end.start()] + b"".join(shapes) + content[end.start() :]


def _moved(shape: bytes, cell: Cell, after: Cell) -> bytes:
    """Return the shape of a note at another cell, as far from it as before."""
    for name, number in ((b"Row", after.row - 1), (b"Column", after.column - 1)):
        shape = _NUMBER[name].sub(rb"\g<1>%d" % number, shape, count=1)
    anchor = _ANCHOR.search(shape)
    spots = [int(number) for number in anchor[2].split(b",")] if anchor else []
    if anchor is None or len(spots) != 8:
        return shape
    for at, by, last in (
        (0, after.column - cell.column, MAX_COLUMN),
        (2, after.row - cell.row, MAX_ROW),
    ):
        far = min(max(by, -spots[at]), last - 1 - spots[at + 4])
        spots[at] += far
        spots[at + 4] += far
    spelt = ", ".join(map(str, spots)).encode()
    return shape[: anchor.start(2)] + spelt + shape[anchor.end(2) :]
