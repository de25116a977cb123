"""A folder that lacxl really published: it has nothing, and a leak planted in any form is found."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from folders import MAY, assert_done, assert_refused, call, run
from planting import rewrite

import lacxl.app.publish.publish as publishing
from lacxl.publishing.forms import write_forms

SECRETS = ("Zebedee", "9434765919", "943 476 5919")
Change = tuple[str, bytes, bytes]
"""A part of a package, a text in it, and the text in its place."""

SHEET = "xl/worksheets/sheet1.xml"


def in_sheet(cell: bytes) -> Change:
    """Return the change that adds a cell below all others of the first sheet."""
    end = b"</sheetData>"
    return SHEET, end, b'<row r="9999">%b</row>' % cell + end


def in_table(row: bytes) -> Change:
    """Return the change that adds a row to the first sheet of the .ods."""
    return "content.xml", b"</table:table>", row + b"</table:table>"


def cell(text: bytes, attributes: bytes = b"", kind: bytes = b"string") -> bytes:
    """Return a row of the .ods with one cell."""
    shown = b"<text:p>%b</text:p>" % text
    return (
        b'<table:table-row><table:table-cell office:value-type="%b"%b>%b</table:table-cell>'
        b"</table:table-row>" % (kind, attributes, shown)
    )


IN_WORKBOOK: dict[str, Change] = {
    "V101": ("xl/workbook.xml", b'state="visible"', b'state="veryHidden"'),
    "V102": ("xl/workbook.xml", b'state="visible"', b'state="hidden"'),
    "V111": ("docProps/app.xml", b"</Properties>", b"<Manager>Zebedee</Manager></Properties>"),
    "V117": (
        "xl/workbook.xml",
        b"</sheets>",
        b'</sheets><definedNames><definedName name="x">#REF!</definedName></definedNames>',
    ),
    "V120": in_sheet(b'<c r="A9999" t="inlineStr"><is><t>943 476 5919</t></is></c>'),
    "V140": in_sheet(b'<c r="A9999"><f>1+1</f></c>'),
    "V144": in_sheet(b'<c r="A9999"><v>0.3636363636363636</v></c>'),
    "V145": in_sheet(
        b'<c r="A9999" t="inlineStr"><is><t>a</t><rPh sb="0" eb="1"><t>Zebedee</t></rPh></is></c>'
    ),
    "V146": (SHEET, b"</worksheet>", b"<extLst/></worksheet>"),
}
HIDDEN_ROW = cell(b"Zebedee").replace(b"-row>", b'-row table:visibility="collapse">', 1)
IN_ODS: dict[str, Change] = {
    "V103": in_table(HIDDEN_ROW),
    "V104": in_table(cell(b"", b' office:value="4"', b"float")),
    "V105": in_table(cell(b"a<office:annotation/>")),
    "V111": (
        "meta.xml",
        b"</office:meta>",
        b"<meta:printed-by>Zebedee</meta:printed-by></office:meta>",
    ),
    "V120": in_table(cell(b"943 476 5919")),
    "V140": in_table(cell(b"2", b' table:formula="of:=1+1"')),
}
IN_PAGE = {
    "V120": "<p>943 476 5919</p>",
    "V135": "<script></script>",
    "V136": "<!-- Zebedee -->",
    "V137": "<img src='https://a.example/Zebedee.png'>",
    "V138": "<p hidden>Zebedee</p>",
    "V139": "<p data-name='Zebedee'>a</p>",
    "V106": "<a href='https://a.example/Zebedee'>a</a>",
}
IN_TABLE = {
    "V120": "943 476 5919",
    "V132": "=HYPERLINK(1)",
    "V133": "a\u200bb",
    "V134": "a,Zebedee,,,,,,,,,,,,,,,,,,Zebedee",
}


@pytest.fixture(scope="session")
def _published(tmp_path_factory: pytest.TempPathFactory, _filled: Path) -> Path:
    folder = tmp_path_factory.mktemp("published") / "report"
    shutil.copytree(_filled, folder)
    assert_done(run(folder, "issue", MAY))
    assert_done(run(folder, "publish", MAY))
    return folder / "published" / "May 2015 - I1"


@pytest.fixture
def published(_published: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "to hand out"
    shutil.copytree(_published, folder)
    return folder


def form(folder: Path, ending: str) -> Path:
    (found,) = folder.glob(f"*{ending}")
    return found


def codes(folder: Path) -> list[str]:
    """Return the codes of what the door says, which names the files and repeats nothing in them."""
    ran = call("scan", "--published", str(folder))
    assert not any(secret in ran.out + ran.err for secret in SECRETS)
    found = [line.split()[0] for line in ran.out.splitlines() if line.startswith("V")]
    assert ran.code == (1 if found else 0)
    return found


def test_nothing_in_what_was_published(published: Path) -> None:
    assert {path.suffix for path in published.iterdir()} == {".xlsx", ".ods", ".csv", ".html"}
    assert codes(published) == []


@pytest.mark.parametrize("code", IN_WORKBOOK)
def test_a_leak_in_the_workbook(published: Path, code: str) -> None:
    part, old, new = IN_WORKBOOK[code]
    rewrite(form(published, ".xlsx"), {part: lambda text: _planted(text, old, new)})
    assert code in codes(published)


@pytest.mark.parametrize("code", IN_ODS)
def test_a_leak_in_the_ods(published: Path, code: str) -> None:
    part, old, new = IN_ODS[code]
    rewrite(form(published, ".ods"), {part: lambda text: _planted(text, old, new)})
    assert code in codes(published)


@pytest.mark.parametrize("code", IN_PAGE)
def test_a_leak_in_the_page(published: Path, code: str) -> None:
    page = form(published, ".html")
    text = page.read_text("utf-8")
    page.write_text(text.replace("</main>", IN_PAGE[code] + "</main>", 1), encoding="utf-8")
    assert code in codes(published)


@pytest.mark.parametrize("code", IN_TABLE)
def test_a_leak_in_the_table(published: Path, code: str) -> None:
    table = form(published, ".csv")
    width = table.read_text("utf-8").splitlines()[0].count(",")
    line = IN_TABLE[code] + "," * (width if code != "V134" else 0)
    with table.open("a", encoding="utf-8") as file:
        file.write(line + "\n")
    assert set(codes(published)) == {code}


def test_another_file_beside_them(published: Path) -> None:
    (published / "children.txt").write_text("Zebedee", encoding="utf-8")
    assert codes(published) == ["V128"]


@pytest.mark.parametrize("ending", [".xlsx", ".ods", ".html", ".csv"])
def test_nothing_is_published_that_the_scan_does_not_pass(
    filled: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    def leaky(*given: object) -> tuple[Path, ...]:
        files = write_forms(*given)  # type: ignore[arg-type]
        path = next(path for path in files if path.suffix == ending)
        _leak(path)
        return files

    assert_done(run(filled, "issue", MAY))
    monkeypatch.setattr(publishing, "write_forms", leaky)
    ran = run(filled, "publish", MAY)
    assert_refused(ran, "T109", ending)
    assert not any(secret in ran.out + ran.err for secret in SECRETS)
    assert not (filled / "published" / "May 2015 - I1").exists()


def _leak(path: Path) -> None:
    plant: dict[str, Callable[[], None]] = {
        ".xlsx": lambda: rewrite(
            path, {SHEET: lambda text: _planted(text, *IN_WORKBOOK["V140"][1:])}
        ),
        ".ods": lambda: rewrite(
            path, {"content.xml": lambda text: _planted(text, *IN_ODS["V105"][1:])}
        ),
        ".html": lambda: _append(path, "<!-- Zebedee -->"),
        ".csv": lambda: _append(path, "=1\n"),
    }
    plant[path.suffix]()


def _append(path: Path, text: str) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write(text)


def _planted(text: bytes, old: bytes, new: bytes) -> bytes:
    assert old in text
    return text.replace(old, new, 1)
