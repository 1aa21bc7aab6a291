"""Commands that explain themselves in the reader's language, each with an example."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import typer
from typer.core import TyperCommand, TyperGroup

from probant.cli.help_page import HelpPage
from probant.errors import Refused, UnknownName
from probant.words import Words, say

F = TypeVar("F", bound=Callable[..., Any])


def command(app: typer.Typer, name: str, meaning: Words, *, example: str) -> Callable[[F], F]:
    """Make a function the command `name` of `app`; `meaning` is a template without facts, translated when shown."""
    return app.command(name, help=meaning.template, epilog=example, cls=Command)


def group(app: typer.Typer, name: str, meaning: Words, *, example: str) -> typer.Typer:
    """A command of `app` that only holds others."""
    inner = typer.Typer(add_completion=False)
    app.add_typer(inner, name=name, help=meaning.template, epilog=example, cls=Group)
    return inner


class Command(TyperCommand):
    """A command whose help is in the reader's language, and which takes no word that it does not know."""

    allow_extra_args = True

    def invoke(self, ctx: Any) -> Any:
        """Run it; Refused where words are left over."""
        if ctx.args:
            raise Refused(
                say("`{command}` does not take “{words}”.", command=ctx.command_path, words=" ".join(ctx.args)),
                mend=say("see `{command} --help`", command=ctx.command_path),
            )
        return super().invoke(ctx)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write what it does, its arguments and options, and an example."""
        HelpPage(self, ctx, formatter).write()


class Group(TyperGroup):
    """A command that holds others; the first of them is meant where none is named, at the root its help is."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Its own options; the rest is for the command that follows."""
        if ctx.parent is not None and "--help" not in args and (not args or args[0].startswith("-")):
            args = [next(iter(self.commands)), *args]
        if not args:
            typer.echo(ctx.get_help())
            raise typer.Exit
        return super().parse_args(ctx, args)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that the first word names; UnknownName with the nearest where there is none."""
        if args[0] not in self.commands and not args[0].startswith("-"):
            raise UnknownName(say("command"), args[0], self.commands)
        return super().resolve_command(ctx, args)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write what it is for, its commands and options, and an example."""
        HelpPage(self, ctx, formatter).write()
