"""Runs the macros of a workbook in LibreOffice, by orders on the input: one JSON value a line.

Run by a Python that has LibreOffice's `uno`, which need not be the tests' own:
python driver.py PIPE. {"open": path} answers the names of the VBA modules; {"call": "Module.Name",
"args": [...]} the value, or null where the module could not be compiled.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

import uno
from com.sun.star.beans import PropertyValue

FILTER = "Calc MS Excel 2007 VBA XML"
MACROS_RUN = 4
ATTEMPTS = 240


def connect(pipe: str) -> Any:
    """Return the desktop of the LibreOffice that listens at the pipe."""
    here = uno.getComponentContext()
    resolver = here.ServiceManager.createInstanceWithContext(
        "com.sun.star.bridge.UnoUrlResolver", here
    )
    for attempt in range(ATTEMPTS):
        try:
            there = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except Exception:
            if attempt == ATTEMPTS - 1:
                raise
            time.sleep(0.5)
        else:
            return there.ServiceManager.createInstanceWithContext(
                "com.sun.star.frame.Desktop", there
            )
    return None


def open_book(desktop: Any, path: str) -> Any:
    """Return the workbook, opened with its macros."""
    options = []
    for name, value in (
        ("Hidden", True),
        ("MacroExecutionMode", MACROS_RUN),
        ("FilterName", FILTER),
    ):
        option = PropertyValue()
        option.Name, option.Value = name, value
        options.append(option)
    return desktop.loadComponentFromURL(Path(path).as_uri(), "_blank", 0, tuple(options))


def library_of(book: Any) -> str:
    """Return the name of the Basic library that holds the VBA project."""
    libraries = book.BasicLibraries
    return next(
        name
        for name in libraries.ElementNames
        if "LacxlText" in libraries.getByName(name).ElementNames
    )


def as_basic(value: Any) -> Any:
    """Return a value as Basic takes it: a small whole number arrives as a byte and becomes 0."""
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def main() -> None:
    """Serve orders until the input ends."""
    desktop = connect(sys.argv[1])
    book, library = None, ""
    for line in sys.stdin:
        order = json.loads(line)
        try:
            if "open" in order:
                if book is not None:
                    book.close(True)
                book = open_book(desktop, order["open"])
                library = library_of(book)
                value: Any = list(book.BasicLibraries.getByName(library).ElementNames)
            else:
                place = f"{library}.{order['call']}?language=Basic&location=document"
                script = book.getScriptProvider().getScript(f"vnd.sun.star.script:{place}")
                value = script.invoke(tuple(map(as_basic, order["args"])), (), ())[0]
            answer = {"value": value}
        except Exception as fault:
            answer = {"fault": f"{type(fault).__name__}: {fault}"}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()
    if book is not None:
        book.close(True)


if __name__ == "__main__":
    main()
