"""Who agreed: a row enters only if consent was in force at the contact, and is in force now.

Now counts because loading is processing: a person who has withdrawn since, or whose consent has
ended since, is not processed any more. What was loaded before that is a matter for erasure and
retention, not for the door.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

_INSTANT = pa.timestamp("us")
_DAY = np.timedelta64(1, "D")


@dataclass(frozen=True, slots=True)
class Decisions:
    """What people of one kind decided on one purpose, ordered by person and instant (N rows)."""

    people: pa.Array
    """Each person once; a person's place here is the number used below."""
    instants: np.ndarray
    """Each instant of a decision once, in order: datetime64[us], UTC."""
    places: np.ndarray
    """(N,) int64, ascending: person and instant of the decision in one number, see `_place`."""
    granted: np.ndarray
    """(N,) bool."""
    until: np.ndarray
    """(N,) datetime64[us], UTC: from when on the consent is over."""


def decisions(consents: pa.Table, kind: str, purpose: str, months: int) -> Decisions:
    """Decisions of one kind of person on one purpose.

    Parameters
    ----------
    consents : Table
        Rows of the contract `consents`, their subjects as pseudonyms. One without an end lasts
        `months` calendar months; one that does not say whether it was granted was not; a person
        who has a decision without an instant has none at all. Of several decisions of one person at
        one instant a withdrawal counts first, then the one that ends first.
    kind, purpose : str
        As in the columns of these names.
    months : int
        1 or more.
    """
    meant = pc.and_kleene(pc.equal(consents["kind"], kind), pc.equal(consents["purpose"], purpose))
    rows = consents.filter(pc.and_kleene(meant, pc.is_valid(consents["subject"])))
    undated = rows.filter(pc.is_null(rows["at"]))["subject"]
    rows = rows.filter(pc.invert(pc.is_in(rows["subject"], value_set=undated.combine_chunks())))
    people = pc.unique(rows["subject"])
    person = pc.index_in(rows["subject"], value_set=people).to_numpy().astype(np.int64)
    at = rows["at"].cast(_INSTANT).to_numpy()
    granted = pc.fill_null(rows["granted"], False).to_numpy()
    ends = rows["expires_at"].cast(_INSTANT).to_numpy()
    until = np.where(np.isnat(ends), _months_after(at, months), ends)
    order = np.lexsort((-until.astype(np.int64), ~granted, at, person))
    instants = np.unique(at)
    return Decisions(people, instants, _place(person, at, instants)[order], granted[order], until[order])


def in_force(decided: Decisions, subjects: pa.Array, at: np.ndarray) -> np.ndarray:
    """Whether each person's latest decision at or before an instant grants consent that lasts beyond it.

    Parameters
    ----------
    subjects : Array of string, (R,)
        Pseudonyms; null, or one who never decided, has no consent.
    at : (R,) datetime64[us]
        UTC; not-a-time where it is not known, and then there is no consent.

    Returns
    -------
    (R,) bool
    """
    if not len(decided.people):
        return np.zeros(len(subjects), dtype=bool)
    person = pc.fill_null(pc.index_in(subjects, value_set=decided.people), -1).to_numpy(zero_copy_only=False)
    latest = np.searchsorted(decided.places, _place(person.astype(np.int64), at, decided.instants), side="right") - 1
    owner = decided.places[latest] // (len(decided.instants) + 1)
    is_known = (person >= 0) & ~np.isnat(at) & (latest >= 0) & (owner == person)
    found: np.ndarray = is_known & decided.granted[latest] & (at < decided.until[latest])
    return found


def admissible(decided: Decisions, subjects: pa.Array, contact: np.ndarray | None, now: datetime) -> np.ndarray:
    """Which rows may enter on consent: in force at the contact and now; now alone where a table knows no instant.

    Shapes as in `in_force`; `now` has a zone.
    """
    present = np.full(len(subjects), np.datetime64(now.astimezone(UTC).replace(tzinfo=None), "us"))
    allowed = in_force(decided, subjects, present)
    return allowed if contact is None else allowed & in_force(decided, subjects, contact)


def _place(person: np.ndarray, at: np.ndarray, instants: np.ndarray) -> np.ndarray:
    """Person and instant in one number that orders by person, then by instant.

    Instants count by their rank among those at which anybody decided; 0 is before all of them.
    """
    rank = np.searchsorted(instants, at, side="right")
    return person * (len(instants) + 1) + rank


def _months_after(at: np.ndarray, months: int) -> np.ndarray:
    """The same day and time so many months later; the month's last day where it has no such day."""
    month = at.astype("M8[M]")
    later = month + months
    days = at.astype("M8[D]") - month.astype("M8[D]")
    most = (later + 1).astype("M8[D]") - later.astype("M8[D]") - _DAY
    clock = at - at.astype("M8[D]")
    moved: np.ndarray = (later.astype("M8[D]") + np.minimum(days, most)).astype("M8[us]") + clock
    return moved
