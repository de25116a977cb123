"""Judges a built .xlam, byte by byte where it matters: the package, the project, the sources."""

from __future__ import annotations

import io
import posixpath
import re
import struct
import warnings
import zipfile
from collections.abc import Iterator, Mapping

import olefile
from lxml import etree

with warnings.catch_warnings():  # oletools calls its parser by names that are going
    warnings.simplefilter("ignore")
    from oletools.mraptor import MacroRaptor
    from oletools.olevba import VBA_Parser, decompress_stream

TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
ADDIN = "application/vnd.ms-excel.addin.macroEnabled.main+xml"
STAMP = (1980, 1, 1, 0, 0, 0)
SOURCE_ONLY = bytes.fromhex("cc61ffff000000")
_PREAMBLE = re.compile(r"\AVERSION 1\.0 CLASS\nBEGIN\n.*?\nEND\n", re.DOTALL)
# records of the dir stream, [MS-OVBA] 2.3.4.2
_SYSKIND, _CODEPAGE, _NAME, _VERSION, _COUNT, _END = 0x01, 0x03, 0x04, 0x09, 0x0F, 0x10
_MODULE, _MODULE_WIDE, _STREAM, _OFFSET = 0x19, 0x47, 0x1A, 0x31


def problems(content: bytes, sources: Mapping[str, str]) -> list[str]:
    """Return what is wrong with an add-in that should hold the modules, by name, and no other."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        found = [*_of_package(archive), *_of_types(archive), *_of_relations(archive)]
        found += _of_project(archive.read("xl/vbaProject.bin"), sources)
    return found + _of_macros(content, sources)


def _of_package(archive: zipfile.ZipFile) -> Iterator[str]:
    names = archive.namelist()
    if names[0] != "[Content_Types].xml" or len(names) != len(set(names)):
        yield f"parts: {names}"
    for entry in archive.infolist():
        if entry.date_time != STAMP or entry.compress_type != zipfile.ZIP_STORED:
            yield f"{entry.filename}: not stored, or dated"
        if (entry.create_system, entry.external_attr, entry.extra) != (0, 0x20, b""):
            yield f"{entry.filename}: says where it was made"


def _of_types(archive: zipfile.ZipFile) -> Iterator[str]:
    types = etree.fromstring(archive.read("[Content_Types].xml"))
    overrides = {e.get("PartName"): e.get("ContentType") for e in types.iter(f"{TYPES}Override")}
    defaults = {e.get("Extension") for e in types.iter(f"{TYPES}Default")}
    for name in archive.namelist()[1:]:
        if f"/{name}" not in overrides and name.rpartition(".")[2] not in defaults:
            yield f"{name}: no content type"
    yield from (
        f"{name}: typed but absent" for name in overrides if str(name)[1:] not in archive.namelist()
    )
    if overrides.get("/xl/workbook.xml") != ADDIN:
        yield f"the workbook is typed {overrides.get('/xl/workbook.xml')}"


def _of_relations(archive: zipfile.ZipFile) -> Iterator[str]:
    for name in archive.namelist():
        if name.endswith(".rels"):
            folder = posixpath.dirname(posixpath.dirname(name))
            for relation in etree.fromstring(archive.read(name)):
                target = posixpath.normpath(posixpath.join(folder, str(relation.get("Target"))))
                if target not in archive.namelist():
                    yield f"{name}: {target} is absent"


def _of_project(content: bytes, sources: Mapping[str, str]) -> Iterator[str]:
    with olefile.OleFileIO(content) as ole:
        streams = ["/".join(path) for path in ole.listdir()]
        if ole.parsing_issues:
            yield f"compound file: {ole.parsing_issues}"
        if any("__SRP" in stream for stream in streams):
            yield "a compiled cache (__SRP)"
        if ole.openstream("VBA/_VBA_PROJECT").read() != SOURCE_ONLY:
            yield "_VBA_PROJECT holds something compiled"
        listing = bytes(decompress_stream(bytearray(ole.openstream("VBA/dir").read())))
        try:
            records = list(_records(listing))
        except (ValueError, struct.error) as fault:
            yield f"dir: {fault}"
            return
        yield from _of_records(records)
        modules = list(_modules(records))
        names = {module["name"] for module in modules}
        if names != set(sources):
            yield f"modules: {sorted(names)}"
        listed = ole.openstream("PROJECT").read().decode("cp1252")
        declared = re.findall(r"^(?:Document|Module|Class)=(\w+)", listed, re.MULTILINE)
        if set(declared) != names or len(declared) != len(modules):
            yield f"PROJECT declares {declared}"
        wide = re.findall(
            rb"([^\x00]+)\x00((?:[^\x00]\x00)+)\x00\x00", ole.openstream("PROJECTwm").read()
        )
        if {name.decode("cp1252") for name, _ in wide} != names:
            yield "PROJECTwm names other modules"
        for module in modules:
            stream = ole.openstream(f"VBA/{module['stream']}").read()
            if module["offset"] != "0":
                yield f"{module['name']}: something compiled stands before the source"
                continue
            text = bytes(decompress_stream(bytearray(stream))).decode("cp1252")
            yield from _of_text(module["name"], text, sources)


def _records(listing: bytes) -> Iterator[tuple[int, bytes]]:
    """Walk the dir stream strictly: every byte belongs to a record."""
    at = 0
    while at < len(listing):
        record, size = struct.unpack_from("<HI", listing, at)
        size = 6 if record == _VERSION else size
        at += 6 + size
        if at > len(listing):
            raise ValueError(f"record {record:#x} reaches beyond the end")
        yield record, listing[at - size : at]


def _of_records(records: list[tuple[int, bytes]]) -> Iterator[str]:
    first = dict(reversed(records))
    if records[-1] != (_END, b""):
        yield "dir: bytes behind its end"
    if struct.unpack("<H", first[_CODEPAGE])[0] != 1252:
        yield "the code page is not 1252"
    if struct.unpack("<I", first[_SYSKIND])[0] not in (1, 3):
        yield "the project is for no Windows"
    if first[_NAME] != b"LacxlAddin":
        yield f"the project is named {first[_NAME]!r}"
    if struct.unpack("<H", first[_COUNT])[0] != sum(r == _MODULE for r, _ in records):
        yield "dir: another number of modules"


def _modules(records: list[tuple[int, bytes]]) -> Iterator[dict[str, str]]:
    module: dict[str, str] = {}
    for record, content in records:
        if record == _MODULE:
            module = {"name": content.decode("cp1252")}
        elif record == _STREAM:
            module["stream"] = content.decode("cp1252")
        elif record == _OFFSET:
            module["offset"] = str(struct.unpack("<I", content)[0])
            yield module


def _of_text(name: str, text: str, sources: Mapping[str, str]) -> Iterator[str]:
    if name not in sources:
        return
    if f'Attribute VB_Name = "{name}"\r\n' not in text:
        yield f"{name}: no VB_Name"
    if text.replace("\r\n", "").count("\n") or "\r\r" in text:
        yield f"{name}: lines do not end as in VBA"
    if code_of(text) != code_of(sources[name]):
        yield f"{name}: is not its source"


def _of_macros(content: bytes, sources: Mapping[str, str]) -> list[str]:
    """Return what olevba and mraptor, an antivirus's view, find."""
    parser = VBA_Parser("lacxl.xlam", data=content)
    try:
        codes = {name: code for _, _, name, code in parser.extract_macros()}
    finally:
        parser.close()
    stems = {name.rpartition(".")[0]: code for name, code in codes.items()}
    found = [] if set(stems) == set(sources) else [f"olevba extracts {sorted(codes)}"]
    found += [
        f"olevba: {name} is not its source"
        for name, code in stems.items()
        if name in sources and code_of(code) != code_of(sources[name])
    ]
    raptor = MacroRaptor("\n".join(codes.values()))
    raptor.scan()
    if raptor.suspicious:
        found.append(f"mraptor: suspicious ({raptor.get_flags()}): {raptor.matches}")
    return found


def code_of(text: str) -> str:
    """Return a module's code without the header that only some forms of it have."""
    lines = _PREAMBLE.sub("", text.replace("\r\n", "\n")).split("\n")
    return "\n".join(line for line in lines if not line.startswith("Attribute VB_")).strip("\n")
