"""Compiles the text catalogues when a package is built, so that an installed copy starts without parsing them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CustomBuildHook(BuildHookInterface[Any]):
    """Writes a .mo beside each .po; `artifacts = ["*.mo"]` in pyproject.toml takes it along."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling's hook
        """Compile all catalogues of the tree that is built."""
        for source in sorted(Path(self.root, "src").rglob("*.po")):
            with source.open("rb") as file:
                catalogue = read_po(file)
            with source.with_suffix(".mo").open("wb") as file:
                write_mo(file, catalogue)
