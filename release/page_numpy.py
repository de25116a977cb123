"""Numpy for the page, out of a folder that the builder gives: no registry has it for Pyodide."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path


def wheel_in(folder: Path, packages: Path) -> Path:
    """Return the wheel of numpy in a folder, which is the one that the page's Pyodide names."""
    name, sha256 = wanted(packages)
    found = sorted(folder.glob("numpy-*.whl"))
    if [path.name for path in found] != [name]:
        there = ", ".join(path.name for path in found) or "none"
        raise SystemExit(f"{folder} has to have one wheel of numpy, {name}; there is: {there}.")
    if hashlib.sha256(found[0].read_bytes()).hexdigest() != sha256:
        raise SystemExit(f"{found[0]} is not Pyodide's: its SHA-256 has to be {sha256}.")
    return found[0]


def wanted(packages: Path) -> tuple[str, str]:
    """Return the file name and the SHA-256 of the wheel, as Pyodide's own list of packages has it.

    npm's lock has the hash of that list.
    """
    told = json.loads((packages / "pyodide" / "pyodide-lock.json").read_text("utf-8"))
    numpy = told["packages"]["numpy"]
    return numpy["file_name"], numpy["sha256"]
