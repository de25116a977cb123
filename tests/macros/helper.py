"""Stands in for the lacxl helper: serves the one request in an inbox and ends.

python helper.py INBOX: the request's keys go to the door as a command line would give them.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path


def unescaped(text: str) -> str:
    """Return what a value of a request file stands for."""
    plain = re.sub(
        r"\\(u[0-9A-Fa-f]{4}|.)",
        lambda m: chr(int(m[1][1:], 16)) if len(m[1]) > 1 else {"n": "\n"}.get(m[1], m[1]),
        text,
    )
    return plain.encode("utf-16-le", "surrogatepass").decode("utf-16-le")


def read_request(path: Path) -> dict[str, str]:
    """Return the keys of a request."""
    lines = path.read_text(encoding="ascii").splitlines()
    return {key: unescaped(value) for key, _, value in (line.partition("=") for line in lines)}


def main() -> None:
    """Serve the request."""
    (path,) = Path(sys.argv[1]).glob("*.request")
    asked = read_request(path)
    path.unlink()
    words = [f"--{key}={asked[key]}" for key in ("hwnd", "book", "result", "arg")]
    door = Path(__file__).with_name("door.py")
    subprocess.run([sys.executable, door, "--as=ok", "ribbon", asked["verb"], *words], check=False)


if __name__ == "__main__":
    main()
