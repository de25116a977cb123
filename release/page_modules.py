"""What Python of the page consists of: which modules are taken, which are left out, and why."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterable, Iterator
from pathlib import Path

from release import wheels
from release.archive import Member, members

_LEFT_OUT_OF_PYTHON = (
    (
        ("asyncio/__main__.*", "_pyrepl/*", "pdb.*", "bdb.*", "cmd.*", "code.*", "rlcompleter.*"),
        "for people at a prompt",
    ),
    (("unittest/*", "doctest.*", "test/*", "__phello__/*", "__hello__.*"), "for tests"),
    (("pydoc.*", "pydoc_data/*", "antigravity.*", "this.*"), "help for programmers"),
    (
        ("cProfile.*", "profile.*", "pstats.*", "trace.*", "timeit.*", "tabnanny.*", "pyclbr.*"),
        "for measuring and looking at programs",
    ),
    (
        ("ftplib.*", "imaplib.*", "poplib.*", "smtplib.*", "socketserver.*", "netrc.*", "_ssl.*",
         "ssl.*", "mailbox.*", "xmlrpc/*", "wsgiref/*", "http/server.*", "http/cookiejar.*",
         "http/cookies.*"),
        "for connections, and the page has none",
    ),
    (
        ("multiprocessing/*", "concurrent/futures/process.*", "pty.*", "tty.*"),
        "for other processes, and a page has none",
    ),
    (
        ("argparse.*", "getopt.*", "fileinput.*", "filecmp.*", "compileall.*",
         "modulefinder.*", "pickletools.*", "runpy.*", "symtable.*", "sysconfig/__main__.*",
         "json/tool.*", "urllib/robotparser.*"),
        "for programs of a command line",
    ),
    (("logging/config.*", "logging/handlers.*", "configparser.*"), "for logs that go elsewhere"),
    (("asyncio/windows_*", "asyncio/proactor_events.*"), "for Windows"),
    (("_pyio.*",), "the interpreter has it compiled"),
    (("ctypes/*", "sqlite3/*", "wave.*", "curses/*", "venv/*", "ensurepip/*"), "not used"),
    (("xml/dom/*", "xml/sax/expatreader.*", "plistlib.*", "optparse.*", "zipapp.*"), "not used"),
    (("pyodide/console.*", "pyodide/webloop_*"), "for people at a prompt"),
)  # fmt: skip
"""Patterns of paths in Pyodide's standard library, and why such files are left out."""

_LEFT_OUT_OF_LACXL = (
    ("lacxl/cli/*", "the command line"),
    ("lacxl/__main__.py", "the command line"),
    ("lacxl/ribbon/*", "the buttons in Excel"),
    ("lacxl/addin/*", "the buttons in Excel"),
    ("lacxl/engines/excel/*", "the book that is open in Excel"),
    ("lacxl/engines/libreoffice/*", "another program"),
    ("lacxl/api.py", "notebooks"),
    ("lacxl/synth/*", "the made-up council"),
    ("lacxl/page/lacxl.html", "the page itself"),
)
"""Patterns of paths in lacxl's wheel, and why such files are left out."""

_COUNTING = "lacxl/records/*"
"""Children's records, which are counted by numpy."""

_LEFT_OUT_OF_LIBRARIES = (
    ("pydantic/v1/*", "another pydantic, for programs of before"),
    ("pydantic/mypy.py", "for a checker of types"),
    ("filelock/_soft/*", "locks on disks that others share"),
    ("filelock/_async*", "not used"),
    ("filelock/_sqlite/*", "not used"),
    ("holidays/countries/[!_u]*", "other countries"),
    ("holidays/countries/u[!n]*", "other countries"),
    ("holidays/countries/united_[!k]*", "other countries"),
    ("holidays/financial/*", "markets"),
    ("holidays/locale/*", "other languages"),
    ("dateutil/zoneinfo/*.tar.gz", "time zones"),
    ("*.dist-info/sboms/*", "their licences and versions are listed in docs/page.md"),
    ("*.dist-info/METADATA", "their licences and versions are listed in docs/page.md"),
    ("*.dist-info/WHEEL", "nothing installs here"),
    ("*.dist-info/entry_points.txt", "nothing installs here"),
    ("*.dist-info/top_level.txt", "nothing installs here"),
)
"""Patterns of paths in the libraries' wheels, and why such files are left out."""

_EXTENSION = ".so"


def of_python(library: Path) -> Iterator[Member]:
    """Give the modules of Pyodide's standard library that the page has."""
    left_out = [pattern for patterns, _ in _LEFT_OUT_OF_PYTHON for pattern in patterns]
    return _without(members(library, "Python"), left_out)


def of_wheels(paths: Iterable[Path], *, counts: bool) -> Iterator[Member]:
    """Give the modules of the wheels that the page has, lacxl's own among them.

    Those that count children's records are there if it `counts`.
    """
    own = [pattern for pattern, _ in _LEFT_OUT_OF_LACXL] + [_COUNTING] * (not counts)
    others = [pattern for pattern, _ in _LEFT_OUT_OF_LIBRARIES]
    for path in paths:
        component = path.name.partition("-")[0]
        taken = (each for each in members(path, component) if not wheels.left_out(each.path))
        yield from _without(taken, [*own, *others] if component == "lacxl" else others)


def apart(modules: Iterable[Member]) -> tuple[list[Member], list[Member]]:
    """Return the modules that can be imported from a zip, and the packages that cannot.

    A compiled extension has to be a file, and so has all of its package.
    """
    known = list(modules)
    compiled = {each.path.partition("/")[0] for each in known if each.path.endswith(_EXTENSION)}
    inside = [each for each in known if each.path.partition("/")[0] not in compiled]
    files = [each for each in known if each.path.partition("/")[0] in compiled]
    return inside, files


def _without(given: Iterable[Member], patterns: Iterable[str]) -> Iterator[Member]:
    left_out = tuple(patterns)
    for member in given:
        if not any(fnmatch.fnmatchcase(member.path, pattern) for pattern in left_out):
            yield member
