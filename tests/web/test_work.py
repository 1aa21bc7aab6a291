"""Verbs that a command hands over: one that writes at a time, every step told, every error brought home."""

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from probant.actions.verbs import VERBS
from probant.actions.wire import read_error, read_words
from probant.errors import Busy, Cancelled, Refused
from probant.web.work import MOST_WAITING, READING, Bench
from probant.words import say


class Desk:
    """Does what each test says in place of a verb."""

    def __init__(self, **doings):
        self.doings = doings

    def do(self, verb, arguments, tell):
        return self.doings[verb](tell, **arguments)


@pytest.fixture
def bench_of():
    benches = []

    def make(**doings):
        benches.append(Bench(Desk(**doings)))
        return benches[-1]

    yield make
    for bench in benches:
        bench.close()


def complete(work):
    """What a coroutine returns; in a thread of its own, for a browser's test may keep a loop in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


async def lines_of(bench, verb, **arguments):
    return [json.loads(line) async for line in bench.start(verb, arguments).lines()]


def test_every_verb_that_is_held_to_read_exists():
    assert set(VERBS) >= READING


def test_each_step_is_told_and_the_result_comes_last(bench_of):
    def report(tell, folder):
        tell(0.5, say("writing {file}", file=folder))
        return ("a.pdf", "b.pdf")

    *told, last = complete(lines_of(bench_of(report=report), "report", folder="out"))
    assert [line["done"] for line in told] == [0.0, 0.5]
    assert read_words(told[-1]["doing"]) == say("writing {file}", file="out")
    assert last == {"result": ["a.pdf", "b.pdf"]}


def test_an_error_comes_home_as_it_was(bench_of):
    def report(tell):
        raise Refused(say("no {what}", what="folder"), mend=say("name one"))

    last = complete(lines_of(bench_of(report=report), "report"))[-1]
    assert type(read_error(last["error"])) is Refused
    assert str(read_error(last["error"])) == "no folder\n  Try: name one"


def test_a_fault_of_ours_is_told_without_its_innards_and_logged(bench_of, caplog):
    def report(tell):
        raise ZeroDivisionError("alice@example.org")

    last = complete(lines_of(bench_of(report=report), "report"))[-1]
    assert "fault of its own in report" in str(read_error(last["error"]))
    assert "alice" not in json.dumps(last)
    assert "the verb report failed" in caplog.text


def test_verbs_that_write_follow_one_another_in_their_order(bench_of):
    now, most, order = [], [], []

    def write(tell, name):
        now.append(name)
        most.append(len(now))
        tell(0.5, say("writing"))
        order.append(name)
        now.remove(name)
        return ()

    async def five(bench):
        await asyncio.gather(*(lines_of(bench, "report", name=n) for n in range(5)))

    complete(five(bench_of(report=write)))
    assert (max(most), order) == (1, [0, 1, 2, 3, 4])


def test_a_verb_that_reads_does_not_wait_for_one_that_writes(bench_of):
    release = Event()

    async def both(bench):
        writing = asyncio.create_task(lines_of(bench, "report"))
        read = await asyncio.wait_for(lines_of(bench, "metrics"), 10)
        release.set()
        return read, await writing

    bench = bench_of(report=lambda tell: release.wait(10) and (), metrics=lambda tell: ())
    read, written = complete(both(bench))
    assert read[-1] == written[-1] == {"result": []}


def test_too_many_are_told_to_come_again(bench_of):
    release = Event()

    async def crowd(bench):
        waiting = [asyncio.create_task(lines_of(bench, "report")) for _ in range(MOST_WAITING)]
        await asyncio.sleep(0)
        with pytest.raises(Busy, match=f"{MOST_WAITING} works wait already"):
            bench.start("report", {})
        release.set()
        await asyncio.gather(*waiting)
        return await lines_of(bench, "report")

    assert complete(crowd(bench_of(report=lambda tell: release.wait(10) and ())))[-1] == {"result": []}


def test_a_work_that_nobody_wants_stops_at_its_next_step(bench_of):
    steps, ended = [], Event()

    def report(tell):
        try:
            while True:
                steps.append(1)
                tell(0.1, say("working"))
        finally:
            ended.set()

    async def glance(bench):
        work = bench.start("report", {})
        async for line in work.lines():
            if b"working" in line:
                work.stop()
        return line

    last = json.loads(complete(glance(bench_of(report=report))))
    assert ended.wait(10)
    assert type(read_error(last["error"])) is Cancelled
    assert "stopped by the one who asked" in str(read_error(last["error"]))
    assert steps


def test_a_work_that_was_stopped_before_its_turn_is_not_begun(bench_of):
    begun, release = [], Event()

    def report(tell, name):
        begun.append(name)
        release.wait(10)
        return ()

    async def both(bench):
        first, second = (bench.start("report", {"name": name}) for name in ("first", "second"))
        second.stop()
        release.set()
        return [[json.loads(line) async for line in work.lines()][-1] for work in (first, second)]

    done, stopped = complete(both(bench_of(report=report)))
    assert (done, begun) == ({"result": []}, ["first"])
    assert type(read_error(stopped["error"])) is Cancelled


def test_a_server_that_stops_cancels_the_work_at_its_next_step(bench_of):
    begun = Event()

    def report(tell):
        begun.set()
        while True:
            tell(0.1, say("working"))

    async def stopped(bench):
        work = asyncio.create_task(lines_of(bench, "report"))
        await asyncio.to_thread(begun.wait, 10)
        bench.stop()
        return await work

    last = complete(stopped(bench_of(report=report)))[-1]
    assert type(read_error(last["error"])) is Cancelled
