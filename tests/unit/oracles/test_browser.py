"""The browser finds what was planted in a page."""

from __future__ import annotations

from pathlib import Path

from oracles.browser import Browser, Stop, View

GOOD = """<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8"><title>A page</title>
<style>a:focus{outline:3px solid #0b0c0c}</style></head><body><main><h1>A page</h1>
<p><a href="#here">A link</a></p><p id="here">Words</p></main></body></html>"""


def _look(browser: Browser, folder: Path, page: str) -> View:
    file = folder / "page.html"
    file.write_text(page, encoding="utf-8")
    (view,) = browser.look(file, (320, "light"))
    return view


def test_a_good_page_has_no_faults(browser: Browser, tmp_path: Path) -> None:
    view = _look(browser, tmp_path, GOOD)
    assert (view.violations, view.requests, view.said) == ((), (), ())
    assert view.wide == view.width == 320
    assert view.stops == (Stop("a", "#here", visible=True),)


def test_planted_faults_are_found(browser: Browser, tmp_path: Path) -> None:
    page = (
        GOOD.replace(' lang="en-GB"', "")
        .replace("3px solid #0b0c0c", "none")
        .replace('<p id="here">', '<h3>Too deep</h3><p id="here" style="color:#bbb;width:500px">')
        .replace("</main>", '<img src="planted.png"><script>alert(1)</script></main>')
    )
    view = _look(browser, tmp_path, page)
    found = {each.partition(":")[0] for each in view.violations}
    assert {"html-has-lang", "heading-order", "color-contrast", "image-alt"} <= found
    assert [url.rpartition("/")[2] for url in view.requests] == ["planted.png"]
    assert "dialog: 1" in view.said
    assert view.wide > view.width
    assert view.stops == (Stop("a", "#here", visible=False),)
