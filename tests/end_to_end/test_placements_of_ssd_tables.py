"""A placement that is there, and one that is not: by what the tables of the SSD say."""

from __future__ import annotations

from pathlib import Path

import pytest
from records_cases import council, measure

BASE = {
    "ssd_person": ["1,2010-05-01"],
    "ssd_cla_episodes": ["e1,1,p1,2015-05-01,S,N1,,,c1"],
    "ssd_legal_status": ["l1,1,C2,2015-05-01,"],
}


@pytest.mark.parametrize(
    ("placement", "codes"),
    [
        ("p1,c1,1,2015-05-01,,U4,AA1 1AA,100", set()),
        ("p1,c1,1,2015-05-01,,Q9,AA1 1AA,100", {"X120"}),
        ("p1,c1,1,2015-05-01,,,AA1 1AA,100", {"X186"}),
        (",c1,1,2015-05-01,,Q9,AA1 1AA,100", {"X120"}),
        (",c1,1,2015-05-01,,,AA1 1AA,100", {"X186"}),
        ("p9,c9,9,2015-05-01,,U4,AA1 1AA,100", {"X161"}),
    ],
    ids=["known", "unknown", "blank", "unknown by day", "blank by day", "another child's"],
)
def test_each_says_what_is_so(tmp_path: Path, placement: str, codes: set[str]) -> None:
    found = measure(council(tmp_path, {**BASE, "ssd_cla_placement": [placement]}), "2015-05")
    assert {each["code"] for each in found.findings} & {"X120", "X161", "X186"} == codes
    assert found.figure("7.1", "2015-05") == "1"
