"""What a heading or a text says about the cells below or beside it: births, names, numbers."""

from __future__ import annotations

import re

_WORDS = re.compile(r"[^a-z0-9]+")
_BIRTH = re.compile(r"(?<![a-z])(?:date of birth|birth ?date|birthday|dob|d o b|born)(?![a-z])")
_NAME = re.compile(
    r"(?<![a-z])(?:names?|forenames?|surnames?|first ?names?|last ?names?|known as|child|pupil"
    r"|young persons?|client)(?![a-z])"
)
_OF_NO_PERSON = re.compile(
    r"(?<![a-z])(?:file|sheet|team|school|service|organisation|provider|placement|column|field|table"
    r"|indicator|council|authority|number|no|count|rate|type|id|code|status|plan|worker|officer"
    r"|project|home|ward|area|looked|children)(?![a-z])"
)
_NHS = re.compile(r"(?<![a-z])nhs(?![a-z])")
# Such a heading is about another date, whatever the dates look like.
_OTHER_DATE = re.compile(
    r"(?<![a-z])(?:start|end|due|from|to|review|visit|meeting|created|issued|period|month|year"
    r"|modified|updated|deadline|decision|placement|assessment|check|date of (?!birth)|as at"
    r"|quarter|deca?om|dec|visited|held|opened|closed|received|completed)(?![a-z])"
)
_OF_OFFICES = (
    "academy adoption adoptions after all amber annual april area assessment audit august "
    "authority avenue average board borough budget care carer case center centre child children "
    "city college comment committee corporate council county cover data december department "
    "director district draft east education england english entry family february final foster "
    "fostering friday good green group head health high home hospital house independent indicator "
    "information inspection issue january july june key lane late leaving level local looked low "
    "manager march may meeting migration monday month monthly national neighbour north november "
    "number october officer ofsted out panel parenting pathway people performance permanence "
    "personal place placement placements plan plans primary quarter rate recount red report "
    "review reviewing reviews road royal saturday school secondary section senior september "
    "service services social south special stability statistical status strategy street summary "
    "sunday support target team the theme thursday timeliness total trust tuesday university "
    "virtual visit visits wednesday week welsh west work worker year yearly young youth"
)
_NO_NAMES = frozenset(_OF_OFFICES.split())
_PERSON = re.compile(
    r"[^\W\d_][\w’'\-]+(?: [^\W\d_]\.?)?(?: [^\W\d_][\w’'\-]+){1,2}"
    r"|[^\W\d_][\w’'\- ]{0,30}, ?[^\W\d_][\w’'\-]+(?: [^\W\d_][\w’'\-]*)?"
)


def plain(text: str) -> str:
    """Return a heading in small letters, its words one blank apart; empty if it is not one."""
    return _WORDS.sub(" ", text.lower()).strip() if len(text) <= 60 else ""


def is_birth(heading: str) -> bool:
    """Say whether a plain heading is of dates of birth."""
    return len(heading.split()) <= 6 and _BIRTH.search(heading) is not None


def is_other_date(heading: str) -> bool:
    """Say whether a plain heading is of dates of something else."""
    return not is_birth(heading) and _OTHER_DATE.search(heading) is not None


def is_name(heading: str) -> bool:
    """Say whether a plain heading is of people's names."""
    return (
        len(heading.split()) <= 4
        and _NAME.search(heading) is not None
        and _OF_NO_PERSON.search(heading) is None
    )


def is_nhs(heading: str) -> bool:
    """Say whether a plain heading is of NHS numbers."""
    return len(heading.split()) <= 6 and _NHS.search(heading) is not None


def is_person(text: str) -> bool:
    """Say whether a text looks like a person's name: two to four words that begin with capitals
    where their script has any, or SURNAME, Forename, and none that names months, teams or places.
    """
    if not 5 <= len(text) <= 40 or not _PERSON.fullmatch(text):
        return False
    words = [word for word in re.split(r"[ ,]+", text) if word]
    if "," not in text and words[0].isupper():
        return False
    return not any(word[0].islower() or word.lower().strip(".") in _NO_NAMES for word in words)
