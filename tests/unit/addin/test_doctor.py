"""What stands in the way is said, with what to do; what cannot be told is not guessed.

The registry is a model (registries.py): what is tested is how its values are read. Their names
and meanings are those of Microsoft's policy templates; the real registry is read under Wine.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest
from profiles import profile
from registries import HIDDEN, ModelRegistry

from lacxl.addin.doctor import Examination, examine, for_it, is_well
from lacxl.addin.doctor.defender import RULE, look_at_defender
from lacxl.addin.doctor.macros import look_at_excel, look_at_macros
from lacxl.addin.doctor.registry import Value, windows_registry
from lacxl.addin.doctor.system import (
    look_at_console,
    look_at_libraries,
    look_at_paths,
    look_at_python,
    look_at_xlwings,
)
from lacxl.addin.install import install
from lacxl.addin.noticing import helper_runs
from lacxl.addin.paths import PROFILE, Paths
from lacxl.addin.shipped import shipped_addin

POLICY = r"HKCU\Software\Policies\Microsoft\Office\16.0\Excel\Security"
MACHINE_POLICY = r"HKLM\Software\Policies\Microsoft\Office\16.0\Excel\Security"
OWN = r"HKCU\Software\Microsoft\Office\16.0\Excel\Security"
COMMON = r"Software\Policies\Microsoft\Office\16.0\Common"
UNTRUSTED = {f"{POLICY}\\Trusted Locations": {"AllLocationsDisabled": 1}}
ASR = r"Windows Defender\Windows Defender Exploit Guard\ASR\Rules"
BY_POLICY = rf"HKLM\SOFTWARE\Policies\Microsoft\{ASR}"
BY_MANAGER = r"HKLM\SOFTWARE\Policies\Microsoft\Windows Defender\Policy Manager"
BY_HAND = rf"HKLM\SOFTWARE\Microsoft\{ASR}"
Keys = dict[str, dict[str, Value] | None]


def macros(keys: Keys, *, signed: bool = False, marked: bool = False) -> dict[str, Examination]:
    checks = look_at_macros(ModelRegistry(keys), signed=signed, marked=marked)
    return {check.name: check for check in checks}


def defender(keys: Keys, *, helper: bool = False) -> Examination:
    (check,) = look_at_defender(ModelRegistry(keys), helper=helper)
    return check


class TestExcel:
    @pytest.mark.parametrize(
        ("keys", "ok"),
        [
            ({}, False),
            ({r"HKCR\Excel.Application\CurVer": {"": "Excel.Application.16"}}, True),
            ({r"HKCR\Excel.Application\CurVer": {"": "Excel.Application.14"}}, False),
            ({r"HKCR\Excel.Application\CurVer": HIDDEN}, None),
        ],
    )
    def test_is_it_there_and_new_enough(self, keys: Keys, ok: bool | None) -> None:
        (check,) = look_at_excel(ModelRegistry(keys))
        assert check.ok is ok


class TestMacros:
    def test_nothing_set_is_well(self) -> None:
        assert is_well(macros({}).values())
        assert "trusted location" in macros({})["Start-up folder"].said

    def test_a_trusted_folder_runs_them_whatever_the_setting(self) -> None:
        assert macros({POLICY: {"VBAWarnings": 4}})["Macros"].ok

    @pytest.mark.parametrize(
        ("level", "signed", "ok"),
        [
            (1, False, True),
            (2, False, True),
            (3, False, False),
            (3, True, None),
            (4, False, False),
            (4, True, False),
        ],
    )
    @pytest.mark.parametrize("key", [POLICY, MACHINE_POLICY, OWN])
    def test_without_trust_the_setting_decides(
        self, key: str, level: int, signed: bool, ok: bool | None
    ) -> None:
        assert macros({**UNTRUSTED, key: {"VBAWarnings": level}}, signed=signed)["Macros"].ok is ok

    def test_a_policy_goes_before_the_users_own_setting(self) -> None:
        keys: Keys = {**UNTRUSTED, POLICY: {"VBAWarnings": 4}, OWN: {"VBAWarnings": 1}}
        found = macros(keys)["Macros"]
        assert found.ok is False
        assert "by a policy" in found.said

    @pytest.mark.parametrize("hive", ["HKCU", "HKLM"])
    def test_vba_off_is_off_everywhere(self, hive: str) -> None:
        assert macros({f"{hive}\\{COMMON}": {"VBAOff": 1}})["Macros"].ok is False

    @pytest.mark.parametrize(
        ("keys", "ok"),
        [
            (UNTRUSTED, True),
            ({f"{OWN}\\Trusted Locations": {"AllLocationsDisabled": 1}}, True),
            ({rf"HKCU\{COMMON}\Security\Trusted Locations": {"Allow User Locations": 0}}, None),
        ],
    )
    def test_trust_can_be_switched_off(self, keys: Keys, ok: bool | None) -> None:
        assert macros(keys)["Start-up folder"].ok is ok
        assert "macro setting decides" in macros(keys)["Start-up folder"].said
        assert "elsewhere" not in macros(keys)["Macros"].said

    def test_a_marked_file_is_blocked_where_nothing_is_trusted(self) -> None:
        keys: Keys = {**UNTRUSTED, POLICY: {"blockcontentexecutionfrominternet": 1}}
        found = macros(keys, marked=True)["Macros"]
        assert found.ok is False
        assert "BlockContentExecutionFromInternet" in found.said
        assert macros({}, marked=True)["Macros"].ok

    @pytest.mark.parametrize(
        ("values", "signed", "ok"),
        [
            ({"RequireAddinSig": 1}, False, False),
            ({"RequireAddinSig": 1}, True, None),
            ({"DisableAllAddins": 1}, True, False),
            ({"RequireAddinSig": 0, "DisableAllAddins": 0}, False, True),
        ],
    )
    def test_policies_on_addins(
        self, values: dict[str, Value], signed: bool, ok: bool | None
    ) -> None:
        assert macros({POLICY: values}, signed=signed)["Add-ins"].ok is ok

    def test_an_addin_that_excel_has_switched_off_after_a_crash(self) -> None:
        key = r"HKCU\Software\Microsoft\Office\16.0\Excel\Resiliency\DisabledItems"
        named = r"c:\users\robin\appdata\roaming\microsoft\excel\xlstart\Lacxl.xlam"
        off: Keys = {key: {"1A2B": b"\x00\x01\x02" + named.encode("utf-16-le")}}
        assert macros(off)["Disabled items"].ok is False
        other: Keys = {key: {"1A2B": "other.xlam".encode("utf-16-le")}}
        assert macros(other)["Disabled items"].ok

    def test_what_may_not_be_read_is_not_guessed(self) -> None:
        assert macros({POLICY: HIDDEN})["Macros"].ok is None


class TestDefender:
    @pytest.mark.parametrize(
        ("state", "ok"), [("0", True), ("1", False), ("2", True), ("5", True), ("6", False)]
    )
    @pytest.mark.parametrize("key", [BY_POLICY, BY_MANAGER, BY_HAND])
    def test_the_rule_that_keeps_office_from_starting_programs(
        self, key: str, state: str, ok: bool
    ) -> None:
        listed = f"26190899-1602-49e8-8b27-eb1d0a1ce869=1|{RULE.upper()}={state}"
        values: dict[str, Value] = {"ASRRules": listed} if key == BY_MANAGER else {RULE: state}
        found = defender({key: values})
        assert found.ok is ok
        assert RULE in found.said
        assert bool(found.todo) is (ok is False)

    def test_a_number_is_read_as_well_as_a_text(self) -> None:
        assert defender({BY_POLICY: {RULE: 1}}).ok is False

    def test_another_rule_does_not_matter(self) -> None:
        other = "26190899-1602-49e8-8b27-eb1d0a1ce869"
        assert defender({BY_POLICY: {other: "1"}, BY_MANAGER: {"ASRRules": f"{other}=1"}}).ok

    def test_a_block_anywhere_counts(self) -> None:
        assert defender({BY_POLICY: {RULE: "2"}, BY_HAND: {RULE: "1"}}).ok is False

    def test_with_the_helper_running_the_rule_is_in_nobodys_way(self) -> None:
        assert defender({BY_POLICY: {RULE: "1"}}, helper=True).ok

    def test_what_may_not_be_read_is_not_guessed(self) -> None:
        assert defender({BY_HAND: HIDDEN}).ok is None
        assert defender({BY_HAND: HIDDEN, BY_POLICY: {RULE: "1"}}).ok is False


class TestTheSystem:
    def test_this_python_and_its_libraries_will_do(self) -> None:
        assert all(check.ok for check in (*look_at_python(), *look_at_libraries()))

    def test_an_old_python_will_not(self) -> None:
        assert next(iter(look_at_python((3, 10, 4)))).ok is False

    def test_a_library_that_cannot_be_loaded_is_named(self, tmp_path: Path) -> None:
        (tmp_path / "blocked_dll.py").write_text("raise OSError('DLL load failed')", "utf-8")
        sys.path.insert(0, str(tmp_path))
        try:
            (found,) = look_at_libraries({"blocked_dll": "lxml", "no_such": "pandas"})
        finally:
            sys.path.remove(str(tmp_path))
        assert found.ok is False
        assert "lxml (OSError), pandas (ModuleNotFoundError)" in found.said

    def test_xlwings_is_not_imported_to_be_seen(self) -> None:
        loaded = "xlwings" in sys.modules
        assert next(iter(look_at_xlwings("linux"))).ok is None
        assert next(iter(look_at_xlwings("win32"))).name == "xlwings"
        assert ("xlwings" in sys.modules) is loaded

    def test_long_paths_and_onedrive(self) -> None:
        key = r"HKLM\SYSTEM\CurrentControlSet\Control\FileSystem"
        paths, drive = look_at_paths(
            ModelRegistry({key: {"LongPathsEnabled": 1}}), {"OneDriveCommercial": "C:\\x"}
        )
        assert "may be long" in paths.said
        assert "is set up" in drive.said
        paths, drive = look_at_paths(ModelRegistry({}), {})
        assert "260" in paths.said
        assert "is not set up" in drive.said

    def test_the_console_is_named(self) -> None:
        assert next(iter(look_at_console())).ok

    @pytest.mark.skipif(sys.platform == "win32", reason="Windows has a registry")
    def test_there_is_no_registry_here(self) -> None:
        assert windows_registry() is None


class TestExamine:
    @pytest.fixture
    def paths(self, tmp_path: Path) -> Paths:
        paths = profile(tmp_path)
        install(paths, shipped_addin())
        return paths

    @staticmethod
    def root(paths: Paths) -> Path:
        return paths.startup.parents[4]

    def named(self, paths: Paths, keys: Keys) -> dict[str, Examination]:
        registry = ModelRegistry(
            {r"HKCR\Excel.Application\CurVer": {"": "Excel.Application.16"}, **keys}
        )
        checks = examine(self.root(paths), registry=registry, system="linux")
        return {check.name: check for check in checks}

    def test_all_is_well(self, paths: Paths) -> None:
        found = self.named(paths, {})
        assert is_well(found.values())
        assert {"Add-in", "Calls", "Excel", "Macros", "Starting programs"} <= set(found)

    def test_a_missing_addin_and_the_blocking_rule_are_both_said(self, paths: Paths) -> None:
        paths.addin.unlink()
        found = self.named(paths, {BY_POLICY: {RULE: "1"}})
        assert found["Add-in"].ok is False
        assert "lacxl addin install" in found["Add-in"].todo
        assert found["Starting programs"].ok is False

    def test_a_running_helper_is_seen_and_an_old_trace_of_one_is_not(self, paths: Paths) -> None:
        paths.beat.touch()
        assert self.named(paths, {BY_POLICY: {RULE: "1"}})["Starting programs"].ok
        assert not helper_runs(paths, now=time.time() + 60)

    def test_off_windows_it_says_what_only_windows_can_tell(self, paths: Paths) -> None:
        found = {check.name: check for check in examine(self.root(paths), system="linux")}
        assert found["Windows"].ok is None
        assert "Macros" in found["Windows"].said
        assert is_well(found.values())

    def test_without_a_profile_it_still_answers(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv(PROFILE, raising=False)
        found = {check.name: check for check in examine(system="linux")}
        assert found["Add-in"].ok is None

    def test_the_lines_for_it_name_neither_user_nor_folder(
        self, paths: Paths, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("USERNAME", "Zoë O'Neill")
        paths.addin.unlink()
        checks = examine(self.root(paths), system="linux")
        assert "Zoë" in str(checks)
        lines = for_it(checks, profile=self.root(paths))
        assert "In the way:" in lines
        assert "lacxl.xlam" in lines
        assert "Zoë" not in lines
        assert "O'Neill" not in lines
        roaming = r"C:\Users\Zoë\AppData\Roaming"
        homes = {"APPDATA": roaming, "USERPROFILE": r"C:\Users\Zoë", "USERNAME": "excel"}
        said = [
            Examination("Add-in", False, r"c:\users\zoë\appdata\roaming\lacxl C:\Users\Zoë\py.exe")
        ]
        assert r"%APPDATA%\lacxl %USERPROFILE%\py.exe" in for_it(said, homes)
        mine = for_it([Examination("Excel", None, r"D:\Homes\Excel\py.exe and Excel")], homes)
        assert r"Excel: D:\Homes\%USERNAME%\py.exe and Excel" in mine
