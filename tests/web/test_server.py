"""One server a project, on this machine alone, gone without a trace when it is told to stop."""

import signal
import socket
import stat
from pathlib import Path

import pytest

from probant.errors import Busy, Missing, UnknownName
from probant.web.server import serve

ANY = "/api/v1/ledger"
"""An address that costs little."""


def test_the_lease_is_for_its_owner_alone_and_says_where_the_server_is(site):
    note = site.folder / ".probant" / "serve.json"
    assert stat.S_IMODE(note.stat().st_mode) == 0o600
    assert (site.lease["port"], site.lease["pid"]) == (site.port, site.process.pid)
    assert len(site.lease["token"]) >= 43


def test_a_killed_server_does_not_stop_the_next_and_a_signal_ends_that_one_cleanly(start, stop, folder):
    first = start(folder)
    first.process.kill()
    first.process.wait()
    second = start(folder, first.port)
    assert second.ask(ANY).status == 200
    assert stop(second, signal.SIGTERM) == ("", 0)
    assert not (folder / ".probant" / "serve.json").exists()


def test_an_interrupt_ends_it_cleanly_and_takes_the_lease_away(start, stop, folder):
    site = start(folder)
    assert stop(site, signal.SIGINT) == ("", 0)
    assert not (folder / ".probant" / "serve.json").exists()


def test_a_taken_port_is_named_with_what_to_do(folder):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(Busy, match=rf"Port {port} is taken(.|\n)*Try: choose another with --port"):
            serve(folder, port=port)
    assert not (folder / ".probant" / "serve.json").exists()


def test_a_second_server_of_the_project_is_told_where_the_first_is(site):
    with pytest.raises(Busy, match=rf"served already, at {site.url}(.|\n)*stop the process {site.process.pid}"):
        serve(site.folder, port=0)
    assert site.lease["port"] == site.port


def test_it_listens_on_this_machine_alone(site):
    listening = Path(f"/proc/{site.process.pid}/net/tcp").read_text().splitlines()[1:]
    ours = [line.split()[1] for line in listening if line.split()[1].endswith(f":{site.port:04X}")]
    assert {address.split(":")[0] for address in ours} == {"0100007F"}


def test_without_a_project_there_is_nothing_to_serve(tmp_path):
    with pytest.raises(Missing, match="no Probant project"):
        serve(tmp_path)


def test_a_language_that_is_not_spoken_is_an_error_before_anything_is_opened(folder):
    with pytest.raises(UnknownName, match="fr"):
        serve(folder, language="fra")
