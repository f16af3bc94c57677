"""Where notes are compiled: here, in processes of this machine, or on a cluster. The same notes, whichever it is."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, ProcessPoolExecutor
from contextlib import AbstractContextManager, ExitStack, contextmanager

import msgspec
from msgspec.structs import replace

from trellis.compile import compile_note
from trellis.copied import may_copy
from trellis.diagnostics import TrellisError
from trellis.model import Finding, Note
from trellis.options import Options
from trellis.scanned import Source

WORTHWHILE = 3_000_000
"""Characters of notes from which on a second process saves more than it takes to start; measured on two cores."""

WORTHWHILE_COPIED = 300_000
"""The same where it is a copy of this one, which has nothing to load."""

_BATCH = 100_000
"""Characters that a worker is given at once: less than a tenth of a second."""

_PATIENCE = 10  # seconds to wait for a scheduler

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(list[Note]).decode


def compile_sources(sources: Sequence[Source], options: Options, executor: str = "auto") -> Iterator[Note]:
    """The notes of *sources*, in their order.

    *executor* is `auto`, `here`, `processes`, `dask` (a cluster on this machine), or the address of a Dask scheduler,
    `tcp://host:port`. A worker that dies takes one note with it at most: the one that killed it.

    Raises:
        TrellisError: *executor* is none of these, cannot be reached, or its library is not installed.
    """
    if executor == "auto":
        cores, size = os.cpu_count() or 1, sum(len(source.text) for source in sources)
        least = WORTHWHILE_COPIED if may_copy() else WORTHWHILE
        executor = "processes" if cores > 1 and size > least else "here"
    if executor == "here":
        yield from (compile_note(source, options) for source in sources)
        return
    batches = list(_batches(sources))
    while batches:
        with _opened(executor) as pool:
            answers = [pool.submit(_compile_batch, batch, options) for batch in batches]
            for answer in answers:
                try:
                    notes = _decode(answer.result())
                except Exception as error:  # each kind of executor has its own for a lost worker
                    if not _is_loss(error):
                        raise
                    break
                yield from notes
                del batches[0]
        if batches and executor == "processes" and not _can_start():
            yield from (compile_note(source, options) for batch in batches for source in batch)
            return
        if batches:
            # With one worker the pool is lost. This batch may have done it, or only stood beside the one that did.
            yield from _alone(batches.pop(0), options)


def _compile_batch(sources: Sequence[Source], options: Options) -> bytes:
    return _encode([compile_note(source, options) for source in sources])


def _batches(sources: Sequence[Source]) -> Iterator[list[Source]]:
    batch: list[Source] = []
    size = 0
    for source in sources:
        batch.append(source)
        size += len(source.text) + 500
        if size > _BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _opened(executor: str) -> AbstractContextManager[Executor]:
    if executor == "processes":
        return _processes(os.cpu_count() or 1)
    if executor == "dask" or "://" in executor:
        return _dask(executor)
    raise TrellisError(f"executor: {executor!r} is none; write auto, here, processes, dask or tcp://host:port")


def _processes(workers: int) -> ProcessPoolExecutor:
    way = "fork" if may_copy() else "spawn"
    return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context(way))


def _can_start() -> bool:
    """Whether processes can be started at all: not from a script that builds a site without asking for its own name to
    be `__main__`, for each process begins by running that script."""
    try:
        with _processes(1) as pool:
            return pool.submit(int).result() == 0
    except BrokenExecutor:
        return False


@contextmanager
def _dask(address: str) -> Iterator[Executor]:
    try:
        from distributed import Client, LocalCluster  # noqa: PLC0415  # an extra, and slow to import
    except ImportError:
        raise TrellisError("executor: Dask is not installed; run: pip install 'mkdocs-trellis[dask]'") from None
    with ExitStack() as stack:
        try:
            here = LocalCluster(dashboard_address=None) if address == "dask" else None  # type: ignore[no-untyped-call]
            cluster = stack.enter_context(here) if here else address
            client = stack.enter_context(Client(cluster, timeout=_PATIENCE))  # type: ignore[no-untyped-call]
        except (OSError, ValueError) as error:
            raise TrellisError(f"executor: the Dask scheduler at {address} cannot be reached: {error}") from None
        yield stack.enter_context(client.get_executor(pure=False))


def _is_loss(error: Exception) -> bool:
    """Whether *error* tells of a worker that died."""
    return isinstance(error, BrokenExecutor) or type(error).__name__ == "KilledWorker"


def _alone(sources: Sequence[Source], options: Options) -> Iterator[Note]:
    """The notes of a batch whose worker died: at once in a new process, or else each in one of its own."""
    try:
        with _processes(1) as pool:
            yield from _decode(pool.submit(_compile_batch, sources, options).result())
    except BrokenExecutor:
        if len(sources) > 1:
            for source in sources:
                yield from _alone([source], options)
            return
        message = "compiling this note ends the program that does it, so it is left empty; please report it"
        empty = compile_note(Source(sources[0].path, ""), options)
        yield replace(empty, findings=(Finding("fault", 1, message),))
