"""Long work shows how far it is on a terminal, and Ctrl-C leaves nothing half loaded."""

import os
import pty
import signal
import subprocess
from datetime import date, timedelta

import pytest

from probant.cli.session import Session

ROWS = 300_000


@pytest.fixture
def big(shell):
    first = date(2000, 1, 1)
    lines = (f"{first + timedelta(days=row % 6000)},{row // 6000},c,1.50,EUR\n" for row in range(ROWS))
    path = shell.folder / "big.csv"
    path.write_text("day,campaign,channel,amount,currency\n" + "".join(lines), encoding="utf-8")
    return path


def test_ctrl_c_leaves_all_or_nothing(shell, big):
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [shell.program, "ingest", big, "--table", "spend"],
        cwd=shell.folder,
        env={**shell.environment, "TERM": "xterm", "COLUMNS": "100"},
        stdout=subprocess.DEVNULL,
        stderr=theirs,
    )
    os.close(theirs)
    seen = read_until(ours, b"loading big.csv")
    assert b"%" in seen
    process.send_signal(signal.SIGINT)
    rest = drain(ours)
    code = process.wait(timeout=60)
    rows = {one["name"]: one["rows"] for one in shell.json("data")["tables"]}
    assert (code, rows["spend"]) in {(130, 0), (0, ROWS)}
    assert (b"Stopped" in rest) == (code == 130)


def read_until(terminal, wanted):
    seen = b""
    while wanted not in seen:
        seen += os.read(terminal, 4096)
    return seen


def drain(terminal):
    seen = b""
    try:
        while part := os.read(terminal, 4096):
            seen += part
    except OSError:  # Linux says so when the other end was closed
        pass
    return seen


def test_without_a_terminal_nobody_is_told(capsys):
    with Session("en").progress() as tell:
        tell(0.5, None)
    assert capsys.readouterr() == ("", "")
