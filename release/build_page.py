"""Build the page: `python release/build_page.py`. One file with all of lacxl in it, lacxl.html.

With `--numpy FOLDER` it counts children's records, too, and is larger by what numpy takes.

The same checkout and locks give the same bytes on every machine: the interpreter that the page
carries also compiles its modules and compresses its parts.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import html
import json
import shutil
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

if __package__ in {None, ""}:
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from release import downloads, page_modules, page_numpy
from release import wheels as wheels_of
from release.archive import write_archive

NAME = "lacxl.html"
MOST = 16_000_000
_PARTS = ("interpreter", "modules", "extensions", "worker")
_POLICY = (
    "default-src 'none'; connect-src 'none'; script-src {scripts} 'wasm-unsafe-eval'; "
    "style-src {styles}; worker-src blob:; base-uri 'none'; form-action 'none'"
)


def build_page(out: Path, cache: Path, numpy: Path | None = None) -> tuple[Path, str]:
    """Write the page into a folder; return its path and its SHA-256.

    It counts children's records if there is a folder with the wheel of `numpy`.
    """
    cache.mkdir(parents=True, exist_ok=True)
    packages = downloads.node_packages(cache)
    wheels = downloads.wheels_for_the_page(cache)
    most = MOST
    if numpy is not None:
        counting = page_numpy.wheel_in(numpy, packages)
        most += counting.stat().st_size * 3 // 2  # base64 of what compresses a little otherwise
        wheels += [*downloads.wheels_for_counting(cache), counting]
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        own = downloads.built(cache, folder, "wheel")
        library = packages / "pyodide" / "python_stdlib.zip"
        of_wheels = page_modules.of_wheels([*wheels, own], counts=numpy is not None)
        modules = [*page_modules.of_python(library), *of_wheels]
        inside, files = page_modules.apart(modules)
        write_archive(folder / "modules.zip", inside)
        write_archive(folder / "extensions.zip", files)
        script = _joined(packages, "main.ts")
        (folder / "worker.js").write_text(_joined(packages, "worker.ts"), "utf-8", newline="\n")
        _run("node", downloads.PAGE / "pack" / "pack.mjs", folder, packages)
        parts = {name: (folder / f"{name}.gz").read_bytes() for name in _PARTS}
        contents = _contents(packages, [*wheels, own])
    page = _assembled(script, parts, _lock(packages), contents).encode()
    if len(page) > most:
        raise SystemExit(f"The page has {len(page):,} bytes, more than {most:,}.")
    out.mkdir(parents=True, exist_ok=True)
    path = out / NAME
    path.write_bytes(page)
    return path, hashlib.sha256(page).hexdigest()


def _joined(packages: Path, entry: str) -> str:
    """Return a script of the page with all that it imports, readable, by esbuild.

    Its comments say what comes from where: beside the packages such paths are the same everywhere.
    """
    options = ("--bundle", "--format=iife", "--charset=utf8", "--target=es2022")
    options += ("--log-level=error", "--external:node:*", "--external:ws")  # Pyodide's, in Node
    with tempfile.TemporaryDirectory(dir=packages.parent) as made:
        shutil.copytree(downloads.PAGE / "src", Path(made) / "src")
        return _run(packages / ".bin" / "esbuild", f"src/{entry}", *options, cwd=Path(made))


def check_types(cache: Path) -> None:
    """Check the types of the page's scripts by TypeScript; end with what it says."""
    packages = downloads.node_packages(cache)
    config = {
        "extends": str(downloads.PAGE / "tsconfig.json"),
        "compilerOptions": {"paths": {"pyodide": [str(packages / "pyodide" / "pyodide.d.ts")]}},
        "include": [str(downloads.PAGE / "src")],
    }
    file = packages.parent / "tsconfig.json"
    file.write_text(json.dumps(config), "utf-8")
    _run(packages / ".bin" / "tsc", "--project", file)


def _lock(packages: Path) -> str:
    """Return what Pyodide is told of packages: for which Python they are, and none of them."""
    told = json.loads((packages / "pyodide" / "pyodide-lock.json").read_text("utf-8"))
    return json.dumps({"info": told["info"], "packages": {}}, sort_keys=True)


def _contents(packages: Path, wheels: Sequence[Path]) -> str:
    """Return the rows of the table that says in the page what it holds, and whose it is."""
    pyodide = json.loads((packages / "pyodide" / "package.json").read_text("utf-8"))
    python = json.loads(_lock(packages))["info"]["python"]
    source = f"{pyodide['repository']['url'].removeprefix('git+').removesuffix('.git')}"
    known = [wheels_of.described(wheel, "") for wheel in wheels]
    rows = [
        *((each.name, each.version, each.licence, "") for each in reversed(known)),
        ("Python (CPython)", python, "PSF-2.0", "https://github.com/python/cpython"),
        ("Pyodide", pyodide["version"], pyodide["license"], source),
    ]
    return "".join(
        f"<tr>{''.join(f'<td>{html.escape(text)}</td>' for text in row)}</tr>" for row in rows
    )


def _assembled(script: str, parts: Mapping[str, bytes], lock: str, contents: str) -> str:
    style = (downloads.PAGE / "page.css").read_text("utf-8")
    first = (downloads.PAGE / "first.js").read_text("utf-8")
    blocks = [
        f'<script type="text/plain" id="part-{name}">{base64.b64encode(data).decode()}</script>'
        for name, data in parts.items()
    ]
    blocks.append(f'<script type="text/plain" id="part-lock">{lock}</script>')
    policy = _POLICY.format(scripts=f"{_hash(first)} {_hash(script)}", styles=_hash(style))
    told = {
        "{{POLICY}}": policy,
        "{{STYLE}}": style,
        "{{FIRST}}": first,
        "{{CONTENTS}}": contents,
        "{{SCRIPT}}": script,
        "{{PARTS}}": "\n".join(blocks),
    }
    page = (downloads.PAGE / "page.html").read_text("utf-8")
    for mark, text in told.items():
        if page.count(mark) != 1:
            raise SystemExit(f"page.html has to have {mark} once.")
        page = page.replace(mark, text)
    return page


def _hash(text: str) -> str:
    """Return how a policy names an inline script or style."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _run(*command: str | Path, cwd: Path | None = None) -> str:
    return downloads.call([str(each) for each in command], cwd=cwd)


def main(arguments: Sequence[str] | None = None) -> None:
    """Build the page, and say its size and its hash."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=downloads.ROOT / "dist", help="where to")
    parser.add_argument("--cache", type=Path, help="keep downloads here, not in the system's own")
    parser.add_argument(
        "--numpy", type=Path, metavar="FOLDER", help="have it count children by the wheel in there"
    )
    parser.add_argument("--check", action="store_true", help="only check the scripts' types")
    chosen = parser.parse_args(arguments)
    cache = chosen.cache or downloads.default_cache()
    cache.mkdir(parents=True, exist_ok=True)
    if chosen.check:
        check_types(cache)
        return
    path, sha256 = build_page(chosen.out, cache, chosen.numpy)
    sys.stdout.write(f"{path}\n{path.stat().st_size:,} bytes, SHA-256 {sha256}\n")


if __name__ == "__main__":
    main()
