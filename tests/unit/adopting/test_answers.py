"""The file of answers: what it says to a person, what is read of it, and the line of each fault."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lacxl.adopting.allowed_answers import check_answers
from lacxl.adopting.answers import Asked, Item, answers_text, quoted, read_answers
from lacxl.domain.errors import Refused
from lacxl.workbook.address import Cell, CellRef
from unit.adopting.typed_scorecards import proposed, scorecard

FILE = "lacxl-answers.toml"
CHOICES = {"kind": ("flow", "snapshot"), "unit": ("count", "mean"), "amber": ()}
KEYS = {"kind": ["CLA01", "CLA02"], "unit": ["CLA01", "CLA02"], "amber": ["CLA01"]}
KIND = Asked(
    "kind",
    "Does each add up?",
    (
        Item("CLA01", "Children looked after", "", CellRef("Scorecard", Cell(4, 2))),
        Item("CLA02", "Admissions", "flow"),
    ),
    ("flow", "snapshot"),
    "Without an answer quarters are not filled.",
)
# what a cell may hold and a text file in one line may have; quoted() has a test of its own
SIGNS = st.characters(exclude_categories=["C", "Z"])
WORDS = st.text(SIGNS, min_size=1)


def faults(text: str) -> list[tuple[str, str]]:
    """The answers that are not allowed, each with its line and what to write."""
    found = check_answers(read_answers(text, FILE), CHOICES, KEYS, text, FILE)
    assert {each.code for each in found} <= {"D202"}
    return [(each.where, each.todo) for each in found]


def refusal(text: str) -> str:
    """What is said of answers that cannot be read."""
    with pytest.raises(Refused) as caught:
        read_answers(text, FILE)
    assert {each.code for each in caught.value.findings} == {"D201"}
    return " ".join(f"{each.what} {each.todo}" for each in caught.value.findings)


# -- reading --------------------------------------------------------------------------------------


def test_what_is_open_is_no_answer() -> None:
    text = '[kind]\n"CLA01" = "?"\n"CLA02" = " flow "\n"CLA03" = ""\n[unit]\n"CLA01" = " ? "\n'
    assert read_answers(text, FILE) == {"kind": {"CLA02": "flow"}}
    assert read_answers("", FILE) == {}
    assert read_answers('\ufeff[kind]\nCLA01 = "flow"\n', FILE) == {"kind": {"CLA01": "flow"}}


def test_a_number_may_be_written_without_quotation_marks() -> None:
    assert read_answers("[arrows]\nslight = 2\n", FILE) == {"arrows": {"slight": "2"}}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[kind]\n"CLA01" = flow\n', "line 2"),
        ("[kind]\n“CLA01” = “flow”\n", "line 2"),
        ('"CLA01" = "flow"\n', "under its [heading]"),
        ('[kind]\n"CLA01" = ["flow"]\n', "is not one answer"),
        ('[kind.CLA01]\nis = "flow"\n', "is not one answer"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_to_write(text: str, said: str) -> None:
    assert said in refusal(text)


@pytest.mark.parametrize(
    ("text", "line", "todo"),
    [
        ('[kinds]\n"CLA01" = "flow"\n', 1, "Did you mean [kind]?"),
        ('\n[zebra]\n"CLA01" = "flow"\n', 2, "Known are kind, unit, amber."),
        ('[kind]\n# "CLA2" = "flow"\n"CLA2" = "flow"\n', 3, "Did you mean CLA02?"),
        ('[kind]\n"CLA01" = "flow"\n"CLA02" = "stock"\n', 3, "Allowed: flow, snapshot."),
        ('[kind]\n  CLA01 = "Flow"\n', 2, "Allowed: flow, snapshot."),
        ("[kind]\n'CLA02' = 'both'\n", 2, "Allowed: flow, snapshot."),
        ('[kind]\nrset = "flow"\n', 2, "Did you mean rest?"),
    ],
)
def test_an_answer_that_is_not_allowed_is_named_with_its_line(
    text: str, line: int, todo: str
) -> None:
    assert faults(text) == [(f"{FILE} line {line}", todo)]


def test_every_answer_that_is_not_allowed_is_named_at_once() -> None:
    found = faults('[kind]\n"CLA01" = "a"\n"CLA02" = "b"\n[amber]\n"CLA09" = "90%"\n')
    assert [where for where, _ in found] == [f"{FILE} line {line}" for line in (2, 3, 5)]


def test_the_line_is_that_of_the_question_where_two_are_about_one_indicator() -> None:
    found = faults('[kind]\n"CLA01" = "flow"\n[unit]\n"CLA01" = "dozens"\n')
    assert found[0][0] == f"{FILE} line 4"


def test_free_answers_and_what_is_likely_are_allowed() -> None:
    assert faults('[amber]\n"CLA01" = "90%"\n[kind]\nrest = "likely"\n"CLA02" = "flow"\n') == []


# -- writing --------------------------------------------------------------------------------------


def test_each_question_says_what_it_is_of_and_what_may_be_answered() -> None:
    assert answers_text("Our\nscorecard.xlsx", [KIND], {"kind": {"CLA02": "snapshot"}}) == (
        "# What lacxl could not tell about Our scorecard.xlsx.\n"
        '# Write an answer in place of each "?", save, and run the same lacxl adopt again.\n'
        "# What is not answered is not filled. A line that begins with # says nothing.\n"
        "\n"
        "[kind]\n"
        "# Does each add up?\n"
        "# Without an answer quarters are not filled.\n"
        '# Answers: "flow", "snapshot"\n'
        '# rest = "likely" takes what is likely for those that you leave open.\n'
        '# rest = "flow", or another answer, is for all that you leave open.\n'
        '"CLA01" = "?"  # Children looked after; Scorecard!B4\n'
        '"CLA02" = "snapshot"  # Admissions; likely "flow"\n'
    )


@given(
    st.dictionaries(
        st.sampled_from(["kind", "unit", "amber"]),
        st.dictionaries(
            st.one_of(WORDS, st.sampled_from(["CLA01", "CLA02", "rest"])),
            WORDS.filter(lambda word: word != "?"),
            min_size=1,
        ),
    ),
    st.booleans(),
)
def test_no_answer_is_lost_when_the_file_is_written_again(
    given_before: dict[str, dict[str, str]], is_asked: bool
) -> None:
    asked = [KIND] if is_asked else []
    text = answers_text("Our scorecard.xlsx", asked, given_before)
    assert read_answers(text, FILE) == given_before
    assert answers_text("Our scorecard.xlsx", asked, read_answers(text, FILE)) == text


@given(st.text(st.one_of(SIGNS, st.sampled_from(" \n\r\t\x1b\x7f"))))
def test_any_text_is_quoted_so_that_it_reads_the_same_in_one_line(text: str) -> None:
    line = quoted(text)
    blank = "".join(" " if sign in "\n\r\t\x1b\x7f" else sign for sign in text)
    assert line.splitlines() == [line]
    assert tomllib.loads(f"{line} = {line}") == {blank: blank}


@pytest.mark.parametrize("text", ["Our\u00a0scorecard", "\uf0e9"], ids=["no-break", "Wingdings"])
def test_signs_that_a_sheet_or_a_cell_may_have_stay(text: str) -> None:
    assert tomllib.loads(f"sheet = {quoted(text)}") == {"sheet": text}


def test_a_delete_character_leaves_the_file_readable() -> None:
    item = Item("A1", "Reviews\x7f in time")
    text = answers_text("Our scorecard.xlsx", [Asked("kind", "Which?", (item,))], {})
    assert read_answers(text, FILE) == {}
    assert tomllib.loads(f"title = {quoted(item.about)}")


def test_a_question_about_two_sheets_can_be_read_again() -> None:
    headings = ("Ref", "Measure", "April", "May")
    row = ("Number of children", 40.0, 44.0)
    found = proposed(
        scorecard(("A1", *row), headings=headings, title="Children", name="Children"),
        scorecard(("B1", *row), headings=headings, title="Adults", name="Adults"),
    )
    text = answers_text("Our scorecard.xlsx", found.asked, {})
    assert read_answers(text, FILE) == {}
    assert text.count("[year]") == 1
