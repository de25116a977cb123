"""The password of protected sheets: where it is asked for, and where nobody can be asked."""

from __future__ import annotations

import sys
from pathlib import Path
from unittest.mock import Mock

import keyring.errors
import pytest

from lacxl.app.document.password import VARIABLE, find_password

BOOK = Path("report.xlsx")


@pytest.fixture(autouse=True)
def asked(monkeypatch: pytest.MonkeyPatch) -> Mock:
    """The keyring's answer, and nothing in the environment."""
    monkeypatch.delenv(VARIABLE, raising=False)
    asked = Mock(return_value="kept")
    monkeypatch.setattr("keyring.get_password", asked)
    return asked


def test_the_keyring_is_asked_by_the_name_of_the_workbook(asked: Mock) -> None:
    assert find_password(BOOK, needed=True) == "kept"
    asked.assert_called_once_with("lacxl", "report.xlsx")


def test_the_keyring_is_not_asked_in_vain(asked: Mock, monkeypatch: pytest.MonkeyPatch) -> None:
    assert find_password(BOOK, needed=False) is None
    monkeypatch.setenv(VARIABLE, "set")
    assert find_password(BOOK, needed=True) == "set"
    monkeypatch.setenv(VARIABLE, "")
    assert find_password(BOOK, needed=True) is None
    asked.assert_not_called()


def test_a_keyring_that_fails_has_none(asked: Mock) -> None:
    asked.side_effect = keyring.errors.NoKeyringError
    assert find_password(BOOK, needed=True) is None


@pytest.mark.parametrize("absent", ["keyring", "keyring.errors"])
def test_where_there_is_no_keyring_there_is_no_password(
    monkeypatch: pytest.MonkeyPatch, absent: str
) -> None:
    monkeypatch.setitem(sys.modules, absent, None)
    assert find_password(BOOK, needed=True) is None
    monkeypatch.setenv(VARIABLE, "set")
    assert find_password(BOOK, needed=True) == "set"
