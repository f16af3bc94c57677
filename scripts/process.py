"""Child processes: never through a shell, always from the project's root."""

import os
import signal
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from bootstrap import INTERRUPTED

# How long a child gets to end after each way of asking.
GRACE_SECONDS = 2.0


def run(command: Sequence[str | Path], *, cwd: Path, env: Mapping[str, str]) -> int:
    """Run a command that shares this terminal, and return its exit code, or 130 after Ctrl-C."""
    # A request to end is treated as Ctrl-C is, so that the child can clean up.
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with subprocess.Popen(command, cwd=cwd, env=env) as child:
            try:
                return exit_code(child.wait())
            except KeyboardInterrupt:
                end(child)
                return INTERRUPTED
    finally:
        signal.signal(signal.SIGTERM, before)


def end(child: subprocess.Popen[bytes]) -> None:
    """Wait for a child that a terminal has told of Ctrl-C as well; else tell it, and at last make it end."""
    ways: list[Callable[[], None]] = [child.terminate, child.kill]
    if os.name != "nt":
        ways.insert(0, lambda: child.send_signal(signal.SIGINT))
    for ask in ways:
        try:
            child.wait(GRACE_SECONDS)
        except (subprocess.TimeoutExpired, KeyboardInterrupt):
            ask()


def exit_code(returned: int) -> int:
    """Return an exit code as a shell tells it: 128 and the signal's number for a child ended by a signal."""
    return 128 - returned if returned < 0 else returned


def capture(command: Sequence[str | Path], *, cwd: Path, env: Mapping[str, str] | None = None) -> tuple[int, str]:
    """Run a command quietly, and return its exit code with all that it wrote."""
    done = subprocess.run(
        command,
        cwd=cwd,
        env=os.environ if env is None else env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    return done.returncode, done.stdout
