"""In which order and when: by rank, by what must come before, and by the people there are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Slot:
    """When the work on one initiative is done, in months from now."""

    initiative: str
    start: float
    end: float


def slots(
    ranked: Sequence[str], effort: Mapping[str, float], needs: Mapping[str, str], capacity: float
) -> tuple[Slot, ...]:
    """One after the other, the best first; what another needs is drawn before it.

    Parameters
    ----------
    ranked : sequence of str
        Initiatives, the best first.
    effort : mapping of str to float
        Person-months that each still takes; one that is not there takes none.
    needs : mapping of str to str
        What must come before each; names that are not ranked are taken as done.
    capacity : float
        Person-months a month, > 0.

    Returns
    -------
    tuple of Slot
        In the order in which they are done. A circle of needs is cut where it closes.
    """
    order: list[str] = []
    for name in ranked:
        _place(name, ranked, needs, order, ())
    found, clock = [], 0.0
    for name in order:
        until = clock + effort.get(name, 0.0) / capacity
        found.append(Slot(name, clock, until))
        clock = until
    return tuple(found)


def _place(
    name: str, ranked: Sequence[str], needs: Mapping[str, str], order: list[str], waiting: tuple[str, ...]
) -> None:
    """Put what `name` needs before it, then `name`."""
    before = needs.get(name)
    if before is not None and before in ranked and before not in (*waiting, name):
        _place(before, ranked, needs, order, (*waiting, name))
    if name not in order:
        order.append(name)
