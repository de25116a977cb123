"""The code lists that lives draw from, and how often each comes up."""

from __future__ import annotations

import datetime as dt
from typing import Final

from lacxl.synth.dice import Weights

SHORT_BREAKS: Final = ("V3", "V4")
TEMPORARY: Final = ("T0", "T1", "T2", "T3", "T4")
ADOPTIVE: Final = ("A3", "A4", "A5", "A6")
ADOPTED: Final = ("E11", "E12")
NEW_PLACEMENT: Final = ("S", "P", "T", "B", "U")

NEEDS: Final = Weights({"N1": 60, "N2": 4, "N3": 4, "N4": 9, "N5": 14, "N6": 3, "N7": 1, "N8": 5})
ETHNICITIES: Final = Weights(
    {
        "WBRI": 720, "WIRI": 5, "WIRT": 5, "WROM": 25, "WOTH": 45, "MWBC": 30, "MWBA": 10,
        "MWAS": 20, "MOTH": 15, "AIND": 5, "APKN": 45, "ABAN": 5, "AOTH": 15, "BCRB": 5,
        "BAFR": 25, "BOTH": 10, "CHNE": 2, "OOTH": 8, "REFU": 1, "NOBT": 4,
    }
)  # fmt: skip

YOUNG_TYPES: Final = Weights(
    {"U6": 50, "U3": 9, "U4": 12, "U1": 6, "U5": 3, "U2": 1, "P1": 9, "R3": 3, "K2": 2, "Z1": 1}
)
OLDER_TYPES: Final = Weights(
    {
        "U6": 40, "U4": 14, "U1": 5, "U3": 5, "K2": 18, "H5": 6, "P1": 5, "P2": 2, "S1": 2,
        "K1": 1, "R1": 1, "R2": 1, "R5": 1, "P3": 1, "Z1": 1,
    }
)  # fmt: skip
# K2, H5 and P2 are no codes from the return of 2024-25 on
LATER_TYPES: Final = {"K2": "R1", "H5": "S1", "P2": "Z1"}
CODES_CHANGE: Final = dt.date(2024, 4, 1)

FOSTER: Final = frozenset({"U1", "U2", "U3", "U4", "U5", "U6"})
OWN_PROVISION: Final = Weights({"PR1": 62, "PR4": 33, "PR5": 3, "PR2": 2})

FIRST_LEGAL: Final = Weights({"V2": 62, "C1": 22, "L1": 6, "L2": 5, "C2": 3, "J1": 2})

MOVE_REASONS: Final = Weights(
    {"CARPL": 40, "CREQB": 10, "CREQO": 8, "CHILD": 8, "LAREQ": 8, "PLACE": 12, "STAND": 3,
     "ALLEG": 2, "APPRR": 2, "CLOSE": 2, "OTHER": 5}
)  # fmt: skip

SHORT_STAY_ENDS: Final = Weights({"E4A": 40, "E4B": 25, "E8": 18, "E13": 10, "E14": 3, "E3": 4})
ENDS: Final = Weights(
    {"E4A": 42, "E4B": 12, "E13": 8, "E8": 14, "E3": 3, "E9": 3, "E16": 2, "E2": 1, "E41": 12}
)
OLD_GUARDIANS: Final = Weights({"E43": 3, "E44": 2})
NEW_GUARDIANS: Final = Weights({"E45": 5, "E46": 2, "E47": 3, "E48": 1})
GUARDIAN_CODES_CHANGE: Final = dt.date(2018, 4, 1)
AT_EIGHTEEN: Final = Weights({"E5": 50, "E6": 12, "E7": 6, "E17": 22, "E8": 10})
AT_SIXTEEN: Final = Weights({"E5": 40, "E6": 20, "E4A": 20, "E4B": 10, "E8": 10})

ACCOMMODATION: Final = Weights(
    {"U": 30, "Z": 16, "B": 16, "E": 8, "D": 12, "T": 6, "C": 3, "K": 2, "Y": 2, "X": 3, "S": 1,
     "W": 1}
)  # fmt: skip
UNSUITABLE: Final = frozenset({"X", "S", "W"})
ACTIVITIES: Final = Weights(
    {"F1": 5, "F2": 22, "F3": 22, "P1": 1, "P2": 4, "P3": 6, "G4": 8, "G5": 24, "G6": 8}
)
# F3 and P3 are no codes from the return of 2021-22 on
LATER_ACTIVITIES: Final = {"F3": "F5", "P3": "P5"}
ACTIVITY_CODES_CHANGE: Final = dt.date(2021, 4, 1)
SEX_CODES_CHANGE: Final = dt.date(2024, 4, 1)
NOT_IN_TOUCH: Final = Weights({"NO": 7, "REFU": 2, "NREQ": 1})


def guardianship(day: dt.date) -> Weights[str]:
    """Return the codes for a special guardianship order on a day."""
    return OLD_GUARDIANS if day < GUARDIAN_CODES_CHANGE else NEW_GUARDIANS


def activity_code(code: str, day: dt.date) -> str:
    """Return the code that the day's list has for an activity."""
    return code if day < ACTIVITY_CODES_CHANGE else LATER_ACTIVITIES.get(code, code)


def sex_code(sex: int, day: dt.date) -> str:
    """Return the code that the day's list has: 1 and 2, later M and F."""
    return str(sex) if day < SEX_CODES_CHANGE else ("M" if sex == 1 else "F")
