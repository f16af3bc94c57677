"""The developer scripts: what they do when the machine, the network or `.venv` is not as one would like."""

import ast
import os
import platform
import shutil
import socket
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement

import bootstrap
import browser
import checking
import environment
import process
import serving
from bootstrap import ScriptError
from environment import Environment

ROOT = Path(__file__).resolve().parent.parent
ENTRIES = ("lock", "serve", "setup", "test")

posix_only = pytest.mark.skipif(os.name == "nt", reason="uses a shell script as a program")


@pytest.fixture
def project(tmp_path: Path) -> Environment:
    """Return the scripts in a project of their own, which has no environment yet."""
    root = tmp_path.resolve() / "project"
    shutil.copytree(ROOT / "scripts", root / "scripts", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "requirements.txt"):
        shutil.copy(ROOT / name, root / name)
    return Environment(root)


def pretend_ready(project: Environment) -> None:
    """Leave what a setup leaves that ended well, without the packages."""
    project.programs.mkdir(parents=True, exist_ok=True)
    project.python.touch()
    project.marker.touch()
    project.write_stamp()


def run_setup(project: Environment, **variables: str) -> subprocess.CompletedProcess[str]:
    outside = {name: value for name, value in os.environ.items() if not name.upper().startswith("PIP_")}
    return subprocess.run(
        [sys.executable, project.root / "scripts" / "setup"],
        env=outside | variables,
        cwd=project.root.parent,
        capture_output=True,
        text=True,
        check=False,
    )


def program(path: Path, body: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


@pytest.fixture
def closed_port() -> Iterator[int]:
    """Return a port that nobody listens on, kept from others by being bound."""
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        yield reserved.getsockname()[1]


# Before there is a Python that is new enough


@pytest.mark.parametrize("name", [*ENTRIES, "bootstrap.py"])
def test_what_runs_first_is_readable_for_old_pythons(name: str) -> None:
    ast.parse((ROOT / "scripts" / name).read_text(encoding="utf-8"), feature_version=(3, 6))


@posix_only
@pytest.mark.parametrize("name", ENTRIES)
def test_the_scripts_are_executable(name: str) -> None:
    assert os.access(ROOT / "scripts" / name, os.X_OK)


def test_an_old_python_is_told_in_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2, "final", 0))
    monkeypatch.setattr(sys, "executable", "/usr/bin/python3")
    monkeypatch.setattr(sys, "argv", ["scripts/setup"])
    monkeypatch.setenv("PATH", "")
    with pytest.raises(SystemExit) as ended:
        bootstrap.start("environment")
    assert ended.value.code == 1
    assert capsys.readouterr().err == (
        "setup: Trellis needs Python 3.11 or newer; this is 3.9.2 (/usr/bin/python3). "
        "Install a newer Python and run it again\n"
    )


@posix_only
def test_an_old_python_hands_over_to_a_newer_one_that_works(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program(tmp_path / "python3.13", "echo 'no such version here' >&2; exit 127")
    good = program(tmp_path / "python3.12", f"exec '{sys.executable}' \"$@\"")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "argv", ["scripts/test", "-k", "two words"])
    handed_over: list[Sequence[str]] = []
    monkeypatch.setattr(os, "execv", lambda _path, command: handed_over.append(command))
    bootstrap.restart((3, 9, 2))
    assert handed_over == [[str(good), "scripts/test", "-k", "two words"]]


def test_a_missing_module_is_told_with_its_package() -> None:
    sentence = environment.missing_module("ensurepip", (3, 11))
    assert "apt install python3.11-venv" in sentence
    assert "\n" not in sentence


# The state of .venv


def test_a_finished_environment_is_ready(project: Environment) -> None:
    assert not project.is_ready()
    pretend_ready(project)
    assert project.is_ready()


@pytest.mark.parametrize("name", ["requirements.txt", "pyproject.toml"])
def test_a_change_of_what_is_installed_asks_for_an_update(project: Environment, name: str) -> None:
    pretend_ready(project)
    with (project.root / name).open("a", encoding="utf-8") as file:
        file.write("# changed\n")
    assert not project.is_ready()
    assert project.is_complete()


def test_line_ends_do_not_ask_for_an_update(project: Environment) -> None:
    pretend_ready(project)
    lock = project.root / "requirements.txt"
    lock.write_bytes(lock.read_bytes().replace(b"\n", b"\r\n"))
    assert project.is_ready()


def test_a_moved_environment_is_not_complete(project: Environment) -> None:
    pretend_ready(project)
    moved = Environment(project.root.rename(project.root.with_name("moved")))
    assert not moved.is_ready()
    assert not moved.is_complete()


def test_another_python_finds_nothing_complete(project: Environment, monkeypatch: pytest.MonkeyPatch) -> None:
    pretend_ready(project)
    monkeypatch.setattr(platform, "python_version", lambda: "3.99.0")
    assert not project.is_complete()


def test_an_environment_whose_python_has_gone_is_not_complete(project: Environment) -> None:
    pretend_ready(project)
    project.python.unlink()
    assert not project.is_complete()


def test_an_interrupted_environment_is_deleted(project: Environment) -> None:
    pretend_ready(project)
    project.stamp.unlink()
    environment.clear(project)
    assert not project.directory.exists()


def test_an_environment_made_by_hand_is_kept_aside(project: Environment, capsys: pytest.CaptureFixture[str]) -> None:
    project.cache.mkdir()
    for _ in range(2):
        project.directory.mkdir()
        (project.directory / "pyvenv.cfg").touch()
        environment.clear(project)
        assert not project.directory.exists()
    assert (project.cache / "venv-1" / "pyvenv.cfg").exists()
    assert (project.cache / "venv-2" / "pyvenv.cfg").exists()
    assert "kept as .cache/venv-2" in capsys.readouterr().out


@posix_only
def test_a_link_to_an_environment_elsewhere_leaves_that_alone(project: Environment) -> None:
    pretend_ready(project)
    project.cache.mkdir()
    elsewhere = project.directory.rename(project.root / "elsewhere")
    project.directory.symlink_to(elsewhere)
    environment.clear(project)
    assert not project.directory.is_symlink()
    assert (elsewhere / project.marker.name).exists()


def test_a_failed_update_leaves_the_environment_complete(project: Environment, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_project: Environment) -> None:
        assert not project.stamp.exists(), "an update that is cut short has to count as interrupted"
        raise ScriptError("no network")

    monkeypatch.setattr(environment, "install", fail)
    pretend_ready(project)
    with pytest.raises(ScriptError):
        environment.update(project)
    assert project.is_complete()


# scripts/setup as a whole


def test_a_second_setup_is_quick_and_changes_nothing(project: Environment) -> None:
    pretend_ready(project)
    before = sorted((path, path.stat().st_mtime_ns) for path in project.directory.rglob("*"))
    seconds = []
    for _ in range(3):
        started = time.monotonic()
        done = run_setup(project)
        seconds.append(time.monotonic() - started)
        assert (done.returncode, done.stdout, done.stderr) == (
            0,
            "setup: the environment in .venv is ready\n",
            "",
        )
    assert min(seconds) < 0.3
    assert before == sorted((path, path.stat().st_mtime_ns) for path in project.directory.rglob("*"))


def test_no_network_is_told_in_one_sentence(project: Environment, closed_port: int) -> None:
    done = run_setup(
        project,
        PIP_CONFIG_FILE=os.devnull,
        PIP_INDEX_URL=f"http://127.0.0.1:{closed_port}/simple",
        PIP_RETRIES="1",
        NO_PROXY="*",
        no_proxy="*",
    )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("setup: could not reach the package index: ")
    assert "check the connection and run ./scripts/setup again" in done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert project.marker.exists()
    assert not project.is_complete()


def test_a_second_setup_at_once_waits_for_the_first(project: Environment) -> None:
    with environment.exclusive(project.cache / "setup.lock"):
        second = subprocess.Popen(
            [sys.executable, project.root / "scripts" / "setup"], stdout=subprocess.PIPE, text=True
        )
        assert second.stdout is not None
        assert second.stdout.readline() == "setup: waiting for another setup to end\n"
        pretend_ready(project)
    rest, _ = second.communicate(timeout=10)
    assert rest == "setup: the environment in .venv is ready\n"
    assert second.returncode == 0


@pytest.mark.parametrize(
    ("output", "reason"),
    [
        (
            (
                "WARNING: Retrying (Retry()) after connection broken by 'NewConnectionError('<object>: "
                "Failed to establish a new connection: [Errno 111] Connection refused')': /simple/babel/\n"
                "ERROR: Could not find a version that satisfies the requirement babel==1 (from versions: )"
            ),
            "Connection refused",
        ),
        (
            (
                "ERROR: Could not install packages due to an OSError: Max retries exceeded (Caused by "
                "NewConnectionError('<object>: [Errno -3] Temporary failure in name resolution'))"
            ),
            "Temporary failure in name resolution",
        ),
        (
            "WARNING: Retrying after connection broken by 'ReadTimeoutError(\"Read timed out.\")'",
            "ReadTimeout",
        ),
        (
            "ERROR: Could not find a version that satisfies the requirement babel==1 (from versions: none)",
            "pip finds no release of babel",
        ),
    ],
)
def test_a_failed_connection_is_recognised(output: str, reason: str) -> None:
    assert environment.connection_failure(output).startswith(reason)


@pytest.mark.parametrize(
    "output",
    [
        "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.",
        "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device",
        (
            "ERROR: Ignored the following versions that require a different python version: 9.0\n"
            "ERROR: Could not find a version that satisfies the requirement babel==9 (from versions: none)"
        ),
    ],
)
def test_other_failures_are_not_put_down_to_the_connection(output: str) -> None:
    assert environment.connection_failure(output) == ""


# The lock file


def locked() -> dict[str, list[tuple[Requirement, list[str]]]]:
    """Return the pins of each package with their hashes."""
    text = (ROOT / "requirements.txt").read_text(encoding="utf-8").replace("\\\n", " ")
    found: dict[str, list[tuple[Requirement, list[str]]]] = {}
    for line in text.splitlines():
        if line.lstrip().startswith("#"):
            continue
        pin, *hashes = line.split(" --hash=")
        requirement = Requirement(pin)
        found.setdefault(requirement.name, []).append((requirement, [value.strip() for value in hashes]))
    return found


def test_every_locked_requirement_is_pinned_and_has_hashes() -> None:
    assert len(locked()) > 40
    for requirement, hashes in (entry for entries in locked().values() for entry in entries):
        assert [specifier.operator for specifier in requirement.specifier] == ["=="], requirement
        assert hashes, requirement
        assert all(value.startswith("sha256:") and len(value) == 71 for value in hashes), requirement


def test_the_lock_names_no_address_and_no_place_on_a_disk() -> None:
    text = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    assert "://" not in text
    assert "--index" not in text
    assert "--find-links" not in text
    assert str(ROOT) not in text


@pytest.mark.parametrize("python", ["3.11.0", "3.11.9", "3.12.1", "3.13.5"])
@pytest.mark.parametrize(("system", "platform_name"), [("Linux", "linux"), ("Darwin", "darwin"), ("Windows", "win32")])
def test_the_lock_meets_pyproject_on_every_system(python: str, system: str, platform_name: str) -> None:
    place = {
        "python_version": python.rpartition(".")[0],
        "python_full_version": python,
        "platform_system": system,
        "sys_platform": platform_name,
        "os_name": "nt" if system == "Windows" else "posix",
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
    }
    with (ROOT / "pyproject.toml").open("rb") as file:
        settings = tomllib.load(file)
    pins = locked()
    for line in [*settings["project"]["dependencies"], *settings["dependency-groups"]["dev"]]:
        wanted = Requirement(line)
        fitting = [pin for pin, _ in pins[wanted.name] if applies(pin.marker, place)]
        assert len(fitting) == int(applies(wanted.marker, place)), wanted
        if not fitting:
            continue
        version = str(fitting[0].specifier).removeprefix("==")
        assert wanted.specifier.contains(version), f"{wanted} is locked as {version}: run ./scripts/lock"


def applies(marker: Marker | None, place: Mapping[str, str]) -> bool:
    return marker is None or marker.evaluate(dict(place))


# scripts/serve


def test_a_port_in_use_is_told_in_one_sentence() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(ScriptError, match=rf"^127\.0\.0\.1:{port} is in use .* --dev-addr 127.0.0.1:{port + 1}$"):
            serving.require_free(f"127.0.0.1:{port}")
    serving.require_free(f"127.0.0.1:{port}")


def test_live_reload_is_asked_for_unless_it_is_refused() -> None:
    project = Environment(ROOT)
    assert serving.serve_command(project, "127.0.0.1:8000", ["--strict"])[1:] == [
        "-m",
        "mkdocs",
        "serve",
        "--dev-addr",
        "127.0.0.1:8000",
        "--livereload",
        "--strict",
    ]
    assert "--livereload" not in serving.serve_command(project, "127.0.0.1:8000", ["--no-livereload"])


@posix_only
def test_a_child_that_does_not_hear_of_ctrl_c_is_told_and_can_clean_up(tmp_path: Path) -> None:
    child = (
        "import sys, time\n"
        "try:\n"
        "    print('started', flush=True)\n"
        "    time.sleep(60)\n"
        "except KeyboardInterrupt:\n"
        f"    open({str(tmp_path / 'cleaned')!r}, 'w').close()\n"
    )
    parent = (
        "import os, pathlib, sys\n"
        f"sys.path.insert(0, {str(ROOT / 'scripts')!r})\n"
        "import process\n"
        "process.GRACE_SECONDS = 0.2\n"
        f"sys.exit(process.run([sys.executable, '-c', {child!r}], cwd=pathlib.Path.cwd(), env=os.environ))\n"
    )
    with subprocess.Popen([sys.executable, "-c", parent], stdout=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == b"started\n"
        running.terminate()
        assert running.wait(10) == 130
    assert (tmp_path / "cleaned").exists()


# scripts/test


@pytest.mark.parametrize("code", [0, 1, 5])
def test_exit_codes_are_passed_on(code: int, tmp_path: Path) -> None:
    command = [sys.executable, "-c", f"raise SystemExit({code})"]
    assert process.run(command, cwd=tmp_path, env=os.environ) == code


def test_arguments_go_to_pytest() -> None:
    assert checking.parse(["-k", "foo", "-m", "not browser"]) == (None, ["-k", "foo", "-m", "not browser"])
    assert checking.parse(["--only", "tests", "-x"]) == ("tests", ["-x"])


def test_other_checks_take_no_arguments(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        checking.parse(["--only", "types", "-k", "foo"])
    assert ended.value.code == 2
    assert "only the tests take further arguments" in capsys.readouterr().err


@pytest.fixture
def checks_run(monkeypatch: pytest.MonkeyPatch) -> list[Sequence[str]]:
    """Return the checks as they are called; `mypy` fails, as far as anyone can tell."""
    called: list[Sequence[str]] = []

    def run(command: Sequence[str], *, cwd: Path, env: Mapping[str, str]) -> int:
        called.append(command[2:])
        return 2 if "mypy" in command else 0

    monkeypatch.setattr(checking, "run", run)
    monkeypatch.setattr(checking, "ensure", lambda _environment: None)
    return called


def test_a_failed_check_does_not_stop_the_others(
    checks_run: list[Sequence[str]], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHROMIUM", "not-even-looked-for")
    assert checking.main(["-k", "foo", "-m", "not browser"]) == 1
    assert [command[0] for command in checks_run] == ["ruff", "ruff", "mypy", "pytest"]
    assert checks_run[-1] == ["pytest", "-k", "foo", "-m", "not browser"]
    assert "FAILED (exit code 2)" in capsys.readouterr().out


def test_one_check_alone_keeps_its_exit_code(checks_run: list[Sequence[str]]) -> None:
    assert checking.main(["--only", "types"]) == 2
    assert checks_run == [["mypy"]]


def test_a_missing_browser_fails_the_tests_alone(
    checks_run: list[Sequence[str]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CHROMIUM", "no-such-browser")
    with pytest.raises(ScriptError, match="CHROMIUM names no-such-browser") as raised:
        checking.main([])
    assert raised.value.exit_code == 2
    assert [command[0] for command in checks_run] == ["ruff", "ruff", "mypy"]
    assert "s  FAILED (exit code 2)" in capsys.readouterr().out.splitlines()[-1]


# The browser


@posix_only
def test_a_browser_that_does_not_start_is_passed_over(tmp_path: Path) -> None:
    program(tmp_path / "chromium-browser", "echo 'install the snap' >&2; exit 1")
    good = program(tmp_path / "google-chrome", "echo 'Google Chrome 1'")
    assert browser.on_this_machine({"PATH": str(tmp_path)}) == str(good)


def test_a_browser_that_cannot_be_installed_is_told_in_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browser, "usual_places", lambda _variables: iter(()))
    monkeypatch.setattr(browser, "playwrights_own", lambda _environment: "")
    monkeypatch.setattr(browser, "superuser", lambda _environment: None)
    monkeypatch.setattr(browser, "capture", lambda *_arguments, **_options: (1, "no network"))
    with pytest.raises(ScriptError) as raised:
        browser.ensure_chromium(Environment(ROOT), {})
    assert raised.value.exit_code == 2
    assert "CHROMIUM" in str(raised.value)
    assert "\n" not in str(raised.value)
