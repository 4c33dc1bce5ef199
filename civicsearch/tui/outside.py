"""What lies outside of the terminal's screen: browser, editor, clipboard. Each says what to do where it is missing."""

from __future__ import annotations

import os
import re
import shlex
import shutil
from collections.abc import Mapping

from ..errors import UsageError
from ..terminal import clean

_WEB = re.compile(r"https?://[^\s\x00-\x1f\x7f]+\Z", re.IGNORECASE)
_CLIPBOARDS = (
    ("WAYLAND_DISPLAY", ("wl-copy",)),
    ("DISPLAY", ("xclip", "-selection", "clipboard")),
    ("DISPLAY", ("xsel", "--clipboard", "--input")),
    ("", ("pbcopy",)),
)
_WITHOUT_CLIPBOARD = frozenset({"", "dumb", "linux"})
"""Terminals that know nothing of OSC 52."""
_COPY_SECONDS = 2.0


def is_web_address(address: str | None) -> bool:
    """Whether an address may be handed to a browser: http or https, and nothing else."""
    return bool(address and _WEB.match(address))


def browse(address: str) -> None:
    """Open an address in the browser. Raises `UsageError` where it is none of the web, or there is no browser."""
    if not is_web_address(address):
        raise UsageError(f"{clean(address)}: only http and https addresses are opened")
    import webbrowser

    try:
        opened = webbrowser.open(address)
    except (webbrowser.Error, OSError):
        opened = False
    if not opened:
        raise UsageError("no browser was found; name one in BROWSER, or copy the address with y")


def editor_command(path: str, environ: Mapping[str, str]) -> list[str]:
    """The command that edits a file. Raises `UsageError` where no editor is named, or it is not there."""
    named = environ.get("VISUAL") or environ.get("EDITOR") or ""
    try:
        command = shlex.split(named)
    except ValueError as error:
        raise UsageError(f"EDITOR is {named!r}, which cannot be read ({error}); set it to a command") from None
    if not command:
        raise UsageError("no editor is named; set EDITOR, as in: EDITOR=nano civicsearch tui")
    if shutil.which(command[0], path=environ.get("PATH")) is None:
        raise UsageError(f"{command[0]}: there is no such editor; set EDITOR to one that is installed")
    if not os.path.isfile(path):
        raise UsageError(f"{path}: the file is not there; run civicsearch index to bring the index up to date")
    return [*command, path]


def copy_by_program(text: str, environ: Mapping[str, str]) -> bool:
    """Copy by a program of the desktop, where there is one; over ssh that would be the wrong desktop."""
    if environ.get("SSH_CONNECTION"):
        return False
    import subprocess

    for variable, command in _CLIPBOARDS:
        if (not variable or environ.get(variable)) and shutil.which(command[0], path=environ.get("PATH")):
            try:
                subprocess.run(command, input=text.encode(), check=True, timeout=_COPY_SECONDS, capture_output=True)
            except (OSError, subprocess.SubprocessError):
                continue
            return True
    return False


def terminal_can_copy(environ: Mapping[str, str]) -> bool:
    """Whether the terminal may understand OSC 52."""
    return environ.get("TERM", "") not in _WITHOUT_CLIPBOARD
