"""The benchmark: what it times, what it says of tools that are not there or fail, and what it writes."""

from __future__ import annotations

import ast
import doctest
import json
import os
import platform
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree as ET

import pytest

import bench_check
import bench_plot
import bench_previews
import bench_processes
import bench_report
import bench_tools
import benchmark
import peers
import vaultmaker
from bench_builds import Run, build, check_pages
from bench_previews import Preview, preview
from bench_report import Report, Row
from bench_tools import Tool
from bench_turns import compare
from bootstrap import ScriptError
from conftest import trellis
from trellis.svg import is_picture

ROOT = Path(__file__).resolve().parent.parent

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the benchmark needs what Windows does not tell of processes")

STUB = f"""#!{sys.executable}
# A Quartz that makes a page of each note, and serves them; with BUSY it takes that many seconds.
import html, http.server, os, pathlib, sys, time
arguments = dict(zip(sys.argv[2::1], [*sys.argv[3:], ""]))
vault, out = pathlib.Path(arguments["--directory"]), pathlib.Path(arguments["--output"])
time.sleep(float(os.environ.get("BUSY", "0")))
if os.environ.get("FAULT"):
    sys.exit("/home/somebody/secret: " + os.environ["FAULT"])
out.mkdir(exist_ok=True)
for note in list(vault.rglob("*.md"))[int(os.environ.get("LESS", "0")):]:
    (out / f"{{note.stem}}.html").write_text(html.escape(note.read_text()))
class Pages(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        name = self.path.strip("/").replace("-", " ") or "index"
        notes = [note for note in vault.rglob("*.md") if note.stem == name]
        self.send_response(200 if notes else 404)
        self.end_headers()
        if notes and not os.environ.get("BLIND"):
            self.wfile.write(notes[0].read_bytes())
if "--serve" in arguments:
    http.server.HTTPServer(("127.0.0.1", int(arguments["--port"])), Pages).serve_forever()
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout of Quartz, as far as anyone can tell."""
    folder = tmp_path / "a checkout"
    (folder / "node_modules").mkdir(parents=True)
    (folder / "package.json").write_text('{"version": "4.5.6"}')
    program = folder / peers.QUARTZ
    program.parent.mkdir()
    program.write_text(STUB)
    program.chmod(0o755)
    return folder


@pytest.fixture
def quartz(checkout: Path) -> Tool:
    found = bench_tools.find_quartz(checkout)
    assert isinstance(found, Tool), found
    return found


@pytest.fixture
def place(tmp_path: Path) -> Path:
    folder = tmp_path / "place"
    vaultmaker.make_vault(folder / "vault", 4, size=200)
    return folder


@pytest.fixture
def _hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench_previews, "_REST", 0.0)
    monkeypatch.setattr(bench_previews, "_PAUSE", (0.0, 0.01))


def report() -> Report:
    rows = [
        Row(notes, tool, {kind: [Run(t * notes, t, 50)] for kind in ("cold", "warm", "edit")}, shown)
        for notes in (100, 1_000)
        for tool, t, shown in (("trellis", 0.01, Preview(1, [0.1, 0.2, 0.3], 50, 60)), ("a <b>", 0.025, None))
    ]
    return Report(rows, {"trellis": "1", "a <b>": "2"}, {"trellis": "Ours.", "a <b>": "B."}, {"quartz": "no"}, "x", "y")


@pytest.mark.parametrize("module", [bench_plot, bench_previews, bench_report, peers, vaultmaker])
def test_the_examples_in_the_scripts_hold(module: ModuleType) -> None:
    found = doctest.testmod(module)
    assert found.attempted
    assert not found.failed


# Vaults


def test_a_seed_makes_the_same_vault_every_time_and_another_one_another(tmp_path: Path) -> None:
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        vaultmaker.make_vault(tmp_path / name, 30, seed=seed)
    texts = [[file.read_text() for file in sorted((tmp_path / name).glob("*.md"))] for name in "abc"]
    assert texts[0] == texts[1] != texts[2]


def test_notes_are_as_long_as_asked_and_may_lie_in_folders(tmp_path: Path) -> None:
    vaultmaker.make_vault(tmp_path / "vault", 120, size=8_000, folders=True)
    assert {folder.name for folder in (tmp_path / "vault").iterdir()} == {"index.md", "part 0", "part 1"}
    assert all(8_000 <= file.stat().st_size < 10_000 for file in (tmp_path / "vault").glob("part */*.md"))


def test_few_notes_are_linked_to_by_many() -> None:
    text = "".join(vaultmaker.note(number, 1_000, 1, 4_000) for number in range(300))
    links = Counter(re.findall(r"\[\[Note (\d+) on ", text))
    assert sum(links[str(number)] for number in range(10)) > 0.25 * links.total()
    assert len(links) > 200


# Which tools there are


def test_a_tool_that_is_not_there_is_named_with_the_reason(tmp_path: Path) -> None:
    bridge = next(peer for peer in peers.PEERS if peer.name == "obsidian-bridge")
    assert "no program `mkdocs`" in str(bench_tools.find(bridge, [tmp_path]))
    beside = bench_tools.find(bridge, [Path(sys.executable).parent])
    assert beside == "mkdocs-obsidian-bridge and obsidian-callouts not installed beside any `mkdocs`"


def test_a_tool_is_taken_from_the_first_folder_that_has_all_of_it(tmp_path: Path) -> None:
    (tmp_path / "mkdocs").write_text("#!/bin/sh\n")
    (tmp_path / "mkdocs").chmod(0o755)
    found = bench_tools.find(peers.PEERS[0], [tmp_path, Path(sys.executable).parent])
    assert isinstance(found, Tool)
    assert found.program.parent == Path(sys.executable).parent
    assert re.search(r"mkdocs-trellis \d.*mkdocs-material \d.*Python 3", found.version)


def test_the_version_of_a_program_is_asked_of_it(tmp_path: Path) -> None:
    (tmp_path / "hugo").write_text('#!/bin/sh\n[ "$1" = version ] && echo "hugo v0.168.0-e27a+extended linux/amd64"\n')
    (tmp_path / "hugo").chmod(0o755)
    hugo = next(peer for peer in peers.PEERS if peer.name == "hugo")
    found = bench_tools.find(hugo, [tmp_path])
    assert isinstance(found, Tool)
    assert found.version == "hugo 0.168.0"


def test_quartz_needs_a_whole_checkout(checkout: Path, tmp_path: Path) -> None:
    assert "no checkout named by --quartz" in str(bench_tools.find_quartz(None))
    assert "name a checkout of Quartz" in str(bench_tools.find_quartz(tmp_path))
    (checkout / "node_modules").rmdir()
    assert "run `npm ci`" in str(bench_tools.find_quartz(checkout))


def test_quartz_is_found_with_its_version(quartz: Tool, checkout: Path) -> None:
    assert quartz.version == "quartz 4.5.6"
    assert quartz.folder == checkout


# Builds


def test_a_build_is_timed_with_its_processor_and_its_memory(
    quartz: Tool, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BUSY", "0.3")
    ours = b"not what the tool needs" * 10_000_000
    run = build(quartz, place, "cold", 0, 30)
    assert ours
    assert 0.3 < run.wall < 10
    assert 0 < run.cpu < run.wall
    assert 5 < run.memory < 200
    check_pages(quartz, place, 5)


def test_a_cold_build_finds_nothing_of_the_last_one_and_an_edit_changes_one_note(quartz: Tool, place: Path) -> None:
    build(quartz, place, "cold", 0, 30)
    (place / "out" / "old.html").touch()
    build(quartz, place, "warm", 0, 30)
    assert (place / "out" / "old.html").exists()
    before = {file: file.read_text() for file in place.glob("vault/*.md")}
    build(quartz, place, "edit", 7, 30)
    changed = [file for file, text in before.items() if file.read_text() != text]
    assert len(changed) == 1
    assert "Edited 7 times" in (place / "out" / f"{changed[0].stem}.html").read_text()
    build(quartz, place, "cold", 0, 30)
    assert not (place / "out" / "old.html").exists()


def test_what_ours_keeps_is_cleared_by_its_own_command(tmp_path: Path, place: Path) -> None:
    ours = bench_tools.find(peers.PEERS[0], [Path(sys.executable).parent])
    assert isinstance(ours, Tool)
    for program in ("mkdocs", "trellis"):
        script = f'#!/bin/sh\necho {program} "$@" >> said\nmkdir -p out .cache/kept\n'
        (tmp_path / program).write_text(script)
        (tmp_path / program).chmod(0o755)
    tool = Tool(ours.peer, tmp_path / "mkdocs", "")
    for kind in ("cold", "warm", "cold"):
        build(tool, place, kind, 0, 30)
    lines = (place / "said").read_text().splitlines()
    assert lines == ["mkdocs build -q", "mkdocs build -q", "trellis cache clear vault", "mkdocs build -q"]


def test_a_build_that_takes_too_long_is_ended_with_all_it_started(place: Path, tmp_path: Path) -> None:
    (tmp_path / "slow").write_text(f"#!/bin/sh\nsleep 60 &\necho $! > {place}/child\nwait\n")
    (tmp_path / "slow").chmod(0o755)
    with pytest.raises(ScriptError, match="stopped after 1 s; --limit gives it longer"):
        build(Tool(peers.QUARTZ_PEER, tmp_path / "slow", ""), place, "warm", 0, 1)
    child = int((place / "child").read_text())
    until = time.monotonic() + 5
    while time.monotonic() < until and _runs(child):
        time.sleep(0.02)
    assert not _runs(child)


def _runs(process: int) -> bool:
    done = subprocess.run(["ps", "-o", "stat=", "-p", str(process)], capture_output=True, text=True, check=False)
    return done.stdout.strip() not in {"", "Z"}


def test_programs_are_timed_as_they_run_where_they_are_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with tempfile.TemporaryFile() as said:
        code = f"import sys; print(sys.dont_write_bytecode, {str(tmp_path)!r} in sys.path)"
        bench_processes.start([sys.executable, "-c", code], cwd=tmp_path, place=tmp_path, said=said).wait()
        assert bench_processes.last_words(said) == "False False"


def held_by(code: str) -> float:
    """The memory in MB of a program and its children, once it says a line."""
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, start_new_session=True) as process:
        assert process.stdout
        process.stdout.readline()
        held = bench_processes.memory(process.pid)
        os.killpg(process.pid, signal.SIGKILL)
    return held


def test_memory_counts_the_children_too() -> None:
    hold = "import time; x = bytearray(60_000_000); print(1, flush=True); time.sleep(60)"
    code = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {hold!r}])"
    assert 60 < held_by(code) < 150


def test_memory_that_processes_share_counts_once() -> None:
    if not Path("/proc/self/smaps_rollup").exists():
        pytest.skip("this system does not tell what processes share")
    code = "import os, time; x = b'x' * 60_000_000; os.fork() and print(1, flush=True); time.sleep(60)"
    assert 60 < held_by(code) < 100


def test_both_ways_of_asking_for_memory_agree() -> None:
    if not Path("/proc/self/stat").exists():
        pytest.skip("there is one way only")
    by_proc, by_ps = bench_processes._from_proc()[os.getpid()], bench_processes._from_ps()[os.getpid()]
    assert by_proc[0] == by_ps[0] == os.getppid()
    assert by_proc[1] == pytest.approx(by_ps[1], rel=0.1)


def test_a_tool_that_fails_is_noted_without_places_of_this_machine(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FAULT", "out of cheese")
    rows, absent = turns(checkout)
    assert rows == []
    assert absent == {"quartz": "from 3 notes on: quartz failed with exit code 1"}
    assert "out of cheese" in capsys.readouterr().err


def test_a_site_with_too_few_pages_is_not_counted(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LESS", "1")
    rows, absent = turns(checkout)
    assert rows == []
    assert "made 3 pages of 4 notes" in absent["quartz"]


def test_the_turns_give_a_row_with_all_runs(checkout: Path) -> None:
    (row,), absent = turns(checkout)
    assert (row.notes, row.tool, row.preview, absent) == (3, "quartz", None, {})
    assert {kind: len(runs) for kind, runs in row.runs.items()} == {"cold": 2, "warm": 2, "edit": 2}


def test_a_vault_that_cannot_be_copied_is_told(checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("shutil.copytree", full)
    with pytest.raises(ScriptError, match="No space left on device; the environment variable TMPDIR"):
        turns(checkout, "--vault", str(tmp_path))


def turns(checkout: Path, *more: str) -> tuple[list[Row], dict[str, str]]:
    arguments = [*more, "--sizes", "3", "--length", "300", "--runs", "2", "--edits", "0", "--quartz", str(checkout)]
    tool = bench_tools.find_quartz(checkout)
    assert isinstance(tool, Tool)
    absent: dict[str, str] = {}
    return list(compare(benchmark.parse(arguments), 3, [tool], absent)), absent


# Previews


def test_memory_is_looked_at_once_nothing_more_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench_previews, "_REST", 2.0)
    code = "import time; time.sleep(0.7); x = bytearray(90_000_000); time.sleep(0.7); del x; time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", code], start_new_session=True) as process:
        began = time.monotonic()
        assert bench_previews.memory_at_rest(process.pid) < 60
        assert time.monotonic() - began > 3
        os.killpg(process.pid, signal.SIGKILL)


@pytest.mark.usefixtures("_hurried")
def test_a_preview_is_timed_from_each_edit_to_its_page(quartz: Tool, place: Path) -> None:
    found = preview(quartz, place, 6, 20)
    assert 0 < found.ready < 20
    assert len(found.edits) == 6
    assert 0 < min(found.edits) <= found.percentile(0.5) <= found.percentile(0.95) == max(found.edits)
    assert found.before > 5
    assert found.after > 5
    assert sum(file.read_text().count("edited") for file in place.glob("vault/*.md")) == 6


@pytest.mark.usefixtures("_hurried")
@pytest.mark.parametrize(
    ("variable", "value", "words"),
    [
        ("FAULT", "no such port", "ended by itself: .*no such port"),
        ("BUSY", "60", "answered nothing at / for 1 s; --limit gives it longer"),
        ("BLIND", "1", "did not show an edit at /Note-.* for 1 s"),
    ],
)
def test_a_preview_that_fails_is_told_in_one_sentence(
    quartz: Tool, place: Path, monkeypatch: pytest.MonkeyPatch, variable: str, value: str, words: str
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(ScriptError, match=f"^the preview of quartz {words}"):
        preview(quartz, place, 2, 1)


# The table, the note and the picture


def test_the_table_has_ratios_and_names_what_is_absent() -> None:
    lines = list(bench_report.table(report()))
    widths = {line.count("|") for line in lines if line.startswith("|")}
    assert widths == {10}
    assert "| 1,000 | a <b> | 25.0 (× 2.50), CPU 0.025 (× 2.50)" in lines[5]
    assert "| 50 | – | – | – |" in lines[5]
    assert "| 1.00 (× 1.00) | 0.20 (× 1.00), 95 %: 0.30 | 50 → 60 |" in lines[2]
    assert lines[-1] == "- quartz: no."


def test_readers_get_three_narrow_tables() -> None:
    lines = list(bench_report.for_readers(list(bench_report.table(report()))))
    assert [line.count("|") for line in lines if line.startswith("| 1,000")] == [7, 7, 6, 6, 6, 6]
    assert any(line.startswith("| 1,000 | a <b> | 25.0\N{NO-BREAK SPACE}(×\N{NO-BREAK SPACE}2.50) |") for line in lines)
    assert any(
        line.startswith("| 1,000 | a <b> | 0.025\N{NO-BREAK SPACE}(×\N{NO-BREAK SPACE}2.50) |") for line in lines
    )
    assert lines[-1] == "- quartz: no."


def test_without_ours_there_are_no_ratios() -> None:
    alone = report()
    lines = bench_report.table(Report(alone.rows[1::2], {}, {}, {}, "", ""))
    assert not any("×" in line for line in lines)


def test_a_new_note_has_the_properties_of_the_one_in_the_wiki() -> None:
    new = bench_report.note(report(), "times.svg")
    old = (ROOT / "content" / "help" / "how_long_builds_take.md").read_text(encoding="utf-8")
    assert new.split("---\n")[1] == old.split("---\n")[1]
    assert "\n\n\n" not in new


def test_the_note_is_a_note_without_fault(tmp_path: Path) -> None:
    text = bench_report.note(report(), "times.svg")
    (tmp_path / "times.md").write_text(text)
    (tmp_path / "times.svg").write_text(bench_plot.plot({"trellis": [(1, 1)]}, "T", "x"))
    result = trellis("check", tmp_path, "--strict")
    assert result.returncode == 0, result.stdout
    assert "![[times.svg|Seconds of" in text
    assert f"{os.cpu_count()} cores" in text
    assert platform.node() not in re.split(r"\W+", text)
    assert str(ROOT) not in text


def test_the_picture_is_only_a_picture_with_a_title_and_a_line_for_each_tool() -> None:
    drawn = bench_plot.plot(bench_report.lines_of(report().rows, "cold"), "A cold build", 'of "x" & <y>')
    assert is_picture(drawn.encode())
    root = ET.fromstring(drawn)
    title, description = root.find("{*}title"), root.find("{*}desc")
    assert title is not None
    assert description is not None
    assert title.text == "A cold build: seconds against notes"
    assert 'of "x" & <y>' in (description.text or "")
    texts = [element.text for element in root.iter("{http://www.w3.org/2000/svg}text")]
    assert {"trellis", "a <b>", "100", "1,000"} <= set(texts)
    assert len(list(root.iter("{http://www.w3.org/2000/svg}circle"))) == 4


def test_a_line_of_the_picture_rises_with_the_time() -> None:
    drawn = bench_plot.plot({"a": [(10, 1), (100, 10), (1_000, 100)]}, "T", "x")
    points = re.search(r"M([\d.]+) ([\d.]+)L([\d.]+) ([\d.]+)L([\d.]+) ([\d.]+)", drawn)
    assert points
    x1, y1, x2, y2, x3, y3 = map(float, points.groups())
    assert x1 < x2 < x3
    assert y1 > y2 > y3
    assert x2 - x1 == pytest.approx(x3 - x2, abs=0.2)


@pytest.mark.parametrize("line", [[(100, 0)], [(100, 0), (200, 1e-9)], [(1, 1e6)]])
def test_odd_times_can_be_drawn(line: list[tuple[float, float]]) -> None:
    assert is_picture(bench_plot.plot({"a": line, "b": line}, "T", "x").encode())


def test_labels_do_not_overlap_and_stay_in_the_picture() -> None:
    wanted = {str(number): place for number, place in enumerate([0, 1, 2, 3, 200, 201, 210, 399, 400, 400])}
    places = sorted(bench_plot.spread(wanted, 0, 400).values())
    assert all(b - a >= bench_plot.LABEL - 0.2 for a, b in pairwise(places))
    assert places[0] >= 0
    assert places[-1] <= 400


# The check


def baseline(**ratios: float) -> bench_check.Baseline:
    return bench_check.Baseline("3.11", {name: bench_check.Bound(ratio, 0.1) for name, ratio in ratios.items()})


def test_the_check_says_what_got_slower_and_by_how_much() -> None:
    expected = baseline(compile=2, growth=4)
    assert bench_check.slower({"compile": 2.19, "growth": 1}, expected) == []
    (line,) = bench_check.slower({"compile": 2.5, "growth": 4}, expected)
    assert line.startswith("compile got slower: compiling ")
    assert "is 2.50, 25% more than the 2.00 of bench_baseline.json" in line
    assert "--check --update" in line


def test_the_committed_baseline_can_be_read() -> None:
    assert bench_check.read(bench_check.BASELINE).bounds.keys() == bench_check.MEANING.keys()


@pytest.mark.parametrize("text", [None, "", "[]", '{"python": "3.11"}', '{"python": "3.11", "bounds": {}}'])
def test_a_broken_baseline_is_told_in_one_sentence(tmp_path: Path, text: str | None) -> None:
    file = tmp_path / "bench_baseline.json"
    if text is not None:
        file.write_text(text)
    with pytest.raises(ScriptError, match=r"^scripts/bench_baseline.json .*; take it back from Git$"):
        bench_check.read(file)


def checked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, factor: float, *arguments: str) -> int:
    """The exit code of the check, where everything but the yardstick takes *factor* times as long as it should."""
    seconds = {
        "yardstick": 1.0,
        "compile": 2 * factor,
        "link": 3 * factor,
        "pages": 4 * factor,
        "large pages": 8.0,
        "warm": 1.0,
    }
    monkeypatch.setattr(bench_check, "prepare", lambda _: {})
    monkeypatch.setattr(bench_check, "_measure", lambda _, best: best.update(seconds))
    monkeypatch.setattr(bench_check, "BASELINE", tmp_path / "bench_baseline.json")
    if not bench_check.BASELINE.exists():
        expected = bench_check.ratios(seconds | {"compile": 2, "link": 3, "pages": 4})
        bounds = {name: {"ratio": ratio, "tolerance": 0.1} for name, ratio in expected.items()}
        bench_check.BASELINE.write_text(json.dumps({"python": "3.11", "bounds": bounds}))
    return bench_check.main(arguments)


def test_the_check_fails_until_it_is_updated(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert checked(monkeypatch, tmp_path, 1) == 0
    assert checked(monkeypatch, tmp_path, 1.3) == 1
    assert capsys.readouterr().err.count("got slower") == 3
    assert checked(monkeypatch, tmp_path, 1.3, "--update") == 0
    assert checked(monkeypatch, tmp_path, 1.3) == 0
    assert {bound.tolerance for bound in bench_check.read(bench_check.BASELINE).bounds.values()} == {0.1}


def test_the_tasks_of_the_check_run(tmp_path: Path) -> None:
    code = (
        "import sys, pathlib, bench_check\n"
        "bench_check.SMALL, bench_check.LARGE, bench_check.ROUNDS = 40, 80, 1\n"
        "best = {}\n"
        "bench_check._measure(bench_check.prepare(pathlib.Path(sys.argv[1])), best)\n"
        "print(sorted(bench_check.ratios(best)))\n"
    )
    variables = os.environ | {"PYTHONPATH": str(ROOT / "scripts")}
    command = [sys.executable, "-c", code, str(tmp_path)]
    result = subprocess.run(command, env=variables, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    assert result.stdout.strip() == str(sorted(bench_check.MEANING))


# The command


def test_what_runs_first_is_executable_and_readable_for_old_pythons() -> None:
    assert os.access(ROOT / "scripts" / "bench", os.X_OK)
    ast.parse((ROOT / "scripts" / "bench").read_text(encoding="utf-8"), feature_version=(3, 6))


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--tools", "jekyll"], "invalid choice: 'jekyll'"),
        (["--sizes", "0"], "0: write a whole number, 1 or more"),
        (["--sizes", "many"], "invalid whole number value: 'many'"),
        (["--update"], "--update belongs to --check"),
        (["--plot", "times.png"], "must end in .svg"),
        (["--note", "times"], "must end in .md"),
    ],
)
def test_options_that_make_no_sense_are_told(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        benchmark.parse(arguments)
    assert ended.value.code == 2
    assert words in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--vault", "nowhere"], "--vault nowhere: there is no such folder"),
        (["--peers", "nowhere"], "--peers nowhere: there is no such folder"),
        (["--vault", "empty"], "--vault empty: holds no note"),
        (["--note", "nowhere/x.md"], "--json|--plot nowhere/x.svg: there is no folder nowhere; make it first"),
    ],
)
def test_places_that_are_not_there_are_told_before_anything_is_measured(
    arguments: list[str], words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    with pytest.raises(ScriptError, match=words):
        benchmark.require_places(benchmark.parse(arguments))


def test_the_plot_of_a_note_lies_beside_it() -> None:
    assert benchmark.parse(["--note", "a/times.md"]).plot == Path("a/times.svg")
    assert benchmark.parse(["--note", "a/times.md", "--plot", "b.svg"]).plot == Path("b.svg")


def test_the_command_that_repeats_it_names_no_place_of_this_machine() -> None:
    arguments = [
        "--peers",
        "/home/me/bin",
        "--quartz",
        "/home/me/q",
        "--folders",
        "--tools",
        "hugo",
        "material, pruned",
    ]
    said = benchmark.repeat(benchmark.parse(arguments))
    assert "/home" not in said
    assert said.startswith("./scripts/bench --sizes 100 1000 --length 4000 --seed 1 --folders --runs 5 --edits 50 ")
    assert said.endswith('--tools hugo "material, pruned" --peers FOLDER --quartz FOLDER')


@pytest.mark.usefixtures("_hurried")
def test_everything_is_written(
    checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(benchmark, "ensure", lambda _: None)
    files = ["--json", str(tmp_path / "all.json"), "--note", str(tmp_path / "times.md")]
    sizes = ["--sizes", "5", "3", "--length", "200", "--runs", "1", "--edits", "2"]
    assert benchmark.main([*sizes, "--tools", "quartz", "hugo", "--quartz", str(checkout), *files]) == 0
    rows = json.loads((tmp_path / "all.json").read_text())["rows"]
    assert [row["notes"] for row in rows if row["tool"] == "quartz"] == [3, 5]
    assert len(rows[0]["preview"]["edits"]) == 2
    assert "| 3 | quartz | " in capsys.readouterr().out
    assert "![[times.svg|Seconds of" in (tmp_path / "times.md").read_text()
    assert is_picture((tmp_path / "times.svg").read_bytes())
