"""The map as a page: whole, safe to open, readable, and not too long to be looked through."""

from __future__ import annotations

import re
from functools import cache
from itertools import product

import pytest
from lxml import html

from lacxl.adopting.asked_and_found import findings as found_list
from lacxl.adopting.drawing import MOST_COLUMNS, MOST_ROWS, MOST_WHERE_NOTHING_IS
from lacxl.adopting.map import Map, MappedCell, MappedSheet, Meaning, Question, Taken
from lacxl.adopting.map_colours import DAY, NIGHT, PAGE_DAY, PAGE_NIGHT, style_sheet
from lacxl.adopting.map_page import map_page
from lacxl.adopting.map_summary import summary_of
from lacxl.adopting.text_links import Links, mentions
from lacxl.domain.finding import warning
from lacxl.workbook.address import Area, Cell, CellRef
from lacxl.workbook.shape import Shape
from unit.adopting.mapped import SUMMARY, demo_map

LEAST_CONTRAST = 4.5  # WCAG 2.2, 1.4.3
LEAST_CONTRAST_OF_LINES = 3.0  # WCAG 2.2, 1.4.11
HOSTILE = (
    "\"'><script>alert(1)</script><img src=https://example.org/x onerror=alert(1)>&amp;\x1b\u202e"
)
TIMES = ((DAY, PAGE_DAY), (NIGHT, PAGE_NIGHT))


def parsed(page: str) -> html.HtmlElement:
    return html.document_fromstring(page)


@cache
def demo_page() -> html.HtmlElement:
    return parsed(map_page(demo_map()))


def sheet_of(*texts: str, name: str = "Scorecard", **more: object) -> MappedSheet:
    """A sheet with these texts in row 1."""
    cells = {Cell(1, at): MappedCell(text) for at, text in enumerate(texts, 1)}
    return MappedSheet(name, cells, **more)  # type: ignore[arg-type]


def taken_at(*places: CellRef, meaning: Meaning = Meaning.FIGURE) -> dict[CellRef, Taken]:
    return {place: Taken(place, meaning, f"CLA01, {place.cell}") for place in places}


def at(row: int, column: int, sheet: str = "Scorecard") -> CellRef:
    return CellRef(sheet, Cell(row, column))


def headings(page: html.HtmlElement, scope: str) -> list[str]:
    return [
        each.text for each in page.xpath(f"//th[@scope='{scope}'][ancestor::*[@role='region']]")
    ]


def attributes(page: html.HtmlElement, name: str) -> list[str]:
    return [each.get(name) for each in page.iter() if each.get(name) is not None]


class TestWhole:
    def test_it_says_in_a_sentence_what_was_found(self) -> None:
        assert summary_of(demo_map()) == (
            "22 indicators on 8 sheets; 2 questions; 22 months from Jun-14."
        )

    def test_every_id_is_there_once(self) -> None:
        ids = attributes(demo_page(), "id")
        assert len(ids) > 1000
        assert len(ids) == len(set(ids))

    def test_every_link_leads_to_something_on_the_page(self) -> None:
        links, ids = attributes(demo_page(), "href"), set(attributes(demo_page(), "id"))
        assert links
        assert {each for each in links if not each.startswith("#") or each[1:] not in ids} == set()

    def test_a_question_says_all_of_itself_and_leads_to_its_cells(self) -> None:
        (question,) = demo_page().xpath("//*[@id='question-1']")
        text = question.text_content()
        for words in ("looked after children", "high", "neither (suggested)", "lacxl.toml"):
            assert words in text
        places = [each.get("href")[1:] for each in question.xpath(".//dd[@class='cells']//a")]
        cells = [demo_page().get_element_by_id(each) for each in places]
        assert [cell.tag for cell in cells] == ["td", "td"]
        assert all("asked" in cell.get("class").split() for cell in cells)
        assert [cell.xpath(".//a/@href") for cell in cells] == [["#question-1"]] * 2

    def test_a_finding_leads_to_its_cell(self) -> None:
        (link,) = demo_page().xpath("//*[@id='finding-1']//a")
        assert link.text == f"'{SUMMARY}'!F5"
        assert "Mar-15" in demo_page().get_element_by_id(link.get("href")[1:]).text_content()

    def test_every_cell_that_is_taken_has_its_word_its_colour_and_what_of(self) -> None:
        demo = demo_map()
        cells = demo_page().xpath("//td[contains(concat(' ', @class, ' '), ' taken ')]")
        assert len(cells) == len(demo.taken)
        for cell in cells:
            (word,) = [each.text for each in cell.xpath(".//span[@class='tag']")]
            assert word.removeprefix("? ") in cell.get("class").split()
            assert cell.get("title").startswith(word.removeprefix("? "))
            assert cell.xpath("string(./span[@class='heard'])").strip(" ()") in cell.get("title")

    def test_what_is_unsure_has_a_question_mark_and_an_outline(self) -> None:
        (cell,) = demo_page().xpath("//td[contains(@class, 'unsure')]")
        assert "? unsure" in cell.text_content()
        assert re.search(r"td\.unsure[^}]*\{outline:3px dashed", style_sheet())

    def test_the_list_below_a_sheet_says_what_the_colours_say(self) -> None:
        rows = demo_page().xpath("//details[@class='words']//tbody/tr")
        assert len(rows) == len(demo_map().taken)
        assert all(row.xpath("./td[1]/a") for row in rows)

    def test_the_legend_has_every_meaning_and_what_is_not_used(self) -> None:
        legend = demo_page().xpath("//ul[@class='legend']/li")
        words = [each.xpath("string(./span[1])").removeprefix("? ") for each in legend]
        assert words == [*(meaning.value for meaning in Meaning), "not used", "1"]

    def test_a_sheet_without_anything_taken_is_folded(self) -> None:
        folded = demo_page().xpath("//details[not(@open)][h3 or summary/h3]//h3")
        assert [each.text for each in folded] == ["Cover"]

    def test_a_sheet_can_be_scrolled_by_keyboard_and_has_headings(self) -> None:
        for region in demo_page().xpath("//*[@role='region']"):
            assert region.get("tabindex") == "0"
            assert region.get("aria-label").startswith("Cells of ")
            assert region.xpath(".//thead//th[@scope='col']")
            assert all(row.xpath("./th[@scope='row']") for row in region.xpath(".//tbody/tr"))

    def test_each_row_of_a_table_is_as_wide_as_its_columns(self) -> None:
        """Merged cells and texts that flow over others leave no hole."""
        for table in demo_page().xpath("//table[@class='grid']"):
            width = len(table.xpath("./colgroup/col"))
            under = [0] * width
            for row in table.xpath(".//tr"):
                at = 0
                for cell in row:
                    while under[at]:
                        under[at], at = under[at] - 1, at + 1
                    for _ in range(int(cell.get("colspan", "1"))):
                        under[at], at = int(cell.get("rowspan", "1")) - 1, at + 1
                while at < width and under[at]:
                    under[at], at = under[at] - 1, at + 1
                assert at == width

    def test_an_empty_map_is_a_page_too(self) -> None:
        page = parsed(map_page(Map("Empty.xlsx")))
        assert "No indicator; 0 questions." in page.text_content()
        assert page.xpath("//table") == []

    def test_what_is_taken_on_a_sheet_that_is_not_there_does_no_harm(self) -> None:
        place = at(1, 1, "Elsewhere")
        question = Question("q", "What is it?", cells=(place,))
        page = parsed(map_page(Map("A.xlsx", (sheet_of("x"),), taken_at(place), (question,))))
        assert page.xpath("//*[@id='question-1']//a") == []


class TestSafe:
    def hostile(self) -> str:
        sheet = MappedSheet(
            HOSTILE,
            {Cell(1, 1): MappedCell(HOSTILE, HOSTILE, HOSTILE, align=HOSTILE)},
            note=HOSTILE,
        )
        place = CellRef(HOSTILE, Cell(1, 1))
        return map_page(
            Map(
                HOSTILE,
                (sheet,),
                {place: Taken(place, Meaning.UNSURE, HOSTILE)},
                (Question(HOSTILE, HOSTILE, (HOSTILE,), HOSTILE, HOSTILE, (place,), HOSTILE),),
                (warning(HOSTILE, HOSTILE, f"{HOSTILE}!A1", HOSTILE),),
            )
        )

    def test_nothing_of_a_workbook_becomes_an_element_or_an_attribute(self) -> None:
        page = parsed(self.hostile())
        kinds = {element.tag for element in page.iter() if isinstance(element.tag, str)}
        assert kinds.isdisjoint({"script", "img", "iframe", "object", "link", "form", "base"})
        names = {name for element in page.iter() for name in element.attrib}
        assert not {name for name in names if name.startswith("on") or name in ("src", "srcset")}
        assert page.xpath("string(//h1)").startswith("Map of \"'><script>alert(1)</script>")

    def test_nothing_of_a_workbook_gets_into_the_style_sheet_or_an_id(self) -> None:
        page = parsed(self.hostile())
        assert "alert" not in page.xpath("string(//style)")
        for each in ("id", "class", "href"):
            assert all(re.fullmatch(r"[#\w -]*", said) for said in attributes(page, each))

    def test_nothing_that_steers_a_text_is_left(self) -> None:
        page = self.hostile()
        assert "\x1b" not in page
        assert "\u202e" not in page

    @pytest.mark.parametrize("page", ["demo", "hostile"])
    def test_it_loads_and_names_nothing_elsewhere(self, page: str) -> None:
        read = demo_page() if page == "demo" else parsed(self.hostile())
        policy = read.xpath("string(//meta[@http-equiv='Content-Security-Policy']/@content)")
        assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'")
        assert {each[:1] for each in attributes(read, "href")} == {"#"}
        styles = read.xpath("string(//style)") + " ".join(attributes(read, "style"))
        assert not re.search(r"url\(|@import|https?:|//", styles)

    def test_it_says_its_language_and_fits_a_small_screen(self) -> None:
        assert demo_page().get("lang") == "en-GB"
        assert demo_page().xpath("//meta[@name='viewport']/@content") == [
            "width=device-width, initial-scale=1"
        ]


class TestReadable:
    @pytest.mark.parametrize("time", [0, 1], ids=["day", "night"])
    def test_every_word_can_be_read_on_its_ground(self, time: int) -> None:
        tints, page = TIMES[time]
        assert list(tints) == list(Meaning)
        pairs = [pair for tint in tints.values() for pair in tint]
        for pair in (*pairs, *page.values()):
            assert contrast(*pair) >= LEAST_CONTRAST, pair

    @pytest.mark.parametrize("time", [0, 1], ids=["day", "night"])
    def test_links_are_read_wherever_they_stand(self, time: int) -> None:
        """Links and quiet words have no ground of their own."""
        _, page = TIMES[time]
        for name, ground in product(("link", "quiet"), ("page", "sheet")):
            assert contrast(page[name].ink, page[ground].ground) >= LEAST_CONTRAST

    @pytest.mark.parametrize("time", [0, 1], ids=["day", "night"])
    def test_the_outline_of_what_is_unsure_stands_out(self, time: int) -> None:
        tints, page = TIMES[time]
        line = tints[Meaning.UNSURE].tag.ground
        for ground in (*(tint.cell.ground for tint in tints.values()), page["sheet"].ground):
            assert contrast(line, ground) >= LEAST_CONTRAST_OF_LINES

    @pytest.mark.parametrize("time", [0, 1], ids=["day", "night"])
    def test_no_two_meanings_have_one_colour(self, time: int) -> None:
        tints, _ = TIMES[time]
        assert len({tint.cell.ground for tint in tints.values()}) == len(Meaning)
        assert len({tint.tag.ground for tint in tints.values()}) == len(Meaning)

    @pytest.mark.parametrize("ink", ["", "#FFFFFF", "#777777", "#FF0000"])
    @pytest.mark.parametrize("fill", ["#FFFF00", "#000000", "#808080", "#FF0000", "#1F497D"])
    def test_the_workbooks_own_colours_can_be_read(self, fill: str, ink: str) -> None:
        sheet = MappedSheet("A", {Cell(1, 1): MappedCell("x", fill, ink)})
        page = map_page(Map("A.xlsx", (sheet,)))
        (pair,) = re.findall(r"--own:(#\w{6});--own-ink:(#\w{6})", page)
        assert pair[0] == fill
        assert contrast(*pair) >= LEAST_CONTRAST

    def test_a_font_that_cannot_be_seen_on_white_is_shown_all_the_same(self) -> None:
        sheet = MappedSheet("A", {Cell(1, 1): MappedCell("x", "", "#FFFFFF")})
        assert "--font:" not in map_page(Map("A.xlsx", (sheet,)))


class TestSize:
    def large(self, rows: int, columns: int, *places: CellRef) -> html.HtmlElement:
        cells = {
            Cell(row, column): MappedCell(f"{row} {column}")
            for row in range(1, rows + 1)
            for column in range(1, columns + 1)
        }
        sheet = MappedSheet("Scorecard", cells)
        question = Question("q", "Which?", cells=places)
        return parsed(map_page(Map("A.xlsx", (sheet,), taken_at(*places), (question,))))

    def test_no_more_is_drawn_than_can_be_looked_through_and_the_page_says_so(self) -> None:
        page = self.large(400, 100, at(1, 1))
        assert len(headings(page, "row")) == MOST_ROWS == 120
        assert len(headings(page, "col")) == MOST_COLUMNS == 60
        assert "280 rows more with content: not drawn here." in page.text_content()
        assert "40 columns more with content: not drawn here." in page.text_content()

    def test_less_is_drawn_of_a_sheet_where_nothing_is_taken(self) -> None:
        page = self.large(400, 100)
        assert (len(headings(page, "row")), len(headings(page, "col"))) == MOST_WHERE_NOTHING_IS
        assert "340 rows more with content: not drawn here." in page.text_content()

    def test_what_is_taken_is_drawn_first(self) -> None:
        page = self.large(400, 3, at(399, 2))
        assert headings(page, "row")[-2:] == ["119", "399"]
        assert page.get_element_by_id("s1-B399").text_content().endswith("(CLA01, B399)")

    def test_a_link_to_a_cell_that_is_not_drawn_leads_to_its_sheet(self) -> None:
        page = self.large(400, 1, *(at(row, 1) for row in range(1, 400)))
        links = page.xpath("//dd[@class='cells']/a/@href")
        assert links[119:121] == ["#s1-A120", "#sheet-1"]

    def test_sixty_sheets_are_fine(self) -> None:
        sheets = tuple(sheet_of("a", "b", name=f"S{number}") for number in range(60))
        page = parsed(map_page(Map("A.xlsx", sheets, taken_at(at(1, 1, "S7")))))
        assert len(page.xpath("//details/summary/h3")) == 60
        assert page.xpath("//details[@open]/summary/h3/text()") == ["S7"]

    def test_a_very_long_text_is_cut(self) -> None:
        page = parsed(map_page(Map("A.xlsx", (sheet_of("x" * 32_000),))))
        assert page.xpath("string(//table[@class='grid']//tbody//td)") == "x" * 300 + "…"


class TestAsItLooks:
    def test_far_apart_cells_are_brought_together_with_a_line(self) -> None:
        cells = {Cell(row, column): MappedCell("x") for row in (2, 5, 90) for column in (1, 30)}
        page = parsed(map_page(Map("A.xlsx", (MappedSheet("Scorecard", cells),))))
        assert headings(page, "row") == ["2", "3", "4", "5", "90"]
        assert headings(page, "col") == ["A", "AD"]
        assert len(page.xpath("//tr[@class='after-row']")) == 1
        assert page.xpath("//th[@class='after-column']/text()") == ["AD"]

    def test_what_is_hidden_is_left_out_and_said(self) -> None:
        shape = Shape(hidden_columns=frozenset({2}))
        page = parsed(map_page(Map("A.xlsx", (sheet_of("a", "b", "c", shape=shape),))))
        assert headings(page, "col") == ["A", "C"]
        assert "Hidden in the workbook and left out here: column B." in page.text_content()

    def test_what_is_hidden_and_taken_is_shown_and_marked(self) -> None:
        sheet = sheet_of("a", "b", "c", shape=Shape(hidden_columns=frozenset({2})))
        page = parsed(map_page(Map("A.xlsx", (sheet,), taken_at(at(1, 2)))))
        assert headings(page, "col") == ["A", "B", "C"]
        assert page.xpath("//th[small='hidden']/text()") == ["B"]

    def test_a_hidden_sheet_and_one_that_cannot_be_read_say_so(self) -> None:
        sheet = MappedSheet("Scorecard", visible=False, note="It is damaged.")
        text = parsed(map_page(Map("A.xlsx", (sheet,)))).text_content()
        assert "nothing taken, hidden in the workbook" in text
        assert "It is damaged." in text

    def test_merged_cells_are_one_and_keep_what_they_are_taken_for(self) -> None:
        sheet = sheet_of("a", "", "c", merges=(Area(1, 1, 2, 2),))
        question = Question("q", "Which?", cells=(at(2, 2),))
        page = parsed(map_page(Map("A.xlsx", (sheet,), taken_at(at(1, 2)), (question,))))
        (cell,) = page.xpath("//td[@colspan='2'][@rowspan='2']")
        assert "CLA01, B1" in cell.get("title")
        assert page.xpath("//dd[@class='cells']/a/@href") == [f"#{cell.get('id')}"]

    def test_a_whole_row_that_is_merged_does_no_harm(self) -> None:
        sheet = sheet_of("a", "b", merges=(Area(1, 1, 1, 16_384), Area(1, 1, 1, 2)))
        page = parsed(map_page(Map("A.xlsx", (sheet,))))
        assert page.xpath("//td[@colspan]/text()") == ["a"]

    def test_a_long_text_flows_over_empty_cells_but_not_over_one_that_is_taken(self) -> None:
        sheet = sheet_of("Corporate Parenting: monthly performance", "", "", "", "e")
        free = parsed(map_page(Map("A.xlsx", (sheet,))))
        assert free.xpath("//td[@colspan]/@colspan") == ["4"]
        stopped = parsed(map_page(Map("A.xlsx", (sheet,), taken_at(at(1, 3)))))
        assert stopped.xpath("//td[@colspan]/@colspan") == ["2"]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("'It''s'!B7", ["B7"]),
        ("Report.xlsx: It's!$B$7 (xl/worksheets/sheet1.xml)", ["B7"]),
        ("AIt's!B7", []),
        ("It's!ZZZZ7 and It's!ZZZ7", []),
        ("'It''s'!A1:B4 and 'It''s'!C9.", ["A1", "C9"]),
        ("no cell at all!", []),
    ],
)
def test_cells_are_found_in_a_text(text: str, places: list[str]) -> None:
    assert [str(ref.cell) for _, _, ref in mentions(text, ["It's", "s"])] == places


def test_a_finding_of_no_sheet_is_only_a_text() -> None:
    (line,) = [
        each for each in found_list([warning("K1", "It is.", "x!A1")], Links({})) if "K1" in each
    ]
    assert "<a" not in line


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
