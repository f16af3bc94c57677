"""`mkdocs build`: what it writes, what it leaves alone, and what it removes."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

SETTINGS = "site_name: Test\ndocs_dir: docs\ntheme: {name: material, font: false}\nplugins: [search, trellis]\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "docs").mkdir()
    (tmp_path / "mkdocs.yml").write_text(SETTINGS, "utf-8")
    (tmp_path / "docs/index.md").write_text("# Home\n\n[[a]]\n", "utf-8")
    (tmp_path / "docs/a.md").write_text("# A\n", "utf-8")
    (tmp_path / "docs/b.md").write_text("# B\n", "utf-8")
    return tmp_path


def build(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "mkdocs", "build", *arguments]
    variables = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    return subprocess.run(command, cwd=project, check=False, capture_output=True, text=True, env=variables)


def times(site: Path) -> dict[str, int]:
    return {file.relative_to(site).as_posix(): file.stat().st_mtime_ns for file in site.rglob("*.html")}


def test_what_did_not_change_is_not_written_again(project: Path) -> None:
    assert build(project).returncode == 0
    site = project / "site"
    before = times(site)
    (project / "docs/a.md").write_text("# A\n\nMore words, and a link to [[b]].\n", "utf-8")
    (project / "site/mine.txt").write_text("put here by hand")
    assert build(project).returncode == 0
    after = times(site)
    assert {name for name in before if after[name] != before[name]} == {
        "a/index.html",
        "b/index.html",
        "graph/numbers/index.html",  # one link more
    }
    assert (site / "mine.txt").exists()
    (project / "docs/b.md").unlink()
    assert build(project).returncode == 0
    assert not (site / "b").exists()
    assert not list(site.glob(".trellis-staging-*"))


def test_the_first_build_cleans_the_folder_as_mkdocs_does(project: Path) -> None:
    (project / "site/old").mkdir(parents=True)
    (project / "site/old/index.html").write_text("of another generator")
    assert build(project).returncode == 0
    assert not (project / "site/old").exists()


def test_a_build_that_fails_leaves_the_site_as_it_was(project: Path) -> None:
    assert build(project).returncode == 0
    before = times(project / "site")
    (project / "docs/c.md").write_text("# C\n", "utf-8")
    (project / "overrides").mkdir()
    (project / "overrides/main.html").write_text("{{ nothing.at.all }}", "utf-8")
    (project / "mkdocs.yml").write_text(SETTINGS.replace("font: false", "font: false, custom_dir: overrides"), "utf-8")
    assert build(project).returncode != 0
    assert times(project / "site") == before
    assert not list((project / "site").glob(".trellis-staging-*"))


def test_a_link_in_the_site_is_not_followed(project: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    assert build(project).returncode == 0
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (project / "docs/new.md").write_text("# New\n", "utf-8")
    (project / "site/new").symlink_to(elsewhere)
    result = build(project)
    assert result.returncode == 1
    assert "Trellis would replace new/ but did not make it" in result.stderr
    assert "Traceback" not in result.stderr
    assert not list(elsewhere.iterdir())


def test_an_executor_that_is_none_is_said(project: Path) -> None:
    (project / "mkdocs.yml").write_text(SETTINGS.replace("trellis]", "trellis: {executor: faster}]"), "utf-8")
    result = build(project)
    assert result.returncode == 1
    assert "'faster' is none; write auto, here, processes, dask" in result.stderr
    assert "Traceback" not in result.stderr


def test_dirty_builds_stay_as_they_are(project: Path) -> None:
    assert build(project).returncode == 0
    assert build(project, "--dirty").returncode == 0
    assert (project / "site/a/index.html").exists()


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("mkdocs.yml", SETTINGS.replace("Test", "Another name")),
        ("overrides/partials/footer.html", "<footer>New</footer>"),
        ("docs/index.md", "---\ntitle: Another home\n---\n"),
    ],
)
def test_what_stands_round_a_page_is_new_on_all(project: Path, file: str, text: str) -> None:
    (project / "overrides/partials").mkdir(parents=True)
    (project / "overrides/partials/footer.html").write_text("<footer>Old</footer>")
    settings = SETTINGS.replace("font: false", "font: false, custom_dir: overrides")
    (project / "mkdocs.yml").write_text(settings + "nav: [index.md]\n", "utf-8")
    assert build(project).returncode == 0
    (project / file).write_text(text.replace("font: false", "font: false, custom_dir: overrides"), "utf-8")
    assert build(project).returncode == 0
    assert build(project, "--site-dir", "clean").returncode == 0
    pages = [page.relative_to(project / "site") for page in (project / "site").rglob("*.html")]
    assert len(pages) >= 4
    for page in pages:
        assert (project / "site" / page).read_bytes() == (project / "clean" / page).read_bytes(), page
