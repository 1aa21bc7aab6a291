"""Evidence kept beside the ledger, each piece under the digest of what it says."""

from __future__ import annotations

import json
import re
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from pydantic import TypeAdapter, ValidationError

from probant.errors import Ambiguous, Tampered, UnknownName
from probant.ledger import durable
from probant.vocabulary import Draws, Evidence
from probant.words import say

_SHORT = 16
"""Hexadecimal digits of the SHA-256 that name a piece of evidence."""
_WHOLE = re.compile(f"[0-9a-f]{{{_SHORT}}}")
_EVIDENCE = TypeAdapter(Evidence)


class Archive:
    """Folder `evidence` in the ledger's folder: `<id>.json`, and `<id>.draws.parquet` where there are draws.

    The id is the beginning of the SHA-256 of the JSON file, and the JSON names the digest of the
    draws: neither can be changed without being found.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "evidence"

    def put(self, evidence: Evidence) -> tuple[str, str]:
        """Keep the evidence and its draws; the same evidence is kept once.

        Returns
        -------
        (str, str)
            Its id, and the digest that its ledger entry should name: SHA-256 in 64 hexadecimal digits.
        """
        draws = evidence.draws
        said = _EVIDENCE.dump_python(evidence, mode="json", exclude={"draws"})
        text = _json_text({"evidence": said, "draws": None if draws is None else _digest(draws)})
        digest = sha256(text).hexdigest()
        name = digest[:_SHORT]
        if draws is not None:
            durable.write(self._draws(name), _parquet(draws))
        durable.write(self._json(name), text)
        return name, digest

    def get(self, name: str, digest: str | None = None) -> Evidence:
        """The evidence of that id, or whose id alone begins so; its draws stay in the archive.

        Parameters
        ----------
        name : str
            An id, or its beginning.
        digest : str, optional
            SHA-256 that the ledger names, 64 hexadecimal digits.

        Raises
        ------
        UnknownName, Ambiguous
            If no id begins so, or several do.
        Tampered
            If the file no longer has the digest in its name, or not the one given.
        """
        document = self._document(name, digest)
        try:
            return _EVIDENCE.validate_python(document["evidence"])
        except ValidationError as error:
            raise _unreadable(name) from error

    def draws(self, name: str) -> Draws | None:
        """Its draws, (D, S); None where it has none. Raises as `get`, and where the draws were changed."""
        found = self.find(name)
        kept = self._document(found)["draws"]
        if kept is None:
            return None
        if not self._draws(found).exists():
            raise Tampered(
                say("The draws of evidence {id} are not there any more.", id=found),
                mend=say("run `probant evidence reproduce {id}`", id=found),
            )
        try:
            table = pq.read_table(self._draws(found))
        except pa.ArrowException as error:
            raise _changed(found) from error
        draws = Draws(tuple(table.column_names), np.column_stack([column.to_numpy() for column in table.columns]))
        if _digest(draws) != kept:
            raise _changed(found)
        return draws

    def ids(self) -> tuple[str, ...]:
        """Ids of all that is kept, in their alphabetical order."""
        return tuple(sorted(file.stem for file in self.folder.glob("*.json")))

    def find(self, name: str) -> str:
        """The one id that begins with `name`."""
        if _WHOLE.fullmatch(name) and self._json(name).is_file():
            return name  # it can begin no other, so none of the others is looked at: they may be many
        ids = self.ids()
        near = [known for known in ids if name and known.startswith(name)]
        if len(near) > 1:
            raise Ambiguous(
                say("{count} pieces of evidence begin with “{name}”.", count=len(near), name=name),
                mend=say("write more of the id: {ids}", ids=tuple(near[:12])),
            )
        if not near:
            raise UnknownName(say("piece of evidence"), name, ids)
        return near[0]

    def _document(self, name: str, digest: str | None = None) -> Any:
        found = self.find(name)
        text = self._json(found).read_bytes()
        seen = sha256(text).hexdigest()
        if not seen.startswith(found) or digest not in {None, seen}:
            raise _changed(found)
        return json.loads(text)

    def _json(self, name: str) -> Path:
        return self.folder / f"{name}.json"

    def _draws(self, name: str) -> Path:
        return self.folder / f"{name}.draws.parquet"


def _json_text(document: object) -> bytes:
    """No spaces, and the order of the fields and subjects as it is: who reads it back shows the same.

    An endless bound of an interval is written `Infinity`, as Python reads it.
    """
    return json.dumps(document, separators=(",", ":")).encode()


def _parquet(draws: Draws) -> bytes:
    columns = [pa.array(draws.values[:, position], pa.float64()) for position in range(len(draws.subjects))]
    out = BytesIO()
    pq.write_table(pa.Table.from_arrays(columns, names=list(draws.subjects)), out)
    return out.getvalue()


def _digest(draws: Draws) -> str:
    """SHA-256 over the subjects as JSON and the draws as little-endian doubles, row by row."""
    values = np.ascontiguousarray(draws.values, dtype="<f8")
    return sha256(_json_text([list(draws.subjects), list(values.shape)]) + values.tobytes()).hexdigest()


def _changed(name: str) -> Tampered:
    return Tampered(
        say("Evidence {id} is not what was written: its digest differs.", id=name),
        mend=say("run `probant evidence reproduce {id}`, and put the file back from a copy", id=name),
    )


def _unreadable(name: str) -> Tampered:
    return Tampered(
        say("Evidence {id} was written by another version of Probant, which this one cannot read.", id=name),
        mend=say("open it with the version that its ledger entry names, or ask the question again"),
    )
