"""Every error that a user can cause and mend: what was seen, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from probant.words import Words, say


class ProbantError(Exception):
    """Says what is wrong and what mends it; each face shows the two on their own lines."""

    def __init__(self, what: Words, *, mend: Words) -> None:
        super().__init__(what, mend)
        self.what, self.mend = what, mend

    def __reduce__(self) -> tuple[object, tuple[type[ProbantError], Words, Words]]:
        """Sent to another process with its two sentences, and not with what else its class may keep."""
        return _again, (type(self), self.what, self.mend)

    def __str__(self) -> str:
        return f"{self.what}\n  Try: {self.mend}"


def _again(kind: type[ProbantError], what: Words, mend: Words) -> ProbantError:
    """An error of that class with these sentences, whatever else its class asks for when it is made."""
    error = kind.__new__(kind)
    ProbantError.__init__(error, what, mend=mend)
    return error


class UnknownName(ProbantError, LookupError):
    """A name that the catalog, the registry or a table does not hold."""

    def __init__(self, kind: Words, name: str, known: Iterable[str]) -> None:
        names = tuple(sorted(known))
        near = get_close_matches(name.casefold(), [known.casefold() for known in names], n=1, cutoff=0.5)
        best = next((known for known in names if near and known.casefold() == near[0]), None)
        super().__init__(say("No {kind} is named “{name}”.", kind=kind, name=name), mend=_instead(best, names))
        self.kind, self.name, self.known = kind, name, names


def _instead(best: str | None, names: tuple[str, ...]) -> Words:
    if best is not None:
        return say("use “{name}”", name=best)
    if not names:
        return say("there is none yet: load data or declare one first")
    shown = names if len(names) <= 12 else (*names[:12], "…")
    return say("choose one of: {names}", names=shown)


class Undeclared(ProbantError, ValueError):
    """A file of which nobody said what it fills."""

    def __init__(self, file: str) -> None:
        super().__init__(
            say("{file} is not declared as a source.", file=file),
            mend=say("say which table it fills with --table, or declare it in probant.toml"),
        )


class NoColumn(UnknownName):
    """A file without a column that its table needs."""

    def __init__(self, file: str, table: str, column: str, near: str | None, headers: Iterable[str]) -> None:
        names = tuple(headers)
        header = (near or "…").replace("\\", "\\\\").replace('"', '\\"')
        ProbantError.__init__(
            self,
            say(
                "{file} has no column “{column}”, which table “{table}” needs. It has: {headers}.",
                file=file,
                column=column,
                table=table,
                headers=names if len(names) <= 20 else (*names[:20], "…"),
            ),
            mend=say(
                "say in probant.toml, under its [[source]], which column it is, or one value for all rows: "
                'columns = {{ {column} = "{header}" }} or constants = {{ {column} = "…" }}',
                column=column,
                header=header,
            ),
        )
        self.name, self.known = column, names


class Misaligned(ProbantError, ValueError):
    """Two arrays that should share an axis do not."""

    def __init__(self, axis: str, **sizes: int) -> None:
        seen = tuple(f"{name} {size}" for name, size in sizes.items())
        super().__init__(
            say("The {axis} axis differs: {seen}.", axis=axis, seen=seen),
            mend=say("pass arrays that were cut from the same table"),
        )


class Inconsistent(ProbantError, ValueError):
    """Values that contradict one another."""


class Refused(ProbantError, ValueError):
    """A question, a setting or a plan that asks for what is not allowed."""


class TooLittle(ProbantError, ValueError):
    """Data too few for the answer: an arm of one unit, a metric without a second period."""


class Unreadable(ProbantError, ValueError):
    """A file that is not what its name says, is empty, or holds more than the limits allow."""


class Ambiguous(ProbantError, ValueError):
    """What a file means cannot be decided by evidence in it: the user is asked."""

    def __init__(self, what: Words, *, mend: Words, lines: tuple[str, ...] = ()) -> None:
        super().__init__(what, mend=mend)
        self.lines = lines
        """Lines of probant.toml, under the file's [[source]], of which one settles it."""


class Missing(ProbantError, FileNotFoundError):
    """A file or a project that is not there."""


class Busy(ProbantError, RuntimeError):
    """Another process holds the store, or a queue is full."""


class DiskLow(ProbantError, OSError):
    """Too little free disk to load safely."""


class Lost(ProbantError, RuntimeError):
    """The store holds less than was acknowledged."""


class Unsaved(ProbantError, OSError):
    """What was to be loaded could not be kept, or not be vouched for."""


class Outdated(ProbantError, RuntimeError):
    """A store that a newer version of the program has made."""


class Tampered(ProbantError, RuntimeError):
    """The ledger, or what it vouches for, is not what was written."""


class DuplicateEngine(ProbantError, ValueError):
    """Two engines claim one name."""


class Cancelled(ProbantError, InterruptedError):
    """The one who asked for a long work stopped it."""
