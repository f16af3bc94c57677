"""`scripts/test`: every check of the project, one after another."""

import argparse
import os
import time
from collections.abc import Sequence
from dataclasses import dataclass

from bootstrap import INTERRUPTED, ScriptError
from browser import ensure_chromium, ensure_fonts
from environment import ROOT, Environment, ensure
from process import run

# In the order in which they run: what ends soon comes first.
CHECKS = {
    "format": ("ruff", "format", "--check", "."),
    "lint": ("ruff", "check", "."),
    "types": ("mypy",),
    "tests": ("pytest",),
}

# A file of tests shares what it builds, so it stays together.
ALL_TESTS = (f"--numprocesses={os.cpu_count() or 1}", "--dist=loadfile", "--no-loadscope-reorder")


@dataclass(frozen=True)
class Result:
    name: str
    code: int
    seconds: float
    problem: ScriptError | None = None

    def line(self) -> str:
        verdict = "ok" if self.code == 0 else f"FAILED (exit code {self.code})"
        return f"{self.name:<8}{self.seconds:7.1f} s  {verdict}"


def main(arguments: Sequence[str]) -> int:
    only, rest = parse(arguments)
    environment = Environment(ROOT)
    ensure(environment)
    results = []
    for name in [only] if only else CHECKS:
        results.append(timed(environment, name, rest))
        if results[-1].code == INTERRUPTED:
            break
    print("\n" + "\n".join(result.line() for result in results), flush=True)
    for result in results:
        if result.problem:
            raise result.problem
    return summary_code([result.code for result in results])


def parse(arguments: Sequence[str]) -> tuple[str | None, list[str]]:
    parser = argparse.ArgumentParser(
        prog="test",
        description="Run every check: " + ", ".join(CHECKS) + ". Sets the project up first, where needed.",
        epilog="Every further argument goes to pytest, so that `./scripts/test -k links` runs all checks, "
        "and of the tests those that have `links` in their names. The browser tests need Chromium: it is "
        "looked for, then installed, unless the arguments leave them out, as -m 'not browser' does.",
        allow_abbrev=False,
    )
    parser.add_argument("--only", choices=list(CHECKS), help="run one check and no other")
    options, rest = parser.parse_known_args(arguments)
    if rest and options.only not in {None, "tests"}:
        parser.error(f"only the tests take further arguments, here: {' '.join(rest)}")
    return options.only, rest


def timed(environment: Environment, name: str, rest: Sequence[str]) -> Result:
    print(f"\n== {name}: {' '.join(command(name, rest))}", flush=True)
    started = time.monotonic()
    problem = None
    try:
        code = check(environment, name, rest)
    except ScriptError as error:
        # Shown at the very end; the other checks are worth having all the same.
        problem, code = error, error.exit_code
    result = Result(name, code, time.monotonic() - started, problem)
    print(f"== {result.line()}", flush=True)
    return result


def command(name: str, rest: Sequence[str]) -> list[str]:
    if name != "tests":
        return [*CHECKS[name]]
    # Few tests are over before workers have started, and a debugger needs the terminal.
    return [*CHECKS[name], *(rest or ALL_TESTS)]


def check(environment: Environment, name: str, rest: Sequence[str]) -> int:
    variables = environment.variables()
    if name == "tests" and uses_browser(rest):
        variables["CHROMIUM"] = ensure_chromium(environment, variables)
        ensure_fonts(environment)
    return run([environment.python, "-m", *command(name, rest)], cwd=ROOT, env=variables)


def uses_browser(rest: Sequence[str]) -> bool:
    return not any("not browser" in argument for argument in rest)


def summary_code(codes: Sequence[int]) -> int:
    """1 when any check failed, but the code itself where only one was asked for or the run was cut short."""
    if len(codes) == 1 or INTERRUPTED in codes:
        return codes[-1]
    return 1 if any(codes) else 0
