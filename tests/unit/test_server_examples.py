"""The examples of docs/server are run, or checked as far as this machine has the tools."""

from __future__ import annotations

import calendar
import datetime as dt
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest

ROOT = Path(__file__).resolve().parents[2]
SERVER = ROOT / "docs" / "server"
YEARS = range(2015, 2040)
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
TASK = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"

needs_bash = pytest.mark.skipif(os.name == "nt" or not shutil.which("bash"), reason="needs bash")
needs_systemd = pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="needs systemd")


def text(name: str) -> str:
    return (SERVER / name).read_text(encoding="utf-8")


def third_working_days() -> list[dt.date]:
    return [
        [
            day
            for number in range(1, 10)
            if (day := dt.date(year, month, number)).weekday() < calendar.SATURDAY
        ][2]
        for year in YEARS
        for month in range(1, 13)
    ]


def days_on_which(runs: Callable[[dt.date], bool]) -> list[dt.date]:
    first, last = dt.date(YEARS[0], 1, 1), dt.date(YEARS[-1], 12, 31)
    days = (first + dt.timedelta(n) for n in range((last - first).days + 1))
    return [day for day in days if runs(day)]


def test_the_readme_names_every_file_and_no_other() -> None:
    files = {path.name for path in SERVER.iterdir()} - {"README.md"}
    readme = text("README.md")
    assert {name for name in files if name not in readme} == set()


class TestRefreshScript:
    """With a lacxl, a mail and a logger that note how they were called."""

    @pytest.fixture
    def run(self, tmp_path: Path) -> Callable[..., tuple[int, str, str]]:
        programs = tmp_path / "bin"
        programs.mkdir()
        report = tmp_path / "the report"
        report.mkdir()
        scripts = {
            "lacxl": 'echo "lacxl $* in $PWD with ${LACXL_PASSWORD:-no password}"\n'
            '[[ $CODE == 5 ]] && echo "A person must decide: I111 May 2015 lacks 7.2."\n'
            '[[ -z ${AT:-} || $1 == "$AT" ]] && exit "$CODE"; exit 0',
            "mail": 'echo "mail $*: $(cat)" >> "$HEARD"',
            "logger": 'echo "logger $*" >> "$HEARD"',
        }
        for name, script in scripts.items():
            (programs / name).write_text(f"#!/bin/bash\n{script}\n")
            (programs / name).chmod(0o755)

        def run(code: int, **environment: str) -> tuple[int, str, str]:
            heard = tmp_path / "heard"
            heard.write_text("")
            done = subprocess.run(
                ["bash", str(SERVER / "refresh.sh")],
                env={
                    "PATH": f"{programs}:/usr/bin:/bin",
                    "LACXL_FOLDER": str(report),
                    "CODE": str(code),
                    "HEARD": str(heard),
                    **environment,
                },
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                timeout=30,
            )
            assert done.stderr == ""
            return done.returncode, done.stdout, heard.read_text()

        return run

    @needs_bash
    @pytest.mark.parametrize(
        ("code", "mails", "said"),
        [
            (0, False, "user.info month done"),
            (1, True, "user.warning month done, with findings"),
            (2, True, "user.err month NOT done at refresh --latest: the command or lacxl.toml is"),
            (3, True, "user.err month NOT done at refresh --latest: refused"),
            (5, True, "user.warning month NOT done at refresh --latest: I111 May 2015 lacks 7.2."),
            (70, True, "user.err month NOT done at refresh --latest: lacxl ended with 70"),
        ],
    )
    def test_each_exit_code(
        self, run: Callable[..., tuple[int, str, str]], code: int, mails: bool, said: str
    ) -> None:
        got, output, heard = run(code, LACXL_MAIL="team@council.example")
        assert got == code
        assert output.startswith("lacxl refresh --latest in ")
        assert said in heard
        assert ("mail -s lacxl: month" in heard) == mails
        assert ("team@council.example: Month" in heard) == mails

    @needs_bash
    @pytest.mark.parametrize(
        ("at", "code", "taken"),
        [
            ("refresh", 0, ["refresh --latest", "issue --latest --strict", "next-month"]),
            ("refresh", 1, ["refresh --latest", "issue --latest --strict", "next-month"]),
            ("refresh", 3, ["refresh --latest"]),
            ("issue", 5, ["refresh --latest", "issue --latest --strict"]),
            ("next-month", 5, ["refresh --latest", "issue --latest --strict", "next-month"]),
        ],
    )
    def test_each_step_is_taken_after_the_one_before_it(
        self, run: Callable[..., tuple[int, str, str]], at: str, code: int, taken: list[str]
    ) -> None:
        got, output, heard = run(code, AT=at, LACXL_MAIL="team@council.example")
        assert got == code
        assert re.findall(r"^lacxl (.*) in ", output, re.M) == taken
        if code == 5:
            subject = (
                f"mail -s lacxl: month NOT done at {taken[-1]}: I111 May 2015 lacks 7.2. team@"
            )
            assert subject in heard

    @needs_bash
    def test_nobody_to_mail_to(self, run: Callable[..., tuple[int, str, str]]) -> None:
        assert "mail" not in run(3)[2]

    @needs_bash
    def test_the_calls_are_some_that_lacxl_understands(
        self, run: Callable[..., tuple[int, str, str]]
    ) -> None:
        import click

        from lacxl.cli import cli

        _, output, _ = run(0)
        calls = [line.partition(" in ")[0].split()[1:] for line in output.splitlines()]
        assert [words[0] for words in calls] == ["refresh", "issue", "next-month"]
        for name, *words in calls:
            command = cli.get_command(click.Context(cli), name)
            assert command
            command.make_context(name, words)  # raises if it does not parse
        script = text("refresh.cmd")
        assert re.findall(r"call :step (.*)\n", script) == [" ".join(words) for words in calls]
        assert "/the report with no password" in output

    @needs_bash
    def test_the_journal_is_not_told_twice(self, run: Callable[..., tuple[int, str, str]]) -> None:
        assert "logger" not in run(3, JOURNAL_STREAM="8:12345")[2]

    @needs_bash
    def test_the_password_comes_from_a_file_or_a_credential(
        self, run: Callable[..., tuple[int, str, str]], tmp_path: Path
    ) -> None:
        (tmp_path / "lacxl-password").write_bytes(b"p4 ss\\w$rd\r\nrest\n")
        for environment in (
            {"LACXL_PASSWORD_FILE": str(tmp_path / "lacxl-password")},
            {"CREDENTIALS_DIRECTORY": str(tmp_path)},
        ):
            _, output, heard = run(3, LACXL_MAIL="x@y.example", **environment)
            assert "with p4 ss\\w$rd\n" in output
            assert "-p user.err" in heard
        _, output, _ = run(
            0, LACXL_PASSWORD="given", LACXL_PASSWORD_FILE=str(tmp_path / "lacxl-password")
        )
        assert "with given\n" in output

    @needs_bash
    def test_a_missing_folder_is_a_fault_of_usage(self, tmp_path: Path) -> None:
        done = subprocess.run(
            ["bash", str(SERVER / "refresh.sh")],
            env={"LACXL_FOLDER": str(tmp_path / "absent"), "PATH": "/usr/bin:/bin"},
            capture_output=True,
        )
        assert done.returncode == 2

    def test_it_can_be_executed(self) -> None:
        if os.name != "nt":
            assert os.access(SERVER / "refresh.sh", os.X_OK)


@needs_bash
@pytest.mark.parametrize("script", [SERVER / "refresh.sh", ROOT / ".ci" / "run"])
def test_scripts_are_well_formed(script: Path) -> None:
    done = subprocess.run(["bash", "-n", str(script)], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_windows_script_has_windows_line_ends_and_knows_each_code() -> None:
    content = (SERVER / "refresh.cmd").read_bytes()
    assert content.isascii()
    assert content.count(b"\n") == content.count(b"\r\n")
    script = content.decode()
    for code in (0, 1, 2, 3, 5):
        assert f'if "%CODE%"=="{code}" set "SUMMARY=' in script
    whole, _, step = script.partition("\r\n:step\r\n")
    assert whole.rstrip().endswith("exit /b %CODE%")
    assert step.rstrip().endswith('if not "%ENDED%"=="0" set "CODE=%ENDED%"\r\ngoto :eof')


class TestCron:
    def entries(self) -> list[tuple[str, str]]:
        lines = [
            line
            for line in text("crontab.example").splitlines()
            if line and line[0] in "0123456789"
        ]
        return [(" ".join(line.split()[:5]), line.split(maxsplit=5)[5]) for line in lines]

    def test_the_lines_are_settings_comments_or_entries(self) -> None:
        for line in text("crontab.example").splitlines():
            entry = r"\d+ \d+ \d+ \* \* \S.*"
            assert re.fullmatch(rf"#.*|\w+=.*|{entry}|", line), line
            assert not re.search(r"(?<!\\)%", line) or line.startswith("#"), "a bare % ends it"
        assert text("crontab.example").endswith("\n")

    def test_it_runs_on_the_third_working_day_of_every_month(self) -> None:
        def runs(day: dt.date) -> bool:
            return any(
                day.day == int(when.split()[2])
                and str(day.isoweekday()) in re.search(r"== \[?(\d+)\]?", command)[1]
                for when, command in self.entries()
            )

        assert {when.split()[:2][1] for when, _ in self.entries()} == {"6"}
        assert days_on_which(runs) == third_working_days()

    @needs_bash
    def test_the_commands_are_well_formed_and_test_the_weekday(self, tmp_path: Path) -> None:
        date = tmp_path / "date"
        for weekday in range(1, 8):
            date.write_text(f"#!/bin/bash\necho {weekday}\n")
            date.chmod(0o755)
            for _, command in self.entries():
                shell = command.replace("\\%", "%").replace("/opt/lacxl/refresh.sh", "echo ran")
                done = subprocess.run(
                    ["bash", "-c", shell],
                    env={"PATH": f"{tmp_path}:/usr/bin:/bin"},
                    capture_output=True,
                    text=True,
                )
                wanted = re.search(r"== \[?(\d+)\]?", command)[1]
                assert (done.stdout == "ran\n") == (str(weekday) in wanted)
                assert done.stderr == ""


class TestSystemd:
    def calendar_entries(self) -> list[tuple[set[int], int]]:
        found = re.findall(
            r"^OnCalendar=(\S+) \*-\*-(\d\d) 06:00:00$", text("lacxl-refresh.timer"), re.M
        )
        return [({WEEKDAYS.index(name) for name in names.split(",")}, int(d)) for names, d in found]

    def test_it_runs_on_the_third_working_day_of_every_month(self) -> None:
        entries = self.calendar_entries()
        assert len(entries) == 3
        runs = days_on_which(
            lambda day: any(day.weekday() in names and day.day == n for names, n in entries)
        )
        assert runs == third_working_days()

    @needs_systemd
    def test_systemd_accepts_the_units(self, tmp_path: Path) -> None:
        """As they are, but for the command, which is not installed on the machine of a test."""
        service = text("lacxl-refresh.service").replace("/opt/lacxl/refresh.sh", "/bin/true")
        assert "ExecStart=/bin/true\n" in service
        (tmp_path / "lacxl-refresh.service").write_text(service)
        shutil.copy(SERVER / "lacxl-refresh.timer", tmp_path)
        done = subprocess.run(
            ["systemd-analyze", "verify", *map(str, sorted(tmp_path.iterdir()))],
            capture_output=True,
            text=True,
        )
        ours = [line for line in done.stderr.splitlines() if "lacxl" in line]
        assert (done.returncode, ours) == (0, [])

    @needs_systemd
    def test_systemd_finds_the_service_well_shut_off(self) -> None:
        done = subprocess.run(
            [
                "systemd-analyze",
                "security",
                "--offline=true",
                "--threshold=20",
                str(SERVER / "lacxl-refresh.service"),
            ],
            capture_output=True,
            text=True,
        )
        if "offline" in done.stderr:
            pytest.skip("this systemd is too old to judge a unit that is not installed")
        assert done.returncode == 0, done.stdout

    def test_findings_are_no_failure_but_a_refusal_is(self) -> None:
        assert "\nSuccessExitStatus=1\n" in text("lacxl-refresh.service")


class TestTaskScheduler:
    def test_the_parts_stand_in_the_order_of_the_schema(self) -> None:
        task = ElementTree.fromstring(text("lacxl-refresh-task.xml"))
        assert task.tag == f"{TASK}Task"
        assert [part.tag.removeprefix(TASK) for part in task] == [
            "RegistrationInfo",
            "Triggers",
            "Principals",
            "Settings",
            "Actions",
        ]
        [principal] = task.iter(f"{TASK}Principal")
        [actions] = task.iter(f"{TASK}Actions")
        assert principal.get("id") == actions.get("Context")

    def test_it_runs_each_month_when_three_working_days_have_passed(self) -> None:
        task = ElementTree.fromstring(text("lacxl-refresh-task.xml"))
        [months] = task.iter(f"{TASK}Months")
        assert [month.tag.removeprefix(TASK) for month in months] == list(calendar.month_name)[1:]
        [day] = (int(day.text or 0) for day in task.iter(f"{TASK}Day"))
        assert all(third.day <= day for third in third_working_days())
        [start] = (moment.text for moment in task.iter(f"{TASK}StartBoundary"))
        assert dt.datetime.fromisoformat(start or "").time() == dt.time(6)

    def test_the_file_needs_no_encoding(self) -> None:
        """schtasks stumbles over a declared encoding that the file does not have."""
        content = (SERVER / "lacxl-refresh-task.xml").read_bytes()
        assert content.isascii()
        assert b"encoding=" not in content


class TestDocker:
    def lines(self) -> list[str]:
        return [
            line
            for line in text("Dockerfile").replace("\\\n", " ").splitlines()
            if line and not line.startswith("#")
        ]

    def test_what_it_copies_is_there(self) -> None:
        for line in self.lines():
            if line.startswith("COPY") and "--from=" not in line:
                *sources, _ = [word for word in line.split()[1:] if not word.startswith("--")]
                for source in sources:
                    assert (ROOT / source).exists(), line

    def test_it_does_not_run_as_root(self) -> None:
        words = [line.split()[0] for line in self.lines()]
        assert words.index("USER") < words.index("ENTRYPOINT")
        [user] = [line.split()[1] for line in self.lines() if line.startswith("USER")]
        assert user not in {"root", "0", "0:0"}
