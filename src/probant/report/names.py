"""What readers call the subjects that engines name in brackets, and the pairs that they join by a stroke."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from probant.words import Words, say

TOTALS: Mapping[str, Words] = MappingProxyType(
    {
        "(total)": say("all spend together"),
        "(total), season removed": say("all spend together, season and trend removed"),
    }
)
"""Read out in sentences too; nobody types them."""
NAMES: Mapping[str, Words] = MappingProxyType({"(all)": say("all together"), **TOTALS})
"""Read out where a subject stands alone: '(all)' is also typed, so a sentence that names it keeps it."""
RELATIVE = " / "
"""Between a subject and what it is set against: the name of a second reading of the subject."""


def named(subject: str) -> Words:
    """The subject as readers call it; a name of the data stands as it is."""
    if subject in NAMES:
        return NAMES[subject]
    first, relative, base = subject.partition(RELATIVE)
    if not relative:
        return say("{subject}", subject=subject)
    if base == "spend":
        return say("{subject}, relative to its spend", subject=named(first))
    return say("{subject}, relative to {base}", subject=named(first), base=base)
