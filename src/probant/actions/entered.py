"""What the ledger says of a batch."""

from __future__ import annotations

from probant.vocabulary import Receipt


def facts(receipt: Receipt) -> dict[str, str]:
    """What the ledger says of a batch."""
    counts = ("received", "loaded", "quarantined", "duplicate", "refused", "replaced")
    return {
        "batch": str(receipt.batch),
        "table": receipt.table,
        "source": receipt.source,
        "content": receipt.content,
        **{name: str(getattr(receipt, name)) for name in counts},
    }
