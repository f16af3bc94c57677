"""The site is built beside the old one: files that did not change are not written again, stale ones are removed, a
build that fails leaves the site as it was, and files that others put there stay."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.utils import clean_directory

from trellis.publish import MANIFEST, publish, staging_folder


class StagedOutput:
    """The folder that MkDocs and all plugins write to while a site is built, instead of the site's own."""

    def __init__(self) -> None:
        self._site: str | None = None
        """The site's own folder, while what is written goes elsewhere."""
        self._folders = ExitStack()

    def begin(self, config: MkDocsConfig) -> None:
        """Sends what is written elsewhere.

        Raises:
            TrellisError: the folder of the site cannot be written to.
        """
        site = Path(config.site_dir)
        if site.is_dir() and not (site / MANIFEST).exists():
            clean_directory(str(site))  # as MkDocs does; from the next time on we know what is ours
        staging = self._folders.enter_context(staging_folder(site)) / "site"
        staging.mkdir()
        self._site, config.site_dir = config.site_dir, str(staging)

    def finish(self, config: MkDocsConfig, kept: Iterable[str] = ()) -> bool:
        """Puts what was written into its place, and says whether there was anything to be put; files *kept* stay.

        Raises:
            TrellisError: a file cannot be written.
        """
        if self._site is None:
            return False
        staging = Path(config.site_dir)
        config.site_dir, self._site = self._site, None
        with self._folders.pop_all():
            publish(staging, Path(config.site_dir), kept, replace=True)
        return True

    def abort(self) -> None:
        """Removes what was written; the site stays as it was."""
        self._site = None
        self._folders.close()
