"""Which files take dirt, and what their columns are for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ExtractShape:
    """A kind of table: where it is found, and its columns by what they are.

    `chain` says that a child's rows follow one another in time, as episodes do.
    """

    layout: str
    file: str
    child: str
    start: str
    end: str = ""
    rec: str = ""
    placement_type: str = ""
    codes: tuple[str, ...] = ()
    born: str = ""
    people: tuple[str, str, str] = ("", "", "")
    sheet: str = ""
    chain: bool = False
    blank: str = ""
    staff: str = ""


_HEADER = ("header.csv", "CHILD", "DOB")
_PERSON = ("ssd_person.csv", "pers_person_id", "pers_dob")
SHAPES = (
    ExtractShape(
        "ssda903", "episodes.csv", "CHILD", "DECOM", "DEC", "REC", "PLACE", ("PLACE", "LS"),
        people=_HEADER, chain=True,
    ),
    ExtractShape("ssda903", "reviews.csv", "CHILD", "REVIEW", people=_HEADER),
    ExtractShape(
        "ssd", "ssd_cla_episodes.csv", "clae_person_id", "clae_cla_episode_start_date",
        "clae_cla_episode_ceased", "clae_cla_episode_ceased_reason",
        codes=("clae_cla_episode_start_reason",), people=_PERSON, chain=True,
    ),
    ExtractShape(
        "ssd", "ssd_cla_visits.csv", "clav_person_id", "clav_cla_visit_date", people=_PERSON
    ),
    ExtractShape("local", "peps.csv", "Child ID", "Date of PEP"),
    ExtractShape("local", "visits.csv", "Child ID", "Visit date"),
    ExtractShape(
        "annex_a", ".xlsx", "Child Unique ID", "Date Started to be Looked After",
        "Date Ceased to be Looked After", "Reason Ceased to be Looked After", "Placement Type",
        ("Placement Type", "Child's Legal Status"), born="Date of Birth", sheet="List 8",
        blank="Date of Last Dental Check", staff="Allocated Worker",
    ),
)  # fmt: skip


def shape_of(layout: str, file: str, sheet: str) -> ExtractShape | None:
    """Return the shape of a table, None where it takes no dirt."""
    for shape in SHAPES:
        if shape.layout == layout and file.endswith(shape.file) and shape.sheet == sheet:
            return shape
    return None
