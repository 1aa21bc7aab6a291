"""Hand a verb to the process that serves the project, and hear how far it is."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPException
from typing import Any

from probant.actions.lease import Lease
from probant.actions.wire import read_error, read_words
from probant.errors import Busy
from probant.vocabulary import Tell
from probant.words import say

PATIENCE = 24 * 3600
"""Seconds without a line from the server after which a verb is given up."""


def call(lease: Lease, verb: str, arguments: Mapping[str, Any], tell: Tell) -> str:
    """The result of a verb as JSON; errors of the server are raised here as they were there.

    Each line of the answer is one JSON object: how far the work is, then the result or the error. The one
    who stops listening, by Ctrl-C or by a `tell` that raises, hangs up, and the server stops the work at its
    next step.
    """
    connection = HTTPConnection("127.0.0.1", lease.port, timeout=PATIENCE)
    body = json.dumps({"arguments": dict(arguments)}, default=str)
    headers = {"Authorization": f"Bearer {lease.token}", "Content-Type": "application/json"}
    try:
        connection.request("POST", f"/api/verbs/{verb}", body, headers)
        with connection.getresponse() as response:
            for line in response:
                message = json.loads(line)
                if "result" in message:
                    return json.dumps(message["result"])
                if "error" in message:
                    raise read_error(message["error"])
                tell(message["done"], read_words(message["doing"]))
    except (OSError, HTTPException) as error:
        raise _gone(lease) from error
    finally:
        connection.close()
    raise _gone(lease)


def _gone(lease: Lease) -> Busy:
    return Busy(
        say("The process that serves this project (pid {pid}) does not answer.", pid=str(lease.pid)),
        mend=say("stop it, or wait until it has ended, and try again"),
    )
