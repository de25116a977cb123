"""Getting Python-UNO: the library that speaks with LibreOffice, where it fits this interpreter."""

from __future__ import annotations

import builtins
import functools
import importlib
import sys
from pathlib import Path
from typing import Any

_SYSTEM_PACKAGES = Path("/usr/lib/python3/dist-packages")
"""Where Debian and Ubuntu put python3-uno, outside any virtual environment."""


@functools.cache
def find_uno() -> Any | None:
    """Return the module `uno`, or None where it is absent or made for another Python.

    The folder of the system's packages is on the search path only while `uno` is imported, so
    that no other old package there is taken by mistake.
    """
    if found := _imported():
        return found
    if not (_SYSTEM_PACKAGES / "uno.py").is_file() or not _made_for_this_python():
        return None
    sys.path.append(str(_SYSTEM_PACKAGES))
    try:
        return _imported()
    finally:
        sys.path.remove(str(_SYSTEM_PACKAGES))


def _made_for_this_python() -> bool:
    """Say whether the system's own Python is of this version: its library fits no other."""
    system = Path("/usr/bin/python3").resolve().name
    fits = f"python{sys.version_info.major}.{sys.version_info.minor}"
    return sys.implementation.name == "cpython" and system == fits


def _imported() -> Any | None:
    """Import `uno`, and undo its replacement of Python's own import statement.

    That replacement makes `import com.sun.star...` work, which we do not use, and changes the
    errors of every other import in the process.
    """
    usual = builtins.__import__
    try:
        return importlib.import_module("uno")
    except ImportError:
        sys.modules.pop("uno", None)
        return None
    finally:
        builtins.__import__ = usual


def uno() -> Any:
    """Return the module `uno`. Raises RuntimeError where it cannot be had."""
    found = find_uno()
    if found is None:
        raise RuntimeError("Python-UNO is not here: install python3-uno for this Python")
    return found


def struct(name: str, *arguments: Any) -> Any:
    """Return a new UNO struct, such as `beans.PropertyValue` (within com.sun.star)."""
    return uno().createUnoStruct(f"com.sun.star.{name}", *arguments)


def enum(name: str, value: str) -> Any:
    """Return a value of an UNO enumeration (within com.sun.star)."""
    return uno().Enum(f"com.sun.star.{name}", value)


@functools.cache
def uno_error() -> type[Exception]:
    """Return the class of every exception that LibreOffice raises."""
    found: type[Exception] = uno().getClass("com.sun.star.uno.Exception")
    return found


def options(**values: Any) -> tuple[Any, ...]:
    """Return named options as UNO takes them, for loading and storing."""
    direct = enum("beans.PropertyState", "DIRECT_VALUE")
    return tuple(struct("beans.PropertyValue", name, 0, v, direct) for name, v in values.items())
