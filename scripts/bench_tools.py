"""Which of the peers are installed here, where, and in which versions."""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from peers import QUARTZ, QUARTZ_PEER, Peer

# Asked of the Python that a program was installed with: only it knows what stands beside the program.
ASK_VERSIONS = """import importlib.metadata, json, platform, sys
found = {}
for name in sys.argv[1:]:
    try:
        found[name] = importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        pass
found["Python"] = platform.python_version()
print(json.dumps(found))"""


@dataclass(frozen=True)
class Tool:
    """A peer as it is installed here."""

    peer: Peer
    program: Path
    version: str
    folder: Path | None = None
    """Where it must be run, if not beside the vault."""

    def command(self, arguments: Sequence[str], **values: object) -> list[str]:
        return [str(self.program), *(argument.format(**values) for argument in arguments)]


def find(peer: Peer, folders: Sequence[Path]) -> Tool | str:
    """*peer* as the first of *folders* has it, or in words why it cannot be run."""
    reason = f"no program `{peer.program}` on PATH or in a folder of --peers"
    for folder in folders:
        found = shutil.which(peer.program, path=str(folder))
        if found is None:
            continue
        versions = _versions(Path(found), peer.packages)
        missing = [name for name in peer.packages if name not in versions]
        if not missing:
            return Tool(peer, Path(found), ", ".join(f"{name} {said}" for name, said in versions.items()))
        reason = f"{' and '.join(missing)} not installed beside any `{peer.program}`"
    return reason


def find_quartz(folder: Path | None) -> Tool | str:
    """Quartz in its checkout *folder*, or in words why it cannot be run."""
    if folder is None:
        return "no checkout named by --quartz"
    program = folder.resolve() / QUARTZ
    if not program.is_file():
        return f"the folder of --quartz holds no {QUARTZ}; name a checkout of Quartz"
    if not (program.parent.parent / "node_modules").is_dir():
        return "the checkout of --quartz has no node_modules; run `npm ci` in it"
    if not os.access(program, os.X_OK):
        return f"{QUARTZ} is not executable; run `chmod +x` on it"
    try:
        version = str(json.loads((folder / "package.json").read_text(encoding="utf-8"))["version"])
    except (OSError, ValueError, KeyError, TypeError):
        version = "of unknown version"
    return Tool(QUARTZ_PEER, program, f"quartz {version}", program.parent.parent)


def _versions(program: Path, packages: Sequence[str]) -> dict[str, str]:
    """The versions of *packages* beside *program*; of the program itself, if there are none to ask for."""
    if packages:
        python = program.resolve().parent / "python"
        try:
            said = json.loads(_said([python, "-c", ASK_VERSIONS, *packages]))
        except ValueError:  # there is no such Python, or it is no Python
            return {}
        return {str(name): str(version) for name, version in said.items()}
    for argument in ("--version", "version"):
        # Hugo's begins with a v.
        if found := re.search(r"\bv?(\d+\.\d+[.\w]*)", _said([program, argument])):
            return {program.stem: found[1]}
    return {program.stem: "of unknown version"}


def _said(command: Sequence[str | Path]) -> str:
    try:
        done = subprocess.run(command, capture_output=True, text=True, errors="replace", timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout if done.returncode == 0 else ""
