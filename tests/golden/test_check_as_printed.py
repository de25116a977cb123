"""The report of May 2015 as printed: every contradiction that it is known for, and nothing else."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from lacxl.app.check.check import check
from lacxl.app.month.refresh import refresh
from lacxl.demo import MONTH, write_demo
from lacxl.domain.finding import Finding
from lacxl.settings.settings import Settings
from workbooks.as_printed import build_as_printed


@dataclass(frozen=True)
class Known:
    """A contradiction of the report: the code that tells it, a cell of it, and words of the sum."""

    code: str
    cell: str
    words: tuple[str, ...]


SUMMARY, VISITS = "'Performance Summary'!", "'Reviews & Visits'!"
PEP = "'Personal Education Plans'!"
KNOWN = {
    "the PEP page is a row late": Known(
        "Q108", f"{PEP}C8", ("7.10 Apr-15 66.1% at May-15", "7.10 May-15 59.6% at Jun-15")
    ),
    "reviews in April": Known("Q101", f"{VISITS}F7", ("94.8%", "3 of 71", "95.8%")),
    "reviews year to date": Known(
        "Q103", f"{VISITS}C21", ("10, and 3 + 6 = 9", "134, and 71 + 60 = 131")
    ),
    "7.12 arrow": Known("Q111", f"{SUMMARY}K18", ("98.6% to 95.2%", "worse", "says up")),
    "10.1 arrow": Known("Q111", f"{SUMMARY}K26", ("100.0% to 50.0%", "worse", "says level")),
    "7.7 arrow": Known("Q111", f"{SUMMARY}K13", ("no figure for May-15", "no direction")),
    "7.12 annual": Known("Q106", f"{VISITS}G20", ("2014/15 94.9% and 95.2%",)),
    "7.13 annual": Known("Q106", f"{VISITS}H20", ("2014/15 64.0% and 82.6%",)),
    "7.13 year to date": Known("Q104", f"{VISITS}H21", ("73.0%", "May-15 79.0%", "is Apr-15's")),
    "9.1 in February": Known("Q101", "Placements!F14", ("71.0%", "105 of 148", "70.9%")),
    "7.7 over those who ceased": Known("Q102", f"{SUMMARY}G13", ("42.9%", "8 of 19", "9 of 19")),
    "7.2 annual": Known("Q104", f"{SUMMARY}N7", ("70, Mar-15 72.5", "70 is 2013/14's")),
    "stock and flows": Known(
        "Q105", f"{SUMMARY}H6", ("407 + 17 - 19 = 405 (+4)", "409 + 22 - 17 = 414 (-8)")
    ),
    "10.2 basis": Known("Q113", f"{SUMMARY}L27", ("463.3", "566.0", "487")),
    "the plans' narrative": Known("Q119", f"{SUMMARY}H21", ("22%", "14.8% without", "Apr-15's")),
    "the children's narrative": Known("Q120", f"{SUMMARY}H6", ("rising", "409 to 406")),
    "9.2 denominators": Known(
        "Q107", "Placements!I17", ("May-15 is 418", "406", "410", "Mar-15 is 409", "407")
    ),
    "7.5 formats": Known("Q115", f"{SUMMARY}F11", ("36.36%", "36.8%")),
    "7.7 data note": Known("Q116", f"{SUMMARY}J13", ("As at", "26.3%", "36.4%")),
    "10.1 data note": Known("Q116", f"{SUMMARY}J26", ("As at", "75.0%")),
    "10.2 data note": Known("Q116", f"{SUMMARY}J27", ("As at", "463.3")),
    "10.3 data note": Known("Q116", f"{SUMMARY}J28", ("As at", "184.8")),
    "10.3 year to date": Known("Q103", f"{SUMMARY}I28", ("184.8", "74.2", "295.0", "184.6")),
}
REFRESHED = {  # what a refresh of May puts right, as it writes those cells
    "the PEP page is a row late",
    "reviews year to date",
    "7.12 arrow",
    "10.1 arrow",
    "7.7 arrow",
    "7.13 year to date",
    "10.2 basis",
    "10.3 year to date",
}
LEFT_OF_THE_PAGE = (  # of the PEP page it puts May right; April and June are not its month
    Known("Q106", f"{PEP}C7", ("Apr-15 66.1% and 64.0%",)),
    Known("Q110", f"{PEP}C9", ("Jun-15",)),
)


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_as_printed(tmp_path_factory.mktemp("printed") / "report.xlsx")


@pytest.fixture(scope="module")
def findings(printed: Path) -> tuple[Finding, ...]:
    return check(printed).findings


@pytest.fixture(scope="module")
def after_refresh(printed: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Finding, ...]:
    settings = Settings.load(write_demo(tmp_path_factory.mktemp("refreshed") / "demo"))
    shutil.copy(printed, settings.workbook_path)
    refresh(settings, MONTH)
    return check(settings.workbook_path, settings).findings


def tells(finding: Finding, known: Known) -> bool:
    return (
        finding.code == known.code
        and known.cell in finding.where
        and all(words in finding.what for words in known.words)
    )


@pytest.mark.parametrize("known", KNOWN.values(), ids=KNOWN)
def test_each_contradiction_of_the_report_is_told_once(
    findings: tuple[Finding, ...], known: Known
) -> None:
    assert sum(tells(finding, known) for finding in findings) == 1


def test_nothing_else_is_told(findings: tuple[Finding, ...]) -> None:
    assert [str(f) for f in findings if not any(tells(f, k) for k in KNOWN.values())] == []
    assert len(findings) == len(KNOWN)


def test_after_a_refresh_what_it_does_not_write_remains(after_refresh: tuple[Finding, ...]) -> None:
    left = [known for name, known in KNOWN.items() if name not in REFRESHED]
    left = [k for k in left if "184.8" not in k.words] + list(LEFT_OF_THE_PAGE)
    note = Known("Q116", f"{SUMMARY}J28", ("As at", "184.6"))  # its year to date is right now
    for known in (*left, note):
        assert sum(tells(finding, known) for finding in after_refresh) == 1, known
    assert len(after_refresh) == len(left) + 1


def test_the_report_s_own_issue_is_unchanged_by_a_check(printed: Path) -> None:
    before = printed.read_bytes()
    check(printed)
    assert printed.read_bytes() == before


def test_the_narratives_of_the_demo_tell_no_untruth(tmp_path: Path) -> None:
    settings = Settings.load(write_demo(tmp_path / "demo"))
    codes = {each.code for each in check(settings.workbook_path, settings).findings}
    refresh(settings, MONTH)
    codes |= {each.code for each in check(settings.workbook_path, settings).findings}
    assert not codes & {"Q119", "Q120", "Q121"}
