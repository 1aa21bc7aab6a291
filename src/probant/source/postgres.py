"""PostgreSQL through Ibis, without pandas: imported only where a URL asks for it."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlparse

from ibis.backends.postgres import Backend


class Postgres(Backend):  # type: ignore[misc] # Ibis is read without its types
    """Ibis' own backend. It imports pandas to teach the driver one value of pandas, which no query of ours holds."""

    def _post_connect(self) -> None:
        with (link := self.con).cursor() as cursor, link.transaction():
            cursor.execute("SET TIMEZONE = UTC")
            cursor.execute("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY")


def connect(url: str) -> Any:
    """A connection that reads and cannot write."""
    parts = urlparse(url)
    return Postgres()._from_url(parts, **dict(parse_qsl(parts.query)))
