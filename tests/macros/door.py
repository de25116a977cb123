"""Stands in for `lacxl ribbon`: the same words in, the same lines out, an answer to order.

python door.py --as ok|findings|refused|failed|crash|silent ribbon VERB --hwnd H --book NAME
--result FILE [--arg X] [--reason Y]
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

BACKSLASH = "\\\\"


def escaped(text: str) -> str:
    """Return a text as a value of the result file."""
    units = text.replace("\\", BACKSLASH).replace("\n", "\\n").encode("utf-16-be")
    codes = [int.from_bytes(units[i : i + 2], "big") for i in range(0, len(units), 2)]
    return "".join(chr(c) if 32 <= c < 127 else f"\\u{c:04x}" for c in codes)


def main() -> int:
    """Answer as ordered."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--as", dest="kind", required=True)
    parser.add_argument("door", choices=["ribbon"])
    parser.add_argument("verb")
    for name in ("--hwnd", "--book", "--result"):
        parser.add_argument(name, required=True)
    parser.add_argument("--arg", default="")
    parser.add_argument("--reason", default="")
    call = parser.parse_args()
    if call.kind == "crash":
        os.abort()
    if call.kind == "silent":
        return 4
    message = (
        f"{call.verb} of {call.book} [{call.hwnd}] {call.arg}{call.reason}\nnext line: £ \\ end"
    )
    lines = [f"status={call.kind}", "title=lacxl: a title", f"message={escaped(message)}"]
    Path(call.result).write_text("\n".join(lines) + "\n", encoding="ascii")
    return {"ok": 0, "findings": 1, "refused": 3}.get(call.kind, 4)


if __name__ == "__main__":
    sys.exit(main())
