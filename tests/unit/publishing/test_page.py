"""The page: who reads it finds the first things first, and everybody can use it."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from lxml import etree

from lacxl.publishing.forms.web_page import page
from lacxl.publishing.publication import NOTHING, ShownStatus
from oracles.browser import Browser, View
from unit.publishing import reading_back, sample

VIEWS = ((1280, "light"), (1280, "dark"), (320, "light"), (320, "dark"))


@pytest.fixture(scope="module")
def tree() -> etree._Element:
    """The page of the sample."""
    return reading_back.tree_of(page(sample.publication()))


def test_it_begins_with_what_matters(tree: etree._Element) -> None:
    headings = [(h.tag, reading_back.words_of(h)) for h in tree.xpath("//h1|//h2|//h3")]
    assert headings[:7] == [
        ("h1", "Corporate Parenting, November 2015"),
        ("h2", "What matters first"),
        ("h3", "Lights that changed"),
        ("h3", "Signals"),
        ("h3", "Restated figures"),
        ("h2", "Summary"),
        ("h2", "Each indicator"),
    ]
    said = reading_back.words_of(tree.xpath("//section[@class='matters']")[0])
    for sentence in (
        *sample.publication().lights_changed,
        *sample.publication().signals,
        *sample.publication().restated,
    ):
        assert sentence in said


def test_it_says_so_where_nothing_changed() -> None:
    calm = replace(sample.publication(), lights_changed=(), signals=(), restated=())
    tree = reading_back.tree_of(page(calm))
    said = reading_back.words_of(tree.xpath("//section[@class='matters']")[0])
    assert said.endswith("is reported for this month.")


def test_a_chart_is_read_out_as_its_sentence(tree: etree._Element) -> None:
    publication = sample.publication()
    drawn = [line for line in publication.lines if any(v.number for _, v in line.months)]
    charts = tree.xpath("//svg")
    assert len(charts) == len(drawn) == 6
    for chart, line in zip(charts, drawn, strict=True):
        assert chart.get("role") == "img"
        ids = chart.get("aria-labelledby").split()
        name, described = (chart.xpath(f".//*[@id='{each}']")[0].text for each in ids)
        assert name == f"Chart of {line.label} {line.title}"
        assert described == line.summary


def test_a_month_that_is_not_shown_is_a_gap_with_its_symbol(tree: etree._Element) -> None:
    line = next(each for each in sample.publication().lines if each.label == "9.1")
    (chart,) = tree.xpath("//svg[title[contains(., '9.1')]]")
    shown = [value.status is ShownStatus.SHOWN for _, value in line.months]
    assert shown == [True, True, True, False, False, True, True, True]
    (curve,) = chart.xpath(".//path[@class='curve']/@d")
    assert re.sub("[^ML]", "", curve) == "MLLMLL"
    assert len(chart.xpath(".//circle")) == 6
    assert chart.xpath(".//text[@class='mid sign']/text()") == ["c", "c"]


def test_the_target_is_drawn_and_named(tree: etree._Element) -> None:
    (chart,) = tree.xpath("//svg[title[contains(., '7.6')]]")
    assert chart.xpath("string(.//text[@class='end aim'])") == "Dashed line: target 98.0%"
    ((height),) = re.findall(r"M52 ([\d.]+)H", chart.xpath("string(.//path[@class='target']/@d)"))
    circles = [float(each) for each in chart.xpath(".//circle/@cy")]
    assert all(float(height) < each for each in circles), "no month reached 98%"


def test_every_table_has_a_caption_and_its_headings_say_of_what(tree: etree._Element) -> None:
    for table in tree.xpath("//table"):
        assert reading_back.words_of(table.find("caption"))
        assert set(table.xpath(".//thead//th/@scope")) == {"col"}
        rows = table.xpath("./tbody/tr|./tfoot/tr")
        assert all(row.xpath("count(th[@scope='row'])") == 1 for row in rows)
        assert not table.xpath(".//@colspan|.//@rowspan")
        assert all(reading_back.words_of(cell) for cell in table.xpath(".//th|.//td"))


def test_every_symbol_is_explained_where_it_stands(tree: etree._Element) -> None:
    for section in tree.xpath("//section[@class='line']"):
        there = {value for table in reading_back.tables_of(section) for _, value in table[1:]}
        explained = section.xpath(".//ul[contains(@class, 'symbols')]/li/b/text()")
        assert explained == sorted(there & {"c", "x", "z"})


def test_it_runs_nothing_and_asks_for_nothing(tree: etree._Element) -> None:
    policy = tree.xpath("string(//meta[@http-equiv='Content-Security-Policy']/@content)")
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert not tree.xpath("//script|//link|//img|//@style|//@src|//iframe|//form")
    assert all(link.startswith("#") for link in tree.xpath("//@href"))
    css = tree.xpath("string(//style)")
    assert not re.search(r"url\(|@import|data:", css)
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in tree.xpath("//@href")} <= set(ids)


@pytest.fixture(scope="module")
def views(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> tuple[View, ...]:
    """What the browser says of the page of the sample."""
    file = tmp_path_factory.mktemp("page") / "page.html"
    file.write_bytes(page(sample.publication()))
    return browser.look(file, *VIEWS)


def test_axe_finds_nothing_wide_or_narrow_by_day_or_night(views: tuple[View, ...]) -> None:
    assert tuple((view.width, view.scheme) for view in views) == VIEWS
    for view in views:
        assert view.violations == (), (view.width, view.scheme)
        # of words in a drawing, and of those that wait at the side of a table that scrolls
        assert {each.partition(":")[0] for each in view.undecided} <= {"color-contrast"}
        assert {"color-contrast", "landmark-one-main", "heading-order", "svg-img-alt",
                "target-size", "html-has-lang", "region"} <= view.passed  # fmt: skip


def test_the_browser_asks_for_nothing_and_complains_of_nothing(views: tuple[View, ...]) -> None:
    assert all(view.requests == () and view.said == () for view in views)


def test_the_page_is_never_wider_than_the_window(views: tuple[View, ...]) -> None:
    assert all(view.wide <= view.width for view in views)


def test_all_of_it_can_be_reached_with_the_keys(views: tuple[View, ...]) -> None:
    lines = len(sample.publication().lines)
    for view in views:
        leads = [stop.leads for stop in view.stops]
        assert leads[0] == "#main", "the first stop skips to the figures"
        assert leads[-lines:] == [f"#i{number}" for number in range(1, lines + 1)]
        assert len(leads) == 1 + 6 + 1 + lines
        assert all(stop.visible for stop in view.stops)
        assert bool(view.moved) == (view.width == 320), "a wide table scrolls with the arrow keys"


def test_a_page_of_no_council_and_no_benchmarks_has_no_gaps() -> None:
    lines = tuple(
        replace(line, benchmarks=tuple((name, NOTHING) for name, _ in line.benchmarks))
        for line in sample.publication().lines
    )
    tree = reading_back.tree_of(page(replace(sample.publication(), council="", lines=lines)))
    assert not [p for p in tree.xpath("//p|//li|//td|//th") if not reading_back.words_of(p)]
    assert "Benchmark" not in reading_back.words_of(tree.xpath("//main")[0])
    footer = reading_back.words_of(tree.xpath("//footer")[0])
    assert footer.startswith("November 2015, issue 2. The same figures")
