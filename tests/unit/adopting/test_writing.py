"""The files of an adopted workbook: what was found, in words that lacxl and a person read alike."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lacxl.adopting.adopted_files import catalogue_text, layout_text, settings_text
from lacxl.adopting.proposal import Proposal
from lacxl.app.adopt.adopt import adopt
from lacxl.app.adopt.adopted import Adopted
from lacxl.catalogue import indicators, layouts
from lacxl.domain.indicator import Kind, Polarity, Unit
from lacxl.workbook.layout import OwnTable, Time
from shapes import make
from unit.adopting.typed_scorecards import proposed, scorecard

ROWS = (
    ("CLA01", "Number of children looked after", "n/a", None, 402.0, 409.0, 409.0, None, None),
    ("CLA02", "Number of admissions", "Low", 12.0, 14.0, 11.0, 25.0, "G", None),
    ("CLA03", "% of reviews held in time", "High", 0.95, 0.948, 0.9, 0.926, "A", None),
    ("CLA04", "Average days to be placed", "Low", 460.0, 402.5, 409.0, 405.75, "G", None),
    ("CLA05", "Admissions per 1,000 children", "Low", 2.0, 1.4, 1.1, 1.35, "G", None),
)
FILES = ("lacxl-layout.toml", "lacxl-catalogue.toml", "lacxl.toml")


def found(**answers: dict[str, str]) -> Proposal:
    return proposed(scorecard(*ROWS), answers=answers, formats={6: "0.0%"})


def table_of(proposal: Proposal) -> OwnTable:
    (table,) = layouts.parse(layout_text(proposal), "layout.toml").own
    return table


# -- the catalogue --------------------------------------------------------------------------------


def test_the_catalogue_has_each_indicator_as_far_as_it_is_known() -> None:
    known = indicators.parse(catalogue_text(found()), "catalogue.toml")
    assert {name: (each.kind, each.figures[-1].unit) for name, each in known.items()} == {
        "CLA01": (Kind.SNAPSHOT, Unit.COUNT),
        "CLA02": (Kind.FLOW, Unit.COUNT),
        "CLA03": (Kind.FLOW, Unit.PERCENTAGE),
        "CLA04": (Kind.UNKNOWN, Unit.MEAN),  # its year to date is the months' plain average
        "CLA05": (Kind.FLOW, Unit.RATE),
    }
    assert known["CLA03"].title == "% of reviews held in time"
    assert known["CLA03"].polarity is Polarity.HIGH
    assert "per = 1000\n" in catalogue_text(found())


def test_an_answer_counts_more_than_what_was_found() -> None:
    text = catalogue_text(found(kind={"CLA02": "rolling"}, unit={"CLA01": "mean"}))
    known = indicators.parse(text, "catalogue.toml")
    assert known["CLA02"].kind is Kind.ROLLING
    assert known["CLA01"].figures[-1].unit is Unit.MEAN


def test_an_indicator_of_which_the_unit_is_open_is_left_out() -> None:
    rows = (*ROWS, ("CLA06", "Health assessments", "High", None, 40.5, 41.5, None, None, None))
    open_ = proposed(scorecard(*rows), formats={6: "0.0%"})
    assert "CLA06" not in catalogue_text(open_)
    assert "CLA06" in catalogue_text(
        proposed(scorecard(*rows), formats={6: "0.0%"}, answers={"unit": {"CLA06": "mean"}})
    )


def test_an_indicator_whose_scale_is_open_is_in_no_file() -> None:
    row = ("CLA06", "% of pupils excluded", "Low", 0.7, 0.79, 0.72, None, None, None)
    open_ = proposed(scorecard(row))
    assert "CLA06" not in catalogue_text(open_)
    assert "CLA06" not in layout_text(open_)
    assert "CLA06" in catalogue_text(
        proposed(scorecard(row), answers={"percentages": {"CLA06": "points"}})
    )


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
def test_any_title_leaves_files_that_can_be_read(title: str) -> None:
    row = ("CLA01", f"Number of {title}", "High", 10.0, 402.0, 409.0, 409.0, "R", None)
    given_ = proposed(scorecard(row), answers={"amber": {"CLA01": "8"}})
    assert tomllib.loads(catalogue_text(given_))
    assert tomllib.loads(layout_text(given_))
    assert tomllib.loads(settings_text(f"{title}.xlsx", title, given_))


def test_a_control_character_in_a_title_leaves_settings_that_can_be_read() -> None:
    row = ("CLA01", "Number of \x1bchildren", "High", 10.0, 402.0, 409.0, 409.0, "R", None)
    found_ = proposed(scorecard(row), answers={"amber": {"CLA01": "8"}})
    assert tomllib.loads(settings_text("Our scorecard.xlsx", "Our scorecard", found_))


# -- the layout -----------------------------------------------------------------------------------


def test_the_layout_has_the_headings_and_the_scale() -> None:
    table = table_of(found())
    assert (table.sheet, table.time) == ("Scorecard", Time.ACROSS)
    assert table.headings["number"] == ("Ref",)
    assert table.headings["indicator"] == ("Measure",)
    assert table.headings["rag"] == ("RAG",)
    assert not table.form.points
    assert table.form.own_formats


@pytest.mark.parametrize(
    "formats", [{6: "0.0", 7: "0.0", 8: "0.0%"}, {6: "0.0%", 7: "0.0%", 8: "0.0"}]
)
def test_each_row_keeps_its_own_scale_where_they_are_mixed(formats: dict[int, str]) -> None:
    def row(at: int) -> tuple[object, ...]:
        times = 1.0 if "%" in formats[at] else 100.0
        return f"A{at}", f"% of {at}", "High", None, 0.94 * times, 0.88 * times, None, None, None

    sheet = scorecard((), (), *(row(at) for at in formats))
    table = table_of(proposed(sheet, formats=formats))
    for at, written in formats.items():
        assert table.form_of(f"A{at}").points is ("%" not in written)


def test_a_light_or_an_arrow_waits_for_who_has_not_said_which_way_is_good() -> None:
    rows = [(ref, title, None, *more) for ref, title, _good, *more in ROWS]
    signs = layouts.parse(
        layout_text(proposed(scorecard(*rows), formats={6: "0.0%"})), "layout.toml"
    ).signs
    assert signs is not None
    assert signs.unrated == {row[0] for row in ROWS}


# -- the settings, and what a person has corrected ------------------------------------------------


def test_an_amber_limit_that_was_answered_goes_into_the_settings() -> None:
    given_ = found(amber={"CLA02": "13", "CLA03": "90", "CLA04": "none"})
    settings = tomllib.loads(settings_text("Our scorecard.xlsx", "Our scorecard", given_))
    assert settings["workbook"]["file"] == "Our scorecard.xlsx"
    assert settings["indicators"] == {"CLA02": {"amber": "13"}, "CLA03": {"amber": "90%"}}


@pytest.fixture
def adopted(tmp_path: Path) -> Adopted:
    return adopt(make("early_help", 1, tmp_path).workbook)


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_a_person_has_corrected_stays(name: str, adopted: Adopted) -> None:
    path = adopted.workbook.parent / name
    path.write_text(path.read_text("utf-8").replace("# ", "# Our own: ", 1), encoding="utf-8")
    corrected = path.read_bytes()
    again = adopt(adopted.workbook)
    assert again.kept == (path,)
    assert [each.where for each in again.findings if each.code == "D206"] == [str(path)]
    assert path.read_bytes() == corrected


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_deleted_is_written_again(name: str, adopted: Adopted) -> None:
    path = adopted.workbook.parent / name
    before = path.read_bytes()
    path.unlink()
    assert adopt(adopted.workbook).written == (path,)
    assert path.read_bytes() == before


def test_settings_of_somebody_else_stay_and_are_told_what_they_lack(tmp_path: Path) -> None:
    made = make("early_help", 1, tmp_path)
    own = f'[workbook]\nfile = "{made.workbook.name}"\n'
    (tmp_path / "lacxl.toml").write_text(own, encoding="utf-8")
    result = adopt(made.workbook)
    assert (tmp_path / "lacxl.toml").read_text("utf-8") == own
    (told,) = [each for each in result.findings if each.code == "D206"]
    assert 'layout = "lacxl-layout.toml" and catalogue = "lacxl-catalogue.toml"' in told.todo
