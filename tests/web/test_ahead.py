"""What is made ahead is made when nobody waits, and once."""

import os
import time
from threading import Event

import pytest
from starlette.testclient import TestClient

from probant.actions.lease import Lease
from probant.actions.project import open_project
from probant.errors import Refused
from probant.web.ahead import Ahead
from probant.web.app import create_app
from probant.words import say

SOON, PATIENCE = 0.05, 20


@pytest.fixture
def ahead():
    made = Ahead(calm=SOON)
    yield made
    made.close()


def test_a_wish_is_fulfilled_once_nobody_waits(ahead):
    done = Event()
    ahead.wish(done.set)
    assert done.wait(PATIENCE)


def test_nothing_is_begun_while_somebody_waits(ahead):
    done = Event()
    with ahead.asked():
        ahead.wish(done.set)
        assert not done.wait(10 * SOON)
    assert done.wait(PATIENCE)


def test_the_newest_wish_takes_the_place_of_one_that_is_not_begun(ahead):
    made, done = [], Event()
    with ahead.asked():
        ahead.wish(lambda: made.append("old"))
        ahead.wish(lambda: (made.append("new"), done.set()))
    assert done.wait(PATIENCE)
    assert made == ["new"]


@pytest.mark.parametrize("error", [Refused(say("No."), mend=say("do not")), ZeroDivisionError()])
def test_a_wish_that_fails_does_not_keep_the_next_from_being_fulfilled(ahead, error):
    def fail():
        failed.set()
        raise error

    failed, done = Event(), Event()
    ahead.wish(fail)
    assert failed.wait(PATIENCE)
    ahead.wish(done.set)
    assert done.wait(PATIENCE)


def test_after_the_end_nothing_is_begun():
    ahead, done = Ahead(calm=SOON), Event()
    ahead.close()
    ahead.wish(done.set)
    assert not done.wait(5 * SOON)


def test_who_reads_the_page_finds_its_report_ready(folder):
    with open_project(folder) as project:
        app = create_app(project, Lease(os.getpid(), 8765, "token"))
        with TestClient(app, base_url="http://127.0.0.1:8765") as reader:
            assert reader.get("/fr/").status_code == 200
            ends = time.monotonic() + PATIENCE
            while not ready(app) and time.monotonic() < ends:
                time.sleep(SOON)
            assert ready(app) == [(app.state.desk.version(), ("to print", "fr", None))]
            assert reader.get("/fr/decision.pdf?theme=dark").content.startswith(b"%PDF")
            assert len(ready(app)) == 1
        app.state.ahead.close()
        app.state.press.close()


def ready(app):
    """Reports that are made ready to be set in type."""
    return [key for key in app.state.shelf._kept if key[1][0] == "to print"]
