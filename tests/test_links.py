"""LinkChecker over the built sites: no internal link is broken."""

import subprocess
import sys
from pathlib import Path

import pytest

from conftest import SHARED, served, trellis

pytestmark = pytest.mark.links

LEXFRIDMAN = SHARED / "vaults/lexfridman"


def broken_links(site: Path) -> str:
    """What LinkChecker says of *site*, followed from its home page; empty if every link leads somewhere.

    Only links within the site are followed. An empty configuration keeps a developer's own out of it.
    """
    settings = site.parent / "linkcheckerrc"
    settings.write_text("[checking]\nmaxrequestspersecond=100000\n")
    with served(site) as address:
        command = [sys.executable, "-m", "linkcheck", "--config", str(settings), "--no-warnings", "--no-status"]
        command += ["--threads", "4", "--recursion-level", "-1", "--output", "csv", address]
        result = subprocess.run(command, check=False, capture_output=True, text=True)
    rows = [line for line in result.stdout.splitlines() if line and not line.startswith("#")][1:]
    assert result.returncode in {0, 1}, result.stderr
    return "\n".join(rows)


def test_the_wiki(wiki_site: Path) -> None:
    assert not broken_links(wiki_site)


def test_the_check_can_fail(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text('<a href="none.html">x</a>')
    assert "none.html" in broken_links(tmp_path)


@pytest.mark.slow
@pytest.mark.skipif(not LEXFRIDMAN.is_dir(), reason="../shared/vaults/lexfridman is not there")
def test_a_vault_of_two_thousand_notes(tmp_path: Path) -> None:
    result = trellis("build", LEXFRIDMAN, "--out", tmp_path / "site")
    assert result.returncode == 0, result.stderr[-2000:]
    assert not broken_links(tmp_path / "site")
