"""The add-in that ships is what its hash says; another is taken with its hash only."""

from __future__ import annotations

from pathlib import Path

import pytest
from profiles import addin

from lacxl.addin.shipped import addin_from, is_signed, shipped_addin
from lacxl.domain.errors import Refused, UsageFault


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    new = addin()
    (tmp_path / "lacxl.xlam").write_bytes(new.content)
    (tmp_path / "lacxl.xlam.sha256").write_text(f"{new.sha256}  lacxl.xlam\n", "ascii")
    return tmp_path


def test_the_one_that_ships_with_this_lacxl_is_whole() -> None:
    found = shipped_addin()
    assert found.shipped
    assert not found.signed


def test_a_changed_byte_is_refused(shipped: Path) -> None:
    assert shipped_addin(shipped).content == addin().content
    file = shipped / "lacxl.xlam"
    file.write_bytes(file.read_bytes()[:-1] + b"?")
    with pytest.raises(Refused) as refused:
        shipped_addin(shipped)
    assert refused.value.codes == ("A104",)


@pytest.mark.parametrize("missing", ["lacxl.xlam", "lacxl.xlam.sha256"])
def test_without_the_file_or_its_hash_it_is_refused(shipped: Path, missing: str) -> None:
    (shipped / missing).unlink()
    with pytest.raises(Refused) as refused:
        shipped_addin(shipped)
    assert refused.value.codes == ("A103",)


def test_a_signed_copy_is_taken_with_its_hash(tmp_path: Path) -> None:
    signed = addin(signed=True)
    file = tmp_path / "signed.xlam"
    file.write_bytes(signed.content)
    found = addin_from(file, signed.sha256.upper())
    assert (found.content, found.signed, found.shipped) == (signed.content, True, False)


def test_another_hash_is_refused_and_the_files_own_named(tmp_path: Path) -> None:
    file = tmp_path / "signed.xlam"
    file.write_bytes(addin().content)
    with pytest.raises(Refused) as refused:
        addin_from(file, addin("other").sha256)
    assert refused.value.codes == ("A106",)
    assert addin().sha256 in str(refused.value)


@pytest.mark.parametrize("content", [b"no package", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_addin_is_refused_even_with_its_hash(tmp_path: Path, content: bytes) -> None:
    from lacxl.addin.shipped import hash_of

    file = tmp_path / "notes.xlam"
    file.write_bytes(content)
    with pytest.raises(Refused) as refused:
        addin_from(file, hash_of(content))
    assert refused.value.codes == ("A106",)


@pytest.mark.parametrize("sha256", [None, "", "abc", "g" * 64])
def test_without_a_hash_it_is_a_wrong_call(tmp_path: Path, sha256: str | None) -> None:
    with pytest.raises(UsageFault):
        addin_from(tmp_path / "signed.xlam", sha256)
    with pytest.raises(UsageFault):
        addin_from(None, "0" * 64)


def test_a_signature_is_seen() -> None:
    assert is_signed(addin(signed=True).content)
    assert not is_signed(addin().content)
    assert not is_signed(b"no package")
