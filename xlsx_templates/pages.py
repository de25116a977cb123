"""What stands on each theme page: its columns, its charts and the lines they are judged by."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Column:
    """One indicator's column: where its figures come from and what its chart compares."""

    header: str
    key: str
    kind: str = "percentage"
    row: str = ""
    short: str = ""
    target: bool = False
    neighbours: bool = False


@dataclass(frozen=True)
class OfColumns:
    """A count written "n of d" over three columns under one heading."""

    header: str
    numerator: str
    denominator: str


@dataclass(frozen=True)
class ChartOf:
    """A chart of one or two columns, on the whole width of the panel or on half of it."""

    title: str
    keys: tuple[str, ...]
    half: bool = False
    full_scale: bool = True


@dataclass(frozen=True)
class Page:
    """A theme page."""

    name: str
    title: str
    columns: tuple[Column | OfColumns, ...]
    charts: tuple[ChartOf, ...]


PAGES: tuple[Page, ...] = (
    Page(
        "Plans - In Date",
        "Plans - In Date",
        (
            Column("% of eligible LAC with an up to date plan", "7.11", "percentage", "7.11",
                   "Care plans", target=True),
            Column("% of eligible LAC with an up to date pathway plan", "8.2", "percentage", "8.2",
                   "Pathway plans", target=True),
        ),
        (
            ChartOf("Eligible looked after children with an up to date plan", ("7.11",)),
            ChartOf("Eligible looked after children with an up to date pathway plan", ("8.2",)),
        ),
    ),
    Page(
        "Looked After Children",
        "Looked After Children",
        (
            Column("Number of Looked After Children", "7.1", "count", "7.1", "Looked after"),
            Column("Rate of Looked After Children per 10,000", "7.2", "rate", "7.2",
                   "Rate per 10,000", neighbours=True),
            Column("Admissions of Looked After Children", "7.3", "count", "7.3", "Admissions"),
            Column("Ceased to be Looked After", "7.4", "count", "7.4", "Ceased"),
            OfColumns("Ceased to be Looked After due to permanence", "7.5 (number)", "7.4"),
            Column("% ceased to be Looked After due to permanence", "7.5 (percentage)",
                   "percentage", "7.5 (percentage)", "Permanence"),
        ),
        (
            ChartOf("Looked after children", ("7.1",), half=True),
            ChartOf("Rate per 10,000 under 18", ("7.2",), half=True),
            ChartOf("Admissions and children who ceased to be looked after", ("7.3", "7.4")),
        ),
    ),
    Page(
        "Placements",
        "Looked After Children - Placements",
        (
            OfColumns("No. of long term LAC placements stable for at least 2 years",
                      "stable_2y_numerator", "stable_2y_denominator"),
            Column("% long term LAC placements stable for at least 2 years", "stable_2y_pct",
                   "percentage", "9.1", "Stable 2 years", target=True, neighbours=True),
            OfColumns("No. of LAC who have had 3 or more placements - rolling 12 months",
                      "three_plus_numerator", "three_plus_denominator"),
            Column("% LAC who have had 3 or more placements - rolling 12 months",
                   "three_plus_pct", "percentage", "9.2", "3+ placements", target=True,
                   neighbours=True),
        ),
        (
            ChartOf("Long term placements stable for at least 2 years (high is good)",
                    ("stable_2y_pct",)),
            ChartOf("3 or more placements in a rolling 12 months (low is good)",
                    ("three_plus_pct",), full_scale=False),
        ),
    ),
    Page(
        "Reviews & Visits",
        "Looked After Children - Reviews and Visits",
        (
            OfColumns("No. of LAC cases not reviewed within timescales",
                      "not_reviewed_in_time_numerator", "reviews_denominator"),
            Column("% of LAC cases reviewed within timescales", "reviewed_in_time_pct",
                   "percentage", "7.6", "Reviewed", target=True),
            Column("% LAC visits up to date National Minimum standard", "visits_national_pct",
                   "percentage", "7.12", "National minimum standard"),
            Column("% LAC visits up to date Rotherham standard", "visits_rotherham_pct",
                   "percentage", "7.13", "Local standard"),
        ),
        (
            ChartOf("Cases reviewed within timescales", ("reviewed_in_time_pct",)),
            ChartOf("Visits up to date", ("visits_national_pct", "visits_rotherham_pct")),
        ),
    ),
    Page(
        "Health",
        "Looked After Children - Health",
        (
            Column("Health of LAC - Health Assessments", "health_assessments_pct",
                   "percentage", "7.8", "Health assessments", target=True),
            Column("Health of LAC - Dental Assessments", "dental_assessments_pct",
                   "percentage", "7.9", "Dental assessments", target=True),
        ),
        (
            ChartOf("Up to date health assessments", ("health_assessments_pct",)),
            ChartOf("Up to date dental assessments", ("dental_assessments_pct",)),
        ),
    ),
    Page(
        "Personal Education Plans",
        "Looked After Children - Personal Education Plans",
        (
            Column("% LAC with a Personal Education Plan", "pep_pct", "percentage", "7.10",
                   "PEPs", target=True),
        ),
        (ChartOf("Looked after children with a personal education plan", ("pep_pct",)),),
    ),
    Page(
        "Adoptions",
        "Adoptions",
        (
            Column("% of children adopted", "7.7", "percentage", "7.7", "Adopted",
                   neighbours=True),
            Column("% of adoptions completed within 12 months of SHOBPA", "10.1", "percentage",
                   "10.1", "Within 12 months"),
            Column("A1 average days", "10.2", "days", "10.2", "A1 days", target=True,
                   neighbours=True),
            Column("A2 average days", "10.3", "days", "10.3", "A2 days", target=True,
                   neighbours=True),
        ),
        (
            ChartOf("Children adopted", ("7.7",), half=True),
            ChartOf("Adopted within 12 months of SHOBPA", ("10.1",), half=True),
            ChartOf("A1: average days (low is good)", ("10.2",), half=True),
            ChartOf("A2: average days (low is good)", ("10.3",), half=True),
        ),
    ),
)  # fmt: skip


def for_any_council(text: str) -> str:
    """Return a heading of the report without the name of its council."""
    return text.replace("Rotherham standard", "local standard")


def page_for_any_council(page: Page) -> Page:
    """Return a page of which no heading names the report's council."""
    columns = (replace(each, header=for_any_council(each.header)) for each in page.columns)
    return replace(page, columns=tuple(columns))


SHEETS: tuple[str, ...] = ("Cover", "Performance Summary", *(page.name for page in PAGES))
