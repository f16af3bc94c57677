"""What `mkdocs serve` shows: the last build that went well, followed edit by edit, and what is wrong with the one after
it. What only another build can show is built before anybody is answered.
"""

from __future__ import annotations

import logging
import shutil
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.config.defaults import MkDocsConfig

from trellis.diagnostics import TrellisError
from trellis.file_states import FileStates
from trellis.files import GaveWay
from trellis.garbage import search_seldom, use_one_heap
from trellis.mkdocs.preview import Preview
from trellis.scanned import Vault
from trellis.vault import VaultReader
from trellis.watching import watching

if TYPE_CHECKING:
    from mkdocs.livereload import LiveReloadServer

log = logging.getLogger("mkdocs.plugins.trellis")

_PAUSE = 0.2
"""Seconds between two looks at the vault while nobody asks. A look may take a twenty-fifth of the time."""

_LONGEST_PAUSE = 2.0

_QUIET = 1.0
"""Seconds without an edit after which there is time for what nobody waits for."""

_BUSY = 0.5
"""Seconds after a question in which there may well be another."""

_REST = 0.05  # seconds

Chore = Callable[["PreviewSite"], None]


class PreviewSite:
    """The site that is being served. `lock` is held while it changes."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.current: Preview | None = None
        """The last build that went well."""
        self.error = ""
        """Why the site is not as the vault and the settings are."""
        self.server: LiveReloadServer | None = None
        self.folder = Path()
        """Where MkDocs has put its own files."""
        self._reader: VaultReader | None = None
        self._reads: object = None
        self._watched: list[Path] = []
        self._settings: object = None
        self._good: object = None
        self._failed: tuple[object, object] | None = None
        self._looked = 0.0
        self._asked = 0.0
        self._turn, self._asking = threading.Lock(), 0
        self._numbers = count(1)
        self._version = 0
        self._changed = threading.Condition()

    def begin(self, config: MkDocsConfig) -> None:
        """A build begins: MkDocs gets a folder of its own for it, for the old one is still looked at."""
        custom = config.theme.custom_dir
        # A hook is a module among the plugins.
        hooks = [getattr(plugin, "__file__", None) for plugin in config.plugins.values()]
        self._watched = [Path(file) for file in (config.config_file_path, custom, *hooks) if file]
        self._settings = self._stamps()
        config.site_dir = str(Path(config.site_dir, str(next(self._numbers))))

    def read(self, root: Path, extra: tuple[str, ...], states: FileStates) -> Vault:
        """The vault in *root*, of which nothing is read again that was read for the build before."""
        reads = (root, extra, states.options)
        if self._reader is None or self._reads != reads:
            self._reader, self._reads = VaultReader(root, extra, states, watching(root)), reads
        return self._reader.read()

    def show(self, preview: Preview, config: MkDocsConfig) -> None:
        """A build went well: it is shown from now on."""
        with self.lock:
            old, self.folder = self.folder, Path(config.site_dir)
            self.current, self.error, self._good, self._failed = preview, "", self._settings, None
            if self.server:
                self.server.root = str(self.folder)
            if old != Path():
                shutil.rmtree(old, ignore_errors=True)
        self.tell()

    def serve(self, server: LiveReloadServer, config: MkDocsConfig, chore: Chore) -> None:
        """Has *server* show this site; *chore* is run after each edit, once there is time."""
        search_seldom()
        use_one_heap()
        _end_cleanly()
        self.server = server
        server.root = str(self.folder)
        server.builder = self._guarded(server.builder)
        server.error_handler = self._error_page
        # We look at these ourselves, in time for whoever asks.
        server.unwatch(config.docs_dir)
        if config.config_file_path:
            server.unwatch(config.config_file_path)
        threading.Thread(target=self._look, args=(chore,), daemon=True).start()

    def refresh(self) -> None:
        """Brings the site to where the vault and the settings are at this moment."""
        arrived = self._asked = time.monotonic()
        with self._turn:
            self._asking += 1
        with self.lock:
            with self._turn:
                self._asking -= 1
            if self._looked <= arrived:  # nobody else has looked since
                self._glance()

    def _glance(self, gives_way: Callable[[], bool] | None = None) -> None:
        began = time.monotonic()
        try:
            self._follow(gives_way)
        except TrellisError as error:
            self._fail(str(error))
        self._looked = began

    def forget_texts(self) -> None:
        """Frees the memory of the texts of notes that are compiled."""
        with self.lock:
            if self.current and self._reader and not self._failed:
                self.current.forget_texts(self._reader)

    def rebuild(self) -> None:
        """Builds everything anew."""
        with self.lock:
            assert self.server
            self.server.builder()

    @property
    def version(self) -> int:
        """A number that is another after each change."""
        return self._version

    def wait(self, version: int, seconds: float) -> None:
        """Waits until the site is no longer as it was in that *version*, or *seconds* have passed."""
        with self._changed:
            self._changed.wait_for(lambda: self._version != version, seconds)

    def give_way(self) -> None:
        """Waits for a moment if somebody has asked just now: whoever does something at his leisure calls this."""
        if time.monotonic() - self._asked < _BUSY:
            time.sleep(_REST)

    def _follow(self, gives_way: Callable[[], bool] | None) -> None:
        assert self._reader
        assert self.current
        settings, read = self._stamps(), self._reader.read(gives_way)
        if self._failed == (settings, id(read)):
            return
        before = self.current.wiki
        if settings != self._settings or not self.current.follow(read):
            self.rebuild()
            if self.error:
                self._failed = (settings, id(read))
                self.current.follow(read)
        elif self.current.wiki is not before:
            if settings == self._good:
                self.error, self._failed = self.current.objection(), None
            self.tell()

    def _fail(self, error: str) -> None:
        if error != self.error:
            self.error = error
            self.tell()

    def tell(self) -> None:
        """Has browsers that wait ask for their pages again."""
        with self._changed:
            self._version += 1
            self._changed.notify_all()

    def _guarded(self, builder: Callable[[], None]) -> Callable[[], None]:
        """*builder*, whose errors are shown in the pages: MkDocs' server answers nobody until they are mended."""

        def build() -> None:
            with self.lock, _said() as said:
                try:
                    builder()
                except (Exception, SystemExit) as error:  # noqa: BLE001  # whatever it is, the author wants to read it
                    log.error("The site cannot be built: %s", error)  # noqa: TRY400  # a traceback helps no author
                    self._fail("\n".join([*said, f"{type(error).__name__}: {error}"]))

        return build

    def _stamps(self) -> object:
        """What tells one state of the settings and templates from another."""
        files = (f for path in self._watched for f in (sorted(path.rglob("*")) if path.is_dir() else [path]))
        found = []
        for file in files:
            try:
                status = file.stat()
            except OSError:
                continue
            found.append((str(file), status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino))
        return found

    def _error_page(self, code: int) -> bytes | None:
        page = self.folder / f"{code}.html"
        return page.read_bytes() if page.is_file() else None

    def _look(self, chore: Chore) -> None:
        """Looks at the vault from time to time, for browsers that wait and for the messages on the terminal."""
        done, seen, since = 0, self._version, time.monotonic()
        while True:
            began = time.monotonic()
            pause = _PAUSE
            try:
                with suppress(GaveWay), self.lock:
                    self._glance(lambda: self._asking > 0)
                pause = max(_PAUSE, 25 * (time.monotonic() - began))
                if self._version != seen:
                    seen, since = self._version, time.monotonic()
                elif seen != done and time.monotonic() - since > _QUIET:
                    done = seen
                    chore(self)
            except Exception:
                log.exception("The preview has a fault of its own; please report it")
            # A look that had to wait for a build, or took an edit over, was longer than most are.
            time.sleep(min(pause, _LONGEST_PAUSE))


def _end_cleanly() -> None:
    """Has whoever ends this program by SIGTERM, as containers and services are ended, end it as Ctrl+C does: with all
    that it has started and its temporary folders. Somebody else's wish for that signal stays."""
    if threading.current_thread() is threading.main_thread() and signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
        signal.signal(signal.SIGTERM, signal.default_int_handler)


@contextmanager
def _said() -> Iterator[list[str]]:
    """The errors that MkDocs writes to its log meanwhile: where they are, and often all there is to know."""
    lines: list[str] = []
    handler = logging.Handler(logging.ERROR)
    handler.emit = lambda record: lines.append(record.getMessage())  # type: ignore[method-assign]
    logger = logging.getLogger("mkdocs")
    logger.addHandler(handler)
    try:
        yield lines
    finally:
        logger.removeHandler(handler)
