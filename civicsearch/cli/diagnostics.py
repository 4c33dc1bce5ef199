"""The one place that writes to stderr, and that decides how the process ends.

===  =======================================================================================
0    hits found, or the work done; also when the reader of a pipe has closed it
1    no hits; for ``index``: at least one post could not be read (the others are indexed)
2    the request is wrong: an option, a query, a setting, a folder
3    the index is missing, locked, damaged or cannot be written
70   a fault of civicsearch itself (``EX_SOFTWARE`` of sysexits.h), so that 1 always means "none"
130  interrupted from the keyboard
===  =======================================================================================

A message is one line that begins with ``civicsearch:``, names what is wrong, and says what would mend it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

import click

from ..config import nearest
from ..errors import CivicsearchError, UsageError
from ..terminal import clean
from . import output
from .values import OneOf

OK = 0
NO_HITS = 1
UNREADABLE_POSTS = 1
USAGE = 2
UNAVAILABLE = 3
FAULT = 70
INTERRUPTED = 130


def say(message: str) -> None:
    """Write one line to stderr, made safe for a terminal."""
    if sys.stderr is None:
        return
    line = f"civicsearch: {clean(message)}\n"
    encoding = sys.stderr.encoding or "utf-8"
    try:
        sys.stderr.write(line.encode(encoding, "backslashreplace").decode(encoding))
        sys.stderr.flush()
    except BrokenPipeError:
        # Nobody listens; what the process does and how it ends stay the same.
        return


def talk(lines: str) -> None:
    """Write several lines to stderr: an explanation, say."""
    for line in lines.splitlines():
        say(line)


def is_terminal() -> bool:
    """Whether a person watches stderr."""
    return sys.stderr is not None and sys.stderr.isatty()


def guard(run: Callable[[], int | None]) -> int:
    """Run a command; turn whatever ends it into one line on stderr and an exit code."""
    try:
        return run() or OK
    except click.exceptions.Exit as ending:
        return ending.exit_code
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        return USAGE
    except click.ClickException as error:
        say(_usage_message(error))
        return USAGE
    except UsageError as error:
        say(str(error))
        return USAGE
    except CivicsearchError as error:
        say(str(error))
        return UNAVAILABLE
    except BrokenPipeError:
        output.abandon()
        return OK
    except OSError as error:
        say(_system_message(error))
        return UNAVAILABLE
    except (KeyboardInterrupt, click.Abort):
        say("interrupted")
        return INTERRUPTED
    except Exception as error:
        # The outermost frame: a fault must not end with 1, which scripts read as "no hits".
        import traceback

        traceback.print_exc()
        say(f"this is a fault of civicsearch, please report it: {type(error).__name__}: {error}")
        return FAULT


def _usage_message(error: click.ClickException) -> str:
    message = error.message
    context = getattr(error, "ctx", None)
    if isinstance(error, click.NoSuchOption) and context is not None:
        return f"there is no option {error.option_name}{_remedy(error.option_name, context)}"
    if isinstance(error, click.MissingParameter) or not isinstance(error, click.BadParameter):
        message = error.format_message().rstrip(".")
    elif isinstance(error.param, click.Option):
        hint = error.param.get_error_hint(context) if context else error.param.opts[0]
        message = f"{hint}: {message}".replace("'", "")
    if context is None or (isinstance(error, click.BadParameter) and not isinstance(error, click.MissingParameter)):
        return message
    return f"{message}; see {context.command_path} --help"


def _remedy(given: str, context: click.Context) -> str:
    """What may have been meant by an option that there is not; where a value was written as one, as --json, its own."""
    options = [option for option in context.command.get_params(context) if isinstance(option, click.Option)]
    value = given.lstrip("-")
    for option in options:
        if isinstance(option.type, OneOf) and value in option.type.words:
            return f"; did you mean {option.opts[0]} {value}?"
    known = [name for option in options for name in option.opts if name.startswith("--")]
    return nearest(given, known) or f"; see {context.command_path} --help"


def _system_message(error: OSError) -> str:
    """What the system said, with the path it was about."""
    reason = error.strerror or str(error) or type(error).__name__
    return f"{error.filename}: {reason}" if error.filename else reason
