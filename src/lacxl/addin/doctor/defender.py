"""Whether Microsoft Defender's rule keeps Excel from starting lacxl. Only reads."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lacxl.addin.doctor.examination import Examination
from lacxl.addin.doctor.registry import MACHINE, KeyUnreadable, Registry

RULE: Final = "d4f940ab-401b-4efc-aadc-ad5f3c50688a"
"""Block all Office applications from creating child processes."""

_GUARD: Final = r"Windows Defender\Windows Defender Exploit Guard\ASR\Rules"
_BY_POLICY: Final = rf"SOFTWARE\Policies\Microsoft\{_GUARD}"
_BY_MANAGER: Final = r"SOFTWARE\Policies\Microsoft\Windows Defender\Policy Manager"
_BY_HAND: Final = rf"SOFTWARE\Microsoft\{_GUARD}"
_OFF, _BLOCK, _AUDIT, _UNSET, _WARN = "0", "1", "2", "5", "6"
_NAME: Final = f"the rule that keeps Office from starting programs ({RULE})"


def look_at_defender(registry: Registry, *, helper: bool) -> Iterator[Examination]:
    """Yield the state of the rule; `helper` says whether the helper runs, which needs no start."""
    hidden = False
    found: list[tuple[str, str]] = []
    for where, key in (
        ("group policy", _BY_POLICY),
        ("device management", _BY_MANAGER),
        ("this computer's settings", _BY_HAND),
    ):
        try:
            values = registry.values(MACHINE, key) or {}
        except KeyUnreadable:
            hidden = True
            continue
        if state := _state(values.get(RULE), values.get("asrrules")):
            found.append((state, where))
    yield _told(found, hidden=hidden, helper=helper)


def _state(own: object, listed: object) -> str:
    """Return the state of the rule: a value of its own, or one in `GUID=1|GUID=2`."""
    if own is not None:
        return str(own).strip()
    for part in str(listed or "").split("|"):
        rule, _, state = part.partition("=")
        if rule.strip().lower() == RULE:
            return state.strip()
    return ""


def _told(found: list[tuple[str, str]], *, hidden: bool, helper: bool) -> Examination:
    name = "Starting programs"
    state, where = next(
        ((s, w) for s, w in found if s not in (_UNSET, _OFF, _AUDIT)),
        found[0] if found else ("", ""),
    )
    if state in (_BLOCK, _WARN):
        verb = "blocks" if state == _BLOCK else "asks before every start"
        state = f"{_NAME} {verb}, by {where}"
        if helper:
            return Examination(name, True, f"{state}; the helper runs and serves the buttons")
        return Examination(
            name,
            False,
            state,
            "Start the helper before you press a button (docs/excel.md), or ask IT for an "
            "exception: send them the lines below.",
        )
    if hidden:
        return Examination(
            name,
            None,
            f"{_NAME} is not known: this user may not read all of Defender's settings",
            "Press Help, Test set-up in Excel: if that answers, the rule does not block.",
        )
    if state == _AUDIT:
        return Examination(name, True, f"{_NAME} only writes to the log, by {where}")
    return Examination(name, True, f"{_NAME} is off")
