"""From an error to the two lines that a reader sees."""

from __future__ import annotations

import errno

import typer

from probant.cli.harmless import harmless
from probant.errors import ProbantError, UnknownName
from probant.words import Words, say

MENDED_BY_THE_USER = {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC, errno.ENOTDIR, errno.EISDIR, errno.EEXIST}
"""What the system says no to for a reason that lies with folders and disks, not with us."""


def of_usage(error: typer.TyperException) -> ProbantError:
    """A command line that cannot be understood, in words."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "probant"
    option = getattr(error, "option_name", None)
    if option is not None and hasattr(error, "possibilities"):
        known = () if context is None else [name for one in context.command.params for name in one.opts]
        return UnknownName(say("option of `{command}`", command=command), option, known)
    mend = say("see `{command} --help`", command=command)
    if option is not None:
        return ProbantError(
            say("The option {option} has no value, or one that it does not take.", option=option), mend=mend
        )
    parameter = getattr(error, "param", None)
    if parameter is None:
        return ProbantError(say("`{command}` needs a command after it.", command=command), mend=mend)
    name = parameter.opts[0] if parameter.opts[0].startswith("-") else Words(parameter.metavar)
    if type(error).__name__ == "MissingParameter":
        return ProbantError(say("`{command}` needs {name}.", command=command, name=name), mend=mend)
    return ProbantError(say("{name} does not take that value.", name=name), mend=_range(parameter.min, parameter.max))


def _range(low: int | None, high: int | None) -> Words:
    if low is None or high is None:
        return say("give a whole number")
    return say("give a whole number from {low} to {high}", low=low, high=high)


def of_system(error: OSError) -> ProbantError | None:
    """What a folder or a disk refused; None where the fault is ours."""
    if error.errno not in MENDED_BY_THE_USER:
        return None
    return ProbantError(
        say("The system says no to {file}: {fault}.", file=str(error.filename or "–"), fault=error.strerror or ""),
        mend=say("look at who may write there and how much room is left, or name another folder"),
    )


def lines(error: ProbantError) -> tuple[Words, Words]:
    """What was seen, and what to do about it."""
    return say("Error: {what}", what=error.what), say("Try: {mend}", mend=error.mend)


def ours(error: BaseException) -> tuple[Words, Words]:
    """A fault that the reader can do nothing about."""
    return (
        say("This is a fault of ours: {fault}.", fault=f"{type(error).__name__}: {error}".rstrip(".: ")),
        say("To see where, set {name} and run it again.", name="PROBANT_DEBUG=1"),
    )


def tell(text: str) -> None:
    """One line on stderr; what could steer a terminal is replaced."""
    typer.echo(harmless(text), err=True)
