"""Keys: for their owner alone, made once, never made anew where data depend on them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from probant.errors import Lost, Refused, Unreadable
from probant.privacy.keys import Keyring, keys_folder

PROJECT = "0123456789abcdef"
OPENER = """
import sys
from pathlib import Path
from probant.privacy.keys import Keyring

ring = Keyring(sys.argv[1], Path(sys.argv[2]))
print("ready", flush=True)
sys.stdin.readline()
print(ring.pseudonym.id, ring.public)
"""


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "kept" / "keys"


def test_they_are_made_once_and_stay(folder):
    first, again = Keyring(PROJECT, folder), Keyring(PROJECT, folder)
    assert first.pseudonym == again.pseudonym
    assert first.public == again.public == first.signing.public_key().public_bytes_raw().hex()
    assert Keyring("other", folder).pseudonym != first.pseudonym


def test_only_their_owner_may_read_them(folder):
    ring = Keyring(PROJECT, folder)
    assert ring.pseudonym
    assert ring.file.stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700
    assert [file.name for file in folder.iterdir()] == [f"{PROJECT}.json"]


def test_a_loose_umask_does_not_loosen_them(folder):
    before = os.umask(0)
    try:
        ring = Keyring(PROJECT, folder)
        assert ring.pseudonym
    finally:
        os.umask(before)
    assert ring.file.stat().st_mode & 0o777 == 0o600


def test_keys_that_others_may_read_are_refused(folder):
    assert Keyring(PROJECT, folder).pseudonym
    (folder / f"{PROJECT}.json").chmod(0o640)
    with pytest.raises(Refused, match="mode 640") as caught:
        assert Keyring(PROJECT, folder).pseudonym
    assert "chmod 600" in str(caught.value.mend)


def test_asking_for_the_public_key_makes_none(folder):
    assert Keyring(PROJECT, folder).public is None
    assert not folder.exists()


def test_lost_keys_are_said_to_be_lost_and_never_made_anew(folder):
    first = Keyring(PROJECT, folder)
    names = (first.pseudonym.id, first.public)
    first.file.unlink()
    for known in names:
        with pytest.raises(Lost, match="keys of this project are gone"):
            assert Keyring(PROJECT, folder, known=known).pseudonym
    assert list(folder.iterdir()) == []


def test_other_keys_than_those_of_the_data_are_refused(folder):
    first = Keyring(PROJECT, folder)
    known = first.pseudonym.id
    assert Keyring(PROJECT, folder, known=known).pseudonym.id == known
    assert Keyring(PROJECT, folder, known=first.public).pseudonym.id == known
    first.file.unlink()
    assert Keyring(PROJECT, folder).pseudonym
    with pytest.raises(Lost, match="other keys than those"):
        assert Keyring(PROJECT, folder, known=known).pseudonym


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", "null", '{"project":"0123456789abcdef","pseudonym":["zz"],"signing":"00"}']
)
def test_a_damaged_file_is_not_written_over(folder, text):
    folder.mkdir(parents=True)
    file = folder / f"{PROJECT}.json"
    file.write_text(text)
    file.chmod(0o600)
    with pytest.raises(Unreadable, match="does not hold the keys of this project"):
        assert Keyring(PROJECT, folder).pseudonym
    assert file.read_text() == text


def test_the_keys_of_another_project_are_no_keys(folder):
    other = Keyring("other", folder)
    assert other.pseudonym
    other.file.rename(folder / f"{PROJECT}.json")
    with pytest.raises(Unreadable):
        assert Keyring(PROJECT, folder).pseudonym


def test_no_secret_is_shown(folder):
    ring = Keyring(PROJECT, folder)
    secret = ring.pseudonym.secret
    shown = f"{ring!r} {ring.pseudonym!r} {ring._keys!r}"
    assert secret.hex() not in shown
    assert repr(secret) not in shown
    assert ring.signing.private_bytes_raw().hex() not in shown


@pytest.mark.parametrize("project", ["", "../up", "a/b", ".hidden", "x" * 65, "a\n"])
def test_a_project_is_no_path(project, folder):
    with pytest.raises(Refused, match="cannot name a key file"):
        Keyring(project, folder)


def test_a_folder_that_cannot_be_made_says_what_to_do(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(Refused, match="cannot be kept in") as caught:
        assert Keyring(PROJECT, tmp_path / "file" / "keys").pseudonym
    assert "PROBANT_KEYS" in str(caught.value.mend)


def test_where_they_are_kept():
    home = Path.home()
    assert keys_folder({"PROBANT_KEYS": "/vault", "XDG_CONFIG_HOME": "/x"}) == Path("/vault")
    assert keys_folder({"PROBANT_KEYS": "~/vault"}) == home / "vault"
    assert keys_folder({"XDG_CONFIG_HOME": "/x"}) == Path("/x/probant/keys")
    assert keys_folder({}) == home / ".config" / "probant" / "keys"
    assert keys_folder({"PROBANT_KEYS": "", "XDG_CONFIG_HOME": ""}) == home / ".config" / "probant" / "keys"


def test_processes_that_race_all_get_the_same_keys(folder):
    racers = [
        subprocess.Popen(
            [sys.executable, "-S", "-c", OPENER, f"race{number // 4}", str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        )
        for number in range(12)
    ]
    for racer in racers:
        assert racer.stdout.readline() == "ready\n"
    for racer in racers:
        racer.stdin.write("go\n")
        racer.stdin.flush()
    said = [racer.communicate()[0].strip() for racer in racers]
    assert all(racer.returncode == 0 for racer in racers)
    for start in (0, 4, 8):
        assert len(set(said[start : start + 4])) == 1
    assert len(set(said)) == 3
