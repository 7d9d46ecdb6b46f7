"""The command: arguments in, exit code out, and the one place where a headless error is shown."""

from __future__ import annotations

import gc
import os
import sys

from policytui.errors import PolicytuiError, RefusedError

TYPE_CHECKING = False  # typing's own would load typing
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code is 0 fine, 1 findings or differences, 2 usage or bad input, 3 refused."""
    from policytui.cli import quick

    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        code = quick.answer(words, os.environ)
        if code is None:
            try:
                code = _do(words)
            finally:
                quick.leave()
        if sys.stdout is not None:  # as it is when whoever started us closed it
            sys.stdout.flush()
        return code
    except PolicytuiError as error:
        _tell(error)
        return error.exit_code
    except BrokenPipeError:
        # The reader went away (`| head`): nothing to say, and nothing more to write at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        where = f" ({error.filename})" if error.filename else ""
        _tell(
            RefusedError(f"The system refused: {error.strerror or error}{where}. What was saved before is still there.")
        )
        return RefusedError.exit_code
    except KeyboardInterrupt:
        return 130


def _tell(error: PolicytuiError) -> None:
    """Show what went wrong. Where stderr takes nothing, the exit code is all that can be said."""
    from policytui.cli.output import show_error

    try:
        show_error(error)
    except OSError:
        return


def _do(words: list[str]) -> int:
    """Find the command that the words name, and run it."""
    from policytui.cli import quick
    from policytui.cli.context import Context

    parsed = quick.plain_diff(words)
    plain = quick.opens(words) if parsed is None else None
    if plain is not None:
        from policytui.cli.screens import open_plainly

        return open_plainly(Context(plain[0] or None), plain[1])
    parsed = parsed or _parsed(words)
    module, _, function = parsed.does.partition(":")
    command = getattr(__import__(f"policytui.cli.{module}", fromlist=[function]), function)
    return int(command(Context(parsed.root), parsed))


def _parsed(words: list[str]) -> Namespace:
    from policytui.cli.parser import build

    words, command_name = _with_default(words)
    return build(command_name).parse_args(words)


def _with_default(words: list[str]) -> tuple[list[str], str | None]:
    """The words with their command, and which it is: `policytui [SLUG]` is `policytui open [SLUG]`.

    None when that is not known: for help, and for a word that is neither a command nor a slug.
    """
    from policytui.cli.commands import COMMANDS
    from policytui.core.slugs import valid_slug

    position = 0
    while position < len(words) and words[position].startswith("-"):
        if words[position] in ("-h", "--help", "--version"):
            return words, None
        position += 2 if words[position] == "--root" else 1
    word = words[position] if position < len(words) else None
    if word in COMMANDS:
        return words, word
    if word is None or valid_slug(word):
        return ["open", *words], "open"
    return words, None


def run() -> None:
    """The console script.

    It leaves without taking the interpreter apart: every file is closed and durable by now, and freeing each object
    one by one would take as long as listing the policies did. Nor is garbage looked for while modules load: there is
    none (`cli.screens` turns that on again for a session).
    """
    gc.disable()
    try:
        code = main()
    except SystemExit as leaving:  # argparse: help, or a mistake in the words
        code = leaving.code if isinstance(leaving.code, int) else int(leaving.code is not None)
    for stream in (sys.stdout, sys.stderr):
        try:  # contextlib would have to be loaded
            stream.flush()
        except (OSError, ValueError, AttributeError):  # None has no flush: it was closed from the start
            continue
    os._exit(code)
