"""What there is to say about the vault, in the words and at the levels of MkDocs' log."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from mkdocs.exceptions import PluginError
from mkdocs.plugins import get_plugin_logger

from trellis.diagnostics import Diagnostic, TrellisError, in_order, summary, totals

log = get_plugin_logger("trellis")


def report(diagnostics: list[Diagnostic]) -> None:
    """Logs *diagnostics*, summed up unless MkDocs is verbose."""
    everything = logging.getLogger("mkdocs").isEnabledFor(logging.DEBUG)
    levels = {"error": logging.ERROR, "warning": logging.WARNING, "info": logging.INFO}
    for level, line in summary(in_order(diagnostics), everything=everything):
        log.log(levels[level], line)
    if diagnostics:
        log.info(totals(diagnostics))


@contextmanager
def told_by_mkdocs() -> Iterator[None]:
    """Our errors as MkDocs' own, which it shows without a traceback."""
    try:
        yield
    except TrellisError as error:
        raise PluginError(str(error)) from error
