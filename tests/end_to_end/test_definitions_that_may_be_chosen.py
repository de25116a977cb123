"""Settings of the definitions, against the truth of made-up councils and by hand."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from children_folders import (
    LOCAL_LISTS,
    Figure,
    council,
    differences,
    measured,
    settings_for,
    write_layouts,
)
from folders import run
from records_cases import council as small
from records_cases import measure

from lacxl.domain.month import Month
from lacxl.synth import Definitions, truth

CHILDREN, FIRST, LAST = 300, "2014-04", "2016-03"
MONTHS = [str(Month.parse(FIRST) + n) for n in range(24)]

CHOICES: Mapping[str, tuple[dict[str, Any], tuple[str, ...], tuple[str, ...]]] = {
    "a child's last end in the year": (
        {"ends": "last_in_year"}, ("7.4", "7.5", "7.7"), ("ssda903",),
    ),
    "a child's last end, of those who left for permanence": (
        {"ends": "last_in_year", "adopted_of": "permanence"}, ("7.7",), ("ssda903",),
    ),
    "months in care before a dental check": ({"dental_least_months": 6}, ("7.9",), ("ssd",)),
    "the school year": ({"pep_ages_on": "school_year"}, ("7.10",), ("ssda903", "local")),
    "the school year from reception": (
        {"pep_ages_on": "school_year", "pep_ages": (4, 15)}, ("7.10",), ("ssda903", "local"),
    ),
    "categories for pathway plans": (
        {"pathway_categories": ("relevant", "former relevant")}, ("8.2",), ("ssd",),
    ),
    "categories for all but pathway plans": (
        {"leaver_categories": ("qualifying",), "pathway_categories": ("relevant",)},
        ("8.1", "8.2", "8.3", "8.4"), ("ssd",),
    ),
}  # fmt: skip
"""Options, the indicators that they change, and the layouts to count from."""


@functools.cache
def true(seed: int, **how: Any) -> dict[tuple[str, str], Figure]:
    months = [Month.parse(month) for month in MONTHS]
    return {
        (each.indicator, str(each.month)): Figure(each.numerator, each.denominator)
        for each in truth(council(seed, CHILDREN), months, Definitions(**how))
    }


def toml(options: Mapping[str, Any]) -> str:
    return "\n".join(
        f"{name} = {list(value) if isinstance(value, tuple) else repr(value)}".replace("'", '"')
        for name, value in options.items()
    )


@pytest.mark.parametrize("name", CHOICES)
def test_a_choice_counts_what_it_says(tmp_path: Path, name: str) -> None:
    options, numbers, layouts = CHOICES[name]
    of = council(1, CHILDREN)
    write_layouts(of, tmp_path / "extracts", LAST, *layouts)
    lists = LOCAL_LISTS.split("\n\n")[0] if "local" in layouts else ""  # of the PEPs alone
    folder = settings_for(tmp_path, of, more=f"{toml(options)}\n{lists}")
    counted, _ = measured(folder, LAST, "--since", FIRST)
    right = true(1, **options)
    months = [LAST] if numbers[-1].startswith("8") else MONTHS
    assert differences(counted, right, numbers, months) == []
    plain = true(1)
    for number in numbers:
        assert any(right[number, month] != plain[number, month] for month in months), number


TWICE = {
    "header": ["1,1,01/05/2010,WBRI,,,", "2,1,01/05/2010,WBRI,,,"],
    "episodes": [
        "1,01/05/2014,S,C2,N1,U4,PR1,10/05/2015,E4A,,AA1 1AA,AA1 1AA,100",
        "1,15/05/2015,S,C2,N1,U4,PR1,20/05/2015,E4A,,AA1 1AA,AA1 1AA,100",
        "1,01/06/2015,S,C2,N1,U4,PR1,31/03/2016,E11,,AA1 1AA,AA1 1AA,100",
        "2,01/05/2014,S,C2,N1,U4,PR1,10/05/2015,E4A,,AA1 1AA,AA1 1AA,100",
        "2,01/06/2015,S,C2,N1,U4,PR1,01/04/2016,E48,,AA1 1AA,AA1 1AA,100",
    ],
}


def test_the_last_end_of_the_year_is_the_last_on_record_whatever_month_is_asked_for(
    tmp_path: Path,
) -> None:
    folder = small(tmp_path, TWICE, '[measures]\nends = "last_in_year"')
    every = measure(folder, "2016-04", "--since", "2015-04")
    assert [every.figure("7.4", month) for month in ("2015-05", "2016-03", "2016-04")] == [
        "1", "1", "1",
    ]  # fmt: skip
    assert every.figure("7.7", "2016-03") == "1 of 1"
    assert measure(folder, "2015-05").figure("7.4", "2015-05") == "1"
    as_of_may = measure(folder, "2015-05", "--taken-on", "2015-05-31")
    assert as_of_may.figure("7.4", "2015-05") == "2"
    assert measure(small(tmp_path, TWICE), "2015-05").figure("7.4", "2015-05") == "3"


def test_of_two_ends_on_one_day_the_later_episodes_is_the_last_of_the_year(tmp_path: Path) -> None:
    rows = [
        "1,01/05/2014,S,C2,N1,U4,PR1,10/05/2015,E4A,,AA1 1AA,AA1 1AA,100",
        "1,10/05/2015,S,C2,N1,U4,PR1,10/05/2015,E48,,AA1 1AA,AA1 1AA,100",
        "2,01/05/2014,S,C2,N1,U4,PR1,01/06/2015,E4A,,AA1 1AA,AA1 1AA,100",
    ]
    folder = small(tmp_path, TWICE | {"episodes": rows}, '[measures]\nends = "last_in_year"')
    assert measure(folder, "2015-05").figure("7.5", "2015-05") == "1 of 1"


@pytest.mark.parametrize(
    ("born", "month", "is_due"),
    [
        ("2010-08-31", "2015-08", "no"),
        ("2010-08-31", "2015-09", "yes"),
        ("2010-09-01", "2015-09", "no"),
        ("2010-09-01", "2016-08", "no"),
        ("2010-09-01", "2016-09", "yes"),
        ("1999-08-31", "2015-08", "yes"),
        ("1999-08-31", "2015-09", "no"),
        ("1999-09-01", "2016-08", "yes"),
        ("1999-09-01", "2016-09", "no"),
    ],
)
def test_school_age_begins_and_ends_with_a_school_year(
    tmp_path: Path, born: str, month: str, is_due: str
) -> None:
    """Year 1 begins on the 1 September after the fifth birthday, year 11 ends on 31 August."""
    year, number, day = born.split("-")
    tables = {
        "header": [f"1,1,{day}/{number}/{year},WBRI,,,"],
        "episodes": ["1,01/05/2014,S,C2,N1,U4,PR1,,,,AA1 1AA,AA1 1AA,100"],
    }
    peps = 'dataset = "peps"\nfile = "peps.csv"\nchild = "Pupil"\ncolumns = { date = "PEP" }'
    lists = f'[local.peps]\n{peps}\n[measures]\npep_ages_on = "school_year"'
    (tmp_path / "peps.csv").write_text("Pupil,PEP\n1,01/07/2014\n", "utf-8")
    found = measure(small(tmp_path, tables, lists), month, "--taken-on", "2016-09-30")
    assert found.figure("7.10", month) == ("0 of 1" if is_due == "yes" else "0 of 0")


def test_months_before_the_records_leave_a_child_out_of_dental_checks(tmp_path: Path) -> None:
    tables = {
        "ssd_person": ["1,2010-05-01", "2,2010-05-01"],
        "ssd_cla_episodes": ["e1,1,,2015-03-01,S,N1,,,c1", "e2,2,,2015-03-01,P,N1,,,c2"],
        "ssd_legal_status": ["l1,1,C2,2015-03-01,", "l2,2,C2,2015-03-01,"],
        "ssd_cla_health": ["h1,1,Dental Check,2015-04-20,Completed"],
    }
    folder = small(tmp_path, tables, "[measures]\ndental_least_months = 6")
    found = measure(folder, "2015-05", "--taken-on", "2015-05-31")
    assert found.figure("7.9", "2015-05") == "0 of 0"
    assert any("period of care is not known" in told for told in found.told("M101"))
    later = measure(folder, "2015-09", "--taken-on", "2015-09-30")
    assert later.figure("7.9", "2015-09") == "1 of 2"


@pytest.mark.parametrize(
    "key",
    ['ends = "last"', "pathway_categories = []", 'pep_ages_on = "birthday"',
     "dental_least_months = -1", 'pathway_categories = ["eligble"]', 'permanence = ["X1"]',
     'leaver_categories = ["care leaver"]', 'lasting = ["long term"]'],
)  # fmt: skip
def test_a_choice_that_there_is_not_is_refused(tmp_path: Path, key: str) -> None:
    ran = run(small(tmp_path, TWICE, f"[measures]\n{key}"), "measure", "2015-05")
    assert ran.code == 3
    assert ran.codes()[0].startswith("S")


SPELLED = {
    "leaver_categories": (["Former-Relevant", " QUALIFYING"], ["former relevant", "qualifying"]),
    "pathway_categories": (["Eligible", "former_relevant"], ["eligible", "former relevant"]),
    "permanence": (["e4a", "E11 "], ["E4A", "E11"]),
    "lasting": (["u6"], ["U6"]),
}
"""A choice in other letters, and as it is."""


@pytest.mark.parametrize("name", SPELLED)
def test_a_choice_counts_in_whatever_letters_it_is_written(tmp_path: Path, name: str) -> None:
    of = council(1, CHILDREN)
    write_layouts(of, tmp_path / "extracts", LAST, "ssd")
    counted = []
    for words in SPELLED[name]:
        settings_for(tmp_path, of, more=f"{name} = {json.dumps(words)}")
        counted.append(measured(tmp_path, LAST, "--since", "2015-10")[0])
    assert counted[0] == counted[1]
    settings_for(tmp_path, of)
    assert counted[0] != measured(tmp_path, LAST, "--since", "2015-10")[0]
