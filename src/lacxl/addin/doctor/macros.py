"""What Excel's settings and IT's policies say about macros and add-ins. Only reads."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lacxl.addin.doctor.examination import Examination
from lacxl.addin.doctor.registry import CLASSES, MACHINE, USER, KeyUnreadable, Registry
from lacxl.addin.paths import FILE

_OFFICE: Final = r"Software\Microsoft\Office\16.0"
_POLICIES: Final = r"Software\Policies\Microsoft\Office\16.0"
_SECURITY: Final = r"\Excel\Security"
_TRUSTED: Final = r"\Excel\Security\Trusted Locations"
_ALL, _ASK, _SIGNED, _NONE = 1, 2, 3, 4
_WORDS: Final = {
    _ALL: "all macros run",
    _ASK: "Excel asks before macros run",
    _SIGNED: "only signed macros run",
    _NONE: "no macro runs",
}
_IS_TRUSTED: Final = "is a trusted location, so its macros run"
_ASK_IT: Final = "Send the lines below to IT; docs/it.md says what they can choose."


def look_at_excel(registry: Registry) -> Iterator[Examination]:
    """Yield whether Excel is on this computer."""
    try:
        values = registry.values(CLASSES, r"Excel.Application\CurVer")
    except KeyUnreadable:
        yield Examination(
            "Excel", None, "the registry does not let us see whether Excel is installed"
        )
        return
    if values is None:
        yield Examination(
            "Excel",
            False,
            "is not installed on this computer",
            "Install Excel. Without it the command line does the same: lacxl refresh, lacxl issue.",
        )
        return
    version = str(values.get("", "")).rpartition(".")[2]
    if version.isdigit() and int(version) < 16:
        yield Examination(
            "Excel",
            False,
            f"is version {version}; the add-in is made for 16 (2016 and later, Microsoft 365)",
            "Use a newer Excel, or the command line: lacxl refresh, lacxl issue.",
        )
        return
    yield Examination("Excel", True, f"is installed, version {version or 'unknown'}")


def look_at_macros(registry: Registry, *, signed: bool, marked: bool) -> Iterator[Examination]:
    """Yield whether Excel would run the add-in's macros from its start-up folder.

    `signed` and `marked` are the add-in's own: a signature, and Windows' mark of a file from the
    internet.
    """
    try:
        folder = _startup_folder(registry)
        yield folder
        trusts = folder.said == _IS_TRUSTED
        yield _macros(registry, trusts=trusts, signed=signed, marked=marked)
        yield _addins(registry, signed=signed)
        yield _disabled(registry)
    except KeyUnreadable as fault:
        yield Examination("Macros", None, f"could not be told: {fault} may not be read", _ASK_IT)


def _number(registry: Registry, hive: str, key: str, name: str) -> int | None:
    value = (registry.values(hive, key) or {}).get(name)
    return int(value) if isinstance(value, int | str) and str(value).isdigit() else None


def _policy(registry: Registry, key: str, name: str) -> int | None:
    """Return what a policy says, for this user or for the whole computer."""
    for hive in (USER, MACHINE):
        if (found := _number(registry, hive, _POLICIES + key, name)) is not None:
            return found
    return None


def _startup_folder(registry: Registry) -> Examination:
    """Say whether Excel's own start-up folder is trusted, as it is by default."""
    name = "Start-up folder"
    if (
        _policy(registry, _TRUSTED, "alllocationsdisabled") == 1
        or _number(registry, USER, _OFFICE + _TRUSTED, "alllocationsdisabled") == 1
    ):
        state = "is not trusted: trusted locations are switched off (AllLocationsDisabled)"
        return Examination(name, True, f"{state}, so the macro setting decides")
    if _policy(registry, r"\Common\Security\Trusted Locations", "allow user locations") == 0:
        state = "is trusted only if IT has listed it (policy Allow User Locations)"
        return Examination(name, None, f"{state}, otherwise the macro setting decides")
    return Examination(name, True, _IS_TRUSTED)


def _macros(registry: Registry, *, trusts: bool, signed: bool, marked: bool) -> Examination:
    for hive in (USER, MACHINE):
        if _number(registry, hive, _POLICIES + r"\Common", "vbaoff") == 1:
            return Examination(
                "Macros",
                False,
                "are switched off for all of Office by a policy (VBAOff)",
                f"{_ASK_IT} The command line does the same without macros.",
            )
    ruled = _policy(registry, _SECURITY, "vbawarnings")
    level = ruled or _number(registry, USER, _OFFICE + _SECURITY, "vbawarnings") or _ASK
    by = "by a policy" if ruled else "in Excel's Trust Center"
    words = f"{_WORDS.get(level, f'setting {level}')} ({by}, VBAWarnings {level})"
    blocks = _policy(registry, _SECURITY, "blockcontentexecutionfrominternet") == 1
    if marked and not trusts:
        ruling = " by a policy (BlockContentExecutionFromInternet)" if blocks else ""
        return Examination(
            "Macros",
            False,
            f"of a file from the internet are blocked{ruling}, and the add-in is marked as one",
            "Run lacxl addin install: it writes the file again, without the mark.",
        )
    if trusts:
        return Examination("Macros", True, f"run from the start-up folder; elsewhere {words}")
    if level == _NONE or (level == _SIGNED and not signed):
        more = "; the add-in has no signature" if level == _SIGNED else ""
        return Examination("Macros", False, f"{words}{more}", _ASK_IT)
    if level == _SIGNED:
        return Examination(
            "Macros",
            None,
            f"{words}; the add-in is signed, and only Excel can tell by whom",
        )
    if level == _ASK:
        return Examination(
            "Macros", True, words, "When Excel asks at its start, choose Enable Macros."
        )
    return Examination("Macros", True, words)


def _addins(registry: Registry, *, signed: bool) -> Examination:
    if _policy(registry, _SECURITY, "disablealladdins") == 1:
        return Examination(
            "Add-ins", False, "are all switched off by a policy (DisableAllAddins)", _ASK_IT
        )
    if _policy(registry, _SECURITY, "requireaddinsig") == 1:
        if not signed:
            return Examination(
                "Add-ins",
                False,
                "must be signed by a trusted publisher (policy RequireAddinSig), and this one is "
                "not signed",
                f"IT can sign it. {_ASK_IT}",
            )
        return Examination(
            "Add-ins",
            None,
            "must be signed by a trusted publisher (policy RequireAddinSig); this one is signed, "
            "and only Excel can tell by whom",
        )
    return Examination("Add-ins", True, "may be used; no policy forbids it")


def _disabled(registry: Registry) -> Examination:
    """Say whether Excel has switched the add-in off by itself, as it does after a crash."""
    values = registry.values(USER, _OFFICE + r"\Excel\Resiliency\DisabledItems") or {}
    named = FILE.encode("utf-16-le")
    if any(isinstance(value, bytes) and named in value.lower() for value in values.values()):
        return Examination(
            "Disabled items",
            False,
            "Excel has switched the add-in off, as it does after a crash",
            "In Excel: File, Options, Add-ins, Manage: Disabled Items, Go; choose lacxl, Enable.",
        )
    return Examination("Disabled items", True, "Excel has not switched the add-in off")
