"""What the source of a page holds that its reader does not see: one kind a test, by line."""

from __future__ import annotations

import pytest
from made_ods import look

STYLE = """
:root { --ink: #1f2328; --band: #1f4e79 }
body { color: var(--ink); background: #fff; font: 1rem/1.5 "Liberation Sans", sans-serif }
table { border-collapse: collapse; width: 100% }
thead th { color: #fff; background: var(--band) }
tr:nth-child(even) td { background: #f4f6f8 }
.r { background-color: #f8d7da; color: #58151c }
.band .on { color: white }
.band { background: navy }
figure { margin: 0 auto; overflow: hidden }
@media print { nav { display: none } }
@media (max-width: 600px) { .wide { display: none } }
@media (prefers-color-scheme: dark) { body { color: #fff; background: #000 } }
a:hover { color: #fff }
.skip { position: absolute; left: -999rem }
.skip:focus { position: static }
:focus-visible { outline: 3px solid #ffdd00 }
#e18ea0 { color: #e1e8ea }
"""
REPORT = f"""<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="lacxl 1.0">
<meta name="author" content="lacxl">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<link rel="icon" href="data:,">
<title>Corporate Parenting, May 2015</title>
<style>{STYLE}</style>
</head>
<body>
<a class="skip" href="#t7">Skip to the figures</a>
<nav><a href="#t7">Looked after children</a> <a href="figures.csv">Figures</a></nav>
<main>
<h1 id="t7">Corporate Parenting – May&nbsp;2015</h1>
<p class="band"><span class="on">7.1 Świętochłowice</span> رعاية <bdi>عربي</bdi>
<p>Civic Centre, SW1A 1AA. See <a href="https://www.gov.uk/">the standards</a>.
<details><summary>How it is counted</summary><p>By the month's end.</p></details>
<table>
<caption>Summary</caption>
<thead><tr><th scope="col">No.<th scope="col">Indicator<th class="wide">May-15</tr></thead>
<tbody><tr><td>7.1<td>Children looked after<td>463
<tr><td>7.6<td>Reviews in time<td class="r">36.4% <span aria-hidden="true">▼</span> worse</tbody>
</table>
<figure><svg viewBox="0 0 600 200" role="img" aria-labelledby="c1">
<title id="c1">7.1 by month</title><desc>463 in May</desc>
<defs><linearGradient id="g"><stop offset="0" stop-color="#fff"/></linearGradient></defs>
<rect x="0" y="0" width="600" height="200" fill="url(#g)"/>
<path d="M0,100L50,90L1234567890,9434765919" fill="none" stroke="#1f4e79"/>
<text x="10" y="20" fill="white">463</text></svg></figure>
</main>
</body>
</html>
"""
NHS = "943 476 5919"


def page(body: str, head: str = "") -> str:
    """Return a page with this on its fourth line."""
    return (
        f'<!DOCTYPE html>\n<html><head><meta charset="utf-8"><title>x</title>{head}</head>\n'
        f"<body>\n{body}\n</body></html>\n"
    )


def found(text: str | bytes, *, published: bool = False) -> list[tuple[str, str]]:
    content = text if isinstance(text, bytes) else text.encode()
    findings = look(content, "report.html", published=published)
    return [(finding.code, finding.where) for finding in findings]


def test_a_report_has_nothing() -> None:
    assert found(REPORT) == []
    assert look(REPORT.encode(), "REPORT.HTM") == ()


@pytest.mark.parametrize(
    "body",
    [
        "<script>x=1</script>",
        "<script src='#'></script>",
        "<p onclick='x()'>a</p>",
        "<svg onload='x()'></svg>",
        "<a href='javascript:x()'>a</a>",
        "<a href=' java&#10;script:x()'>a</a>",
    ],
)
def test_scripts(body: str) -> None:
    assert found(page(body)) == [("V135", "line 4")]


@pytest.mark.parametrize(
    "body",
    [
        "<!-- Zebedee -->",
        "<!--[if gte mso 9]><xml></xml><![endif]-->",
        "<![if !x]>",
        "<style>/* Zebedee */</style>",
        "<?php x ?>",
        "<!-- Zebedee",
    ],
)
def test_comments(body: str) -> None:
    assert ("V136", "line 4") in found(page(body))


ELSEWHERE = [
    "<img src='https://a.example/x.png'>",
    "<img src='chart.png'>",
    "<img src='//a.example/x.png'>",
    "<img srcset='https://a.example/x.png 2x'>",
    "<link rel='preload' href='https://a.example/x'>",
    "<link rel='stylesheet' href='style.css'>",
    "<style>@import 'https://a.example/x.css';</style>",
    "<style>p { background: url(https://a.example/x.png) }</style>",
    "<style>p { background: \\75rl(https://a.example/x.png) }</style>",
    "<p style='background:url(&quot;https://a.example/x&quot;)'>a</p>",
    "<meta http-equiv='refresh' content='0;url=https://a.example'>",
    "<iframe src='https://a.example'></iframe>",
    "<iframe srcdoc='a'></iframe>",
    "<object data='https://a.example/x'></object>",
    "<embed src='https://a.example/x'>",
    "<form action='https://a.example'></form>",
    "<button formaction='https://a.example'>a</button>",
    "<base href='https://a.example/'>",
    "<video poster='https://a.example/x'></video>",
    "<body background='https://a.example/x'>",
    "<svg><use href='https://a.example/x#a'/></svg>",
    "<svg><use xlink:href='x.svg#a'/></svg>",
    "<svg><image href='https://a.example/x.png'/></svg>",
    "<svg><foreignObject><p>a</p></foreignObject></svg>",
    "<svg><rect fill='url(https://a.example/x#g)'/></svg>",
    "<a href='#' ping='https://a.example'>a</a>",
]


@pytest.mark.parametrize("body", ELSEWHERE)
def test_what_is_taken_from_elsewhere(body: str) -> None:
    assert found(page(body)) == [("V137", "line 4")]


@pytest.mark.parametrize(
    "target",
    [
        "file:///C:/jane/x.xlsx",
        "C:\\jane\\x.xlsx",
        "\\\\server\\x",
        "/home/jane/x",
        "../jane/x.csv",
    ],
)
def test_links_to_files(target: str) -> None:
    assert found(page(f"<a href='{target}'>x</a>")) == [("V106", "line 4")]
    assert "jane" not in str(look(page(f"<a href='{target}'>x</a>").encode(), "a.html"))


HIDDEN = [
    "<p hidden>Zebedee</p>",
    "<p hidden='until-found'>Zebedee</p>",
    "<div hidden/>Zebedee</div>",
    "<p style='display:none'>Zebedee</p>",
    "<p style='DISPLAY : NONE !important'>Zebedee</p>",
    "<div style='visibility:hidden'><p>Zebedee</p></div>",
    "<p style='opacity:0'>Zebedee</p>",
    "<p style='font-size:0'>Zebedee</p>",
    "<p style='height:0;overflow:hidden'>Zebedee</p>",
    "<p style='position:absolute;left:-9999px'>Zebedee</p>",
    "<style>.x { position: fixed; top: -999em }</style><a class='x' href='#a'>Zebedee</a>",
    "<style>p { position: fixed; top: -999em } p:focus { top: 0 }</style><p>Zebedee</p>",
    "<p style='text-indent:-100em'>Zebedee</p>",
    "<p style='transform:translateX(-2000px)'>Zebedee</p>",
    "<p style='transform:scale(0)'>Zebedee</p>",
    "<p style='clip:rect(0 0 0 0);position:absolute'>Zebedee</p>",
    "<p style='clip-path:inset(100%)'>Zebedee</p>",
    "<p style='color:#fff'>Zebedee</p>",
    "<p style='color:transparent'>Zebedee</p>",
    "<p style='color:rgb(254,254,254)'>Zebedee</p>",
    "<p style='background:navy;color:#000080'>Zebedee</p>",
    "<table><tr><td style='color:white'>Zebedee</table>",
    "<style>.x { display: none }</style><p class='a x'>Zebedee</p>",
    "<style>div > p#x { color: white }</style><div><p id='x'>Zebedee</p></div>",
    "<style>@media screen { .x { visibility: hidden } }</style><p class='x'>Zebedee</p>",
    "<style>:root { --a: none } .x { display: var(--a) }</style><p class='x'>Zebedee</p>",
    "<style>div { .x { display: none } }</style><div><p class='x'>Zebedee</p></div>",
    "<style>.x { display: none</style><p class='x'>Zebedee</p>",
    "<style>[lang] { display: none }</style><p lang='x'>Zebedee</p>",
    "<input type='hidden' value='Zebedee'>",
    "<template><p>Zebedee</p></template>",
    "<noscript>Zebedee</noscript>",
    "<dialog>Zebedee</dialog>",
    "<svg><text display='none'>Zebedee</text></svg>",
    "<svg><text fill='none'>Zebedee</text></svg>",
    "<svg><text x='-5000'>Zebedee</text></svg>",
    "<svg><g fill='none'><text>Zebedee</text></g></svg>",
    "<svg viewBox='0 0 600 200'><text x='10' y='900'>Zebedee</text></svg>",
    "<svg viewBox='0 0 600 200'><g transform='translate(-5000 0)'><text>Zebedee</text></g></svg>",
    "<svg width='0' height='0'><text>Zebedee</text></svg>",
    "<svg><text opacity='0'>Zebedee</text></svg>",
    "<svg><g visibility='hidden'><text>Zebedee</text></g></svg>",
    "<svg><defs><text>Zebedee</text></defs></svg>",
    "<svg><metadata>Zebedee</metadata></svg>",
    "<p aria-hidden='true'>Zebedee</p>",
]


@pytest.mark.parametrize("body", HIDDEN)
def test_elements_that_are_not_shown(body: str) -> None:
    assert found(page(body)) == [("V138", "line 4")]
    assert "Zebedee" not in str(look(page(body).encode(), "a.html"))


@pytest.mark.parametrize(
    "body",
    [
        "<p hidden></p><p>a</p>",
        "<ul><li hidden><li>a</ul>",
        "<table><tr><td style='display:none'><td>a</table>",
        "<dialog open>a</dialog>",
        "<style>.x p { display: none }</style><p>a</p>",
        "<style>p { color: white } p { color: black }</style><p>a</p>",
        "<style>.x { color: white } #y { color: black }</style><p class='x' id='y'>a</p>",
        "<style>p:hover { display: none } p::after { color: white }</style><p>a</p>",
        "<p style='background:#1f4e79;color:#fff'>a <b>b</b></p>",
        "<p style='background:linear-gradient(red,blue);color:#fff'>a</p>",
        "<p style='width:50%;overflow:hidden'>a</p>",
        "<p style='left:-9999px'>a</p>",
        "<svg><rect fill='navy'/><text fill='white'>a</text></svg>",
        "<svg><g fill='none'><path/><text fill='#000'>a</text></g></svg>",
        "<svg viewBox='0 0 1600 900'><g transform='translate(1200,40)'><text x='-20'>a</text></g>",
        "<svg viewBox='-50 -50 100 100'><text x='-40' y='10 20'>a</text></svg>",
    ],
)
def test_elements_that_are_shown(body: str) -> None:
    assert found(page(body)) == []


@pytest.mark.parametrize(
    "body",
    [
        "<p data-child='Zebedee'>a</p>",
        "<img src='data:image/png;base64,iVBORw0KGgo='>",
        "<a href='data:text/csv,Zebedee'>a</a>",
        "<svg><image href='data:image/png;base64,AAAA'/></svg>",
        "<style>p { background: url(data:image/png;base64,AAAA) }</style>",
        f"<p>{'QUJD' * 40}</p>",
        f"<p title='{'QUJD' * 40}'>a</p>",
    ],
)
def test_data_that_a_page_keeps(body: str) -> None:
    assert found(page(body)) == [("V139", "line 4")]


@pytest.mark.parametrize(
    "head",
    [
        "<meta name='author' content='Zebedee Brown'>",
        "<meta name='DC.creator' content='Zebedee Brown'>",
        "<meta property='article:author' content='Zebedee Brown'>",
        "<meta name='generator' content='C:\\Users\\Zebedee'>",
        "<meta name='generator' content='Zebedee Brown'>",
        "<meta name='company' content='Zebedee'>",
    ],
)
def test_names_in_the_head(head: str) -> None:
    assert found(page("a", head)) == [("V111", "line 2")]
    assert "Zebedee" not in str(look(page("a", head).encode(), "a.html"))


@pytest.mark.parametrize("sign", ["\0", "\x1b", "\u202e", "\u200b", "&#8238;"])
def test_characters_that_nobody_sees(sign: str) -> None:
    assert found(page(f"<p>a{sign}b</p>")) == [("V133", "line 4")]


def test_letters() -> None:
    assert found(page("Zoë").encode("cp1252")) == [("V131", "")]
    assert found(page("Zoë").encode("utf-16")) == [("V131", "")]
    assert found(page("a").replace("utf-8", "iso-8859-1")) == [("V131", "")]


ROWS = "<tr><th>Name<th>DOB<tr><td>Zebedee Brown<td>04/03/2008"


@pytest.mark.parametrize(
    ("body", "place"),
    [
        (f"<table><tr><td>a<td>{NHS}</table>", ("V120", "table 1, column B")),
        (f"<table><tr><td colspan=2>a<td>{NHS}</table>", ("V120", "table 1, column C")),
        (
            f"<table><tr><td rowspan=2>a<td>b<tr><td>{NHS}</table>",
            ("V120", "table 1, column B"),
        ),
        (f"<table></table><table>{ROWS}</table>", ("V123", "table 2, column B")),
        ("<table><tr><td>a<td>H801200001001</table>", ("V121", "table 1, column B")),
        ("<table><tr><td>SW1A 1AA<tr><td>M2 5DB</table>", ("V122", "table 1, column A")),
        ("<p>about <b>943</b> 476 <i>5919</i></p>", ("V120", "text")),
        ("<p>Zebedee, born 04/03/2008</p>", ("V123", "text")),
        (f"<p title='{NHS}'>a</p>", ("V120", "attributes")),
        (f"<p id='{NHS}'>a</p>", ("V120", "attributes")),
        (f"<p aria-label='{NHS}'>a</p>", ("V120", "attributes")),
        (f"<svg><title>{NHS}</title></svg>", ("V120", "drawings")),
        (f"<svg><desc>{NHS}</desc></svg>", ("V120", "drawings")),
        (f"<svg><text>{NHS}</text></svg>", ("V120", "drawings")),
        ("<p>٩٤٣ ٤٧٦ ٥٩١٩</p>", ("V120", "text")),
        ("<p>943&#8239;476&#8239;5919</p>", ("V120", "text")),
        ("<style>p::after { content: '943 476 5919' }</style>", ("V120", "style sheets")),
    ],
)
def test_what_looks_like_a_childs_record(body: str, place: tuple[str, str]) -> None:
    assert found(page(body)) == [place]
    said = str(look(page(body).encode(), "a.html"))
    assert not any(secret in said for secret in ("5919", "Zebedee", "2008", "8012", "1AA"))


@pytest.mark.parametrize(
    "body",
    [
        f"<!-- {NHS} -->",
        f"<script>x='{NHS}'</script>",
        f"<p hidden>{NHS}</p>",
        f"<p data-x='{NHS}'>",
    ],
)
def test_a_record_is_found_where_nobody_sees_it(body: str) -> None:
    assert "V120" in [code for code, _ in found(page(body))]


@pytest.mark.parametrize(
    "text",
    [
        REPORT[: len(REPORT) // 2],
        REPORT.replace("<!DOCTYPE html>", "<!DOCTYPE html [<!ENTITY x SYSTEM 'file:///a'>]>"),
        page("<div>" * 1000),
        page("<![x[a]]>"),
    ],
)
def test_what_cannot_be_read_is_told(text: str) -> None:
    assert {"V124", "V136"} & {code for code, _ in found(text)}


@pytest.mark.parametrize("content", [b"", b"Zebedee", b"a,b\n1,2\n", b"PK\x03\x04", b"%PDF-1"])
def test_what_is_no_page_is_refused(content: bytes) -> None:
    assert found(content) == [("V127", "report.html")]


def test_a_published_page_leads_nowhere_and_has_plain_elements() -> None:
    assert found(page("<h1>a</h1><a href='#b'>b</a><a href='f.csv'>f</a>"), published=True) == []
    assert found(page("<a href='https://a.example'>b</a>"), published=True) == [("V106", "line 4")]
    assert found(page("<child-Zebedee>a</child-Zebedee>"), published=True) == [("V146", "")]
