"""Trellis makes a site of a vault of notes. These are the names others may build on."""

from trellis.check import check_wiki
from trellis.compile import compile_note
from trellis.diagnostics import Diagnostic, TrellisError
from trellis.model import Link, Note, NotePath, Url, VaultPath
from trellis.network import as_network
from trellis.options import Options
from trellis.resolve import Ambiguous, Found, Unresolved
from trellis.scanned import Source, Vault
from trellis.vault import scan_vault
from trellis.wiki import Wiki, build_wiki, load_wiki

__all__ = [
    "Ambiguous",
    "Diagnostic",
    "Found",
    "Link",
    "Note",
    "NotePath",
    "Options",
    "Source",
    "TrellisError",
    "Unresolved",
    "Url",
    "Vault",
    "VaultPath",
    "Wiki",
    "as_network",
    "build_wiki",
    "check_wiki",
    "compile_note",
    "load_wiki",
    "scan_vault",
]
