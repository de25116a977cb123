"""Hostile and broken files of every form: refused or told by a code, soon, and never repeated."""

from __future__ import annotations

import io
import time
import zipfile
from html.parser import HTMLParser

import pytest
from made_books import table
from made_ods import KIND, look, ods, packed, row, sheet
from test_scan_page import REPORT

from lacxl.domain.finding import Severity
from lacxl.scan.page.tokens import TokenKind, tokens

SECONDS = 5
"""How long any of these may take; each took minutes with a parser that goes back and forth."""
BOOK = packed(table(["NO."], [463]))
SPREADSHEET = packed(ods())


def codes(content: bytes, name: str) -> list[str]:
    started = time.monotonic()
    findings = look(content, name)
    assert time.monotonic() - started < SECONDS
    assert "Zebedee" not in str(findings)
    return [finding.code for finding in findings]


@pytest.mark.parametrize("name", ["a.xlsx", "a.ods"])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_package_that_is_cut_short(name: str, share: float) -> None:
    whole = BOOK if name == "a.xlsx" else SPREADSHEET
    assert codes(whole[: int(len(whole) * share)], name) == ["V126"]


@pytest.mark.parametrize("name", ["a.xlsx", "a.ods"])
def test_a_package_of_which_a_byte_has_changed(name: str) -> None:
    whole = BOOK if name == "a.xlsx" else SPREADSHEET
    for at in range(0, len(whole), 7):
        changed = whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :]
        assert all(code.startswith("V1") for code in codes(changed, name))


@pytest.mark.parametrize("name", ["a.xlsx", "a.ods"])
def test_a_bomb_is_not_unpacked(name: str) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", KIND)
        package.writestr("content.xml", bytes(100_000_000))
    assert codes(out.getvalue(), name) == ["V126"]


ENTITIES = (
    b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
    b'<!DOCTYPE x SYSTEM "http://a.example/x.dtd">',
    b'<!DOCTYPE x [<!ENTITY a "Zebedee"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>',
)


@pytest.mark.parametrize("entities", ENTITIES)
@pytest.mark.parametrize("part", ["content.xml", "styles.xml", "meta.xml"])
def test_entities_are_not_followed(entities: bytes, part: str) -> None:
    members = ods(sheet(row("a", "&a;" if b"ENTITY a" in entities else "b")))
    if part != "content.xml":
        members = ods() | {part: members["content.xml"]}
    members[part] = entities + members[part]
    assert "V124" in codes(packed(members), "a.ods") or b'SYSTEM "http' in entities


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (BOOK, "a.ods", "V127"),
        (SPREADSHEET, "a.xlsx", "V125"),
        (BOOK, "a.csv", "V127"),
        (SPREADSHEET, "a.html", "V127"),
        (REPORT.encode(), "a.csv", "V127"),
        (REPORT.encode(), "a.ods", "V127"),
        (b"a,b\n1,2\n", "a.html", "V127"),
        (b"a,b\n1,2\n", "a.ods", "V127"),
        (b"", "a.ods", "V127"),
        (b"", "a.xlsx", "V125"),
        (packed({"mimetype": b"application/vnd.oasis.opendocument.text"}), "a.ods", "V127"),
        (packed({"mimetype": KIND}), "a.ods", "V127"),
        (packed({"content.xml": b"<x/>"}), "a.ods", "V127"),
        (b"MZ\x90\x00", "a.csv", "V127"),
    ],
)
def test_what_is_not_what_its_ending_says(content: bytes, name: str, code: str) -> None:
    (finding,) = look(content, name)
    assert (finding.code, finding.severity) == (code, Severity.ERROR)
    assert finding.todo


@pytest.mark.parametrize("part", sorted(ods()))
def test_an_ods_whose_parts_are_broken(part: str) -> None:
    for content in (b"", b"<", b"\xff\xfe<\0", b"<x>" * 5000, b"Zebedee"):
        found = codes(packed(ods() | {part: content}), "a.ods")
        assert set(found) & {"V124", "V127", "V119"}


def test_an_ods_without_a_manifest() -> None:
    members = ods()
    del members["META-INF/manifest.xml"]
    assert codes(packed(members), "a.ods") == ["V124"]


def test_rows_that_are_repeated_a_million_times_take_no_time() -> None:
    cells = "<table:table-cell table:number-columns-repeated='16384' office:value-type='float'"
    one = f"<table:table-row table:number-rows-repeated='1048576'>{cells} office:value='1'/>"
    assert codes(packed(ods(sheet(f"{one}</table:table-row>" * 3000))), "a.ods") == []


SLOW_TAGS = ["<!--", "<![", "<!", "<a ", "<a b='", "</", "<", "&", "&#x", "<b><i>", "<?", "<svg>"]
SLOW_STYLES = ["a{", "@media x{", "a,", "a b ", "x{color:red}", "[", ":not(", "url(", "/*", "\\41 "]


@pytest.mark.parametrize("piece", SLOW_TAGS)
def test_a_page_of_tags_that_never_end_takes_no_time(piece: str) -> None:
    assert set(codes(f"<html><body>{piece * 30_000}".encode(), "a.html")) <= {"V124", "V136"}


@pytest.mark.parametrize("piece", SLOW_STYLES)
def test_a_style_sheet_that_never_ends_takes_no_time(piece: str) -> None:
    text = f"<html><style>{piece * 30_000}</style><p class='x'>a</p></html>"
    assert set(codes(text.encode(), "a.html")) <= {"V124", "V136", "V137"}


@pytest.mark.parametrize(
    "text",
    [
        "<p style='width:calc(1px + (2px));color:rgb(" + "9" * 500 + ",0,0)'>a</p>",
        "<p style='opacity:" + "9" * 5000 + "'>a</p>",
        "<p style='color:#12345'>a</p>",
        "<td colspan=99999999999999999999>a",
        "<svg><text x='1e999'>a</text></svg>",
        "<style>\\110000{}</style>",
        "<style>\\d800{}</style>",
        "<p>&#1114112;&#xd800;&#0;</p>",
        "<a href='http://[::1'>a</a>",
        "<meta content>",
        "</p></html></body>",
        "\ud7ff<p>\ufffe",
    ],
)
def test_odd_pages_are_no_fault_of_the_scan(text: str) -> None:
    codes(text.encode(), "a.html")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("<div hidden/>Zebedee</div>", "V138"),  # only in a drawing does /> end it
        ("<p hidden hidden=''>Zebedee</p>", "V138"),
        ("<p title='a' title='Zebedee'>a</p>", "V139"),  # no browser takes the second
        ("<p>a</p\n><p hidden\n>Zebedee", "V138"),
        ("<P HIDDEN>Zebedee", "V138"),
        ("<p/hidden>Zebedee", "V138"),
        ("<p a='>'hidden>Zebedee", "V138"),
        ("<textarea><p></textarea><p hidden>Zebedee", "V138"),
        ("<style></style ><p hidden>Zebedee", "V138"),
        ("<svg><style><p hidden>Zebedee</style></svg>", "V138"),
        ("<svg><title><p hidden>Zebedee</title></svg>", "V138"),
        ("<!--><p hidden>Zebedee", "V138"),
        ("<p>a<!-- --!><p>--><p hidden>Zebedee", "V138"),
        ("a < b <p hidden>Zebedee", "V138"),
    ],
)
def test_a_page_is_cut_as_browsers_cut_it(text: str, code: str) -> None:
    assert code in codes(text.encode(), "a.html")


class _Usual(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[object] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        self.seen.append(tag)


def test_an_honest_page_is_cut_as_the_standard_library_cuts_it() -> None:
    usual = _Usual()
    usual.feed(REPORT)
    ours: list[object] = []
    for token in tokens(REPORT):
        if token.kind is TokenKind.BEGIN:
            ours += [(token.text, token.attributes), *([token.text] if token.is_closed else [])]
        elif token.kind is TokenKind.END:
            ours.append(token.text)
    assert ours == usual.seen
