"""Run within the interpreter by pack.mjs: compiles the modules, and compresses every part."""

import gzip
import importlib.util
import io
import marshal
import zipfile
from pathlib import Path

_HASHED_AND_NOT_LOOKED_AT = (1).to_bytes(4, "little")
"""How a compiled module says that its source need not be asked: there is none beside it."""


def compiled(path: str, source: bytes) -> bytes:
    """Return a module compiled; its name in a traceback is its path here.

    lacxl is as it is everywhere; of the libraries docstrings are left out, and what they assert.
    """
    as_native = path.startswith("lacxl/")
    code = compile(source, path, "exec", dont_inherit=True, optimize=0 if as_native else 2)
    stamp = importlib.util.source_hash(source)
    return importlib.util.MAGIC_NUMBER + _HASHED_AND_NOT_LOOKED_AT + stamp + marshal.dumps(code)


def with_compiled_modules(archive: str) -> bytes:
    """Return a zip with each .py compiled, nothing compressed: the whole will be."""
    made = io.BytesIO()
    with zipfile.ZipFile(archive) as given, zipfile.ZipFile(made, "w") as written:
        for info in given.infolist():
            name, data = info.filename, given.read(info)
            if name.endswith(".py"):
                name, data = f"{name}c", compiled(name, data)
            written.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), data)
    return made.getvalue()


def compress(name: str, data: bytes) -> None:
    """Write a part as the page embeds it."""
    Path(f"/{name}.gz").write_bytes(gzip.compress(data, 9, mtime=0))


compress("modules", with_compiled_modules("/modules.zip"))
for part in ("extensions.zip", "worker.js", "interpreter.wasm"):
    compress(part.partition(".")[0], Path(f"/{part}").read_bytes())
