"""Small extracts of SSD tables and others, written in a line a row, and counted at the door."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from folders import Ran, assert_plain, run

HEADS = {
    "ssd_person": "pers_person_id,pers_dob",
    "ssd_cla_episodes": "clae_cla_episode_id,clae_person_id,clae_cla_placement_id,"
    "clae_cla_episode_start_date,clae_cla_episode_start_reason,clae_cla_primary_need_code,"
    "clae_cla_episode_ceased_date,clae_cla_episode_ceased_reason,clae_cla_id",
    "ssd_cla_placement": "clap_cla_placement_id,clap_cla_id,clap_person_id,"
    "clap_cla_placement_start_date,clap_cla_placement_end_date,clap_cla_placement_type,"
    "clap_cla_placement_postcode,clap_cla_placement_urn",
    "ssd_legal_status": "lega_legal_status_id,lega_person_id,lega_legal_status,"
    "lega_legal_status_start_date,lega_legal_status_end_date",
    "ssd_cla_reviews": "clar_cla_review_id,clar_cla_id,clar_cla_review_due_date,"
    "clar_cla_review_date,clar_cla_review_cancelled",
    "ssd_cla_visits": "clav_cla_visit_id,clav_cla_id,clav_person_id,clav_cla_visit_date",
    "ssd_cla_health": "clah_health_check_id,clah_person_id,clah_health_check_type,"
    "clah_health_check_date,clah_health_check_status",
    "ssd_care_leavers": "clea_table_id,clea_person_id,clea_care_leaver_eligibility,"
    "clea_care_leaver_in_touch,clea_care_leaver_latest_contact,clea_care_leaver_accommodation,"
    "clea_care_leaver_accom_suitable,clea_care_leaver_activity,clea_pathway_plan_review_date",
    "header": "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB",
    "episodes": "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,"
    "PL_POST,URN",
    "reviews": "CHILD,DOB,REVIEW,REVIEW_CODE",
}
"""The headings of tables by their names."""

Tables = Mapping[str, Iterable[str]]


def lay(folder: Path, tables: Tables) -> Path:
    """Write tables, named like "march/ssd_person", as CSV files."""
    for name, rows in tables.items():
        path = folder / f"{name}.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join([HEADS[path.stem], *rows, ""]), "utf-8")
    return folder


def council(folder: Path, tables: Tables, toml: str = "") -> Path:
    """Write a council's folder of extracts and its settings."""
    lay(folder / "extracts", tables)
    (folder / "extracts").mkdir(parents=True, exist_ok=True)
    (folder / "lacxl.toml").write_text(f'[children]\nfolder = "extracts"\n{toml}\n', "utf-8")
    return folder


class Measured:
    """What `lacxl measure --json` said."""

    def __init__(self, ran: Ran) -> None:
        assert_plain(ran)
        self.ran = ran
        self.findings = ran.json()["findings"]
        self._readings = {
            (each["indicator"], each["month"]): each for each in ran.json().get("readings", [])
        }

    def figure(self, indicator: str, month: str) -> str:
        """The count as "1 of 2", or "1" without a denominator; "" where it was not counted."""
        found = self._readings[indicator, month]
        if found["numerator"] is None:
            return ""
        of = found["denominator"]
        return found["numerator"] + (f" of {of}" if of is not None else "")

    def reason(self, indicator: str, month: str) -> str:
        """Why it was not counted."""
        return str(self._readings[indicator, month]["reason"])

    def told(self, code: str) -> list[str]:
        """The findings of a code: where, and what."""
        return [f"{e['where']}: {e['what']}" for e in self.findings if e["code"] == code]


def measure(folder: Path, month: str, *more: str) -> Measured:
    """Run `lacxl measure MONTH --json` on a folder."""
    return Measured(run(folder, "measure", month, *more, "--json"))
