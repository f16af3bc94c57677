"""`scripts/lock`: write requirements.txt anew from pyproject.toml."""

import argparse
import os
import tempfile
import venv
from collections.abc import Sequence
from pathlib import Path

from bootstrap import ScriptError
from environment import ROOT, connection_failure, show
from process import capture

# Pinned, so that the lock changes with the dependencies only. No part of the environment in .venv: it is
# large, and only this script uses it.
UV = "uv==0.13.9"

HEADER = "# Written by ./scripts/lock from pyproject.toml; not to be edited by hand.\n"

COMPILE = (
    "pip",
    "compile",
    "--universal",
    "--python-version=3.11",
    "--generate-hashes",
    "--no-header",
    "--group=dev",
    "--quiet",
    "pyproject.toml",
)


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="lock",
        description="Write requirements.txt anew from pyproject.toml, for every system and Python at once. "
        "Pinned versions stay as they are as long as they fit.",
        allow_abbrev=False,
    )
    parser.add_argument("--upgrade", action="store_true", help="take the newest versions that fit")
    options = parser.parse_args(arguments)
    lock = ROOT / "requirements.txt"
    with tempfile.TemporaryDirectory() as directory:
        uv = install_uv(Path(directory) / "venv")
        draft = Path(directory) / "requirements.txt"
        if lock.exists() and not options.upgrade:
            draft.write_bytes(lock.read_bytes())
        call([uv, *COMPILE, "--output-file", draft])
        lines = draft.read_text(encoding="utf-8")
    if "://" in lines:
        raise ScriptError("the lock would name the address of a package index; requirements.txt is unchanged")
    lock.write_text(HEADER + lines, encoding="utf-8", newline="\n")
    print("lock: requirements.txt is written")
    return 0


def install_uv(directory: Path) -> Path:
    venv.create(directory, with_pip=True)
    programs = directory / ("Scripts" if os.name == "nt" else "bin")
    call([programs / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", UV])
    return programs / "uv"


def call(command: Sequence[str | Path]) -> None:
    code, output = capture(command, cwd=ROOT)
    if code == 0:
        return
    reason = connection_failure(output)
    if reason:
        raise ScriptError(f"could not reach the package index: {reason}; check the connection and try again")
    show(output)
    raise ScriptError(f"{Path(command[0]).stem} failed with exit code {code}; what it says is above")
