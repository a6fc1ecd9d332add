"""The command line. `main` is the entry point; nothing heavy is imported before a verb needs it."""

from __future__ import annotations

import os
import signal
import sys

_STOPPED = 130      # status of what Ctrl-C ended


def main() -> None:
    """Runs the command line and ends the process with its exit status."""
    _with_standard_streams()
    _stop_cleanly()
    code = run(sys.argv[1:])
    try:
        sys.stdout.flush()
    except OSError:
        code = _let_go_of_stdout()
    sys.exit(code)


def _stop_cleanly() -> None:
    """Being ended or hung up is the same as Ctrl-C: reading processes are let go, and it is told what is kept."""
    def stop(number: int, frame: object) -> None:
        raise KeyboardInterrupt

    for name in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(name) is signal.SIG_DFL:     # not what nohup ignores
            signal.signal(name, stop)


def _with_standard_streams() -> None:
    """Where a caller has closed standard input, output or error, nothing takes its place but emptiness.

    Without this the next file opened, such as the database, would become what is printed to.
    """
    for fd in (0, 1, 2):
        try:
            os.fstat(fd)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
    if sys.stdin is None:
        sys.stdin = open(0, closefd=False)      # noqa: SIM115
    if sys.stdout is None:
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)     # noqa: SIM115
    if sys.stderr is None:
        sys.stderr = open(2, "w", encoding="utf-8", closefd=False)     # noqa: SIM115


def run(args: list[str]) -> int:
    """Runs one command line: 0 done; 1 something failed or was refused; 2 wrong use.

    An error is one line on standard error. BEARWITNESS_DEBUG=1 shows where it came from instead.
    """
    if os.environ.get("BEARWITNESS_DEBUG"):
        return _command(args)
    try:
        return _explained(args)
    except BrokenPipeError:
        return _let_go_of_stdout()


def _command(args: list[str]) -> int:
    import typer

    from bearwitness.cli.app import app

    return _exit_code(typer.main.get_command(app).main(args, prog_name="bearwitness", standalone_mode=False))


def _explained(args: list[str]) -> int:
    """Runs the command; what goes wrong is told in one line."""
    import typer

    from bearwitness.errors import BearwitnessError, Refused, UsageError

    try:
        code = _command(args)
        if code == _STOPPED:        # typer has caught the KeyboardInterrupt
            raise KeyboardInterrupt
        return code
    except Refused as e:
        for reason in e.reasons:
            _complain(reason)
        return 1
    except UsageError as e:
        _complain(str(e))
        return 2
    except BearwitnessError as e:
        _complain(str(e))
        return 1
    except typer.TyperException as e:
        return _wrong_use(e)
    except (typer.Abort, KeyboardInterrupt):
        _complain("stopped; what was acknowledged is kept: run the same command again to go on")
        return _STOPPED
    except BrokenPipeError:
        raise
    except OSError as e:
        _complain(f"{e.filename or 'output'}: {e.strerror or e}: check the disk and the permissions, then run this again; "
                  "what was acknowledged is kept")
        return 1
    except MemoryError:
        _complain("out of memory: read fewer or smaller documents at once, or use --jobs 1")
        return 1
    except Exception as e:
        _complain(f"{type(e).__name__}: {e}: this is a defect; set BEARWITNESS_DEBUG=1 to see where, and report it")
        return 1


def _exit_code(returned: object) -> int:
    return returned if isinstance(returned, int) else 0


def _wrong_use(error: Exception) -> int:
    """Tells a mistake in the command line in one line, with the command whose help explains it."""
    context = getattr(error, "ctx", None)
    command = getattr(context, "command_path", None) or "bearwitness"
    text = error.format_message() if hasattr(error, "format_message") else str(error)
    if type(error).__name__ == "NoArgsIsHelpError":
        print(text)
        return 2
    _complain(f"{' '.join(text.split())} (see `{command} --help`)")
    return 2


def _complain(text: str) -> None:
    from bearwitness.cli.output import in_line

    print(f"bearwitness: {in_line(text)}", file=sys.stderr)


def _let_go_of_stdout() -> int:
    """The reader of our output has left: say nothing more, not even at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 1
