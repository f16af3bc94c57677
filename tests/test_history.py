"""How a vault grew, read from real repositories, and what a hostile one may not do."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from trellis.history import Growth, Month, NoGrowth, read_growth

pytestmark = pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")

WHO = {
    f"GIT_{role}_{what}": value
    for role in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "A"), ("EMAIL", "a@example.org"))
}


@pytest.fixture(autouse=True)
def _no_configuration(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")


def git(folder: Path, *arguments: str, date: str = "2024-01-05T12:00:00Z") -> str:
    env = {**os.environ, **WHO, "GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date}
    command = ["git", "-c", "init.defaultBranch=main", "-c", "protocol.file.allow=always", *arguments]
    return subprocess.run(command, cwd=folder, env=env, check=True, capture_output=True, text=True).stdout


def commit(folder: Path, date: str, files: Mapping[str, str | None]) -> None:
    """Commits *files* with these texts; those with none are removed."""
    for name, text in files.items():
        file = folder / name
        if text is None:
            file.unlink()
        else:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "--allow-empty", "-m", "x", date=f"{date}T12:00:00Z")


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    folder = tmp_path / "repo"
    folder.mkdir()
    git(folder, "init", "-q")
    return folder


def rows(growth: Growth | NoGrowth) -> list[tuple[str, int, int]]:
    assert isinstance(growth, Growth), growth
    return [(f"{month.year}-{month.month:02}", month.notes, month.added) for month in growth.months]


def reason(growth: Growth | NoGrowth) -> str:
    assert isinstance(growth, NoGrowth), growth
    return growth.reason


def test_months_without_a_commit_are_not_left_out(repo: Path) -> None:
    commit(repo, "2023-10-01", {"README.txt": "x"})
    commit(repo, "2023-11-02", {"a.md": "a", "b.md": "b", "c.txt": "", ".obsidian/x.md": "x"})
    commit(repo, "2023-11-20", {"a.md": "other words", "d/e.md": "e"})
    commit(repo, "2024-02-01", {"b.md": None, "f.md": "f"})
    commit(repo, "2024-03-01", {"a.md": "more"})
    commit(repo, "2024-04-01", {"b.md": "again"})
    expected = [
        ("2023-11", 3, 3),
        ("2023-12", 3, 0),
        ("2024-01", 3, 0),
        ("2024-02", 3, 1),
        ("2024-03", 3, 0),
        ("2024-04", 4, 0),
    ]
    # A commit that brings and takes no note need not be told of; that of March stands between two that do.
    assert rows(read_growth(repo)) == expected
    assert read_growth(repo).months[0] == Month(2023, 11, 3, 3)  # type: ignore[union-attr]


def test_only_the_folder_of_the_vault_counts(repo: Path) -> None:
    commit(repo, "2024-01-01", {"other.md": "x", "content/a.md": "a"})
    commit(repo, "2024-02-01", {"more.md": "x"})
    commit(repo, "2024-03-01", {"content/b/c.md": "a"})
    assert rows(read_growth(repo / "content")) == [("2024-01", 1, 1), ("2024-02", 1, 0), ("2024-03", 2, 1)]


def test_notes_come_when_they_are_merged(repo: Path) -> None:
    commit(repo, "2024-01-01", {"a.md": "a"})
    git(repo, "checkout", "-q", "-b", "side")
    commit(repo, "2024-01-02", {"b.md": "b", "c.md": "c"})
    git(repo, "checkout", "-q", "main")
    commit(repo, "2024-01-03", {"b.md": "b", "d.md": "d"})
    git(repo, "merge", "-q", "--no-ff", "-m", "merge", "side", date="2024-03-01T12:00:00Z")
    assert rows(read_growth(repo)) == [("2024-01", 3, 3), ("2024-02", 3, 0), ("2024-03", 4, 1)]


def test_a_wrong_clock_changes_little(repo: Path) -> None:
    commit(repo, "2024-01-01", {"a.md": "a"})
    commit(repo, "1990-01-01", {"b.md": "b"})
    commit(repo, "2024-02-01", {"c.md": "c"})
    commit(repo, "2077-01-01", {"d.md": "d"})
    commit(repo, "2024-02-03", {"e.md": "e"})
    assert rows(read_growth(repo)) == [("2024-01", 2, 2), ("2024-02", 5, 3)]


def test_names_of_any_kind(repo: Path) -> None:
    names = ["A.md", "é ü.md", 'q"uo\\te.md', "D", "A", "new\nline.md", "\n1700000000.md", "1700000000", "a\tb.md"]
    commit(repo, "2024-01-01", dict.fromkeys(names, "x"))
    with (repo / os.fsdecode(b"\xff.md")).open("w") as file:
        file.write("x")
    git(repo, "add", "-A")
    git(repo, "commit", "-qm", "A\nD")
    assert rows(read_growth(repo))[-1][1] == 7


def test_one_commit_gives_one_month(repo: Path) -> None:
    commit(repo, "2024-01-01", {"a.md": "a"})
    assert rows(read_growth(repo)) == [("2024-01", 1, 1)]


def test_a_shallow_clone_is_said_to_be_a_part(repo: Path, tmp_path: Path) -> None:
    commit(repo, "2024-01-01", {"a.md": "a", "b.md": "b"})
    commit(repo, "2024-02-01", {"c.md": "c"})
    git(tmp_path, "clone", "-q", "--depth=1", repo.as_uri(), "shallow")
    found = read_growth(tmp_path / "shallow")
    assert rows(found) == [("2024-02", 3, 3)]
    assert isinstance(found, Growth)
    assert found.is_part
    assert not read_growth(repo).is_part  # type: ignore[union-attr]


def test_why_there_is_no_history(repo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = tmp_path / "plain"
    plain.mkdir()
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    assert reason(read_growth(plain)) == "the folder is in no git repository"
    assert reason(read_growth(repo)) == "the repository has no commits yet"
    commit(repo, "2024-01-01", {"a.txt": "a"})
    (repo / "new.md").write_text("x")
    assert reason(read_growth(repo)) == "no note of this folder has been committed yet"
    assert reason(read_growth(tmp_path / "not there")).startswith("git cannot be run: ")
    commit(repo, "2024-01-01", {"a.md": "a"})
    assert reason(read_growth(repo, patience=1e-9)).startswith("git took more than ")
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    monkeypatch.setattr("trellis.git._is_kept", lambda name: True)
    assert "does not trust the folder" in reason(read_growth(repo))
    monkeypatch.setenv("PATH", "")
    assert reason(read_growth(repo)) == "git is not installed"


def test_a_broken_repository_is_no_reason_to_fail(repo: Path) -> None:
    commit(repo, "2024-01-01", {"a.md": "a"})
    shutil.rmtree(repo / ".git/objects")
    (repo / ".git/objects").mkdir()
    assert reason(read_growth(repo)).startswith("git could not read the history: ")


def program(folder: Path, name: str) -> tuple[Path, Path]:
    """A program and the file it leaves behind when it is run."""
    trace, script = folder / f"{name} was run", folder / f"{name}.sh"
    script.write_text(f'#!/bin/sh\ntouch "{trace}"\nexit 1\n', "utf-8")
    script.chmod(0o755)
    return script, trace


def test_no_program_that_a_repository_names_is_run(repo: Path, tmp_path: Path) -> None:
    script, trace = program(tmp_path, "evil")
    (repo / ".gitattributes").write_text("*.md diff=evil filter=evil\n")
    commit(repo, "2024-01-01", {"a.md": "a"})
    commit(repo, "2024-01-02", {"a.md": "b", "b.md": "c"})
    signed = git(repo, "cat-file", "commit", "HEAD").replace(
        "\n\n", "\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----\n\n", 1
    )
    (tmp_path / "signed").write_text(signed)
    git(repo, "update-ref", "HEAD", git(repo, "hash-object", "-t", "commit", "-w", str(tmp_path / "signed")).strip())
    hooks = repo / ".git/hooks"
    shutil.rmtree(hooks, ignore_errors=True)
    hooks.mkdir()
    for hook in ("post-index-change", "fsmonitor-watchman", "reference-transaction", "post-checkout"):
        shutil.copy(script, hooks / hook)
    for key in (
        "core.fsmonitor",
        "core.pager",
        "pager.log",
        "core.editor",
        "core.askPass",
        "core.sshCommand",
        "core.gitProxy",
        "core.alternateRefsCommand",
        "credential.helper",
        "diff.external",
        "diff.evil.command",
        "diff.evil.textconv",
        "filter.evil.clean",
        "filter.evil.smudge",
        "filter.evil.process",
        "gpg.program",
        "gpg.openpgp.program",
        "alias.log",
        "alias.rev-parse",
    ):
        git(repo, "config", key, f"!{script}" if key.startswith("alias") else str(script))
    git(repo, "config", "log.showSignature", "true")
    git(repo, "config", "core.hooksPath", str(hooks))
    git(repo, "config", "diff.trustExitCode", "true")
    git(repo, "config", "log.diffMerges", "remerge")
    assert not trace.exists()
    assert rows(read_growth(repo)) == [("2024-01", 2, 2)]
    assert not trace.exists()
    # The program is one that would be run: a plain `git log` does.
    subprocess.run(["git", "log"], cwd=repo, check=False, capture_output=True, stdin=subprocess.DEVNULL)
    assert trace.exists()


def test_a_folder_that_looks_like_a_repository_is_none(repo: Path, tmp_path: Path) -> None:
    """A pull request cannot bring a folder `.git`, but all that is in one."""
    script, trace = program(tmp_path, "evil")
    commit(repo, "2024-01-01", {"vault/a.md": "a"})
    vault = repo / "vault"
    git(vault, "init", "-q", "--bare", ".")
    git(vault, "--git-dir=.", "config", "core.fsmonitor", str(script))
    assert reason(read_growth(vault)) == "the folder is in no git repository"
    assert not trace.exists()


def test_nothing_is_fetched(repo: Path, tmp_path: Path) -> None:
    script, trace = program(tmp_path, "evil")
    commit(repo, "2024-01-01", {"a.md": "a"})
    commit(repo, "2024-02-01", {"b/b.md": "b"})
    git(repo, "config", "uploadpack.allowFilter", "true")
    git(repo, "config", "uploadpack.allowAnySHA1InWant", "true")
    git(tmp_path, "clone", "-q", "--filter=tree:0", "--no-checkout", repo.as_uri(), "partial")
    partial = tmp_path / "partial"
    git(partial, "config", "remote.origin.uploadpack", str(script))
    git(partial, "config", "protocol.file.allow", "always")
    git(partial, "config", "protocol.ext.allow", "always")
    assert "history" in reason(read_growth(partial))
    git(partial, "config", "remote.origin.url", f"ext::{script}")
    assert "history" in reason(read_growth(partial))
    assert not trace.exists()
