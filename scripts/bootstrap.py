"""The first step of every script here: find a Python that can run the rest.

This file and the scripts that import it keep to syntax that Python 3.6 can read. An old Python then gets as
far as saying what is wrong, where newer syntax would end in a SyntaxError. The modules that do the work are
imported only after the check, and are written for the project's own minimum.
"""

import importlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

MINIMUM = (3, 11)

# The releases that the project is tested with come first, the newest of them foremost.
NEWER_PYTHONS = ("python3.13", "python3.12", "python3.11", "python3.14")

INTERRUPTED = 130


class ScriptError(Exception):
    """Something that the user can put right: shown as one sentence, without a traceback."""

    def __init__(self, sentence: str, exit_code: int = 1) -> None:
        super().__init__(sentence)
        self.exit_code = exit_code


def start(module: str) -> None:
    """Run `main` of a module beside this one, in a Python that is new enough, and exit with its code."""
    name = Path(sys.argv[0]).name
    # Copied, since a type checker takes a comparison with sys.version_info itself for settled.
    version = tuple(sys.version_info[:3])
    try:
        if version < MINIMUM:
            restart(version)
        sys.exit(importlib.import_module(module).main(sys.argv[1:]))
    except ScriptError as error:
        print(f"{name}: {error}", file=sys.stderr)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)


def restart(version: "tuple[int, ...]") -> None:
    """Run the same command again in a newer Python, or say that there is none."""
    newer = find_newer_python()
    if not newer:
        raise ScriptError(too_old(version, sys.executable))
    command = [newer, *sys.argv]
    if os.name == "nt":
        # There, exec returns to the prompt at once and leaves the new process behind.
        sys.exit(subprocess.call(command))
    os.execv(newer, command)  # noqa: S606 - no shell is wanted


def find_newer_python() -> str:
    """Return the path of a newer Python on PATH, or an empty string."""
    for name in NEWER_PYTHONS:
        path = shutil.which(name)
        if path and runs(path):
            return path
    return ""


def runs(python: str) -> bool:
    """Whether this is a Python that works: version managers put stand-ins on PATH that only fail."""
    check = f"import sys; sys.exit(sys.version_info < {MINIMUM})"
    try:
        return subprocess.call([python, "-c", check], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0
    except OSError:
        return False


def too_old(version: "tuple[int, ...]", executable: str) -> str:
    found = ".".join(map(str, version))
    needed = ".".join(map(str, MINIMUM))
    return (
        f"Trellis needs Python {needed} or newer; this is {found} ({executable}). "
        "Install a newer Python and run it again"
    )
