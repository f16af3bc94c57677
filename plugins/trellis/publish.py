"""A finished site is put where it belongs: what Trellis made before is renewed or removed, nothing else is touched.

The site is built in a folder of its own within the output folder, so that a build that fails leaves the old site as
it was, and nothing is ever written outside the output folder.
"""

from __future__ import annotations

import filecmp
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from trellis.diagnostics import TrellisError

MANIFEST = ".trellis-files"
"""Lists what Trellis made in an output folder, as JSON."""

_STAGING = ".trellis-staging-"


def _staging_prefix() -> str:
    return f"{_STAGING}{os.getpid()}-"


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
        _remove_leftovers(out)
        staging = Path(tempfile.mkdtemp(prefix=_staging_prefix(), dir=out))
    except OSError as error:
        raise TrellisError(f"--out {out}: cannot be written: {error.strerror}") from error
    try:
        yield staging
    finally:
        shutil.rmtree(staging, ignore_errors=True)
        if made and not any(out.iterdir()):
            out.rmdir()


def _remove_leftovers(out: Path) -> None:
    """Staging folders whose build was killed, which their name tells: it begins with the number of its process."""
    for old in out.glob(f"{_STAGING}*"):
        number = old.name.removeprefix(_STAGING).partition("-")[0]
        if not number.isdigit() or not _is_running(int(number)):
            if old.is_dir():
                shutil.rmtree(old, ignore_errors=True)
            else:
                old.unlink()


def _is_running(process: int) -> bool:
    if os.name == "nt":
        return True  # there, asking would end the process; the folder goes when another build has its number
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True


def publish(staging: Path, out: Path, kept: Iterable[str] = (), *, replace: bool = False) -> None:
    """Moves the site in *staging* to *out*. Files that did not change keep their place and time; those *kept* belong to
    the site though they are not in *staging*.

    Raises:
        TrellisError: a file of the site would replace one that Trellis did not make (but for *replace*, which lets
            files be replaced, though never through a link); nothing is moved then.
    """
    new = set(_files(staging))
    old = _manifest(out)
    _check_conflicts(out, new, old | new if replace else old)
    stay = set(kept) - new
    try:
        # First both: should the next lines be cut short, everything in the folder is still known to be ours.
        _write_manifest(out, old | new)
        _remove(out, old - new - stay)
        moved = _move_folders(staging, out)
        for name in sorted(new):
            if name.partition("/")[0] in moved:
                continue
            target = out / name
            if target.is_file() and filecmp.cmp(staging / name, target, shallow=False):
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            os.replace(staging / name, target)  # noqa: PTH105
        _write_manifest(out, new | stay)
    except OSError as error:
        raise TrellisError(f"{error.filename}: cannot be written: {error.strerror}") from error


def _files(folder: Path) -> Iterator[str]:
    """Those in *folder* and beneath, as paths from there. As `Path`s, a hundred thousand of them take seconds."""
    root = str(folder)
    for at, _, names in os.walk(root):
        above = at[len(root) + 1 :].replace(os.sep, "/")
        yield from (f"{above}/{name}" if above else name for name in names)


def _move_folders(staging: Path, out: Path) -> set[str]:
    """Moves those folders of *staging* that *out* does not have, as they are; returns their names."""
    names = {folder.name for folder in staging.iterdir() if folder.is_dir() and not os.path.lexists(out / folder.name)}
    for name in names:
        os.replace(staging / name, out / name)  # noqa: PTH105
    return names


def _manifest(out: Path) -> set[str]:
    try:
        names = json.loads((out / MANIFEST).read_text("utf-8"))
    except (OSError, ValueError):
        return set()
    # The list may have been tampered with; a path that leads elsewhere is none of ours.
    kept = (name for name in names if isinstance(name, str)) if isinstance(names, list) else ()
    return {name for name in kept if name and "\0" not in name and not _leads_elsewhere(name)}


def _leads_elsewhere(name: str) -> bool:
    if not (name.startswith("/") or ".." in name or ":" in name or "\\" in name):
        return False  # nearly all names, and a path takes long to make
    return Path(name).is_absolute() or ".." in Path(name).parts


def _write_manifest(out: Path, names: set[str]) -> None:
    handle, name = tempfile.mkstemp(prefix=_staging_prefix(), dir=out)
    with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
        json.dump(sorted(names), stream, ensure_ascii=False, indent=0)
    os.replace(name, out / MANIFEST)  # noqa: PTH105


def _check_conflicts(out: Path, new: set[str], old: set[str]) -> None:
    # Only what begins with a name that is there, in the file system's own opinion, can meet anything.
    there = {top for top in {name.partition("/")[0] for name in new} if os.path.lexists(out / top)}
    new = {name for name in new if name.partition("/")[0] in there}
    conflicts = sorted(
        {name for name in new - old if _is_foreign(out, name, old)}
        | {f"{folder}/" for folder in _folders(new) if (out / folder).is_symlink()}
        | {folder for folder in _folders(new) - old if (out / folder).is_file()}
    )
    if conflicts:
        named = ", ".join(conflicts[:3]) + (f" and {len(conflicts) - 3} more" if len(conflicts) > 3 else "")
        raise TrellisError(
            f"{out}: Trellis would replace {named} but did not make it; choose another folder or empty it"
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
    # What lies behind a link is not ours, even where we once wrote a file of that name.
    links = {folder for folder in _folders(names) if (out / folder).is_symlink()}
    own = {name for name in names if not links & _folders({name})}
    for name in own:
        if not (out / name).is_dir():
            (out / name).unlink(missing_ok=True)
    for folder in sorted(_folders(own), reverse=True):
        if (out / folder).is_dir() and not any((out / folder).iterdir()):
            (out / folder).rmdir()
