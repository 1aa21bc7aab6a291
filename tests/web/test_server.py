"""One server a project, on this machine alone, gone without a trace when it is told to stop."""

import signal
import socket
import stat
from pathlib import Path

import pytest

from probant.errors import Busy, Missing, UnknownName
from probant.web.server import serve


def test_the_lease_is_for_its_owner_alone_and_says_where_the_server_is(start, folder):
    site = start(folder)
    note = folder / ".probant" / "serve.json"
    assert stat.S_IMODE(note.stat().st_mode) == 0o600
    assert (site.lease["port"], site.lease["pid"]) == (site.port, site.process.pid)
    assert len(site.lease["token"]) >= 43


@pytest.mark.parametrize("sig", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_cleanly_and_takes_the_lease_away(start, stop, folder, sig):
    site = start(folder)
    assert site.ask("/en/").status == 200
    assert stop(site, sig) == ("", 0)
    assert not (folder / ".probant" / "serve.json").exists()


def test_it_may_be_started_again_at_once_on_the_same_port(start, stop, folder):
    first = start(folder)
    first.ask("/en/")
    stop(first)
    assert start(folder, first.port).ask("/en/").status == 200


def test_a_taken_port_is_named_with_what_to_do(folder):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(Busy, match=rf"Port {port} is taken(.|\n)*Try: choose another with --port"):
            serve(folder, port=port)
    assert not (folder / ".probant" / "serve.json").exists()


def test_a_second_server_of_the_project_is_told_where_the_first_is(start, folder):
    site = start(folder)
    with pytest.raises(Busy, match=rf"served already, at {site.url}(.|\n)*stop the process {site.process.pid}"):
        serve(folder, port=0)
    assert site.lease["port"] == site.port


def test_the_note_of_a_server_that_was_killed_does_not_stop_the_next(start, folder):
    first = start(folder)
    first.process.kill()
    first.process.wait()
    assert start(folder).ask("/en/").status == 200


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
