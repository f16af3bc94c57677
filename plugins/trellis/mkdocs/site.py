"""A site of any folder of notes, with no configuration: MkDocs is run with settings made here."""

from __future__ import annotations

import io
import logging
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

import click
from markupsafe import Markup
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort, ConfigurationError

from trellis.diagnostics import TrellisError
from trellis.mkdocs.plugin import TrellisPlugin
from trellis.names import title_of
from trellis.publish import check_output, publish, staging_folder

# Material's announcement of its end of life is for those who chose it; whoever runs `trellis` chose a folder.
os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")


def theme() -> dict[str, Any]:
    """Material, set up so that nothing is fetched from elsewhere."""

    def palette(scheme: str, media: str, icon: str, other: str) -> dict[str, Any]:
        toggle = {"icon": f"material/{icon}", "name": f"Switch to {other} mode"}
        return {"media": media, "scheme": scheme, "primary": "custom", "accent": "custom", "toggle": toggle}

    return {
        "name": "material",
        "font": False,
        "palette": [
            palette("default", "(prefers-color-scheme: light)", "weather-night", "dark"),
            palette("slate", "(prefers-color-scheme: dark)", "weather-sunny", "light"),
        ],
        "features": [
            "content.action.edit",
            "content.code.copy",
            "content.tooltips",
            "navigation.footer",
            "navigation.top",
            "search.highlight",
            "search.suggest",
            "toc.follow",
        ],
    }


def settings(vault: Path, *, strict: bool = False) -> dict[str, Any]:
    """What mkdocs.yml would say of *vault*."""
    return {
        "site_name": Markup.escape(title_of(f"{vault.resolve().name}.md")),
        "docs_dir": str(vault.resolve()),
        "theme": theme(),
        "plugins": ["search", "trellis"],
        "strict": strict,
    }


def build_site(vault: Path, out: Path, *, strict: bool = False, verbose: bool = False) -> None:
    """Builds the site of the folder *vault* into the folder *out*.

    Raises:
        TrellisError: nothing was built; the message says why.
        click.exceptions.Exit: with 1, when *strict* and there were warnings; the old site is left as it was.
    """
    _check_vault(vault)
    check_output(vault, out)
    with _messages(verbose=verbose), staging_folder(out) as staging, _plain_errors():
        # MkDocs empties its folder without asking, so it gets one of its own.
        config = load_config(_NoFile(), site_dir=str(staging / "site"), **settings(vault, strict=strict))
        plugin = cast("TrellisPlugin", config.plugins["trellis"])
        plugin.site = out
        build(config)
        publish(staging / "site", out, plugin.unchanged.kept)
        plugin.remember()
        logging.getLogger("mkdocs").info("The site is in %s", out)


def serve_site(vault: Path, address: str, *, strict: bool = False, verbose: bool = False, open_: bool = False) -> None:
    """Serves the site of the folder *vault* at *address* (host:port) and renews it when a note is saved.

    Raises:
        TrellisError: the vault or the address cannot be used.
    """
    from mkdocs.commands.serve import serve  # noqa: PLC0415  # a build needs no server

    _check_vault(vault)
    _check_address(address)
    with _messages(verbose=verbose), _plain_errors():
        serve(_NoFile(), dev_addr=address, open_in_browser=open_, **settings(vault, strict=strict))  # type: ignore[arg-type]


def _check_address(address: str) -> None:
    """Asks for the address before anything is built; it may still be lost to another, but that is rare."""
    host, _, port = address.rpartition(":")
    try:
        with socket.create_server(
            (host.strip("[]"), int(port)), family=socket.AF_INET6 if ":" in host else socket.AF_INET
        ):
            pass
    except (OSError, ValueError, OverflowError) as error:
        reason = "it is no host:port"
        if isinstance(error, OSError):
            reason = str(error.strerror).partition(" (while")[0]
        raise TrellisError(f"{address}: cannot be served: {reason}; try another --dev-addr") from error


class _NoFile(io.BytesIO):
    """An empty configuration file. MkDocs closes it after each reading and reads it again for each rebuild."""

    def close(self) -> None:
        pass


def _check_vault(vault: Path) -> None:
    if not vault.exists():
        raise TrellisError(f"{vault}: there is no such folder; check the path of the vault")
    if not vault.is_dir():
        raise TrellisError(f"{vault}: is a file; name the folder that holds the notes")


@contextmanager
def _plain_errors() -> Iterator[None]:
    """MkDocs' own ways of giving up, as ours."""
    try:
        yield
    except Abort as error:
        click.echo(str(error), err=True)
        raise click.exceptions.Exit(1) from error
    except ConfigurationError as error:
        raise TrellisError(str(error)) from error
    except OSError as error:
        raise TrellisError(f"{error.filename or 'the site'}: cannot be written: {error.strerror or error}") from error


@contextmanager
def _messages(*, verbose: bool) -> Iterator[None]:
    """MkDocs' log on stderr, a line each, warnings and errors named."""
    logger = logging.getLogger("mkdocs")
    handler = logging.StreamHandler()
    handler.setFormatter(_Formatter())
    before = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG if verbose else logging.INFO)
    handler.setLevel(logging.INFO)
    handler.addFilter(lambda record: "site directory" not in record.msg and "to directory:" not in record.msg)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(before)


class _Formatter(logging.Formatter):
    _COLOURS = {"ERROR": "red", "WARNING": "yellow"}  # noqa: RUF012

    def format(self, record: logging.LogRecord) -> str:
        text = super().format(record).removeprefix("trellis: ")
        if colour := self._COLOURS.get(record.levelname):
            return f"{click.style(record.levelname.lower(), fg=colour)}: {text}"
        return text
