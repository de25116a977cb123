"""Sheet protection. MODELLED: Calc never sees it; flags and password are kept beside its sheet.

LibreOffice 7.4 protects over UNO without flags, keeps no flag it cannot name, and lets nobody
change cell styles while any sheet is protected. So a sheet's `sheetProtection` element is taken
out of the file before Calc opens it, the rules that Excel would enforce are enforced here, and
the element is written back when the workbook is saved or copied.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from libreoffice import errors
from libreoffice.dispatch import ComObject

FLAGS = {
    "AllowFormattingCells": "formatCells",
    "AllowFormattingColumns": "formatColumns",
    "AllowFormattingRows": "formatRows",
    "AllowInsertingColumns": "insertColumns",
    "AllowInsertingRows": "insertRows",
    "AllowInsertingHyperlinks": "insertHyperlinks",
    "AllowDeletingColumns": "deleteColumns",
    "AllowDeletingRows": "deleteRows",
    "AllowSorting": "sort",
    "AllowFiltering": "autoFilter",
    "AllowUsingPivotTables": "pivotTables",
}
"""Excel's names of what a protected sheet may allow, with the file's; all are denied at first."""
_SPINS = 100_000
_NO_RESTRICTIONS, _UNLOCKED_CELLS, _NO_SELECTION = 0, 1, -4142


@dataclass(frozen=True, slots=True)
class Password:
    """A password as a file keeps it: by its attributes. None of them: no password."""

    attributes: Mapping[str, str] = field(default_factory=dict)

    @staticmethod
    def of(text: str) -> Password:
        """Return a new password, salted, as Excel 2013 and later keep it."""
        if not text:
            return Password()
        salt = os.urandom(16)
        return Password(
            {
                "algorithmName": "SHA-512",
                "hashValue": _spun(text, salt, "SHA-512", _SPINS),
                "saltValue": base64.b64encode(salt).decode("ascii"),
                "spinCount": str(_SPINS),
            }
        )

    def __bool__(self) -> bool:
        return bool(self.attributes)

    def fits(self, text: str) -> bool:
        """Say whether this is the password; any text fits where there is none."""
        kept = self.attributes
        if "hashValue" in kept:
            salt = base64.b64decode(kept.get("saltValue", ""))
            spins = int(kept.get("spinCount", "0"))
            return _spun(text, salt, kept["algorithmName"], spins) == kept["hashValue"]
        if "password" in kept:
            return int(kept["password"], 16) == _old_hash(text)
        return True


@functools.lru_cache(maxsize=64)
def _spun(text: str, salt: bytes, algorithm: str, spins: int) -> str:
    name = algorithm.replace("-", "").lower()
    value = hashlib.new(name, salt + text.encode("utf-16-le")).digest()
    for spin in range(spins):
        value = hashlib.new(name, value + spin.to_bytes(4, "little")).digest()
    return base64.b64encode(value).decode("ascii")


def _old_hash(text: str) -> int:
    """Return the 16 bits that Excel kept of a password until 2010."""
    value = 0
    for code in reversed(text.encode("cp1252", "replace")):
        value = ((value >> 14) & 1) | ((value << 1) & 0x7FFF)
        value ^= code
    value = ((value >> 14) & 1) | ((value << 1) & 0x7FFF)
    return value ^ len(text) ^ 0xCE4B


@dataclass(frozen=True, slots=True)
class SheetProtection:
    """How a sheet is protected; `contents`, `objects` and `scenarios` are what is guarded."""

    contents: bool = False
    objects: bool = False
    scenarios: bool = False
    allowed: frozenset[str] = frozenset()
    selection: int = _NO_RESTRICTIONS
    password: Password = field(default_factory=Password)
    only_for_people: bool = False

    @property
    def is_on(self) -> bool:
        """Whether cells are guarded against programs too (UserInterfaceOnly leaves them free)."""
        return self.contents and not self.only_for_people

    @property
    def guards_contents(self) -> bool:
        return self.is_on

    @property
    def guards_objects(self) -> bool:
        """Whether notes and drawings are guarded from macros too."""
        return self.objects and not self.only_for_people

    def guards(self, flag: str) -> bool:
        """Say whether a program may not do what this flag allows."""
        return self.is_on and flag not in self.allowed

    @staticmethod
    def parse(attributes: Mapping[str, str]) -> SheetProtection:
        """Return what the attributes of a sheetProtection element say."""

        def on(name: str, usual: bool) -> bool:
            return attributes.get(name, str(int(usual))).lower() in ("1", "true")

        selection = _NO_RESTRICTIONS
        if on("selectUnlockedCells", False):
            selection = _NO_SELECTION
        elif on("selectLockedCells", False):
            selection = _UNLOCKED_CELLS
        names = ("algorithmName", "hashValue", "saltValue", "spinCount", "password")
        return SheetProtection(
            contents=on("sheet", False),
            objects=on("objects", False),
            scenarios=on("scenarios", False),
            allowed=frozenset(flag for flag in FLAGS.values() if not on(flag, True)),
            selection=selection,
            password=Password({n: attributes[n] for n in names if attributes.get(n)}),
        )

    def attributes(self) -> dict[str, str]:
        """Return the attributes of a sheetProtection element, none where nothing is guarded."""
        if not (self.contents or self.objects or self.scenarios):
            return {}
        found = dict(self.password.attributes)
        for name in ("contents", "objects", "scenarios"):
            if getattr(self, name):
                found["sheet" if name == "contents" else name] = "1"
        found.update({flag: "0" for flag in FLAGS.values() if flag in self.allowed})
        if self.selection != _NO_RESTRICTIONS:
            found["selectLockedCells"] = "1"
        if self.selection == _NO_SELECTION:
            found["selectUnlockedCells"] = "1"
        return found

    def protected(
        self,
        password: str,
        *,
        contents: bool,
        objects: bool,
        scenarios: bool,
        only_for_people: bool,
        allowed: frozenset[str],
    ) -> SheetProtection:
        """Return the sheet protected anew. Raises Excel's error for another password than was."""
        if self.contents and not self.password.fits(password):
            raise errors.application_error(errors.WRONG_PASSWORD)
        return SheetProtection(
            contents=contents,
            objects=objects,
            scenarios=scenarios,
            allowed=allowed,
            selection=self.selection,
            password=Password.of(password),
            only_for_people=only_for_people,
        )

    def unprotected(self, password: str) -> SheetProtection:
        """Return the sheet free. Raises Excel's error for a wrong password."""
        if not (self.contents or self.objects or self.scenarios):
            return self
        if not self.password.fits(password):
            raise errors.application_error(errors.WRONG_PASSWORD)
        return SheetProtection(selection=self.selection)

    def with_selection(self, selection: int) -> SheetProtection:
        """Return the same with another choice of what may be selected."""
        return replace(self, selection=int(selection))


class Protection(ComObject):
    """What a protected sheet allows: the flags of `Worksheet.Protection`."""

    def __init__(self, kept: SheetProtection) -> None:
        self._kept = kept


def _getter(flag: str) -> object:
    return lambda self: flag in self._kept.allowed


for _name, _flag in FLAGS.items():
    setattr(Protection, f"get_{_name}", _getter(_flag))
