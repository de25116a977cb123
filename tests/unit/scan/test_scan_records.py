"""Cells that look like a child's record, by sheet and column; and what is no such thing."""

from __future__ import annotations

import datetime as dt
import random

import pytest
from made_books import book, found, related, said, table
from test_scan_identifiers import NHS, UPN, upn_of

from lacxl.scan.identifiers import is_nhs_number

NUMBERS = ("4010232137", "6328797966", "9999999468")
DAY = dt.datetime(2008, 3, 4)


@pytest.mark.parametrize("value", [NHS, int(NHS), "943 476 5919", f"see {NHS}"])
def test_an_nhs_number_in_a_cell(value: object) -> None:
    assert found(table(["Note"], [value])) == [("V120", "Data!A")]


def test_numbers_of_ten_digits_of_which_few_fit_are_none() -> None:
    dice = random.Random(7)
    numbers = [dice.randrange(1_000_000_000, 9_999_999_999) for _ in range(400)]
    assert sum(is_nhs_number(str(n)) for n in numbers) > 20
    assert found(table(["Order"], *([n] for n in numbers))) == []
    assert found(table(["NHS number"], *([n] for n in numbers))) == [("V120", "Data!A")]
    spaced = [[f"{str(n)[:3]} {str(n)[3:6]} {str(n)[6:]}"] for n in numbers]
    assert found(table(["Order"], *spaced)) == [("V120", "Data!A")]


def test_pupil_numbers() -> None:
    good = upn_of("801200001001")
    assert found(table(["No", "UPN"], [1, good], [2, upn_of("32000191000A")])) == [
        ("V121", "Data!B")
    ]
    letters = "ABCDEFGHJKLMNPQRTUVWXYZ"
    wrong = [[letter + good[1:]] for letter in letters if letter != good[0]]
    assert found(table(["Ref"], *wrong)) == []


def test_one_postcode_is_an_offices() -> None:
    assert found(table(["Civic Centre, SW1A 1AA"], ["SW1A 1AA"], ["sw1a1aa"])) == []
    assert found(table(["Civic Centre, SW1A 1AA"], ["Town Hall", "M2 5DB"])) == []


def test_two_postcodes_in_a_column_are_peoples() -> None:
    assert found(table(["No", "Home"], [1, "SW1A 1AA"], [2, "M2 5DB"])) == [("V122", "Data!B")]


def test_a_postcode_beside_a_number_or_a_birth_is_a_childs() -> None:
    assert found(table([NHS, "SW1A 1AA"])) == [("V120", "Data!A"), ("V122", "Data!B")]
    rows = (["DOB", "Home"], [DAY, "SW1A 1AA"])
    assert found(table(*rows)) == [("V122", "Data!B"), ("V123", "Data!A")]


@pytest.mark.parametrize("birth", [DAY, "4/3/2008", "2008-03-04", 39_511])
@pytest.mark.parametrize("heading", ["DOB", "Date of birth", "pers_dob"])
def test_dates_below_a_heading_of_births(heading: str, birth: object) -> None:
    assert found(table(["Id", heading], [1, birth])) == [("V123", "Data!B")]


def test_a_table_may_begin_anywhere_on_a_sheet() -> None:
    above = [[f"note {n}", n] for n in range(60)]
    assert found(table(*above, ["Id", "DOB"], [1, DAY])) == [("V123", "Data!B")]


def test_names_beside_births_are_named_by_their_column() -> None:
    rows = (["Name", "x", "Date of birth"], ["Jane Brown", 1, DAY])
    text = said(table(*rows))
    assert "V123 Data!C" in text
    assert "beside names in A" in text
    assert "Jane" not in text
    assert "2008" not in text


def test_a_form_with_its_words_to_the_left() -> None:
    rows = (["Name:", "Jane Brown"], ["Date of birth:", DAY])
    assert found(table(*rows)) == [("V123", "Data!B")]


PEOPLE = [
    ["Jane Brown", dt.datetime(2008, 3, 4)],
    ["SMITH, John", dt.datetime(2011, 7, 19)],
    ["Li Wei Chen", dt.datetime(2014, 1, 2)],
]


def test_names_beside_dates_that_can_be_births_without_any_heading() -> None:
    assert found(table(*PEOPLE)) == [("V123", "Data!B")]
    assert found(table(["Who", "When"], *PEOPLE)) == [("V123", "Data!B")]


@pytest.mark.parametrize("form", ["%d/%m/%Y", "%d-%b-%y", "%Y-%m-%d 00:00:00"])
def test_names_beside_dates_that_are_texts(form: str) -> None:
    texts = [[name, day.strftime(form)] for name, day in PEOPLE]
    assert found(table(*texts)) == [("V123", "Data!B")]
    close = [[name, f"0{n}/05/2015"] for n, (name, _) in enumerate(PEOPLE, 1)]
    assert found(table(*close)) == []


def test_names_and_dates_in_one_cell() -> None:
    texts = [[f"{name} ({day:%d/%m/%Y})"] for name, day in PEOPLE]
    assert found(table(*texts)) == [("V123", "Data!A")]
    assert found(table(["Review"], *texts)) == []
    assert found(table(*([f"Review Panel {day:%d/%m/%Y}"] for _, day in PEOPLE))) == []


@pytest.mark.parametrize("heading", ["Start", "Review date", "Due", "Visit", "Meeting", "As at"])
def test_names_beside_dates_of_something_else(heading: str) -> None:
    assert found(table(["Officer", heading], *PEOPLE)) == []


def test_dates_within_a_year_or_beside_no_names_are_no_births() -> None:
    close = [[name, dt.datetime(2015, month, 1)] for month, (name, _) in enumerate(PEOPLE, 4)]
    assert found(table(*close)) == []
    teams = ["North Team", "Children's Panel", "Virtual School"]
    assert found(table(*([t, day] for t, (_, day) in zip(teams, PEOPLE, strict=True)))) == []
    assert found(table(PEOPLE[0])) == []  # a single row without a heading may be anything


def test_a_report_is_no_record() -> None:
    months = [dt.datetime(2015, month, 1) for month in range(1, 13)]
    rows = [
        ["NO.", "INDICATOR", *months, "YTD", "Target"],
        *([f"7.{n}", "Children looked after", *range(400, 412), 0.95, 0.98] for n in range(1, 20)),
        ["Financial year", "2014/15", 2014, 2015, 42125, 39511, 1234567890],
        ["Date created", dt.datetime(2015, 6, 9), "Contact", "0161 496 0000"],
    ]
    assert found(table(*rows, name="Performance Summary")) == []


def with_text(place: str) -> dict[str, bytes]:
    """Put an NHS number into a place outside the cells."""

    def fill(made):  # type: ignore[no-untyped-def]
        sheet = made.add_worksheet("Page")
        sheet.write("A1", 1)
        chart = made.add_chart({"type": "line"})
        chart.add_series({"values": "=Page!$A$1:$A$1"})
        match place:
            case "comment":
                sheet.write_comment("B7", f"spoke with {NHS}")
            case "text box":
                sheet.insert_textbox("C3", "number 943 476 5919")
            case "alt text":
                sheet.insert_textbox("C3", "note", {"description": NHS})
            case "header":
                sheet.set_header(f"&C{NHS}")
            case "footer":
                sheet.set_footer(f"&L{NHS}")
            case "list":
                sheet.data_validation("A1", {"validate": "list", "source": [NHS, "other"]})
            case "prompt":
                sheet.data_validation("A1", {"validate": "any", "input_message": NHS})
            case "formula":
                sheet.write_formula("D4", f'="{NHS}"&A1', None, "x")
            case "rule":
                sheet.conditional_format(
                    "A1", {"type": "text", "criteria": "containing", "value": NHS}
                )
            case "name":
                made.define_name("Child", f'="{NHS}"')
            case "link":
                sheet.write_url("A2", f"https://example.org/{NHS}", string="a")
            case "tip":
                sheet.write_url("A2", "https://example.org", string="a", tip=NHS)
            case "property":
                made.set_properties({"subject": NHS})
            case "chart":
                chart.set_title({"name": f"of {NHS}"})
                sheet.insert_chart("F1", chart)
            case "cache":
                chart.add_series(
                    {"values": "=Page!$A$1", "categories": "=Page!$A$1", "categories_data": [NHS]}
                )
                sheet.insert_chart("F1", chart)

    return book(fill)


PLACES = {
    "comment": "Page: comments",
    "text box": "Page: text boxes and shapes",
    "alt text": "Page: text boxes and shapes",
    "header": "Page: formulas, headers, lists and rules",
    "footer": "Page: formulas, headers, lists and rules",
    "list": "Page: formulas, headers, lists and rules",
    "prompt": "Page: formulas, headers, lists and rules",
    "formula": "Page: formulas, headers, lists and rules",
    "rule": "Page: formulas, headers, lists and rules",
    "name": "defined names",
    "link": "Page: links",
    "tip": "Page: formulas, headers, lists and rules",
    "property": "properties",
    "chart": "Page: charts",
    "cache": "Page: charts",
}


@pytest.mark.parametrize("place", PLACES)
def test_an_nhs_number_outside_cells(place: str) -> None:
    members = with_text(place)
    assert ("V120", PLACES[place]) in found(members)
    assert NHS not in said(members)
    assert [code for code, _ in found(members) if code > "V119"] == ["V120"]


def test_a_number_that_is_cut_into_runs() -> None:
    members = with_text("text box")
    drawing = "xl/drawings/drawing1.xml"
    parted = members[drawing].replace(
        b"<a:t>number 943 476 5919</a:t>",
        b"<a:t>number 943</a:t></a:r><a:r><a:t> 476 5919</a:t>",
    )
    assert parted != members[drawing]
    assert ("V120", "Page: text boxes and shapes") in found(members | {drawing: parted})


def test_texts_that_no_cell_uses_any_more() -> None:
    members = table(["Note"], ["x"])
    strings = "xl/sharedStrings.xml"
    members[strings] = members[strings].replace(
        b"</sst>",
        f"<si><r><t>943 476</t></r><r><t> 5919</t></r></si><si><t>{UPN}</t></si></sst>".encode(),
    )
    place = "texts that no cell uses any more"
    expected = [("V120", place), *([("V121", place)] if upn_of(UPN[1:]) == UPN else [])]
    assert found(members) == expected
    members[strings] = members[strings].replace(b"5919", b"5918").replace(UPN.encode(), b"TBC")
    assert found(members) == []  # a text that lacxl replaced stays behind as well


def test_what_pivot_tables_and_links_keep() -> None:
    for kind, part, content, place in (
        (
            "pivotCacheRecords",
            "xl/pivotCache/pivotCacheRecords1.xml",
            f'<pivotCacheRecords><r><s v="{NHS}"/></r></pivotCacheRecords>',
            "pivot caches",
        ),
        (
            "externalLink",
            "xl/externalLinks/externalLink1.xml",
            f"<externalLink><cell><v>{NHS}</v></cell></externalLink>",
            "copies of other workbooks' cells",
        ),
    ):
        members = table(["a"])
        related(members, "xl/workbook.xml", kind, part, content.encode())
        assert ("V120", place) in found(members)
