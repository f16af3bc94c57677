"""What was measured, as a table and as a note for readers."""

import os
import platform
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass
from datetime import UTC, datetime

from bench_builds import KINDS, Run
from bench_previews import Preview

OURS = "trellis"

HEAD = "Notes | Tool | Cold | Warm | One edit | Memory | First page | Edit shown | Memory of the preview"
_CPU = ", CPU "
"""Between the time that passed and that of all cores."""

NOTE = """---
title: How long builds take
type: path
aliases: [Benchmark, Build times]
---

These are the times that Trellis and other tools took to make sites of the same notes, measured on {date} by \
`./scripts/bench` on one machine with {machine}. On another machine the seconds differ, the ratios less.

![[{picture}|Seconds of a cold build against notes, with a line for each tool: what is drawn stands in the tables]]

## The table

For every number of notes the tools took turns; shown are medians of {medians}. Of the vaults: {made_of}. Their files \
lay in the memory of the system, as those of a vault in use do.

{table}

## How to read it

Times are in seconds. The number in brackets says how many times ours it is.

- *Cold* is a build from nothing, *warm* one with nothing changed, *one edit* one after a note was changed.
- *Processor time* is what all cores and processes took together.
- *Memory* is the most that all processes of a build held at once, in MB; what several share counts once. It is looked \
at ten times a second, and is no less than what the system says of the largest process.
- *First page* is how long a preview takes to show its home page.
- *Edit shown* is the time from a saved note to its new page over HTTP: the median, and what 95 of 100 edits take at \
most.
- *Memory of the preview* is what its processes hold at rest, in MB, before and after these edits.

## What each tool does

They do not do the same, so a ratio alone says little.

{tools}

## To repeat it

```sh
{command}
```

`--peers` names folders with the programs of other tools, such as the `bin` of a virtual environment, and `--quartz` a \
checkout of Quartz. A tool that is not there is named and passed over.
"""


@dataclass(frozen=True)
class Row:
    """One tool on one vault: its builds by kind, and its preview, where it was timed."""

    notes: int
    tool: str
    runs: dict[str, list[Run]]
    preview: Preview | None = None

    def median(self, kind: str) -> Run:
        """The median of each figure by itself."""
        return Run(*(statistics.median(figures) for figures in zip(*map(astuple, self.runs[kind]), strict=True)))


@dataclass(frozen=True)
class Report:
    """All of one run of the benchmark."""

    rows: list[Row]
    versions: dict[str, str]
    about: dict[str, str]
    """What each tool does, in sentences."""
    absent: dict[str, str]
    """What was not measured, and why."""
    made_of: str
    """What the vaults are, in words that a sentence can go on with."""
    command: str
    """What repeats it."""


def lines_of(rows: Sequence[Row], kind: str) -> dict[str, list[tuple[float, float]]]:
    """Notes and seconds of builds of one *kind*, by tool: what a plot shows."""
    lines: dict[str, list[tuple[float, float]]] = {}
    for row in rows:
        lines.setdefault(row.tool, []).append((row.notes, row.median(kind).wall))
    return lines


def table(report: Report) -> Iterator[str]:
    """The lines of a Markdown table, with what was not measured below."""
    ours = {row.notes: row for row in report.rows if row.tool == OURS}
    yield f"| {HEAD} |"
    yield "| ---: | :--- |" + " ---: |" * 7
    for row in report.rows:
        yield f"| {' | '.join(_cells(row, ours.get(row.notes)))} |"
    if report.absent:
        yield ""
        yield "Not measured:"
        yield ""
        yield from (f"- {name}: {reason}." for name, reason in report.absent.items())


def _cells(row: Row, ours: Row | None) -> Iterator[str]:
    yield f"{row.notes:,}"
    yield row.tool
    for kind in KINDS:
        run, base = row.median(kind), ours.median(kind) if ours else None
        wall, cpu = (base.wall, base.cpu) if base else (0.0, 0.0)
        yield f"{_ratio(run.wall, wall)}{_CPU}{_ratio(run.cpu, cpu)}"
    yield f"{max(row.median(kind).memory for kind in KINDS):.0f}"
    if row.preview is None:
        yield from ["–"] * 3
        return
    base_preview = ours.preview if ours else None
    ready, shown = (base_preview.ready, base_preview.percentile(0.5)) if base_preview else (0.0, 0.0)
    yield _ratio(row.preview.ready, ready)
    yield f"{_ratio(row.preview.percentile(0.5), shown)}, 95 %: {seconds(row.preview.percentile(0.95))}"
    yield f"{row.preview.before:.0f} → {row.preview.after:.0f}"


def for_readers(lines: Sequence[str]) -> Iterator[str]:
    """The *lines* of the table as three narrow ones, of builds, of the time of processors and of previews, and whatever
    comes after them."""
    rows = [[cell.strip() for cell in line.strip("| ").split(" | ")] for line in lines if line.startswith("|")]
    parts = {
        "Builds": [[*row[:2], *(_passed(cell) for cell in row[2:5]), row[5]] for row in rows],
        "Processor time of builds": [[*row[:2], *(_taken(cell) for cell in row[2:5])] for row in rows],
        "Previews": [row[:2] + row[6:] for row in rows],
    }
    between: list[str] = []
    for heading, part in parts.items():
        yield from (*between, f"### {heading}", "", *(f"| {' | '.join(map(_narrow, row))} |" for row in part))
        between = [""]
    yield from (line for line in lines if not line.startswith("|"))


def _passed(cell: str) -> str:
    """The first of the two times in *cell*; a cell of the head has one.

    >>> _passed("1.55 (× 1.00), CPU 1.63 (× 1.00)"), _taken("1.55 (× 1.00), CPU 1.63 (× 1.00)"), _taken("Cold")
    ('1.55 (× 1.00)', '1.63 (× 1.00)', 'Cold')
    """
    return cell.partition(_CPU)[0]


def _taken(cell: str) -> str:
    """The second of them."""
    return cell.rpartition(_CPU)[2]


def _narrow(cell: str) -> str:
    """*cell* broken where it should be, and nowhere else."""
    return cell.replace("), ", ")<br>").replace(" (", "\N{NO-BREAK SPACE}(").replace("× ", "×\N{NO-BREAK SPACE}")


def _ratio(value: float, ours: float) -> str:
    """*value* and how many times *ours* it is; 0 for *ours* means that there is none."""
    return f"{seconds(value)} (× {seconds(value / ours)})" if ours else seconds(value)


def seconds(value: float) -> str:
    """*value* to two or three digits.

    >>> seconds(0.0123), seconds(0.1234), seconds(1.5), seconds(15.04), seconds(1504.2)
    ('0.012', '0.12', '1.50', '15.0', '1,504')
    """
    return f"{value:,.{3 if value < 0.1 else 2 if value < 10 else 1 if value < 100 else 0}f}"


def machine() -> str:
    """What machine this is in a few words, without its name."""
    try:
        system = platform.freedesktop_os_release()["PRETTY_NAME"]
    except (OSError, KeyError):
        system = f"{platform.system()} {platform.release()}"
    size = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    return f"{os.cpu_count()} cores and {size:.0f} GB of memory, {system}, {platform.machine()}"


def note(report: Report, picture: str) -> str:
    """The report as a note, which shows the file *picture*."""
    runs = max(len(runs) for row in report.rows for runs in row.runs.values())
    edits = max((len(row.preview.edits) for row in report.rows if row.preview), default=0)
    return NOTE.format(
        date=datetime.now(tz=UTC).date().isoformat(),
        machine=machine(),
        picture=picture,
        medians=f"{runs} build{'s' if runs > 1 else ''} of each kind{f' and of {edits} edits' if edits else ''}",
        made_of=report.made_of,
        table="\n".join(for_readers(list(table(report)))),
        tools="\n".join(f"- **{name}** ({report.versions[name]}): {about}" for name, about in report.about.items()),
        command=report.command,
    )
