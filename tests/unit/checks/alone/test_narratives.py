"""Sentences against the figures of May 2015: what is untrue is told, all else is let be."""

from __future__ import annotations

from pathlib import Path

import pytest

from lacxl.app.check import check as checking
from lacxl.checks.alone import every
from lacxl.checks.alone.narrative.judging_sentences import NarrativeRead, narratives
from lacxl.workbook.snapshot import TextBox
from workbooks.as_printed import build_as_printed

HEALTH, PLANS, LAC = "Health", "Plans - In Date", "Looked After Children"
PLACEMENTS, VISITS, PEP = "Placements", "Reviews & Visits", "Personal Education Plans"

UNTRUE = [
    (HEALTH, "Health assessments rose to 85.7% in May."),
    (HEALTH, "Health assessments are at 85.7% and remain within target."),
    (HEALTH, "Health assessments remain within target."),
    (HEALTH, "98.3% of children have an up to date health assessment."),
    (HEALTH, "Dental checks are above 90%."),
    (HEALTH, "Dental assessments have improved to 67.6%."),
    (VISITS, "Performance against the national minimum standard improved in May."),
    (VISITS, "95.2% of reviews were held within timescale."),
    (LAC, "Admissions fell to 17 in May."),
    (LAC, "The number of care leavers is 189."),
    (LAC, "There were 409 looked after children in May."),
    (LAC, "There were 450 looked after children at the end of May."),
    (LAC, "The number of looked after children has increased."),
    (LAC, "The looked after population rose in May to 412."),
    (LAC, "The number of children ceasing to be looked after was 19."),
    (LAC, "The number of LAC is high. They are also rising."),
    (PEP, "PEPs are rising."),
    (PEP, "Performance has improved."),
    (PEP, "59.6% of children have a PEP, which is above the 90% target."),
    (PLACEMENTS, "Long term stability is below the 70% target."),
    (PLACEMENTS, "Placement stability has improved this month."),
    (PLACEMENTS, "Three or more placements: 12% of children."),
    (PLACEMENTS, "The proportion of children with three or more placements remains below 10%."),
    (PLANS, "Pathway plans are up to date for 77.6% of young people."),
    (PLANS, "Pathway plans have fallen."),
    (PLANS, "The 22% without an up to date pathway plan are nine young people."),
    (PLANS, "14% are without an up to date pathway plan."),
    (PLANS, "Care plans are at 98.8%, well above target."),
]
HARMLESS = [
    (HEALTH, "Health assessments fell from 85.7% to 80.8% in May."),
    (HEALTH, "Dental assessments stand at 59.9%, below the target of 84%."),
    (HEALTH, "Around 81% of children have an up to date health assessment."),
    (HEALTH, "Dental checks dropped sharply, to under 60%."),
    (HEALTH, "Health assessments should rise to 95% by September."),
    (HEALTH, "We expect dental checks to improve to 84%."),
    (HEALTH, "Health assessments have not improved."),
    (HEALTH, "The dental check target is 84%."),
    (HEALTH, "The statistical neighbour average for health assessments is 90%."),
    (HEALTH, "Of 12 late health assessments 50% were refused."),
    (HEALTH, "5% of health assessments were refused by young people."),
    (HEALTH, "The backlog of health assessments has fallen."),
    (HEALTH, "Late dental checks have increased."),
    (HEALTH, "In May 2014 health assessments were at 70%."),
    (HEALTH, "90% of initial health assessments are late."),
    (HEALTH, "Dental assessments for children aged under 5 rose to 75%."),
    (HEALTH, "Completion of health assessments by the provider within 20 days rose to 95%."),
    (HEALTH, "Health assessments fell, and staffing improved to 95%."),
    (VISITS, "Participation of children in reviews held in May was 97%."),
    (LAC, "The number of looked after children is rising nationally."),
    (LAC, "Admissions rose to 22, 5 more than in April."),
    (LAC, "Admissions have increased; the year to date is 39."),
    (LAC, "The rate per 10,000 fell to 72.4."),
    (LAC, "The number of looked after children fell by 3 to 406."),
    (LAC, "There are 406 looked after children."),
    (LAC, "There were 12 looked after children placed out of area."),
    (LAC, "Children placed with relatives increased to 45."),
    (LAC, "Of the 17 children who ceased to be looked after 6 left through permanence (35.3%)."),
    (VISITS, "6 reviews were late in May."),
    (VISITS, "The 10% of reviews that were not held in timescale are being examined."),
    (VISITS, "In 90% of reviews the child took part."),
    (VISITS, "Visits within the local standard increased to 79.0%."),
    (PEP, "PEPs were 66.1% in April and 59.6% in May."),
    (PEP, "100% of PEPs completed this term were judged good."),
    (PLACEMENTS, "Stable placements have improved outcomes for children."),
    (PLACEMENTS, "The national average for three or more placements is 11.0%."),
    (PLACEMENTS, "The share with three or more placements has improved since March."),
    (PLACEMENTS, "Three or more placements remains at 10.5%."),
    (PLACEMENTS, "The number of children with three or more placements rose to 44."),
    (PLACEMENTS, "9 of the 44 children with three or more placements are under five."),
    (PLANS, "Pathway plans improved by 7.6 percentage points to 85.2%."),
    (PLANS, "Pathway plans rose in April to 77.6%."),
    (PLANS, "15% of young people are without an up to date pathway plan."),
    (PLANS, "Young people without a pathway plan have fallen to 14.8%."),
    (PLANS, "Over 90% of care plans are in date."),
    ("Adoptions", "A1 is 463.3 days this year, within target."),
    ("Adoptions", "Two children were adopted in May, 50% of them within 12 months of SHOBPA."),
]


class Report:
    """The report as printed, and what its narratives are judged by."""

    def __init__(self, path: Path) -> None:
        kept: list[tuple[object, ...]] = []

        def keeping(*about: object) -> NarrativeRead:
            kept.append(about[:3])
            return NarrativeRead((), 0)

        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(every, "narratives", keeping)
            checking.check(path)
        self._about = kept[0]

    def read(self, sheet: str, text: str) -> NarrativeRead:
        return narratives(*self._about, [TextBox(sheet, "Performance", text)])  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    return Report(build_as_printed(tmp_path_factory.mktemp("narratives") / "report.xlsx"))


@pytest.mark.parametrize(("sheet", "text"), UNTRUE)
def test_a_sentence_that_is_not_so_is_told_once(report: Report, sheet: str, text: str) -> None:
    read = report.read(sheet, text)
    assert len(read.findings) == 1
    assert read.findings[0].code in ("Q119", "Q120", "Q121")
    assert sheet in read.findings[0].where


@pytest.mark.parametrize(("sheet", "text"), HARMLESS)
def test_a_sentence_that_is_so_or_does_not_bind_is_let_be(
    report: Report, sheet: str, text: str
) -> None:
    assert [str(each) for each in report.read(sheet, text).findings] == []


def test_a_sentence_that_does_not_bind_is_counted(report: Report) -> None:
    text = "98.3% of children in need have a plan. Both measures rose in May. A plain sentence."
    assert report.read(PLANS, text) == NarrativeRead((), 2)


def test_a_finding_repeats_no_more_of_a_text_than_the_claim(report: Report) -> None:
    text = "Health assessments have risen to 99%, says Mrs Example."
    (finding,) = report.read(HEALTH, text).findings
    assert "99%" in finding.what
    assert "Example" not in str(finding)


def test_a_figure_of_an_earlier_month_is_named(report: Report) -> None:
    (finding,) = report.read(PLANS, "Pathway plans are at 77.6%.").findings
    assert "It is Apr-15's." in finding.what
