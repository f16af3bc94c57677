"""A finished site is put where it belongs: what Trellis made before is renewed or removed, nothing else is touched.

The site is built in a folder of its own within the output folder, so that a build that fails leaves the old site as
it was, and nothing is ever written outside the output folder.
"""

from __future__ import annotations

import filecmp
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from trellis.diagnostics import TrellisError

MANIFEST = ".trellis-files"
"""Lists what Trellis made in an output folder, a path a line."""

_STAGING = ".trellis-staging-"
_STALE = 3600  # seconds: no build takes an hour, so an older staging folder was left by one that was killed


def check_output(vault: Path, out: Path) -> None:
    """Raises TrellisError if a site of *vault* must not be written to *out*."""
    vault, out = vault.resolve(), out.resolve()
    if out == vault or vault in out.parents:
        raise TrellisError(f"--out {out}: lies inside the vault, where its pages would become notes; choose another")
    if out in vault.parents:
        raise TrellisError(f"--out {out}: holds the vault; choose a folder beside it")
    if out.exists() and not out.is_dir():
        raise TrellisError(f"--out {out}: is a file; choose a folder")


@contextmanager
def staging_folder(out: Path) -> Iterator[Path]:
    """An empty folder within *out*, which is made if need be; it is gone afterwards, and *out* too if nothing came.

    Raises:
        TrellisError: *out* cannot be made or written to.
    """
    made = not out.exists()
    try:
        out.mkdir(parents=True, exist_ok=True)
        for old in out.glob(f"{_STAGING}*"):
            if old.stat().st_mtime < time.time() - _STALE:
                shutil.rmtree(old, ignore_errors=True)
        staging = Path(tempfile.mkdtemp(prefix=_STAGING, dir=out))
    except OSError as error:
        raise TrellisError(f"--out {out}: cannot be written: {error.strerror}") from error
    try:
        yield staging
    finally:
        shutil.rmtree(staging, ignore_errors=True)
        if made and not any(out.iterdir()):
            out.rmdir()


def publish(staging: Path, out: Path) -> None:
    """Moves the site in *staging* to *out*. Files that did not change keep their place and time.

    Raises:
        TrellisError: a file of the site would replace one that Trellis did not make; nothing is moved then.
    """
    new = {path.relative_to(staging).as_posix() for path in staging.rglob("*") if path.is_file()}
    old = _manifest(out)
    _check_conflicts(out, new, old)
    try:
        # First both: should the next lines be cut short, everything in the folder is still known to be ours.
        _write_manifest(out, old | new)
        _remove(out, old - new)
        for name in sorted(new):
            target = out / name
            if target.is_file() and filecmp.cmp(staging / name, target, shallow=False):
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            os.replace(staging / name, target)  # noqa: PTH105
        _write_manifest(out, new)
    except OSError as error:
        raise TrellisError(f"{error.filename}: cannot be written: {error.strerror}") from error


def _manifest(out: Path) -> set[str]:
    try:
        lines = (out / MANIFEST).read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return set()
    # The list may have been tampered with; a path that leads elsewhere is none of ours.
    return {line for line in lines if line and not Path(line).is_absolute() and ".." not in line.split("/")}


def _write_manifest(out: Path, names: set[str]) -> None:
    handle, name = tempfile.mkstemp(prefix=_STAGING, dir=out)
    with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
        stream.write("".join(f"{name}\n" for name in sorted(names)))
    os.replace(name, out / MANIFEST)  # noqa: PTH105


def _check_conflicts(out: Path, new: set[str], old: set[str]) -> None:
    conflicts = sorted(
        {name for name in new - old if _is_foreign(out, name, old)}
        | {f"{folder}/" for folder in _folders(new) if (out / folder).is_symlink()}
        | {folder for folder in _folders(new) - old if (out / folder).is_file()}
    )
    if conflicts:
        named = ", ".join(conflicts[:3]) + (f" and {len(conflicts) - 3} more" if len(conflicts) > 3 else "")
        raise TrellisError(
            f"--out {out}: {named} would be replaced and was not made by Trellis; choose another folder or empty it"
        )


def _is_foreign(out: Path, name: str, old: set[str]) -> bool:
    """Whether *name* is taken by a file, or by a folder with a file, that Trellis did not make."""
    path = out / name
    if path.is_symlink() or not path.is_dir():
        return path.is_symlink() or path.exists()
    return any(file.relative_to(out).as_posix() not in old for file in path.rglob("*") if not file.is_dir())


def _folders(names: set[str]) -> set[str]:
    return {parent.as_posix() for name in names for parent in Path(name).parents} - {"."}


def _remove(out: Path, names: set[str]) -> None:
    for name in names:
        (out / name).unlink(missing_ok=True)
    for folder in sorted(_folders(names), reverse=True):
        if (out / folder).is_dir() and not any((out / folder).iterdir()):
            (out / folder).rmdir()
