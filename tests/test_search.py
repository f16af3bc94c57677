"""Material's search index, for sites without Pagefind: the same whether it is made beside the pages, in another
process, or by Material's plugin."""

import json
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from pathlib import Path

import pytest

from edits import save
from trellis.mkdocs import material_search, plugin, search
from trellis.mkdocs.material_search import spliced
from trellis.mkdocs.site import build_site

NOTES = {
    f"n{number}.md": f"# Note {number}\n\nWords {number}.\n\n## Part\n\n[[n{number - 1}]] & more.\n"
    for number in range(9)
}


def entries(vault: Path, site: Path) -> list[str]:
    build_site(vault, site)
    return sorted(map(str, json.loads((site / "search/search_index.json").read_bytes())["docs"]))


class Broken:
    """A pool whose process has died."""

    def __init__(self, *_: object, **__: object) -> None:
        pass

    def submit(self, *_: object) -> None:
        raise BrokenExecutor


@pytest.mark.parametrize("pool", [ProcessPoolExecutor, Broken])
def test_every_way_to_make_it_gives_the_same(pool: type, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save(tmp_path / "vault", NOTES, {})
    monkeypatch.setattr(search, "pagefind", lambda: None)
    with monkeypatch.context() as patch:
        patch.setattr(plugin, "others_look_at_pages", lambda config: True)
        plain = entries(tmp_path / "vault", tmp_path / "plain")
    assert len(plain) == 28
    assert entries(tmp_path / "vault", tmp_path / "here") == plain
    monkeypatch.setattr(material_search, "_BATCH", 100)
    monkeypatch.setattr(material_search, "_WORTHWHILE", 1)
    monkeypatch.setattr(material_search, "ProcessPoolExecutor", pool)
    assert entries(tmp_path / "vault", tmp_path / "beside") == plain


def test_pieces_are_valid_json() -> None:
    assert b"".join(spliced(b'{"docs":[]}', [b'"a"', b"", b'"b","c"'])) == b'{"docs":["a","b","c"]}'
    assert b"".join(spliced(b'{"docs":["a"]}', [b'"b"'])) == b'{"docs":["a","b"]}'
    assert b"".join(spliced(b'{"docs":[]}', [])) == b'{"docs":[]}'
