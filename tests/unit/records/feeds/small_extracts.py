"""Small made-up extracts in each layout, written by hand, and the reading of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path

import openpyxl
import pandas as pd

from lacxl.records import ChildrenExtract, ReadOptions, SourceSpec, read_children
from pandas_frames import frames_of

TODAY = dt.date(2018, 6, 30)
TODAYS = ReadOptions(today=TODAY)

EPISODES = (
    "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN"
)
HEADER = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB"
REVIEWS = "CHILD,DOB,REVIEW,REVIEW_CODE"

RETURN = {
    "episodes.csv": (
        EPISODES,
        "101,01/05/2016,S,C1,N1,U1,PR1,03/06/2016,X1,,AB1 2CD,AB1 2CD,1000",
        "101,03/06/2016,P,C1,N1,U4,PR1,,,,AB1 2CD,AB3 4EF,2000",
        "102,15/01/2017,S,V2,N1,K2,PR1,20/12/2017,E4A,,AB1 2CD,AB5 6GH,3000",
    ),
    "header.csv": (
        HEADER,
        "101,1,02/02/2010,WBRI,A123,,",
        "102,2,13/11/2003,WBRI,A124,,",
    ),
    "reviews.csv": (
        REVIEWS,
        "101,02/02/2010,20/05/2016,PN1",
        "101,02/02/2010,15/08/2016,PN1",
        "102,13/11/2003,01/02/2017,PN1",
    ),
    "placed_for_adoption.csv": (
        "CHILD,DOB,DATE_PLACED,DATE_PLACED_CEASED,REASON_PLACED_CEASED",
        "101,02/02/2010,01/03/2017,,",
    ),
    "ad1.csv": (
        "CHILD,DOB,DATE_INT,DATE_MATCH,FOSTER_CARE,NB_ADOPTR,SEX_ADOPTR,LS_ADOPTR",
        "101,02/02/2010,01/04/2017,05/04/2017,1,2,MF,L11",
    ),
    "oc3.csv": (
        "CHILD,DOB,IN_TOUCH,ACTIV,ACCOM",
        "103,01/07/2000,YES,F2,U1",
        "104,01/08/1999,NO,0,0",
        "105,01/09/1999,DIED,0,0",
    ),
}
"""A clean SSDA903 return of 2017/18."""

LIST_8 = (
    "Child Unique ID", "Gender", "Ethnicity", "Date of Birth", "Age of Child (Years)",
    "Date Started to be Looked After", "Child's Category of Need",
    "Start date of current legal status", "Child's Legal Status",
    "Date of Latest Statutory Review", "Date of Last Social Work Visit",
    "Date of Last Health Assessment", "Date of Last Dental Check",
    "Number of Placements in the Last 12 months", "Date Ceased to be Looked After",
    "Reason Ceased to be Looked After", "Start Date of Most Recent Placement", "Placement Type",
    "Placement Provider", "Placement postcode",
)  # fmt: skip
IN_CARE = (
    LIST_8,
    (201, "a) Male", "a) WBRI", dt.datetime(2010, 2, 2), 8, dt.datetime(2016, 5, 1), "N1",
     dt.datetime(2016, 5, 1), "C2: FCO", dt.datetime(2018, 2, 1), dt.datetime(2018, 5, 20),
     dt.datetime(2018, 1, 10), dt.datetime(2017, 12, 1), 1, None, None, dt.datetime(2016, 6, 3),
     "d) U4: Foster placement - long term", "PR1", "AB1 2CD"),
    (202, "b) Female", "a) WBRI", dt.datetime(2004, 11, 13), 13, dt.datetime(2017, 1, 15), "N1",
     dt.datetime(2017, 1, 15), "V2: Single period under S20", dt.datetime(2018, 1, 5),
     dt.datetime(2018, 2, 20), None, None, 3, dt.datetime(2018, 3, 1),
     "h) E41: Residence order granted", dt.datetime(2017, 9, 3), "p) K2: Children’s Homes", "PR1",
     "AB1 2CD"),
)  # fmt: skip
LIST_9 = (
    "Child Unique ID", "Gender", "Ethnicity", "Date of Birth", "Age", "Allocated Team",
    "Allocated Worker", "Eligibility Category", "LA in Touch", "Type of Accommodation",
    "Suitability of Accommodation", "Activity Status", "Latest Pathway Plan Review Date",
)  # fmt: skip
LEAVERS = (
    LIST_9,
    (203, "a) Male", "a) WBRI", dt.datetime(1999, 8, 7), 18, "Team", "Worker",
     "b) Former relevant child", "a) Yes", "U: Independent living", "a) Suitable",
     "F2: Full time in education other than higher", dt.datetime(2018, 1, 5)),
    (204, "a) Male", "a) WBRI", dt.datetime(1998, 8, 7), 19, "Team", "Worker",
     "c) Qualifying care leaver", "b) No", "", "", "", None),
)  # fmt: skip
LIST_10 = (
    "Child Unique ID", "Family identifier", "Gender", "Ethnicity", "Date of Birth",
    "Age of Child (Years)", "Does the Child have a Disability", "Date the Child Entered Care",
    "Date of Decision that Child Should be Placed for Adoption", "Date of Placement Order",
    "Date of Matching Child and Prospective Adopters", "Date Placed for Adoption",
    "Date of Adoption Order",
    "Date of Decision that Child Should No Longer be Placed for Adoption",
)  # fmt: skip
ADOPTIONS = (
    LIST_10,
    (205, 9, "a) Male", "a) WBRI", dt.datetime(2015, 8, 7), 2, "b) No", dt.datetime(2015, 9, 1),
     dt.datetime(2016, 3, 1), dt.datetime(2016, 5, 1), dt.datetime(2016, 8, 1),
     dt.datetime(2016, 9, 1), dt.datetime(2017, 12, 1), None),
    (206, 9, "a) Male", "a) WBRI", dt.datetime(2016, 8, 7), 1, "b) No", dt.datetime(2016, 9, 1),
     dt.datetime(2017, 3, 1), None, None, None, None, dt.datetime(2017, 10, 1)),
)  # fmt: skip
ANNEX_A = {"List 8": IN_CARE, "List 9": LEAVERS, "List 10": ADOPTIONS}

SSD = {
    "ssd_person.csv": (
        "pers_person_id,pers_dob",
        "301,2010-02-02",
        "302,2003-11-13",
        "303,2000-07-01",
    ),
    "ssd_cla_episodes.csv": (
        (
            "clae_cla_episode_id,clae_person_id,clae_cla_placement_id,clae_cla_episode_start_date,"
            "clae_cla_episode_start_reason,clae_cla_primary_need_code,clae_cla_episode_ceased_date,"
            "clae_cla_episode_ceased_reason,clae_cla_id"
        ),
        "e1,301,p1,2016-05-01,S,N1,2016-06-03,X1 - Episode ceases,c1",
        "e2,301,p2,2016-06-03,P - Change of placement and carer(s) only,N1,,,c1",
        "e3,302,,2017-01-15,S,N1,2017-12-20,E4A,c2",
    ),
    "ssd_cla_placement.csv": (
        (
            "clap_cla_placement_id,clap_cla_id,clap_person_id,clap_cla_placement_start_date,"
            "clap_cla_placement_end_date,clap_cla_placement_type,clap_cla_placement_postcode,"
            "clap_cla_placement_urn"
        ),
        "p1,c1,301,2016-05-01,2016-06-03,U1,AB1 2CD,1000",
        "p2,c1,301,2016-06-03,,U4,AB3 4EF,2000",
        "p3,c2,302,2017-01-15,2017-12-20,K2 - Children's homes,AB5 6GH,3000",
    ),
    "ssd_legal_status.csv": (
        (
            "lega_legal_status_id,lega_person_id,lega_legal_status,lega_legal_status_start_date,"
            "lega_legal_status_end_date"
        ),
        "l1,301,C1,2016-05-01,2016-06-01",
        "l2,301,C2,2016-06-01,",
        "l3,302,V2,2017-01-15,",
    ),
    "ssd_cla_reviews.csv": (
        (
            "clar_cla_review_id,clar_cla_id,clar_cla_review_due_date,clar_cla_review_date,"
            "clar_cla_review_cancelled"
        ),
        "r1,c1,2016-05-29,2016-05-20,N",
        "r2,c1,2016-08-20,2016-08-15,N",
        "r3,c2,2017-02-10,,N",
        "r4,c2,2017-02-10,2017-02-09,Y",
    ),
    "ssd_cla_visits.csv": (
        "clav_cla_visit_id,clav_cla_id,clav_person_id,clav_cla_visit_date",
        "v1,c1,301,2016-05-10 14:30:00",
        "v2,c2,302,2017-02-01",
    ),
    "ssd_cla_health.csv": (
        (
            "clah_health_check_id,clah_person_id,clah_health_check_type,clah_health_check_date,"
            "clah_health_check_status"
        ),
        "h1,301,Health Assessment,2016-06-01,Completed",
        "h2,301,Dental Check,2016-07-01,Completed",
        "h3,302,Optician,2017-07-01,Completed",
        "h4,302,HEALTH,2017-07-02,Did not attend",
    ),
    "ssd_cla_care_plan.csv": (
        "lacp_table_id,lacp_person_id,lacp_cla_care_plan_start_date,lacp_cla_care_plan_end_date",
        "k1,301,2016-05-05,",
    ),
    "ssd_care_leavers.csv": (
        (
            "clea_table_id,clea_person_id,clea_care_leaver_eligibility,clea_care_leaver_in_touch,"
            "clea_care_leaver_accommodation,clea_care_leaver_accom_suitable,"
            "clea_care_leaver_activity,clea_pathway_plan_review_date"
        ),
        "w1,303,Former Relevant,YES,U,1,F2,2018-01-05",
    ),
    "ssd_permanence.csv": (
        (
            "perm_table_id,perm_person_id,perm_adm_decision_date,perm_placement_order_date,"
            "perm_matched_date,perm_placed_for_adoption_date,perm_adopted_by_carer_flag,"
            "perm_permanence_order_date,perm_permanence_order_type"
        ),
        "m1,301,2016-09-01,2016-10-01,2016-11-01,2016-12-01,Y,2017-06-01,Adoption Order",
        "m2,302,,,,,N,2017-12-20,Special Guardianship Order",
    ),
}


def write(folder: Path, files: Mapping[str, Sequence[str]]) -> Path:
    """Write text files of lines into a folder, and return the folder."""
    for name, lines in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def write_sheets(path: Path, sheets: Mapping[str, Sequence[Sequence[object]]]) -> Path:
    """Write a workbook of sheets of rows, and return its path."""
    book = openpyxl.Workbook()
    assert book.active is not None
    book.remove(book.active)
    for title, rows in sheets.items():
        page = book.create_sheet(title)
        for row in rows:
            page.append(list(row))
    book.save(path)
    return path


def read(*sources: SourceSpec, options: ReadOptions = TODAYS) -> ChildrenExtract:
    """Read sources as on the day that the made-up extracts are of."""
    return read_children(sources, options=options)


def changed(lines: Sequence[str], *more: str, without: Sequence[int] = ()) -> tuple[str, ...]:
    """Return lines with more of them, and without some by number."""
    return (*(line for i, line in enumerate(lines) if i not in without), *more)


def codes(extract: ChildrenExtract) -> list[str]:
    """Return the codes of the findings, each once."""
    return sorted({finding.code for finding in extract.findings})


def finding(extract: ChildrenExtract, code: str) -> str:
    """Return the only finding of a code, as it is printed."""
    found = [str(f) for f in extract.findings if f.code == code]
    assert len(found) == 1, (code, found, codes(extract))
    return found[0]


def comparable(frame: pd.DataFrame, extract: ChildrenExtract) -> list[tuple[str, ...]]:
    """Return what a frame says, by identifier, without where it stands, in a fixed order."""
    content = frame.drop(columns=["row", "file"])
    content = content.assign(child=[extract.identities.identifier(int(c)) for c in frame["child"]])
    return sorted(tuple(map(str, row)) for row in content.itertuples(index=False))


def said(extract: ChildrenExtract) -> dict[str, dict[str, list[tuple[str, ...]]]]:
    """Return everything that an extract says, comparable with another's."""
    return {
        source: {name: comparable(frame, extract) for name, frame in sorted(datasets.items())}
        for source, datasets in sorted(frames_of(extract).items())
    }


def rows(frame: pd.DataFrame, *columns: str) -> list[tuple[str, ...]]:
    """Return columns of a frame as texts, dates as days, none as "-"."""

    def text(value: object) -> str:
        if value is pd.NaT or value is pd.NA or value != value or value == "":
            return "-"
        return str(value.date()) if isinstance(value, pd.Timestamp) else str(value)

    return [tuple(text(v) for v in row) for row in frame[list(columns)].itertuples(index=False)]
