"""`scripts/setup`: the project's own Python environment in `.venv`, made from the lock file.

Two small files in `.venv` tell its state. The marker is written first and says that this script made the
directory, so that it may also delete it. The stamp is written last and says for which Python, which place and
which lock it is complete: without one, a setup was interrupted.
"""

import argparse
import hashlib
import importlib.util
import os
import platform
import re
import shutil
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from bootstrap import ScriptError
from process import capture

ROOT = Path(__file__).resolve().parent.parent

# The marks that a failed connection leaves in the output of pip and npm.
CONNECTION_FAILED = re.compile(
    r"connection broken by '|Caused by \w+|ReadTimeoutError|IncompleteRead|HTTP error \d+|ProxyError"
    r"|npm error (?:code E(?:CONN\w+|NOTFOUND|TIMEDOUT|AI_AGAIN)|network )"
)
ERRNO_TEXT = re.compile(r"\[(?:Errno|WinError) -?\d+\] ([^'\")\]\n]+)")
ERROR_NAME = re.compile(r"(?:connection broken by '|Caused by )(\w+)")
# Without retries pip does not name the connection at all. A locked release existed when it was locked, so an
# index that shows none of its versions was not reached, unless they were left out for the Python's sake.
NOTHING_FOUND = re.compile(r"requirement (\S+) \(from versions: none\)")
LEFT_OUT = "Ignored the following versions"


@dataclass(frozen=True)
class Environment:
    """The environment of the project at `root`."""

    root: Path

    @property
    def directory(self) -> Path:
        return self.root / ".venv"

    @property
    def programs(self) -> Path:
        return self.directory / ("Scripts" if os.name == "nt" else "bin")

    @property
    def python(self) -> Path:
        return self.programs / ("python.exe" if os.name == "nt" else "python")

    @property
    def marker(self) -> Path:
        return self.directory / "made-by-trellis-setup"

    @property
    def stamp(self) -> Path:
        return self.directory / "trellis-setup-complete"

    @property
    def cache(self) -> Path:
        return self.root / ".cache"

    def home(self) -> list[str]:
        """Name what the environment cannot outlive a change of: its Python and its own place."""
        return [f"{platform.python_implementation()} {platform.python_version()}", str(self.directory)]

    def inputs(self) -> str:
        """Return a digest of the files that say what is installed."""
        digest = hashlib.sha256()
        client = sorted(self.root.glob("plugins/trellis/client/*"))
        sheets = sorted(self.root.glob("plugins/trellis/assets/css/**/*.css"))
        for path in (self.root / "requirements.txt", self.root / "pyproject.toml", *client, *sheets):
            digest.update(read_input(path))
            digest.update(b"\0")
        return digest.hexdigest()

    def stamped(self) -> list[str]:
        """Return the stamp's lines; none when there is no stamp, or its Python has gone."""
        if not self.python.exists():
            return []
        try:
            return self.stamp.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError):
            return []

    def is_ready(self) -> bool:
        return self.stamped() == [*self.home(), self.inputs()]

    def is_complete(self) -> bool:
        """Whether a setup once ended well with this Python and in this place, if with another lock."""
        return self.stamped()[:2] == self.home()

    def write_stamp(self) -> None:
        draft = self.stamp.with_suffix(".new")
        draft.write_text("\n".join([*self.home(), self.inputs()]) + "\n", encoding="utf-8")
        draft.replace(self.stamp)

    def variables(self) -> dict[str, str]:
        """Return the environment variables for programs that run in this environment."""
        # Either would let modules from elsewhere into this environment.
        kept = {name: value for name, value in os.environ.items() if name not in {"PYTHONHOME", "PYTHONPATH"}}
        path = os.pathsep.join(filter(None, [str(self.programs), kept.get("PATH")]))
        # Material's announcement of its end of life, twenty lines at every build, is known here.
        return kept | {"PATH": path, "VIRTUAL_ENV": str(self.directory), "NO_MKDOCS_2_WARNING": "1"}


def read_input(path: Path) -> bytes:
    try:
        # Git may have turned line ends on Windows; that changes nothing that is installed.
        return path.read_bytes().replace(b"\r\n", b"\n")
    except OSError as error:
        raise ScriptError(f"cannot read {path.name}: {error.strerror}; is the checkout complete?") from None


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="setup",
        description="Make the project's Python environment in .venv, with every dependency as locked in "
        "requirements.txt. When it is already there, nothing is done.",
        allow_abbrev=False,
    )
    parser.parse_args(arguments)
    ensure(Environment(ROOT))
    say("the environment in .venv is ready")
    return 0


def ensure(environment: Environment) -> None:
    """Make the environment ready for use, unless it is."""
    if environment.is_ready():
        return
    try:
        with exclusive(environment.cache / "setup.lock"):
            # Another setup may have done the work while this one waited.
            if not environment.is_ready():
                make(environment)
    except OSError as error:
        raise ScriptError(
            f"could not write {error.filename or '.venv'}: {error.strerror}; "
            "end the programs that use it and see that it is writable"
        ) from None


def make(environment: Environment) -> None:
    if environment.is_complete():
        say("the lock, pyproject.toml, or a script or style sheet of the site has changed; updating .venv")
        update(environment)
    else:
        check_modules()
        clear(environment)
        say("installing the locked packages in a new .venv, which takes up to a minute")
        create(environment)
        install(environment)
    environment.write_stamp()


def update(environment: Environment) -> None:
    """Install what a change of the lock asks for; pip needs no connection when nothing is missing."""
    before = environment.stamp.read_bytes()
    # Until pip is through, the environment counts as interrupted.
    environment.stamp.unlink()
    try:
        install(environment)
    except ScriptError:
        # Pip downloads before it changes anything, and takes back what it cannot finish.
        environment.stamp.write_bytes(before)
        raise


def check_modules() -> None:
    for module in ("venv", "ensurepip"):
        if importlib.util.find_spec(module) is None:
            raise ScriptError(missing_module(module, sys.version_info[:2]))


def missing_module(module: str, version: tuple[int, int]) -> str:
    package = "python{}.{}-venv".format(*version)
    return (
        f"this Python comes without its module {module} ({sys.executable}); install it "
        f"(on Debian and Ubuntu: apt install {package}) and run ./scripts/setup again"
    )


def clear(environment: Environment) -> None:
    """Make room for a new environment: delete one of ours, and keep aside what is not."""
    directory = environment.directory
    if not os.path.lexists(directory):
        return
    if directory.is_symlink() or not directory.is_dir():
        move_aside(environment)
    elif environment.marker.exists():
        shutil.rmtree(directory)
    elif any(directory.iterdir()):
        move_aside(environment)


def move_aside(environment: Environment) -> None:
    number = 1
    while os.path.lexists(aside := environment.cache / f"venv-{number}"):
        number += 1
    environment.directory.rename(aside)
    say(f"the .venv that was here is not made by this script; it is kept as .cache/{aside.name}")


def create(environment: Environment) -> None:
    environment.directory.mkdir(exist_ok=True)
    environment.marker.write_text("./scripts/setup made this directory and may delete it.\n", encoding="utf-8")
    # Not sys.executable, which may lie in the very .venv that was just deleted.
    base: str = getattr(sys, "_base_executable", sys.executable)
    code, output = capture([base, "-m", "venv", environment.directory], cwd=environment.root)
    if code:
        show(output)
        raise ScriptError("could not make .venv; what Python says is above")


def install(environment: Environment) -> None:
    pip(environment, "--require-hashes", "--requirement", "requirements.txt")
    # The build backend is locked too, and already there.
    pip(environment, "--no-deps", "--no-build-isolation", "--editable", ".")


def pip(environment: Environment, *arguments: str) -> None:
    options = ["--quiet", "--no-input", "--disable-pip-version-check"]
    command = [str(environment.python), "-m", "pip", "install", *options, *arguments]
    code, output = capture(command, cwd=environment.root, env=environment.variables())
    if code == 0:
        return
    reason = connection_failure(output)
    if reason:
        raise ScriptError(
            f"could not reach the package index: {reason}; check the connection and run ./scripts/setup again"
        )
    show(output)
    raise ScriptError(f"pip failed with exit code {code}; what it says is above")


def connection_failure(output: str) -> str:
    """Why pip could not reach its index, in a few words; empty when its output tells of something else."""
    if CONNECTION_FAILED.search(output):
        texts = ERRNO_TEXT.findall(output) or ERROR_NAME.findall(output) or ["the connection failed"]
        return str(texts[-1]).strip()
    nothing = NOTHING_FOUND.search(output)
    if nothing and LEFT_OUT not in output:
        return f"pip finds no release of {nothing[1].partition('=')[0]}"
    return ""


@contextmanager
def exclusive(path: Path) -> Iterator[None]:
    """Hold a lock that the system drops when this process ends, however it ends."""
    path.parent.mkdir(exist_ok=True)
    with path.open("a+b") as file:
        waiting = False
        while not try_lock(file):
            if not waiting:
                say("waiting for another setup to end")
            waiting = True
            time.sleep(0.1)
        yield


if sys.platform == "win32":
    import msvcrt

    def try_lock(file: IO[bytes]) -> bool:
        try:
            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def try_lock(file: IO[bytes]) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def say(line: str) -> None:
    print(f"setup: {line}", flush=True)


def show(output: str) -> None:
    print(output.rstrip(), file=sys.stderr, flush=True)
