"""Every link that Obsidian would resolve is resolved, in all vaults of `../shared` and in the wiki.

Obsidian's way is written here a second time, as plainly as its documentation says it (Internal links; release notes
0.0.3 on case): a path from the root, a relative path, or the end of a path, in any case, with `.md` or without.
"""

import posixpath
import unicodedata
from pathlib import Path

import pytest

from conftest import ROOT, SHARED
from trellis import Unresolved, Wiki, load_wiki

VAULTS = sorted(folder for folder in (SHARED / "vaults").glob("*") if folder.is_dir())


def folded(path: str) -> str:
    return unicodedata.normalize("NFC", path).casefold()


def named_by(target: str, source: str, files: set[str]) -> bool:
    """Whether *target* in the note *source* names one of *files*, all folded."""
    name = folded(target.strip())
    wanted = {name.lstrip("/"), posixpath.normpath(posixpath.join(posixpath.dirname(folded(source)), name))}
    wanted |= {f"{path}.md" for path in wanted}
    return any(file == path or file.endswith(f"/{path}") for path in wanted for file in files)


def missed(wiki: Wiki) -> list[str]:
    files = {folded(path) for path in (*wiki.notes, *wiki.attachments)}
    by_name: dict[str, set[str]] = {}
    for file in files:
        by_name.setdefault(posixpath.basename(file), set()).add(file)
    found = []
    for path, note in wiki.notes.items():
        for link, resolution in zip(note.links, wiki.resolved[path], strict=True):
            if isinstance(resolution, Unresolved) and link.target:
                last = posixpath.basename(folded(link.target.strip()))
                near = by_name.get(last, set()) | by_name.get(f"{last}.md", set())
                if named_by(link.target, path, near):
                    found.append(f"{path}:{link.line}: {link.written}")
    return found


def test_of_the_wiki() -> None:
    assert not missed(load_wiki(ROOT / "content"))


@pytest.mark.skipif(not VAULTS, reason="the vaults of ../shared are not here")
@pytest.mark.parametrize("vault", VAULTS, ids=lambda folder: folder.name)
def test_of_a_real_vault(vault: Path) -> None:
    assert not missed(load_wiki(vault))


def test_this_test_can_fail() -> None:
    assert named_by("Sub/note", "a.md", {"x/sub/note.md"})
    assert named_by("../b", "x/a.md", {"b.md"})
    assert not named_by("ub/note", "a.md", {"x/sub/note.md"})
