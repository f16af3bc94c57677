"""Pages that scripts of mkdocs-gen-files make of the wiki."""

import subprocess
import sys
from pathlib import Path

SETTINGS = """site_name: Test
theme: {name: material, font: false}
plugins: [search, trellis, {gen-files: {scripts: [made.py]}}]
"""
SCRIPT = """
import mkdocs_gen_files
from trellis.mkdocs.plugin import built_wiki

with mkdocs_gen_files.open("made.md", "w") as page:
    for path, note in built_wiki(mkdocs_gen_files.config).notes.items():
        page.write(f"- [{note.title}]({path})\\n")
"""


def test_a_script_makes_a_page_of_the_wiki_that_notes_may_link_to(tmp_path: Path) -> None:
    files = {
        "mkdocs.yml": SETTINGS,
        "made.py": SCRIPT,
        "docs/index.md": "# Home\n\n[[made]] [[a]]\n",
        "docs/a.md": "# A\n",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict"]
    result = subprocess.run(command, cwd=tmp_path, check=False, capture_output=True, text=True, timeout=200)
    assert result.returncode == 0, result.stderr
    assert '<a href="../a/">A</a>' in (tmp_path / "site/made/index.html").read_text("utf-8")
    assert '<a class="wikilink" href="made/">' in (tmp_path / "site/index.html").read_text("utf-8")
