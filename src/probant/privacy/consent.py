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
_WORD, _ODD = 8, np.uint64(0x9E3779B97F4A7C15)
"""Bytes of a word, two of which make a fingerprint, and the number that mixes them: odd, so that no bit is lost."""


@dataclass(frozen=True, slots=True)
class Decisions:
    """What people of one kind decided on one purpose, ordered by person and instant (N rows)."""

    people: pa.Array
    """Each person once, by fingerprint; a person's place here is the number used below."""
    prints: np.ndarray
    """(P,) uint64, ascending: a fingerprint of each."""
    instants: np.ndarray
    """Each instant of a decision once, in order: datetime64[us], UTC."""
    places: np.ndarray
    """(N,) int64, ascending: person and instant of the decision in one number, see `_place`."""
    last: np.ndarray
    """(P,) int64: where among the N each person's last decision stands."""
    since: np.ndarray
    """(N,) datetime64[us], UTC: when it was decided."""
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
    told = consents.select(("subject", "at", "granted", "expires_at"))
    rows = told.filter(pc.and_kleene(meant, pc.is_valid(told["subject"])))
    undated = rows.filter(pc.is_null(rows["at"]))["subject"]
    if len(undated):
        rows = rows.filter(pc.invert(pc.is_in(rows["subject"], value_set=undated.combine_chunks())))
    people, prints, person = _people(rows["subject"].combine_chunks())
    at = rows["at"].cast(_INSTANT).to_numpy()
    instants = np.unique(at)
    rank = np.searchsorted(instants, at, side="right")
    granted = pc.fill_null(rows["granted"], False).to_numpy()
    ends = rows["expires_at"].cast(_INSTANT).to_numpy()
    until = np.where(np.isnat(ends), _months_after(instants, months)[rank - 1], ends)
    places = _place(person, rank, instants)
    order = np.lexsort((-until.astype(np.int64), ~granted, places))
    last = np.searchsorted(person[order], np.arange(len(people)), "right") - 1
    return Decisions(people, prints, instants, places[order], last, at[order], granted[order], until[order])


def in_force(decided: Decisions, person: np.ndarray, at: np.ndarray) -> np.ndarray:
    """Whether each person's latest decision at or before an instant grants consent that lasts beyond it.

    Parameters
    ----------
    person : (R,) int64
        Their places among `decided.people`; -1: one who never decided, and has no consent.
    at : (R,) datetime64[us]
        UTC; not-a-time where it is not known, and then there is no consent.

    Returns
    -------
    (R,) bool
    """
    if not len(decided.people):
        return np.zeros(len(person), dtype=bool)
    latest = decided.last[person]
    # Who decided later than that decided before it, or not at all; hardly anybody decides twice.
    early = np.flatnonzero(~(decided.since[latest] <= at))
    rank = np.searchsorted(decided.instants, at[early], side="right")
    there = _place(person[early], rank, decided.instants)
    latest[early] = np.searchsorted(decided.places, there, side="right") - 1
    owner = decided.places[latest] // (len(decided.instants) + 1)
    is_known = (person >= 0) & ~np.isnat(at) & (latest >= 0) & (owner == person)
    found: np.ndarray = is_known & decided.granted[latest] & (at < decided.until[latest])
    return found


def admissible(decided: Decisions, subjects: pa.Array, contact: np.ndarray | None, now: datetime) -> np.ndarray:
    """Which rows may enter on consent: in force at the contact and now; now alone where a table knows no instant.

    `subjects` are (R,) pseudonyms, `contact` is (R,) datetime64[us] in UTC; `now` has a zone.
    """
    person = _places(decided, subjects)
    present = np.full(len(subjects), np.datetime64(now.astimezone(UTC).replace(tzinfo=None), "us"))
    allowed = in_force(decided, person, present)
    return allowed if contact is None else allowed & in_force(decided, person, contact)


def _places(decided: Decisions, subjects: pa.Array) -> np.ndarray:
    """(R,) int64: the place of each subject among the people; -1 for null and for one who never decided.

    By fingerprint: to hash millions of names anew for every batch would take longer than all the rest. What has
    the same fingerprint is compared letter by letter, so that no stranger passes for another.
    """
    marks, found = _prints(subjects), np.full(len(subjects), -1, np.int64)
    # Looked up in their order, not as they come: so the part of the memory that is near is the part that is needed.
    order = np.argsort(marks)
    place = np.empty(len(marks), np.int64)
    place[order] = np.searchsorted(decided.prints, marks[order])
    rest = np.flatnonzero(pc.is_valid(subjects).to_numpy(zero_copy_only=False))
    while len(rest):
        rest = rest[place[rest] < len(decided.prints)]
        rest = rest[decided.prints[place[rest]] == marks[rest]]
        same = pc.equal(decided.people.take(pa.array(place[rest])), subjects.take(pa.array(rest)))
        hits = same.to_numpy(zero_copy_only=False).astype(bool)
        found[rest[hits]] = place[rest[hits]]
        rest = rest[~hits]
        place[rest] += 1
    return found


def _people(subjects: pa.Array) -> tuple[pa.Array, np.ndarray, np.ndarray]:
    """Each person once, ordered by fingerprint; these fingerprints; (N,) int64: the place of each subject there.

    Equal names become neighbours by their fingerprint, and to compare neighbours costs less than to hash all names.
    """
    prints = _prints(subjects)
    order = np.argsort(prints)
    names, is_new = _in_order(subjects, order)
    if (is_new[1:] & (prints[order[1:]] == prints[order[:-1]])).any():
        # Strangers share a fingerprint, so that equal names need not be neighbours: now they are.
        order = np.lexsort((subjects.dictionary_encode().indices.to_numpy(), prints))
        names, is_new = _in_order(subjects, order)
    person = np.empty(len(subjects), np.int64)
    person[order] = np.cumsum(is_new) - 1
    return names.filter(pa.array(is_new)), prints[order[is_new]], person


def _in_order(names: pa.Array, order: np.ndarray) -> tuple[pa.Array, np.ndarray]:
    """The names in that order, and (N,) bool: whether each differs from the one before it."""
    sorted_names = names.take(pa.array(order))
    is_new = np.ones(len(names), dtype=bool)
    is_new[1:] = pc.not_equal(sorted_names[1:], sorted_names[:-1]).to_numpy(zero_copy_only=False)
    return sorted_names, is_new


def _prints(texts: pa.Array) -> np.ndarray:
    """(N,) uint64 of the last sixteen bytes of each text, which in a pseudonym are all digits of the digest."""
    _, offsets, data = texts.buffers()
    if not len(texts) or data is None or not data.size:
        return np.zeros(len(texts), np.uint64)
    ends = np.frombuffer(offsets, np.int32)[texts.offset : texts.offset + len(texts) + 1].astype(np.int64)
    letters = np.concatenate((np.zeros(2 * _WORD, np.uint8), np.frombuffer(data, np.uint8)[ends[0] : ends[-1]]))
    size, start = np.diff(ends), ends[1:] - ends[0]
    made: np.ndarray = _word(letters, start + _WORD, size) * _ODD + _word(letters, start, size - _WORD)
    return made


def _word(letters: np.ndarray, start: np.ndarray, size: np.ndarray) -> np.ndarray:
    """(N,) uint64: eight letters from each place on; of a text that has fewer of them only its last `size`."""
    words = np.ndarray(len(letters) - _WORD + 1, "<u8", letters, strides=(1,))[start]
    strange = (8 * np.clip(_WORD - size, 0, _WORD)).astype(np.uint64)
    made: np.ndarray = np.where(size > 0, words >> strange << strange, 0)
    return made


def _place(person: np.ndarray, rank: np.ndarray, instants: np.ndarray) -> np.ndarray:
    """Person and instant in one number that orders by person, then by instant.

    Instants count by their rank among those at which anybody decided; 0 is before all of them.
    """
    place: np.ndarray = person * (len(instants) + 1) + rank
    return place


def _months_after(at: np.ndarray, months: int) -> np.ndarray:
    """The same day and time so many months later; the month's last day where it has no such day."""
    month = at.astype("M8[M]")
    later = month + months
    days = at.astype("M8[D]") - month.astype("M8[D]")
    most = (later + 1).astype("M8[D]") - later.astype("M8[D]") - _DAY
    clock = at - at.astype("M8[D]")
    moved: np.ndarray = (later.astype("M8[D]") + np.minimum(days, most)).astype("M8[us]") + clock
    return moved
