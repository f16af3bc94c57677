"""The wheel: what a user gets who installs `mkdocs-trellis`."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from conftest import ROOT


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(out)]
    result = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    (found,) = out.glob("*.whl")
    return found


def test_it_holds_the_whole_package(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    package = ROOT / "plugins/trellis"
    files = {
        f"trellis/{file.relative_to(package).as_posix()}"
        for file in package.rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }
    assert files <= names
    assert {"trellis/py.typed", "trellis/assets/trellis.css", "trellis/templates/trellis/note.html"} <= files
    assert not [name for name in names if not name.startswith(("trellis/", "mkdocs_trellis-"))]


def test_it_registers_the_plugin_and_the_command(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    (name,) = (name for name in archive.namelist() if name.endswith("entry_points.txt"))
    entries = archive.read(name).decode()
    assert "[console_scripts]\ntrellis = trellis.cli:main" in entries
    assert "[mkdocs.plugins]\ntrellis = trellis.mkdocs.plugin:TrellisPlugin" in entries
