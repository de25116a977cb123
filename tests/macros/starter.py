"""Starts the program of a command line as Windows would split it, and notes its exit code.

python starter.py FILE: the command line is the file's first line; FILE.code gets the code.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def split(line: str) -> list[str]:
    """Return the arguments of a command line by the rules of CommandLineToArgvW."""
    arguments, argument, quoted, started, slashes = [], "", False, False, 0
    for character in [*line, " "]:
        if character == "\\":
            slashes, started = slashes + 1, True
            continue
        if character == '"':
            argument += "\\" * (slashes // 2)
            if slashes % 2:
                argument += '"'
            else:
                quoted = not quoted
            slashes, started = 0, True
            continue
        argument, slashes = argument + "\\" * slashes, 0
        if character in " \t" and not quoted:
            if started:
                arguments.append(argument)
            argument, started = "", False
        else:
            argument, started = argument + character, True
    return arguments


def main() -> None:
    """Run the command line and note its exit code."""
    told = Path(sys.argv[1])
    line = told.read_text(encoding="utf-8").splitlines()[0]
    done = subprocess.run(split(line), stdin=subprocess.DEVNULL, timeout=120, check=False)
    told.with_name(told.name + ".code").write_text(f"{done.returncode}\n", encoding="ascii")


if __name__ == "__main__":
    main()
