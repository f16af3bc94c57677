"""Find Chromium for the browser tests, or install it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from bootstrap import ScriptError
from environment import Environment
from process import capture

NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "msedge",
    "microsoft-edge",
)
MACOS_PLACES = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)
WINDOWS_PLACES = (
    "Chromium/Application/chrome.exe",
    "Google/Chrome/Application/chrome.exe",
    "Microsoft/Edge/Application/msedge.exe",
)
WINDOWS_FOLDERS = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")

ASK_PLAYWRIGHT = """
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    print(playwright.chromium.executable_path)
"""

NOT_FOUND = 2


def ensure_chromium(environment: Environment, variables: Mapping[str, str]) -> str:
    """Return the path of a Chromium that starts, and install one when there is none."""
    named = variables.get("CHROMIUM")
    if named:
        path = shutil.which(named)
        if path and starts(path):
            return path
        raise ScriptError(f"CHROMIUM names {named}, which is not a browser that starts", NOT_FOUND)
    path = on_this_machine(variables) or playwrights_own(environment)
    if path:
        return path
    return install(environment, variables)


def on_this_machine(variables: Mapping[str, str]) -> str:
    for place in usual_places(variables):
        path = shutil.which(place, path=variables.get("PATH"))
        if path and starts(path):
            return path
    return ""


def usual_places(variables: Mapping[str, str]) -> Iterator[str]:
    yield from NAMES
    if sys.platform == "darwin":
        yield from MACOS_PLACES
    folders = filter(None, (variables.get(name) for name in WINDOWS_FOLDERS))
    yield from (str(Path(folder) / place) for folder in folders for place in WINDOWS_PLACES)


def starts(path: str) -> bool:
    """Whether the program runs: Ubuntu's chromium-browser, for one, may only ask for a snap."""
    if os.name == "nt":
        return True  # There, asking for the version opens a window.
    try:
        done = subprocess.run([path, "--version"], capture_output=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def playwrights_own(environment: Environment) -> str:
    code, output = capture(
        [environment.python, "-c", ASK_PLAYWRIGHT], cwd=environment.root, env=environment.variables()
    )
    lines = output.split("\n")
    path = lines[0].strip()
    return path if code == 0 and path and Path(path).exists() and starts(path) else ""


def install(environment: Environment, variables: Mapping[str, str]) -> str:
    print("there is no Chromium here; trying to install one, which takes a while", flush=True)
    if install_with_apt(environment, "chromium"):
        path = on_this_machine(variables)
        if path:
            return path
    command = [str(environment.python), "-m", "playwright", "install", "chromium"]
    capture(command, cwd=environment.root, env=environment.variables())
    path = playwrights_own(environment)
    if path:
        return path
    raise ScriptError(
        "the browser tests need Chromium, there is none, and it could not be installed; install it by hand "
        "(on Debian: apt install chromium; elsewhere Chrome or Edge will do) or let the environment variable "
        "CHROMIUM name its program",
        NOT_FOUND,
    )


def ensure_fonts(environment: Environment) -> None:
    """Install letters of usual width where Debian has none: those of DejaVu, which are always there, are a sixth wider
    than what readers see, and tests measure lines. Where that cannot be done, these tests say so."""
    if not shutil.which("fc-match"):
        return
    _, found = capture(["fc-match", "Arial"], cwd=environment.root)
    if "DejaVu" in found:
        print("there is no font like Arial here; trying to install Liberation", flush=True)
        install_with_apt(environment, "fonts-liberation")


def install_with_apt(environment: Environment, package: str) -> bool:
    prefix = superuser(environment)
    if prefix is None or not shutil.which("apt-get"):
        return False
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]
    # A failed update may still leave lists that are good enough for the install.
    capture([*apt, "update"], cwd=environment.root)
    code, _ = capture([*apt, "install", "-y", "--no-install-recommends", package], cwd=environment.root)
    return code == 0


def superuser(environment: Environment) -> list[str] | None:
    """Return what goes before a command that only root may run, or None where that takes a password."""
    if sys.platform == "win32":
        return None
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo"):
        code, _ = capture(["sudo", "-n", "true"], cwd=environment.root)
        if code == 0:
            return ["sudo", "-n"]
    return None
