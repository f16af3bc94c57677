"""`trellis serve`: what an author sees while writing."""

import gzip
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from conftest import trellis

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the preview is ended by a signal that Windows does not have")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def get(address: str, host: str | None = None) -> tuple[int, str]:
    request = urllib.request.Request(address, headers={"Host": host} if host else {})
    try:
        with urllib.request.urlopen(request, timeout=20) as response:
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def eventually(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not true():
        assert time.monotonic() < deadline, "it did not come true within half a minute"
        time.sleep(0.1)


def answers(address: str) -> bool:
    try:
        return get(address)[0] == 200
    except OSError:
        return False


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("preview") / "vault"
    root.mkdir()
    (root / "index.md").write_text("# Home\n\nSee [[Newton]].\n")
    (root / "Newton.md").write_text("# Newton\n\nFirst.\n")
    return root


@contextmanager
def serving(*command: object, cwd: Path) -> Iterator[str]:
    """The address under which *command* serves a site while the context lasts."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", *map(str, command), "--dev-addr", f"127.0.0.1:{port}"],
        cwd=cwd,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}/"
    try:
        eventually(lambda: answers(address))
        yield address
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=20)


@pytest.fixture(scope="module")
def preview(vault: Path) -> Iterator[str]:
    with serving("trellis.cli", "serve", vault, cwd=vault) as address:
        yield address


SLOW_PAGEFIND = f"""#!{sys.executable}
import os, sys, time
if "--version" in sys.argv:
    print("pagefind 1.5.0")
else:
    open(os.environ["SEEN"], "w").write(str(os.getpid()))
    time.sleep(600)
"""


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_a_preview_that_ends_leaves_no_indexing_behind(
    ending: signal.Signals, vault: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program, seen, temporary = tmp_path / "pagefind", tmp_path / "seen", tmp_path / "temporary"
    program.write_text(SLOW_PAGEFIND)
    program.chmod(0o755)
    temporary.mkdir()
    for name, value in (("PAGEFIND_BINARY_PATH", program), ("SEEN", seen), ("TMPDIR", temporary)):
        monkeypatch.setenv(name, str(value))
    command = [sys.executable, "-m", "trellis.cli", "serve", str(vault), "--dev-addr", f"127.0.0.1:{free_port()}"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    eventually(lambda: seen.is_file() and seen.read_text() != "")
    indexing = int(seen.read_text())
    process.send_signal(ending)
    said = process.communicate(timeout=20)[1]
    eventually(lambda: not is_running(indexing))
    assert "Traceback" not in said
    assert "could not make" not in said
    assert not list(temporary.iterdir())


def is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_saved_note_is_seen(preview: str, vault: Path) -> None:
    assert "First." in get(preview + "Newton/")[1]
    (vault / "Newton.md").write_text("# Newton\n\nSecond.\n")
    eventually(lambda: "Second." in get(preview + "Newton/")[1])


def test_new_and_deleted_notes_are_seen(preview: str, vault: Path) -> None:
    (vault / "Hooke.md").write_text("# Hooke\n\nA rival of [[Newton]].\n")
    eventually(lambda: "A rival of" in get(preview + "Newton/")[1])
    (vault / "Hooke.md").unlink()
    eventually(lambda: get(preview + "Hooke/")[0] == 404)
    assert "A rival of" not in get(preview + "Newton/")[1]


def test_a_broken_note_is_still_served(preview: str, vault: Path) -> None:
    (vault / "Broken.md").write_text("---\ntitle: [x\n---\nWords.\n")
    eventually(lambda: "Words." in get(preview + "Broken/")[1])
    (vault / "Broken.md").unlink()


def test_renamed_notes_and_what_links_to_them_are_seen(preview: str, vault: Path) -> None:
    (vault / "Boyle.md").write_text("# Boyle\n\n[[Newton]]\n")
    eventually(lambda: "Boyle" in get(preview + "Newton/")[1])
    (vault / "Boyle.md").rename(vault / "Robert Boyle.md")
    eventually(lambda: get(preview + "Boyle/")[0] == 404)
    assert "../Robert%20Boyle/" in get(preview + "Newton/")[1]
    assert get(preview + "Robert%20Boyle/")[0] == 200
    (vault / "Robert Boyle.md").unlink()
    eventually(lambda: "Boyle" not in get(preview + "Newton/")[1])


def test_an_address_without_its_slash_is_sent_on(preview: str) -> None:
    assert get(preview + "Newton")[0] == 200
    assert get(preview + "Newton/index.html")[0] == 200


def test_the_search_index_follows(preview: str, vault: Path) -> None:
    before = get(preview + "search/pagefind-entry.json")[1]
    (vault / "Newton.md").write_text("# Newton\n\nGravitation.\n")
    eventually(lambda: get(preview + "search/pagefind-entry.json")[1] != before)


def test_an_error_is_shown_in_the_page_and_goes_away(tmp_path: Path) -> None:
    settings = "site_name: Test\ndocs_dir: docs\ntheme: {name: material, font: false}\nplugins: [search, trellis]\n"
    (tmp_path / "docs").mkdir()
    (tmp_path / "mkdocs.yml").write_text(settings)
    (tmp_path / "docs/index.md").write_text("# Home\n\n[[a]]\n")
    (tmp_path / "docs/a.md").write_text("# A\n\nWords.\n")
    with serving("mkdocs", "serve", "--livereload", cwd=tmp_path) as address:
        assert "Words." in get(address + "a/")[1]
        (tmp_path / "mkdocs.yml").write_text(settings.replace("trellis]", "trellis: {link_labels: <b>none</b>}]"))
        eventually(lambda: 'role="alert"' in get(address + "a/")[1])
        page = get(address + "a/")[1]
        assert "Words." in page
        assert "<b>none</b>" not in page
        assert get(address + "assets/trellis/trellis.css")[0] == 200
        (tmp_path / "docs/a.md").write_text("# A\n\nOther words.\n")
        (tmp_path / "mkdocs.yml").write_text(settings)
        eventually(lambda: "Other words." in get(address + "a/")[1])
        assert 'role="alert"' not in get(address + "a/")[1]


@pytest.mark.parametrize(
    ("host", "status"),
    [("evil.example", 403), ("127.0.0.1.evil.example", 403), ("[", 403), ("localhost", 200), ("127.0.0.1:80", 200)],
)
def test_only_names_of_this_machine_are_answered(preview: str, host: str, status: int) -> None:
    assert get(preview, host)[0] == status


@pytest.mark.parametrize("path", ["%00", "../../etc/passwd", "%2e%2e/%2e%2e/etc/passwd", "//etc/passwd", "nothing/"])
def test_what_is_no_page_is_not_found(preview: str, path: str) -> None:
    status, text = get(preview + path)
    assert status == 404
    assert "root:" not in text


@pytest.mark.parametrize("address", ["127.0.0.1:99999", "nonsense", "127.0.0.1:", "256.1.1.1:8000"])
def test_an_address_that_is_none(vault: Path, address: str) -> None:
    result = trellis("serve", vault, "--dev-addr", address)
    assert result.returncode == 2
    assert result.stderr.startswith(f"trellis: {address}: cannot be served: ")
    assert result.stderr.count("\n") == 1


def test_an_address_that_is_taken(vault: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"127.0.0.1:{server.getsockname()[1]}"
        result = trellis("serve", vault, "--dev-addr", address)
    assert result.returncode == 2
    assert result.stderr == f"trellis: {address}: cannot be served: Address already in use; try another --dev-addr\n"


SETTINGS = "site_name: T\ntheme: {name: material, font: false}\nplugins: [search, trellis]\n"


def test_a_preview_that_does_not_follow_edits_shows_all_pages(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "mkdocs.yml").write_text(
        "site_name: T\ntheme: {name: material, font: false}\nplugins: [search, trellis]\n"
    )
    (tmp_path / "docs/index.md").write_text("# Home\n\n[[a]]\n")
    (tmp_path / "docs/a.md").write_text("# A\n\nWords.\n")
    with serving("mkdocs", "serve", "--no-livereload", cwd=tmp_path) as address:
        assert "Words." in get(address + "a/")[1]


def test_a_page_whose_template_is_broken_says_so(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "overrides/trellis").mkdir(parents=True)
    theme = "theme: {name: material, font: false, custom_dir: overrides}"
    (tmp_path / "mkdocs.yml").write_text(f"site_name: T\n{theme}\nplugins: [search, trellis]\n")
    (tmp_path / "docs/index.md").write_text("# Home\n")
    (tmp_path / "docs/a.md").write_text("# A\n\nWords.\n")
    with serving("mkdocs", "serve", "--livereload", cwd=tmp_path) as address:
        (tmp_path / "overrides/trellis/tags.html").write_text("{% if %}")
        status, text = get(address + "a/")
        assert status == 500
        assert "overrides/trellis/tags.html:1: Expected an expression" in text
        (tmp_path / "overrides/trellis/tags.html").write_text("mended")
        assert "mended" in get(address + "a/")[1]


def test_the_sitemap_follows_and_a_broken_template_of_it_says_so(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "overrides").mkdir()
    theme = "theme: {name: material, font: false, custom_dir: overrides}"
    (tmp_path / "mkdocs.yml").write_text(f"site_name: T\n{theme}\nplugins: [search, trellis]\n")
    (tmp_path / "docs/index.md").write_text("# Home\n")
    with serving("mkdocs", "serve", "--livereload", cwd=tmp_path) as address:
        assert f"<loc>{address}new/</loc>" not in get(address + "sitemap.xml")[1]
        (tmp_path / "docs/new.md").write_text("# New\n")
        assert f"<loc>{address}new/</loc>" in get(address + "sitemap.xml")[1]
        with urllib.request.urlopen(address + "sitemap.xml.gz", timeout=30) as answer:
            assert f"<loc>{address}new/</loc>".encode() in gzip.decompress(answer.read())
        (tmp_path / "overrides/sitemap.xml").write_text("{% if %}")
        status, text = get(address + "sitemap.xml")
        assert status == 500
        assert "overrides/sitemap.xml:1: Expected an expression" in text
        (tmp_path / "overrides/sitemap.xml").write_text("")
        assert get(address + "sitemap.xml")[0] == 404, "as in a build, which writes none"


def test_a_strict_preview_names_what_is_wrong_and_where(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "mkdocs.yml").write_text(
        "site_name: T\ntheme: {name: material, font: false}\nplugins: [search, trellis]\n"
    )
    (tmp_path / "docs/index.md").write_text("# Home\n\n[[a]]\n")
    (tmp_path / "docs/a.md").write_text("# A\n\nWords.\n")
    with serving("mkdocs", "serve", "--livereload", "--strict", cwd=tmp_path) as address:
        (tmp_path / "docs/a.md").write_text("# A\n\nTo [[nowhere]].\n")
        page = get(address + "a/")[1]
        assert 'role="alert"' in page
        assert "a.md:3:4: [[nowhere]] is not the name of any file in the vault" in page
        (tmp_path / "docs/a.md").write_text("# A\n\nTo [[index]].\n")
        assert 'role="alert"' not in get(address + "a/")[1]


@pytest.mark.parametrize(
    ("place", "said"), [("graph/topics/ring-0/", "6 notes that link"), ("graph/wanted/", "wanted by 1 note")]
)
def test_a_page_of_the_graph_comes_back_when_the_note_in_its_place_is_deleted(
    tmp_path: Path, place: str, said: str
) -> None:
    (tmp_path / "index.md").write_text("# Home\n\n[[nobody]]\n")
    for i in range(6):
        (tmp_path / f"ring-{i}.md").write_text(" ".join(f"[[ring-{j}]]" for j in range(6)))
    with serving("trellis.cli", "serve", tmp_path, cwd=tmp_path) as address:
        page = address + place
        assert get(page)[0] == 200
        note = tmp_path / f"{place.rstrip('/')}.md"
        note.parent.mkdir(parents=True)
        note.write_text("# Mine\n")
        eventually(lambda: ">Mine</h1>" in get(page)[1])
        note.unlink()
        eventually(lambda: answers(page) and said in get(page)[1])
