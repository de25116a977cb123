"""Codes are read by the code or by the words, never by the letter in front; all are explained."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

import lacxl
from lacxl.records.feeds.parsing.codes import UNKNOWN, codes_of
from lacxl.records.feeds.schema import code_lists, kinds
from lacxl.records.feeds.schemas import load

ROOT = Path(lacxl.__file__).parent

READ = [
    ("rec", "h) E45: Special Guardianship Orders", "E45"),
    ("rec", "a) E45: Special Guardianship Orders", "E45"),
    ("rec", "E4A - Returned home to live with parents", "E4A"),
    ("rec", "E4 A - Return home as part of the care planning process", "E4A"),
    ("rec", "Care taken over by another LA in the UK [E3]", "E3"),
    ("rec", "E15: Age Assess determined child is aged 18 or > & E5, E6, E7 don't apply", "E15"),
    ("rec", "SE11 - Adopted - application unopposed", "E11"),
    ("rec", "f) Residence order granted", "E41"),
    ("rec", "a) Residence order", "E41"),
    ("rec", "h) Moved into independent living", "E5"),
    ("rec", "b) Died", "E2"),
    ("rec", "Adopted – consent dispensed with by court", "E12"),
    ("rec", "e41", "E41"),
    ("rec", "zz) something else", UNKNOWN),
    ("place", "T4 - Temporary accommodation, any reason not covered by codes T1 to T3", "T4"),
    ("place", "R2 IN - NHS/Health Trust (in LA)", "R2"),
    ("place", "R2OUT - NHS/Health Trust", "R2"),
    ("place", "p) K2: Children’s Homes", "K2"),
    ("place", "h) Children’s Homes", "K2"),
    ("place", "b) U2: Foster placement - relative - FFA", "U2"),
    ("place", "Foster placement with other foster carer – long term fostering", "U4"),
    (
        "place",
        "Foster placement with other foster carer – not long term or FFA/concurrent planning",
        "U6",
    ),
    ("legal_status", "C2: FCO", "C2"),
    ("legal_status", "b) Full care orders", "C2"),
    ("legal_status", "Interim Care Order", "C1"),
    ("legal_status", "E1: Placement Order or Full Care Order", "E1"),
    ("legal_status", "CLA - E1 - Placement Order and C2 - Full Care Order", "E1"),
    ("legal_status", "V4:Agreed Series of Short-Term Breaks where agreements are recorded", "V4"),
    ("rne", "S", "S"),
    ("rne", "S - Started to be looked after", "S"),
    ("rne", "P - Change of placement and carer(s) only", "P"),
    ("rne", "t) Started to be looked after", "S"),
    ("category", "b) Former relevant child", "former relevant"),
    ("category", "a) Relevant child", "relevant"),
    ("category", "Qualifying care leaver", "qualifying"),
    ("category", "d) Eligible child", "eligible"),
    ("category", "e) Other", ""),
    ("in_touch", "a) Yes", "YES"),
    ("in_touch", "b) No", "NO"),
    ("in_touch", "c) Died", "DIED"),
    ("in_touch", "f) Rhom", "RHOM"),
    ("in_touch", "Young person refuses contact", "REFU"),
    ("suitability", "a) Suitable", "suitable"),
    ("suitability", "b) Unsuitable", "unsuitable"),
    ("suitability", "Accommodation is not considered suitable", "unsuitable"),
    ("suitability", "1", "suitable"),
    ("suitability", "2 - Unsuitable", "unsuitable"),
    ("suitability", "Not recorded", ""),
    ("activity", "F2: Full time in education other than higher", "F2"),
    ("activity", "F1) full time in higher education", "F1"),
    ("activity", "G5", "G5"),
    ("activity", "0", ""),
    ("health_kind", "DENTAL", "dental"),
    ("health_kind", "Initial Health Assessment", "health"),
    ("health_kind", "Optician", "other"),
    ("health_kind", "Health Check", "surveillance"),
    ("health_kind", "Mental Health Assessment", "other"),
    ("health_kind", "RHA", "health"),
    ("order_type", "Special Guardianship Order", "other"),
    ("order_type", "Adoption Order", "adoption"),
]


@pytest.mark.parametrize(("name", "text", "code"), READ)
def test_a_wording_gives_its_code(name: str, text: str, code: str) -> None:
    assert codes_of([text], code_lists()[name]) == [code]


@pytest.mark.parametrize("name", sorted(code_lists()))
def test_every_code_gives_itself_and_every_wording_a_code_of_its_list(name: str) -> None:
    known = code_lists()[name]
    for code in known.allowed:
        assert (
            codes_of([code, f" {code.lower()}", f"x) {code}"], known)
            == ["" if code in known.blank else code] * 3
        )
    assert {row[0] for row in known.words} <= set(known.allowed)
    assert {*known.since, *known.until} <= set(known.allowed)


def test_every_schema_names_code_lists_that_there_are() -> None:
    for kind in kinds():
        for column in kind.columns:
            assert (column.type == "code") == bool(column.codes), (kind.name, column.name)
            assert not column.codes or column.codes in code_lists()


def test_codes_of_findings_and_explanations_match() -> None:
    folders = [ROOT / "records" / "feeds", ROOT / "tables"]
    sources = [path.read_text("utf-8") for folder in folders for path in folder.rglob("*.py")]
    used = {code for text in sources for code in re.findall(r'"(X\d{3})"', text)}
    file = ROOT / "catalogue" / "findings" / "extracts.toml"
    explained = tomllib.loads(file.read_text("utf-8"))
    assert used == set(explained) == {code for code in load("checks") if code.startswith("X")}
    assert set(load("checks")) - used == {"R166"}, "any table's, and weighed here too"
    assert list(load("checks")) == [*sorted(used), "R166"], "listed in order"
    for entry in explained.values():
        assert set(entry) == {"title", "meaning", "todo"}
        assert all(words.strip() for words in entry.values())


def test_every_case_of_a_check_is_one_that_something_asks_for() -> None:
    folder = ROOT / "records" / "feeds"
    sources = "".join(path.read_text("utf-8") for path in folder.rglob("*.py"))
    for code, words in load("checks").items():
        for case in (name for name, value in words.items() if isinstance(value, dict)):
            assert f'"{case}"' in sources, (code, case)
