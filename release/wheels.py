"""What is taken of each wheel, what is left out and why, and what a wheel says of itself."""

from __future__ import annotations

import email.message
import email.parser
import fnmatch
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from release.archive import Member, members

SITE = "python/Lib/site-packages"
_LEFT_OUT = (
    ("*.dist-info/RECORD", "lists the whole wheel; CONTENTS.csv lists what is here"),
    ("*.dist-info/INSTALLER", "nothing installs here"),
    ("*.data/*", "scripts and copies for an installer"),
    ("*.pyi", "for editors"),
    ("*.pyx", "sources of what is compiled"),
    ("*.pxd", "sources of what is compiled"),
    ("*.pxi", "sources of what is compiled"),
    ("*.h", "sources of what is compiled"),
    ("*.lib", "for linkers"),
    ("*.a", "for linkers"),
    ("*.chm", "help for programmers"),
    ("*.pth", "python313._pth names the folders, so that none is added unseen"),
    ("numpy/f2py/*", "Fortran"),
    ("*/tests/*", "the libraries' own tests"),
    ("pandas/_testing/*/tests/*", "the libraries' own tests"),
    ("lxml/isoschematron/*", "Schematron is not used"),
    ("pythonwin/*", "an editor for programmers"),
    ("win32comext/*", "extensions of COM that Excel does not need"),
    ("adodbapi/*", "databases over COM"),
    ("isapi/*", "web servers"),
    ("win32/Demos/*", "examples"),
    ("win32/test/*", "the libraries' own tests"),
    ("win32/scripts/*", "programs for services and installers"),
    ("win32/*.exe", "programs for services"),
    ("win32com/test/*", "the libraries' own tests"),
    ("win32com/demos/*", "examples"),
    ("win32com/HTML/*", "help for programmers"),
    ("win32com/makegw/*", "for writers of COM interfaces"),
    ("xlwings/pro/*", "not open source, never used"),
    ("xlwings/xlwingslib*", "used by xlwings/pro only"),
    ("xlwings/addin/*", "xlwings' own add-in"),
    ("xlwings/html/*", "xlwings' own task panes"),
    ("xlwings/js/*", "xlwings for web add-ins"),
    ("xlwings/quickstart*", "examples"),
    ("xlwings/*.bas", "VBA of xlwings' own add-in"),
    ("xlwings/*.applescript", "for the Mac"),
)
"""Patterns of paths within the wheels, and why such files are left out."""
_BESIDE_PYTHON = "pywin32_system32/"
_CLASSIFIER = "License :: OSI Approved :: "


@dataclass(frozen=True, slots=True)
class Component:
    """A part of the folder that comes from somebody: what, which version, whose licence."""

    name: str
    version: str
    licence: str
    source: str
    sha256: str


def installed(wheel: Path) -> Iterator[Member]:
    """Give the files of a wheel that go into the folder, each where Python will find it."""
    for member in members(wheel, wheel.name.partition("-")[0]):
        if left_out(member.path):
            continue
        if member.path.startswith(_BESIDE_PYTHON):
            yield member.moved(f"python/{member.path.removeprefix(_BESIDE_PYTHON)}")
        else:
            yield member.moved(f"{SITE}/{member.path}")


def left_out(path: str) -> str:
    """Return why a file of a wheel is left out, or nothing if it is taken."""
    return next((why for pattern, why in _LEFT_OUT if fnmatch.fnmatchcase(path, pattern)), "")


def described(wheel: Path, sha256: str) -> Component:
    """Return what a wheel's metadata say of it."""
    said = metadata(wheel)
    return Component(said["Name"], said["Version"], _licence(said), wheel.name, sha256)


def metadata(wheel: Path) -> email.message.Message:
    """Return a wheel's metadata."""
    for member in members(wheel, wheel.name):
        if re.fullmatch(r"[^/]+\.dist-info/METADATA", member.path):
            return email.parser.Parser().parsestr(member.data().decode("utf-8"))
    raise ValueError(f"{wheel.name} has no METADATA")


def _licence(said: email.message.Message) -> str:
    if expression := said.get("License-Expression"):
        return str(expression)
    classified = [
        text.removeprefix(_CLASSIFIER)
        for text in said.get_all("Classifier", [])
        if text.startswith(_CLASSIFIER)
    ]
    if classified:
        return " or ".join(classified)
    stated = str(said.get("License", "")).strip().splitlines()
    if not stated:
        raise ValueError(f"{said['Name']} does not say its licence: look, and say it here")
    return stated[0]
