"""Small extracts written row by row, and counted by `lacxl measure`: what a test sees of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from children_folders import Found, findings_of, measured, rows_found, settings_for
from folders import Ran

_EPISODES = (
    "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN"
)
_SSD_EPISODES = (
    "clae_cla_episode_id,clae_person_id,clae_cla_placement_id,clae_cla_episode_start_date,"
    "clae_cla_episode_start_reason,clae_cla_episode_ceased_date,clae_cla_episode_ceased_reason"
)
_SSD_PLACEMENTS = (
    "clap_cla_placement_id,clap_person_id,clap_cla_placement_start_date,clap_cla_placement_type,"
    "clap_cla_placement_urn,clap_cla_placement_postcode,clap_cla_placement_end_date"
)
Share = tuple[int, int | None]


def episode(
    child: int | str,
    start: str,
    rne: str,
    end: str = "",
    rec: str = "",
    place: str = "U6",
    post: str = "AA2 2AA",
    legal: str = "C2",
) -> str:
    """Return a row of SSDA903 episodes."""
    return f"{child},{start},{rne},{legal},N1,{place},PR1,{end},{rec},,AA1 1AA,{post},SC000001"


def of_903(
    episodes: Iterable[str], births: Mapping[int | str, str], more: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Return an SSDA903 return by file: episodes, header, and more of it."""
    header = [f"{child},M,{born},WBRI,,," for child, born in births.items()]
    return {
        "episodes.csv": _lines(_EPISODES, episodes),
        "header.csv": _lines("CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB", header),
        **(more or {}),
    }


def of_ssd(
    care: Mapping[int, str], births: Mapping[int, str], more: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Return SSD tables by file: children in care since a day in one placement, and more."""
    rows = [f"{n},{child},{n},{start},S,,," for n, (child, start) in enumerate(care.items(), 1)]
    places = [
        f"{n},{child},{start},U6,SC000001,AA2 2AA,"
        for n, (child, start) in enumerate(care.items(), 1)
    ]
    legal = [f"{child},C2,{start}," for child, start in care.items()]
    people = [f"{child},F,WBRI,{born}" for child, born in births.items()]
    return {
        "ssd_cla_episodes.csv": _lines(_SSD_EPISODES, [row[:-1] for row in rows]),
        "ssd_cla_placement.csv": _lines(_SSD_PLACEMENTS, places),
        "ssd_legal_status.csv": _lines(
            "lega_person_id,lega_legal_status,lega_legal_status_start_date,"
            "lega_legal_status_end_date", legal,
        ),
        "ssd_person.csv": _lines("pers_person_id,pers_sex,pers_ethnicity,pers_dob", people),
        **(more or {}),
    }  # fmt: skip


def folder_of(folder: Path, files: Mapping[str, str], *, keys: str = "", more: str = "") -> Path:
    """Write a folder with settings and extracts; `keys` stand under [children]."""
    for name, text in files.items():
        path = folder / "extracts" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return settings_for(folder, keys=keys, more=more)


def figures(folder: Path, month: str, *numbers: str) -> dict[str, Share | None]:
    """Return numerator and denominator of some indicators in the month, None if not counted."""
    return figures_of(measured(folder, month)[1], month, *numbers)


def figures_of(ran: Ran, month: str, *numbers: str) -> dict[str, Share | None]:
    """Return the figures of a run of `lacxl measure --json`."""
    found: dict[str, Share | None] = {}
    for each in ran.json()["readings"]:
        if each["indicator"] in numbers and each["month"] == month:
            below = each["denominator"]
            found[each["indicator"]] = None if each["numerator"] is None else (
                int(each["numerator"]), None if below is None else int(below)
            )  # fmt: skip
    return found


def told(ran: Ran, code: str) -> set[tuple[str, int]]:
    """Return the files and rows that the findings of a code name."""
    return {(each.file, each.row) for each in _found(ran) if each.code == code}


def _found(ran: Ran) -> set[Found]:
    return rows_found(each for each in findings_of(ran) if each["code"].startswith("X"))


def _lines(*parts: str | Iterable[str]) -> str:
    lines = [line for part in parts for line in ([part] if isinstance(part, str) else part)]
    return "\n".join([*lines, ""])
