"""The wheel: what a user gets who installs `mkdocs-trellis`."""

import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from conftest import ROOT
from hatch_build import build_client


def built(target: str, root: Path, out: Path) -> Path:
    """What `hatchling` makes of the project at *root*, where no package can be fetched: nothing is missing."""
    command = [sys.executable, "-m", "hatchling", "build", "--target", target, "--directory", str(out)]
    offline = {**os.environ, "npm_config_registry": "http://127.0.0.1:9", "npm_config_fetch_retries": "0"}
    result = subprocess.run(command, cwd=root, check=False, capture_output=True, text=True, env=offline)
    assert result.returncode == 0, result.stderr
    (found,) = out.iterdir()
    return found


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    build_client(ROOT, development=True)
    return built("sdist", ROOT, tmp_path_factory.mktemp("sdist"))


@pytest.fixture(scope="module")
def wheel(sdist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    unpacked = tmp_path_factory.mktemp("unpacked")
    with tarfile.open(sdist) as archive:
        if hasattr(tarfile, "data_filter"):  # from Python 3.11.4 on
            archive.extraction_filter = staticmethod(tarfile.data_filter)
        archive.extractall(unpacked)
    (root,) = unpacked.iterdir()
    return built("wheel", root, tmp_path_factory.mktemp("wheel"))


def test_it_holds_the_whole_package(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    package = ROOT / "plugins/trellis"
    files = {
        f"trellis/{file.relative_to(package).as_posix()}"
        for file in package.rglob("*")
        if file.is_file() and not {"__pycache__", "client", "css"} & set(file.parts)
    }
    assert files <= names
    assert {"trellis/py.typed", "trellis/assets/built/mermaid.js", "trellis/templates/trellis/note.html"} <= files
    assert not [name for name in names if not name.startswith(("trellis/", "mkdocs_trellis-"))]


def test_it_registers_the_plugin_and_the_command(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    (name,) = (name for name in archive.namelist() if name.endswith("entry_points.txt"))
    entries = archive.read(name).decode()
    assert "[console_scripts]\ntrellis = trellis.cli:main" in entries
    assert "[mkdocs.plugins]\ntrellis = trellis.mkdocs.plugin:TrellisPlugin" in entries
