"""The process that makes pages: it comes when it is needed, goes when it is not, and is replaced when it breaks."""

import os
import time
from pathlib import Path

import pytest

from probant.errors import ProbantError, UnknownName
from probant.metrics.catalog import metric
from probant.report import pen
from probant.report.language import Language
from probant.web.press import Press
from probant.words import say

SPEC = '{"data": {"values": [{"a": 1}]}, "mark": "point", "encoding": {"x": {"field": "a", "type": "quantitative"}}}'


@pytest.fixture
def press():
    made = Press(idle=0.3)
    yield made
    made.close()


def test_work_is_done_in_another_process(press):
    assert press.make(os.getpid) != os.getpid()


def test_a_language_goes_there_by_its_name(press):
    assert press.make(Language.say, Language.of("fr"), say("Evidence")) == Language.of("fr").say(say("Evidence"))


def test_an_error_comes_back_with_its_class_and_both_sentences(press):
    with pytest.raises(UnknownName) as caught:
        press.make(metric, "revenu")
    assert isinstance(caught.value, ProbantError)
    assert (str(caught.value.what), str(caught.value.mend)) == ("No metric is named “revenu”.", "use “revenue”")


def test_a_process_that_broke_is_replaced(press):
    first = press.make(os.getpid)
    os.kill(first, 9)
    assert press.make(os.getpid) not in (first, os.getpid())


def test_it_goes_when_nothing_is_to_be_made_and_another_comes(press):
    first = press.make(os.getpid)
    time.sleep(1.0)
    assert press.make(os.getpid) != first


def test_work_that_breaks_every_process_is_an_error_and_the_next_is_done(press):
    with pytest.raises(EOFError):
        press.make(os._exit, 1)
    assert press.make(os.getpid) != os.getpid()


def test_what_an_engine_prints_does_not_disturb_the_line(press):
    assert press.make(print, "noise") is None
    assert press.make(len, "four") == 4


def test_an_error_that_cannot_be_sent_is_told_in_words(press):
    with pytest.raises(RuntimeError, match="Own: out of ink"):
        press.make(exec, "raise type('Own', (Exception,), {})('out of ink')")
    assert press.make(len, "four") == 4


def test_a_process_that_draws_has_imported_nothing_of_ours_but_the_pen(press):
    signs = Language.of("fr").numerals
    drawn = press.make(pen.vegalite, SPEC, signs.d3_numbers, signs.d3_times)
    assert drawn.startswith(b"<svg")
    ours = press.make(eval, "sorted(one for one in __import__('sys').modules if one.startswith('probant.'))")
    assert ours == [
        "probant.report",
        "probant.report.glyphs",
        "probant.report.packed",
        "probant.report.pen",
        "probant.web",
    ]


def test_the_server_itself_holds_no_engine_that_draws(start, folder):
    if not Path("/proc/self/maps").exists():
        pytest.skip("this system does not say what a process has loaded")
    site = start(folder)
    assert site.ask("/fr/").body.count(b"<svg") > 1
    assert site.ask("/fr/decision.pdf").body.startswith(b"%PDF")
    loaded = Path(f"/proc/{site.process.pid}/maps").read_text()
    assert [name for name in ("duckdb", "vl_convert", "typst") if name in loaded] == ["duckdb"]


def test_it_gets_ready_while_the_caller_goes_on(press):
    press.ready(os.getpid)
    first = press.make(os.getpid)
    assert first not in (os.getpid(), None)
    press.ready(os.abort)
    assert press.make(os.getpid) != os.getpid()
