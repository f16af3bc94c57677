"""Social cards as files, kept between builds by a digest of what is drawn; where there are many, drawn in processes."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import secrets
import time
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path

import msgspec

from trellis import card_drawing, card_text
from trellis.card_drawing import Card, draw_card

_END = b"IEND\xaeB`\x82"
_BATCH = 40
"""Cards that a worker is given at once: a third of a second, and so the fewest for which one is started."""
_DAY = 86_400
_KEPT = 30  # days since it was asked for last

_encode = msgspec.msgpack.Encoder().encode


def digest_of(card: Card) -> bytes:
    """The key of *card*."""
    return hashlib.blake2b(_encode(card), key=_pen(), digest_size=16).digest()


class CardStore:
    """The cards in *folder*. What cannot be kept there is drawn again by the next build."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def pictures(self, cards: Mapping[str, Card]) -> Iterator[tuple[str, bytes]]:
        """Each of *cards* as PNG, by its name, as it gets ready."""
        missing: dict[str, Card] = {}
        for name, card in cards.items():
            if picture := self._recall(card):
                yield name, picture
            else:
                missing[name] = card
        for name, picture in zip(missing, _drawn([*missing.values()]), strict=True):
            self._keep(missing[name], picture)
            yield name, picture
        if missing:
            self._forget_old()

    def _file(self, card: Card) -> Path:
        return self._folder / f"{digest_of(card).hex()}.png"

    def _recall(self, card: Card) -> bytes | None:
        file = self._file(card)
        try:
            picture = file.read_bytes()
            if file.stat().st_mtime < time.time() - _DAY:
                os.utime(file)
        except OSError:
            return None
        return picture if picture.endswith(_END) else None

    def _keep(self, card: Card, picture: bytes) -> None:
        draft = self._folder / f"{secrets.token_hex(8)}.part"
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            draft.write_bytes(picture)
            draft.replace(self._file(card))

    def _forget_old(self) -> None:
        oldest = time.time() - _KEPT * _DAY
        with suppress(OSError):
            for file in self._folder.iterdir():
                if file.stat().st_mtime < oldest:
                    file.unlink(missing_ok=True)


def _drawn(cards: list[Card]) -> Iterator[bytes]:
    """*cards* as PNG, in their order."""
    cores = os.cpu_count() or 1
    batches = [cards[begin : begin + _BATCH] for begin in range(0, len(cards), _BATCH)]
    done = 0
    if cores > 1 and len(batches) > 1:
        # Not forked: the preview has threads, and a fork copies their locks as they happen to be.
        pool = ProcessPoolExecutor(cores, mp_context=multiprocessing.get_context("spawn"))
        # A worker that dies, or cannot start, leaves the rest to us.
        with suppress(BrokenExecutor), pool:
            answers: list[Future[list[bytes]]] = [pool.submit(_draw_all, batch) for batch in batches]
            for answer in answers:
                yield from answer.result()
                done += 1
    for batch in batches[done:]:
        yield from _draw_all(batch)


def _draw_all(cards: Iterable[Card]) -> list[bytes]:
    return [*map(draw_card, cards)]


@cache
def _pen() -> bytes:
    """A digest of whatever draws."""
    digest = hashlib.blake2b(version("pillow").encode(), digest_size=16)
    for module in (card_drawing, card_text):
        assert module.__file__
        digest.update(Path(module.__file__).read_bytes())
    return digest.digest()
