"""The headings and words of Ofsted's Annex A, as councils send them."""

from __future__ import annotations

import datetime as dt
from typing import Final

from lacxl.synth.codes import GUARDIAN_CODES_CHANGE

_WHO: Final = ("Child Unique ID", "Gender", "Ethnicity", "Date of Birth", "Age")
_DISABILITY: Final = "Does the Child have a Disability"
_STAFF: Final = ("Allocated Team", "Allocated Worker")

HEADINGS: Final[dict[str, tuple[str, ...]]] = {
    "List 1": (*_WHO, "Date of Contact", "Contact Source"),
    "List 2": (
        *_WHO, "Assessment start date", "Assessment completion date",
        "Organisation completing assessment",
    ),
    "List 3": (
        *_WHO, "Date of Referral", "Referral Source", "Referral NFA?",
        "Number of Referrals in Last 12 Months", *_STAFF,
    ),
    "List 4": (
        *_WHO, _DISABILITY, "Continuous Assessment Start Date",
        "Child Seen During Continuous Assessment", "Continuous Assessment Date of Authorisation",
        "Was the child assessed as requiring LA children's social care support?", *_STAFF,
    ),
    "List 5": (
        *_WHO, _DISABILITY, "Strategy discussion initiating Section 47 Enquiry Start Date",
        "Was an Initial Child Protection Conference deemed unnecessary?",
        "Date of Initial Child Protection Conference",
        "Did the Initial Child Protection Conference Result in a Child Protection Plan",
        "Number of Section 47 Enquiries in the last 12 months",
        "Number of ICPCs in the last 12 months", *_STAFF,
    ),
    "List 6": (
        *_WHO, _DISABILITY, "CIN Start Date", "Primary Need Code", "Date Child Was Last Seen",
        "CIN Closure Date", "Reason for Closure", "Case Status", *_STAFF,
    ),
    "List 7": (
        *_WHO, _DISABILITY, "Child Protection Plan Start Date", "Initial Category of Abuse",
        "Latest Category of Abuse", "Date of the Last Statutory Visit",
        "Was the Child Seen Alone?", "Date of latest review conference",
        "Child Protection Plan End Date",
        (
            "Subject to Emergency Protection Order or Protected Under Police Powers in Last Six "
            "Months (Y/N)"
        ),
        "Number of Previous Child Protection Plans", *_STAFF,
    ),
    "List 8": (
        *_WHO, "Unaccompanied Asylum Seeking Child (UASC) within the Last 12 Months (Y/N))",
        _DISABILITY, "Date Started to be Looked After", "Child's Category of Need",
        (
            "Is this a second or subsequent period of being a Looked After Child within "
            "the last 12 months (Y/N)"
        ),
        "Start date of current legal status", "Child's Legal Status",
        "Date of Latest Statutory Review", "Date of Last Social Work Visit",
        "What is the permanence plan for this child?",
        "Date of Last IRO Visit / Contact to the Child", "Date of Last Health Assessment",
        "Date of Last Dental Check", "Number of Placements in the Last 12 months",
        "Date Ceased to be Looked After", "Reason Ceased to be Looked After",
        "Start Date of Most Recent Placement", "Placement Type", "Placement Provider",
        "Placement postcode", "URN of Placement", "Placement Location", "LA of Placement",
        (
            "Number of Episodes the Child has been ‘Missing’ from their Placement in the last 12 "
            "months"
        ),
        (
            "Number of Episodes the Child has been ‘Absent’ from their Placement in the last 12 "
            "months"
        ),
        "Was the child offered a Return Interview after their last missing episode (Y/N)?",
        "Did the child accept a Return Interview after their last missing episode (Y/N)?",
        *_STAFF,
    ),
    "List 9": (
        *_WHO, "Unaccompanied Asylum Seeking Child (UASC), or formerly UASC if 18 or over (Y/N)",
        _DISABILITY, *_STAFF, "Allocated Personal Advisor", "Eligibility Category",
        "Latest Pathway Plan Review Date", "LA in Touch", "Latest Date of Contact",
        "Type of Accommodation", "Suitability of Accommodation", "Activity Status",
    ),
    "List 10": (
        "Child Unique ID", "Family identifier", "Gender", "Ethnicity", "Date of Birth",
        "Age of Child (Years)", _DISABILITY, "Date the Child Entered Care",
        "Date of Decision that Child Should be Placed for Adoption", "Date of Placement Order",
        "Date of Matching Child and Prospective Adopters", "Date Placed for Adoption",
        "Date of Adoption Order",
        "Date of Decision that Child Should No Longer be Placed for Adoption",
        "Reason Why Child No Longer Placed for Adoption",
        "Date the child was placed for fostering in FFA or concurrent planning placement",
    ),
    "List 11": (
        "Individual adopter identifier", "Family identifier", "Gender", "Ethnicity", "Disability",
        "Is the (prospective) adopter fostering for adoption?", "Date enquiry received",
        "Date Stage 1 started", "Date Stage 1 ended", "Date Stage 2 started",
        "Date Stage 2 ended", "Date application submitted", "Date application approved",
        "Date adopter matched with child(ren)", "Date child/children placed with adopter(s)",
        "No. of children placed", "Date of Adoption Order", "Date of leaving adoption process",
        "Reason for leaving adoption process",
    ),
}  # fmt: skip

OLD_LIST_9: Final = tuple(
    heading
    for heading in HEADINGS["List 9"]
    if not heading.startswith("Unaccompanied")
    and heading
    not in {
        "Allocated Personal Advisor", "Latest Pathway Plan Review Date", "Latest Date of Contact",
    }
)  # fmt: skip
OLD_ADOPTION_ORDER: Final = "Date of Adoption Order "

NEEDS: Final = {
    "N1": "N1 - Abuse or neglect", "N2": "N2 - Child’s disability",
    "N3": "N3 - Parental disability or illness", "N4": "N4 - Family in acute stress",
    "N5": "N5 - Family dysfunction", "N6": "N6 - Socially unacceptable behaviour",
    "N7": "N7 - Low income", "N8": "N8 - Absent parenting",
}  # fmt: skip
LEGAL: Final = {
    "C1": "C1: ICO", "C2": "C2: FCO", "D1": "D1: Freeing order", "E1": "E1: Placement order",
    "V2": "V2: Single period under S20", "L1": "L1: Police protection LA accommodation",
    "L2": "L2: EPO", "J1": "J1: Remanded to LA or youth detention",
    "V3": "V3: Short term breaks, episodes recorded",
    "V4": "V4: Short term breaks, agreements recorded",
}  # fmt: skip
PLACEMENT_TYPES: Final = {
    "U1": "Foster placement - relatives - long term", "U2": "Foster placement - relative - FFA",
    "U3": "Foster placement - relative - not FFA", "U4": "Foster placement - long term",
    "U5": "Foster placement - FFA", "U6": "Foster placement - not FFA",
    "A3": "Placed for adoption - consent - current foster",
    "A4": "Placed for adoption - consent - not foster",
    "A5": "Placed for adoption - order - foster",
    "A6": "Placed for adoption - order - not foster", "P1": "Placed with parents",
    "P2": "Independent living", "P3": "Residential employment", "H5": "Residential accommodation",
    "K1": "Secure Children’s Homes", "K2": "Children’s Homes", "R1": "Residential Care Home",
    "R2": "NHS/Health Trust", "R3": "Family Centre or Mother and Baby Unit",
    "R5": "Young Offender Institution", "S1": "Residential school", "Z1": "Other placements",
    "T0": "Temporary placement", "T1": "Temporary placement - hospital",
    "T2": "Temporary placement - holiday", "T3": "Temporary placement - carer holiday",
    "T4": "Temporary placement - seven days or less",
}  # fmt: skip
PROVIDERS: Final = {
    "PR0": "a) PR0: Parents/Parental responsibility", "PR1": "b) PR1 - Own provision",
    "PR2": "c) PR2: Other LA provision", "PR3": "d) PR3: Other public provision",
    "PR4": "e) PR4 - Private provision", "PR5": "f) PR5: Voluntary/third sector",
}  # fmt: skip
_ENDS: Final = {
    "E11": "Adopted - application unopposed", "E12": "Adopted - consent dispensed", "E2": "Died",
    "E3": "Care taken by another LA",
    "E4A": "Returned home to live with parents or relatives - part of planning",
    "E4B": "Returned home to live with parents or relatives - not part of planning",
    "E13": "Parents, relatives or other with no parental responsibility",
    "E41": "Residence order granted",
    "E43": "Special Guardianship Orders - former carer",
    "E44": "Special Guardianship Orders - other",
    "E45": "Special Guardianship Orders - former carer relative/friend",
    "E46": "Special Guardianship Orders - former carer other",
    "E47": "Special Guardianship Orders - relative/friend",
    "E48": "Special Guardianship Orders - other",
    "E5": "Moved into independent living - supported",
    "E6": "Moved into independent living - no support",
    "E7": "Transferred to residential care funded by adult social services",
    "E9": "Sentenced to custody", "E14": "Accommodation on remand ended",
    "E15": "Age assessment determined child was 18 or over", "E16": "Child moved abroad",
    "E8": "Care ceased for any other reason", "E17": "Aged 18+ and remained with current carers",
}  # fmt: skip
ACCOMMODATION: Final = {
    "B": "B: Parents/relatives", "C": "C: Community home / residential care",
    "D": "D: Semi-independent, transitional accommodation and self-contained accommodation",
    "E": "E: Supported lodgings", "K": "K: Ordinary lodgings, without formal support",
    "S": "S: No fixed abode / homeless", "T": "T: Foyers and similar supported accommodation",
    "U": "U: Independent living", "W": "W: Bed and breakfast", "X": "X: In custody",
    "Y": "Y: Other accommodation", "Z": "Z: With former foster carers",
}  # fmt: skip
ACTIVITIES: Final = {
    "F1": "Full time in higher education", "P1": "Part time in higher education",
    "F2": "Full time in education other than higher",
    "P2": "Part time in education other than higher",
    "F3": "Full time in training or employment", "P3": "Part time in training or employment",
    "F5": "Young person engaged full time in training or employment (not apprenticeship)",
    "P5": "Young person engaged part time in training or employment (not apprenticeship)",
    "G4": "Not in education, employment or training - illness or disability",
    "G5": "Not in education, employment or training - other",
    "G6": "Not in education, employment or training - pregnancy or parenting",
}  # fmt: skip
TOUCH: Final = {"YES": "a) Yes", "NO": "b) No", "REFU": "d) Refu", "NREQ": "e) NREQ"}
CATEGORY_LETTERS: Final = {
    "relevant": "a) ", "former relevant": "b) ", "qualifying": "c) ", "eligible": "d) ",
}  # fmt: skip
GIVEN_UP: Final = {
    "RD1": "RD1 - The child’s needs changed subsequent to the decision",
    "RD2": "RD2 - The Court did not make a placement order",
    "RD3": "RD3 - Prospective adopters could not be found", "RD4": "RD4 - Any other reason",
}  # fmt: skip


def lettered(index: int) -> str:
    """Return the prefix of an entry in a list: a) to z), then zz)."""
    return f"{chr(97 + index) if index < 26 else 'zz'}) "


def placement_type_words(code: str) -> str:
    """Return a placement type: f) U6: Foster placement - not FFA."""
    return f"{lettered(list(PLACEMENT_TYPES).index(code))}{code}: {PLACEMENT_TYPES[code]}"


def end_words(code: str, day: dt.date, old: bool) -> str:
    """Return a reason for leaving care; its letter depends on the list of the year."""
    later = day >= GUARDIAN_CODES_CHANGE
    out = {"E43", "E44"} if later else {"E45", "E46", "E47", "E48"}
    codes = [one for one in _ENDS if one not in out or one == code]
    if old:
        return f"{lettered(codes.index(code))}{code}: {_ENDS[code]}"
    words = "Child arrangements order granted" if code == "E41" else _ENDS[code]
    return f"{lettered(sorted(codes).index(code))}{code}: {words}"
