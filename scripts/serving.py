"""`scripts/serve`: build the wiki and serve it with live reload."""

import argparse
import errno
import os
import socket
from collections.abc import Sequence

from bootstrap import ScriptError
from environment import ROOT, Environment, ensure
from process import run

DEFAULT_ADDRESS = "127.0.0.1:8000"


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="serve",
        description="Build the wiki and serve it with live reload. Sets the project up first, where needed.",
        epilog="Every further argument goes to `mkdocs serve`, such as --open, --strict or --no-livereload.",
        allow_abbrev=False,
    )
    parser.add_argument(
        "-a",
        "--dev-addr",
        default=DEFAULT_ADDRESS,
        metavar="HOST:PORT",
        help="where to serve (default: %(default)s)",
    )
    options, rest = parser.parse_known_args(arguments)
    environment = Environment(ROOT)
    ensure(environment)
    require_free(options.dev_addr)
    return run(serve_command(environment, options.dev_addr, rest), cwd=ROOT, env=environment.variables())


def serve_command(environment: Environment, address: str, rest: Sequence[str]) -> list[str]:
    command = [str(environment.python), "-m", "mkdocs", "serve", "--dev-addr", address]
    if "--no-livereload" not in rest:
        # MkDocs means this to be its default, but with Click 8.3 the default got lost
        # (mkdocs/mkdocs issue 4032).
        command.append("--livereload")
    return [*command, *rest]


def require_free(address: str) -> None:
    """Say at once when the address is taken: MkDocs would build the whole wiki before it fails."""
    host, _, port = address.rpartition(":")
    if not host or not port.isdecimal():
        return  # MkDocs explains what is wrong with it.
    try:
        probe(host.strip("[]"), int(port))
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise ScriptError(
                f"{address} is in use by another program; end that one or choose another address, "
                f"as in: ./scripts/serve --dev-addr {host}:{int(port) + 1}"
            ) from None
        raise ScriptError(f"cannot serve on {address}: {error.strerror}") from None


def probe(host: str, port: int) -> None:
    family, kind, protocol, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    with socket.socket(family, kind, protocol) as server:
        if os.name != "nt":
            # As MkDocs does. Connections that have just ended do not count; on Windows, the option would
            # let two servers share a port.
            server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind(place)
        server.listen()
