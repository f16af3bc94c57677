"""Notes that are written from right to left, on pages that run either way."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from conftest import axe_violations, build_project, served, strict_page

SETTINGS = """site_name: Test
theme: {{name: material, font: false, language: {language}}}
plugins: [search, trellis]
"""
ARABIC = """# التعلم الآلي

فرع من فروع الذكاء الاصطناعي، انظر [[English]] و `code`.

- البند الأول

> اقتباس طويل من كتاب قديم

> [!tip] نصيحة
> اقرأ كل يوم.

> [!warning]- مطوية
> نص

| العمود | القيمة |
| --- | --- |
| أ | ١ |

```python
print()
```
"""
NOTES = {
    "index.md": "# Home\n\nWords.",
    "Arabic.md": ARABIC,
    "English.md": "# English\n\nA note in English on [[Arabic]], مرحبا.",
    "French.md": '---\nlang: fr\n---\n# Français\n\nMots "cités".',
    "Yiddish.md": "---\nlang: yi\n---\n# Latin letters",
    "Turned.md": "---\ndir: ltr\n---\n# مرحبا بكم",
}


def built(folder: Path, language: str) -> Path:
    notes = {f"docs/{name}": text for name, text in NOTES.items()}
    for name, text in {"mkdocs.yml": SETTINGS.format(language=language), **notes}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    build_project(folder)
    return folder / "site"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(tmp_path_factory.mktemp("rtl"), "en")


@pytest.mark.parametrize(
    ("note", "opens"),
    [
        ("Arabic", '<div class="note-text" dir="rtl">\n<h1'),
        ("French", '<div class="note-text" lang="fr" dir="ltr">\n<h1'),
        ("Yiddish", '<div class="note-text" lang="yi" dir="rtl">\n<h1'),
        ("Turned", '<div class="note-text" dir="ltr">\n<h1'),
        ("English", None),
    ],
)
def test_a_note_says_how_it_runs(note: str, opens: str | None, site: Path) -> None:
    html = (site / note / "index.html").read_text("utf-8")
    assert ("note-text" in html) == (opens is not None)
    assert (opens or "") in html
    assert ("assets/trellis/rtl.css" in html) == (note in {"Arabic", "Yiddish"})


# For each part of the note, how far from its left and its right end its own signs are.
SIDES = """() => {
  const style = (selector, pseudo) => getComputedStyle(document.querySelector(`.note-text ${selector}`), pseudo);
  const px = (text) => Math.round(parseFloat(text) || 0);
  const sides = (selector, name) => [px(style(selector)[`${name}Left`]), px(style(selector)[`${name}Right`])];
  const box = style(".callout-title", "::before");
  return {
    list: sides("ul", "margin"), item: sides("li", "margin"), quote: sides("blockquote", "padding"),
    callout: ["Left", "Right"].map((side) => px(style(".callout")[`border${side}Width`])),
    icon: [px(box.left) > 0, px(box.right) > 0], cell: style("td").textAlign, code: style("pre").direction,
  };
}"""


def sides(page: Page, address: str) -> dict[str, Any]:
    page.goto(address + "Arabic/")
    return page.evaluate(SIDES)  # type: ignore[no-any-return]


@pytest.mark.browser
def test_all_of_it_is_turned_whichever_way_its_page_runs(site: Path, tmp_path: Path, chromium: Browser) -> None:
    with served(site) as address, strict_page(chromium, address, viewport={"width": 400, "height": 800}) as page:
        found = sides(page, address)
        for name in ("list", "item", "quote", "callout"):
            left, right = found[name]
            assert left == 0 < right, name
        assert (found["icon"], found["cell"], found["code"]) == ([True, False], "start", "ltr")
        assert page.evaluate("document.documentElement.scrollWidth") <= 400
        assert axe_violations(page) == []
    with served(built(tmp_path, "ar")) as address, strict_page(chromium, address) as page:
        assert sides(page, address) | {"cell": "start"} == found
        assert "rtl.css" in (tmp_path / "site/English/index.html").read_text("utf-8")
