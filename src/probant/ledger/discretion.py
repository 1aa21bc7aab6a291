"""What may stand in the ledger: it can never be erased, so nobody is named in it in clear."""

from __future__ import annotations

import re
from collections.abc import Mapping

from probant.errors import Refused
from probant.words import say

LONGEST = 8192
"""Characters in one text: enough for a question as JSON, too few for a table."""
MOST = 64
"""Facts in one entry."""
_ADDRESS = re.compile(r"[^\s@\"'<>]@[^\s@\"'<>]+\.[^\s@\"'<>]{2}")


def discreet(act: str, actor: str, facts: Mapping[str, str]) -> None:
    """Nothing, where an entry may say this.

    Raises
    ------
    Refused
        If a text is too long, an e-mail address stands in it, or the facts are too many. The error
        says in which field, and never what stood in it.
    """
    if len(facts) > MOST:
        raise Refused(
            say("A ledger entry would hold {count} facts; {most} is the most.", count=len(facts), most=MOST),
            mend=say("enter the digest of a file that holds them"),
        )
    for name in facts:
        _check("facts", name)
    for field, text in {"act": act, "actor": actor, **facts}.items():
        _check(field, text)


def _check(field: str, text: str) -> None:
    if len(text) > LONGEST:
        raise Refused(
            say(
                "“{field}” would have {length} characters; the ledger keeps short texts.",
                field=field,
                length=len(text),
            ),
            mend=say("enter the digest of a file that holds it"),
        )
    if _ADDRESS.search(text):
        raise Refused(
            say("“{field}” holds an e-mail address, and what the ledger says can never be erased.", field=field),
            mend=say("name people by a short name or a pseudonym, and things by their digest"),
        )
