"""The page that --help shows: every text of it through the catalogue, none of Click's own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import typer

from probant.report.catalogue import translate
from probant.words import Words, say

NARROWEST = 78


@dataclass(frozen=True, slots=True)
class HelpPage:
    """Writes usage, meaning, arguments, commands, options and an example of one command."""

    command: Any
    context: typer.Context
    formatter: Any

    def write(self) -> None:
        """All of it, into the formatter."""
        self.formatter.width = max(self.formatter.width, NARROWEST)
        self.formatter.write_usage(self.context.command_path, self._pieces(), prefix=f"{self._told(say('Usage:'))} ")
        self.formatter.write("\n")
        self.formatter.write_text(self._told(self.command.help))
        root = self.context.find_root().command
        own = () if self.command is root else self._parameters("option")
        shared = (*self._options(tuple(root.params)), ("--help", self._told(say("Show this help."))))
        self._section(
            say("Arguments"), *((self._name(one), self._told(one.help)) for one in self._parameters("argument"))
        )
        self._section(say("Commands"), *((name, self._told(one.help)) for name, one in self._commands()))
        self._section(say("Options"), *self._options(own))
        self._section(say("Options of every command"), *shared)
        self._section(say("Example"), (self.command.epilog, ""))

    def _told(self, text: Words | str) -> str:
        template = text.template if isinstance(text, Words) else text
        return translate(self.context.obj.tag)(template)

    def _parameters(self, kind: str) -> tuple[Any, ...]:
        return tuple(one for one in self.command.params if one.param_type_name == kind)

    def _commands(self) -> tuple[tuple[str, Any], ...]:
        return tuple(getattr(self.command, "commands", {}).items())

    def _pieces(self) -> str:
        """What follows the name of the command in the line of its usage."""
        arguments = (
            f"{self._name(one)}" if one.required else f"[{self._name(one)}]" for one in self._parameters("argument")
        )
        command = (self._told(say("COMMAND")),) if self._commands() else ()
        return " ".join((self._told(say("[OPTIONS]")), *arguments, *command))

    def _name(self, argument: Any) -> str:
        return self._told(argument.metavar) + ("..." if argument.nargs == -1 else "")

    def _options(self, options: tuple[Any, ...]) -> tuple[tuple[str, str], ...]:
        return tuple((self._names(one), self._told(one.help)) for one in options)

    def _names(self, option: Any) -> str:
        names = ", ".join(sorted(option.opts, key=len))
        return names if option.is_flag else f"{names} {self._told(option.metavar)}"

    def _section(self, title: Words, *rows: tuple[str, str]) -> None:
        if rows:
            self.formatter.write(f"\n{typer.style(self._told(title), bold=True)}\n")
            with self.formatter.indentation():
                self.formatter.write_dl(rows)
