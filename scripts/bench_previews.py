"""A preview server, timed: until it shows its first page, and from each saved edit to the new page over HTTP."""

import http.client
import math
import random
import socket
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from bench_processes import last_words, memory, start, stop
from bench_tools import Tool
from bootstrap import ScriptError

_ASK = 0.004  # seconds between two requests: what latencies are exact to
_REST = 5.0  # seconds without a change of memory after which a server has done what it does unasked, such as indexing
_HARDLY = 0.02  # of its memory: less is no change
_REST_WITHIN = 120.0  # seconds after which its memory is taken as it is
_PAUSE = (0.2, 0.7)  # between edits; of random length, since some servers look for changes twice a second
_TRIES = 20  # notes that may have no page before a tool is given up


@dataclass(frozen=True)
class Preview:
    """A preview: seconds until its first page and from each edit to the page, MB of all its processes before and after,
    at rest."""

    ready: float
    edits: list[float]
    before: float
    after: float

    def percentile(self, share: float) -> float:
        """The latency within which *share* of the edits were shown, from 0 to 1 (nearest rank).

        >>> Preview(1, [3, 1, 2, 4], 0, 0).percentile(0.5)
        2
        """
        return sorted(self.edits)[max(0, math.ceil(share * len(self.edits)) - 1)]


def preview(tool: Tool, place: Path, edits: int, limit: float) -> Preview:
    """Serve `vault` in the folder *place* and edit random notes of it, *edits* times.

    Raises:
        ScriptError: the server failed, or an answer took more than *limit* seconds.
    """
    port, other = free_ports()
    command = tool.command(tool.peer.serve, place=place, port=port, other=other)
    with tempfile.TemporaryFile() as said:
        began = time.perf_counter()
        process = start(command, cwd=tool.folder or place, place=place, said=said)
        server = _Server(tool.peer.name, process, port, said, limit)
        try:
            ready = server.wait("/", b"", began)
            before = memory_at_rest(process.pid)
            latencies = _edit(tool, place / "vault", server, edits)
            after = memory_at_rest(process.pid)
        finally:
            stop(process)
    return Preview(round(ready, 3), latencies, round(before, 1), round(after, 1))


def memory_at_rest(process: int) -> float:
    """The megabytes that *process* and its descendants hold once they have done what they do unasked."""
    ends = time.monotonic() + _REST_WITHIN
    held, since = memory(process), time.monotonic()
    while time.monotonic() < min(ends, since + _REST):
        time.sleep(min(0.5, _REST / 2))
        now = memory(process)
        if abs(now - held) > _HARDLY * held:
            held, since = now, time.monotonic()
    return memory(process)


def free_ports() -> tuple[int, int]:
    """Two ports of this machine that nobody listens on."""
    with socket.socket() as first, socket.socket() as second:
        first.bind(("127.0.0.1", 0))
        second.bind(("127.0.0.1", 0))
        return first.getsockname()[1], second.getsockname()[1]


@dataclass(frozen=True)
class _Server:
    name: str
    process: subprocess.Popen[bytes]
    port: int
    said: IO[bytes]
    limit: float

    def get(self, address: str) -> tuple[int, bytes]:
        """Status and body at *address*; status 0 while nobody answers."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=self.limit)
        try:
            connection.request("GET", address)
            response = connection.getresponse()
            return response.status, response.read()
        except (OSError, http.client.HTTPException):
            return 0, b""
        finally:
            connection.close()

    def wait(self, address: str, words: bytes, began: float) -> float:
        """The seconds since *began* until the page at *address* is there and holds *words*."""
        while True:
            status, body = self.get(address)
            passed = time.perf_counter() - began
            if status == 200 and words in body:
                return passed
            if self.process.poll() is not None:
                raise ScriptError(f"the preview of {self.name} ended by itself: {last_words(self.said)}")
            if passed > self.limit:
                what = f"answered {status or 'nothing'}" if status != 200 else "did not show an edit"
                raise ScriptError(
                    f"the preview of {self.name} {what} at {address} for {self.limit:.0f} s; --limit gives it longer"
                )
            time.sleep(_ASK)


def _edit(tool: Tool, vault: Path, server: _Server, edits: int) -> list[float]:
    """The latency of each of so many *edits* in *vault*; the same notes for every tool."""
    dice = random.Random(1)  # noqa: S311  # not for secrets
    found = sorted(vault.rglob("*.md"))
    notes = [path for path in found if not path.stem.endswith("index")] or found
    latencies: list[float] = []
    missing = 0
    while len(latencies) < edits:
        note = dice.choice(notes)
        address = tool.peer.address(note.relative_to(vault).as_posix())
        if server.get(address)[0] != 200:
            missing += 1
            if missing > _TRIES:
                raise ScriptError(f"the preview of {tool.peer.name} has no page at {address}, nor for other notes")
            continue
        time.sleep(dice.uniform(*_PAUSE))
        text, marker = note.read_bytes(), f"edited{len(latencies)}times".encode()
        began = time.perf_counter()
        note.write_bytes(b"%s\n\n%s\n" % (text, marker))
        latencies.append(round(server.wait(address, marker, began), 4))
    return latencies
