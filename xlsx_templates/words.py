"""The words of the workbook: cover, key, and each page's definition and narrative."""

from __future__ import annotations

TITLE = "Monthly Performance - Corporate Parenting"
SERVICE = "Children & Young People Services"
SUBTITLE = "Corporate Parenting: monthly performance"
CREATED_BY = "Performance Assurance Manager"
CONTACT = "performance team"
HOME = "Back to the cover"

CONTENTS = {
    "Performance Summary": "Every indicator: months, year to date, trend and benchmarks",
    "Plans - In Date": "Care plans and pathway plans that are up to date",
    "Looked After Children": "How many children, and how many came and left",
    "Placements": "Stability of placements",
    "Reviews & Visits": "Reviews in time, and visits against both standards",
    "Health": "Health and dental assessments",
    "Personal Education Plans": "Plans for the education of school age children",
    "Adoptions": "Adoptions and how long they took",
}

RAG_KEY = (
    ("R", "Red: the target is missed, beyond any tolerance"),
    ("A", "Amber: the target is missed but within the tolerance"),
    ("G", "Green: the target is met"),
    ("n/a", "No target, so no rating"),
)
DOT_KEY = (
    ("▲ better", "Performance has improved since the month before"),
    ("► level", "The same as the month before, at the precision shown"),
    ("▼ worse", "Performance has fallen; there is no target to judge it by"),
    ("▼ worse, within target", "Performance has fallen but stays within the target's limits"),
    ("▼ worse, off target", "Performance has fallen and the target is missed"),
    ("↑ number up", "The number has risen; neither high nor low is good"),
    ("↓ number down", "The number has fallen; neither high nor low is good"),
    ("– none", "No direction: this month or the one before has no figure"),
)

DEFINITIONS = {
    "Plans - In Date": (
        "Every looked after child has a plan that says what care they need, who gives it and "
        "when it is looked at again. From 16 years and 3 months a pathway plan takes its place "
        "and prepares the young person for adult life. A plan counts when it is up to date at "
        "the month's end."
    ),
    "Looked After Children": (
        "A child is looked after when the council accommodates them, or a court has placed them "
        "in its care. Children in a series of short breaks are left out. Permanence means "
        "leaving care for adoption, a special guardianship order or a residence order."
    ),
    "Placements": (
        "A placement is where a looked after child lives: with foster carers, with relatives or "
        "parents, or in a residential home. Long term stability covers children under 16 who "
        "have been looked after for two and a half years or more."
    ),
    "Reviews & Visits": (
        "An independent reviewing officer chairs each child's review: within 20 working days of "
        "entering care, then within three months, then every six. Social workers visit at the "
        "national minimum interval; the council's own standard asks for visits more often."
    ),
    "Health": (
        "A looked after child has a health assessment every six months until the age of five and "
        "every year from then on, and regular dental checks. Shown is the share of children "
        "whose latest one is in date at the month's end."
    ),
    "Personal Education Plans": (
        "A personal education plan (PEP) sets out what a looked after child needs to learn and "
        "do well at school. It is made with the school and renewed through the year. Shown is "
        "the share of school age children with an up to date plan."
    ),
    "Adoptions": (
        "SHOBPA is the decision that a child should be placed for adoption. A1 is the average "
        "number of days from entering care to moving in with the adoptive family; A2 is from "
        "the placement order to the match with that family."
    ),
}

PLACEHOLDER = (
    "Say here in a few sentences what changed since last month, why, and what is being done "
    "about it.\nThen name any figure that is provisional or was changed after it was issued.\n"
    "Do not name a child, a carer or a member of staff, and do not describe a child so closely "
    "that they could be recognised."
)

NARRATIVES = {
    "Plans - In Date": (
        "Care plans dipped in April after a very strong March, and remain well above target. "
        "Team managers go through the list of lapsed plans each week.\n"
        "Pathway plans have gained almost eight points in a month yet are still a long way "
        "below target. Young people who reach 16 years and 3 months are now listed a month "
        "ahead, so that the plan can be started in time."
    ),
    "Looked After Children": (
        "The number of children in care changed little in April, and the rate stays just under "
        "that of similar councils, though above the national average. Both admissions and "
        "departures were higher than in March.\n"
        "The service is reviewing children who could leave care through a guardianship order or "
        "a return to family, and is widening the help offered to families earlier on."
    ),
    "Placements": (
        "Long term stability is slightly above target and above the average of similar councils, "
        "and has held there since the new year. The share of children with three or more "
        "placements fell in April and is now close to target.\n"
        "Managers are checking that stable placements are also the right ones, and that moves "
        "after a child has been missing are recorded in full."
    ),
    "Reviews & Visits": (
        "Reviews slipped below target in April. Each late review is looked into, and a diary of "
        "due dates is shared with reviewing officers to prevent clashes.\n"
        "Visits improved against both standards. The local standard asks for more frequent "
        "visits and is catching up from a low start; late recording explains part of the gap."
    ),
    "Health": (
        "Both measures rose in April but neither meets its target. Health assessments are within "
        "a few points of it; dental checks are further away, in part because practices recall "
        "children less often than the standard expects.\n"
        "A working group of the council and health partners is revising how assessments are "
        "requested and chased."
    ),
    "Personal Education Plans": (
        "The share of children with an up to date plan has fallen for two months in a row while "
        "responsibility moved to the virtual school.\n"
        "Overdue plans are discussed school by school. An electronic plan, filled in directly by "
        "schools and social workers, should shorten the time between a meeting and its record."
    ),
    "Adoptions": (
        "Few children are adopted in any one month, so that a single case moves the averages a "
        "long way: read them over the year.\n"
        "Both average times were within target in April, though longer than in March. The "
        "service's own figures for 2015/16 have not been checked against the records yet."
    ),
}
