"""Sheet protection: flags and passwords as the file format keeps them."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets

from lacxl.engines.package.around_rows import AroundRows
from lacxl.engines.package.xml import Element, flag, whole
from lacxl.workbook.snapshot import OPEN_PROTECTION, Protection

SPIN_COUNT = 100_000
SPIN_LIMIT = 10_000_000
"""How often a password is hashed on writing; the most that is done on checking one."""

_COMMANDS = (
    "formatCells formatColumns formatRows insertColumns insertRows insertHyperlinks deleteColumns"
    " deleteRows sort autoFilter pivotTables"
)
_GUARDED_BY_DEFAULT = _COMMANDS.split()
_FREE_BY_DEFAULT = ("objects", "scenarios", "selectLockedCells", "selectUnlockedCells")
_ALGORITHMS = {"SHA-1": "sha1", "SHA-256": "sha256", "SHA-384": "sha384", "SHA-512": "sha512"}


def protection_of(frame: AroundRows) -> Protection | None:
    """Return a sheet's protection, None where it is free."""
    element = frame.child("sheetProtection")
    if element is None or not flag(element, "sheet"):
        return None
    guarded = {name for name in _GUARDED_BY_DEFAULT if flag(element, name, True)}
    guarded |= {name for name in _FREE_BY_DEFAULT if flag(element, name, False)}
    return Protection(frozenset(OPEN_PROTECTION.allowed - guarded), has_password(element))


def has_password(element: Element) -> bool:
    """Say whether a sheetProtection element carries the hash of a password."""
    return bool(element.get("hashValue") or element.get("password", "0").strip("0"))


def fits(frame: AroundRows, password: str) -> bool:
    """Say whether this is the password of the sheet."""
    element = frame.child("sheetProtection")
    if element is None:
        return True
    try:
        return _fits(element, password)
    except ValueError:  # what is not a hash matches no password
        return False


def _fits(element: Element, password: str) -> bool:
    stated = element.get("hashValue")
    if not stated:
        return legacy_hash(password) == int(element.get("password", "0"), 16)
    algorithm = _ALGORITHMS.get(element.get("algorithmName", ""))
    rounds = whole(element.get("spinCount"))
    if algorithm is None or rounds > SPIN_LIMIT:
        return False
    salt = base64.b64decode(element.get("saltValue", ""))
    return hmac.compare_digest(
        agile_hash(password, algorithm, salt, rounds), base64.b64decode(stated)
    )


def protect(frame: AroundRows, protection: Protection, password: str | None) -> None:
    """Protect a sheet that is free; with a password where the protection has one."""
    unprotect(frame)
    attributes = {"sheet": "1"}
    for name in _FREE_BY_DEFAULT:
        if name not in protection.allowed:
            attributes[name] = "1"
    for name in _GUARDED_BY_DEFAULT:
        if name in protection.allowed:
            attributes[name] = "0"
    if protection.password and password:
        salt = secrets.token_bytes(16)
        digest = agile_hash(password, "sha512", salt, SPIN_COUNT)
        attributes["algorithmName"] = "SHA-512"
        attributes["hashValue"] = base64.b64encode(digest).decode()
        attributes["saltValue"] = base64.b64encode(salt).decode()
        attributes["spinCount"] = str(SPIN_COUNT)
    frame.add("sheetProtection", **attributes)


def unprotect(frame: AroundRows) -> None:
    """Take a sheet's protection away."""
    element = frame.child("sheetProtection")
    if element is not None:
        frame.root.remove(element)
        frame.changed = True


def agile_hash(password: str, algorithm: str, salt: bytes, rounds: int) -> bytes:
    """Return the hash of ISO/IEC 29500-1, 18.2.29: salted, then hashed again with a counter."""
    digest = hashlib.new(algorithm, salt + password.encode("utf-16-le", "surrogatepass")).digest()
    for count in range(rounds):
        digest = hashlib.new(algorithm, digest + count.to_bytes(4, "little")).digest()
    return digest


def legacy_hash(password: str) -> int:
    """Return the 16-bit hash of Excel 2010 and before."""
    letters = password.encode("cp1252", "replace")[:15]
    value = 0
    for letter in reversed(letters):
        value = (value >> 14 & 1 | value << 1 & 0x7FFF) ^ letter
    value = value >> 14 & 1 | value << 1 & 0x7FFF
    return value ^ len(letters) ^ 0xCE4B
