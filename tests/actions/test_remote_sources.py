"""Rows of databases and of dlt sources, and exports that are declared: as their files would be."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from urllib.parse import quote

import pytest

from probant.actions.ingest import ingest
from probant.actions.init import init
from probant.actions.project import open_project
from probant.actions.reading import SPOOL
from probant.errors import Missing, Refused, UnknownName, Unreadable

BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb")) or [
    Path(found) for found in [shutil.which("initdb")] if found
]
PASSWORD = "not: in/the file"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A PostgreSQL of our own on 127.0.0.1, with a password; its URL, the password left to the environment."""
    pytest.importorskip("psycopg")
    if not BINARIES:
        pytest.skip("PostgreSQL is not installed (apt-get install postgresql)")
    binaries, home = BINARIES[-1].parent, tmp_path_factory.mktemp("postgres")
    secret = home / "password"
    secret.write_text(PASSWORD, encoding="utf-8")
    as_whom = _not_root(home)
    data, port = home / "data", _free_port()
    user = ["-U", "reader", "-A", "scram-sha-256", "--pwfile", str(secret), "--no-sync"]
    subprocess.run([binaries / "initdb", "-D", data, *user], check=True, capture_output=True, **as_whom)
    options = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories='' -c fsync=off"
    control = [binaries / "pg_ctl", "-D", data, "-w", "-s", "-l", home / "log"]
    subprocess.run([*control, "-o", options, "start"], check=True, capture_output=True, **as_whom)
    yield f"postgres://reader:${{SHOP_PASSWORD}}@127.0.0.1:{port}/postgres"
    subprocess.run([*control, "-m", "immediate", "stop"], check=True, capture_output=True, **as_whom)


def _not_root(home):
    """The server refuses to run as root: it then runs as the account that its package made."""
    if os.geteuid() != 0:
        return {}
    try:
        account = pwd.getpwnam("postgres")
    except KeyError:
        pytest.skip("running as root, and there is no account postgres")
    for place in (home, *home.iterdir()):
        os.chown(place, account.pw_uid, account.pw_gid)
    for place in list(home.parents)[:4]:  # a worker of xdist has one folder more than a lone run
        if place.stat().st_uid == 0 and not place.stat().st_mode & 0o001:
            place.chmod(place.stat().st_mode | 0o011)
    return {"user": account.pw_uid, "group": account.pw_gid, "cwd": home}


def _free_port():
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def shop(server, monkeypatch):
    """Its table of orders, and what runs a statement."""
    import psycopg

    monkeypatch.setenv("SHOP_PASSWORD", quote(PASSWORD, safe=""))
    with psycopg.connect(server.replace("${SHOP_PASSWORD}", quote(PASSWORD, safe="")), autocommit=True) as link:
        link.execute("DROP SCHEMA IF EXISTS sales CASCADE")
        link.execute("CREATE SCHEMA sales")
        link.execute("CREATE TYPE sales.kind AS ENUM ('order', 'lead')")
        link.execute(
            "CREATE TABLE sales.orders (id uuid, at timestamptz, kind sales.kind, total numeric, currency text, "
            "customer bigint, changed timestamptz, notes jsonb, picture bytea)"
        )
        yield link


def put(link, rows, start="2026-01-01", sign="a"):
    """That many orders, one an hour, each a cent dearer than the one before it."""
    link.execute(
        "INSERT INTO sales.orders SELECT md5(%s || n)::uuid, %s::timestamptz + n * interval '1 hour', 'order', "
        "n * 0.01, 'EUR', n, %s::timestamptz + n * interval '1 hour', '{}', '\\x00' FROM generate_series(1, %s) n",
        (sign, start, start, rows),
    )


ORDERS = """
[[source]]
database = "{url}"
relation = "sales.orders"
table = "conversions"
columns = {{ day = "at", conversion = "id", value = "total" }}
timezone = "Europe/Paris"
{more}

[privacy.basis]
conversions = "contract"
"""


@pytest.fixture
def project(tmp_path):
    init(tmp_path / "shop", currency="EUR", timezone="Europe/Paris")

    def write(text):
        with (tmp_path / "shop" / "probant.toml").open("a", encoding="utf-8") as out:
            out.write(text)
        return tmp_path / "shop"

    return write


def conversions(opened):
    return opened.fetch({"all": opened.tables()["conversions"]})["all"]


def test_a_table_of_postgresql_is_loaded_in_batches_and_twice_changes_nothing(server, shop, project, monkeypatch):
    monkeypatch.setattr("probant.source.database.BATCH", 1000)
    put(shop, 2500)
    folder = project(ORDERS.format(url=server, more=""))
    with open_project(folder) as opened:
        (receipt,) = ingest(opened)
        assert (receipt.source, receipt.loaded, receipt.quarantined) == ("sales.orders", 2500, 0)
        assert sum(conversions(opened)["value"].to_pylist()) == Decimal("31262.5")
        (again,) = ingest(opened)
        assert again.again
        assert not (folder / SPOOL).exists()


def test_only_new_rows_are_read_and_the_ledger_says_up_to_where(server, shop, project):
    put(shop, 10)
    folder = project(ORDERS.format(url=server, more='newer_by = "changed"'))
    with open_project(folder) as opened:
        ingest(opened)
        put(shop, 5, "2026-02-01", "b")
        shop.execute(
            "UPDATE sales.orders SET total = 99, changed = '2026-01-20' WHERE customer = 3 AND total < 1 "
            "AND at < '2026-02-01'"
        )
        (receipt,) = ingest(opened)
        assert (receipt.received, receipt.loaded, receipt.duplicate, receipt.replaced) == (7, 6, 1, 1)
        facts = [entry.facts for entry in opened.ledger.entries() if entry.act == "ingest"]
        assert [one["high"][:10] for one in facts] == ["2026-01-01", "2026-02-01"]
        assert facts[0]["origin"].startswith("postgres://127.0.0.1:")
        assert PASSWORD not in str(facts)
        assert len(conversions(opened)) == 15


def test_what_is_not_there_is_said_before_a_row_is_read(server, shop, project):
    folder = project(ORDERS.format(url=server, more="").replace('value = "total"', 'value = "totl"'))
    with open_project(folder) as opened, pytest.raises(UnknownName, match="use “total”"):
        ingest(opened)


def test_a_relation_that_is_not_there_is_named_with_the_nearest(server, shop, project):
    folder = project(ORDERS.format(url=server, more="").replace("sales.orders", "sales.order"))
    with open_project(folder) as opened, pytest.raises(UnknownName, match="use “orders”"):
        ingest(opened)


def test_a_wrong_password_is_an_error_that_does_not_show_it(server, shop, project, monkeypatch):
    monkeypatch.setenv("SHOP_PASSWORD", "wrong-one")
    folder = project(ORDERS.format(url=server, more=""))
    with open_project(folder) as opened, pytest.raises(Unreadable, match="cannot be read") as caught:
        ingest(opened)
    assert "wrong-one" not in str(caught.value)


def test_a_secret_that_is_not_set_is_named(project):
    folder = project(ORDERS.format(url="postgres://reader:${NOWHERE_SET}@127.0.0.1/shop", more=""))
    with open_project(folder) as opened, pytest.raises(Missing, match="NOWHERE_SET is not set"):
        ingest(opened)


@pytest.mark.parametrize("url", ["postgres://me:secret@db/shop", "snowflake://db/shop?token=abc"])
def test_a_password_in_the_file_is_refused(project, url):
    with (
        pytest.raises(Refused, match="a password must not stand in the file"),
        open_project(project(ORDERS.format(url=url, more=""))),
    ):
        pass


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        ('file = "a.csv"\ndatabase = "sqlite://a.db"', "one of: file, database, dlt"),
        ("", "one of: file, database, dlt"),
        ('database = "sqlite://a.db"', "needs a relation"),
        ('file = "a.csv"\nrelation = "a"', "a file has no relation"),
        ('dlt = "a:b"\nnewer_by = "at"', "for a database alone"),
    ],
)
def test_a_source_says_where_its_rows_come_from_once(project, lines, why):
    with pytest.raises(Refused, match=why), open_project(project(f'[[source]]\ntable = "spend"\n{lines}\n')):
        pass


def test_other_engines_go_by_their_url_alone(tmp_path, project):
    import ibis

    lake = ibis.duckdb.connect(tmp_path / "lake.duckdb")
    lake.raw_sql(
        "CREATE TABLE costs AS SELECT DATE '2026-01-01' + i::int AS day, 'tv' AS channel, 10.5::decimal(9,2) "
        "AS amount FROM range(3) t(i)"
    )
    lake.disconnect()
    folder = project(f'[[source]]\ndatabase = "duckdb://{tmp_path}/lake.duckdb"\nrelation = "costs"\ntable = "spend"\n')
    with open_project(folder) as opened:
        (receipt,) = ingest(opened)
        assert receipt.loaded == 3


MODULE = """
from datetime import date
from decimal import Decimal
import dlt

@dlt.resource
def costs():
    yield [{"day": date(2026, 1, n), "what": {"channel": "tv"}, "amount": Decimal("1234.567") * n} for n in (1, 2)]
    yield {"day": date(2026, 1, 3), "what": {"channel": "tv"}, "amount": None, "tags": ["a"]}

@dlt.resource
def others():
    yield {"a": 1}

@dlt.source
def company():
    return [costs, others]

@dlt.source
def broken():
    raise RuntimeError("no such account")
"""
FROM_DLT = '[[source]]\ndlt = "{source}"\n{more}\ntable = "spend"\ncolumns = {{ channel = "what__channel" }}\n'


@pytest.fixture
def pipeline(project, monkeypatch):
    pytest.importorskip("dlt")
    import sys

    monkeypatch.setattr(sys, "modules", dict(sys.modules))

    def write(source, more=""):
        folder = project(FROM_DLT.format(source=source, more=more))
        (folder / "costs_of_ours.py").write_text(MODULE, encoding="utf-8")
        return folder

    return write


@pytest.mark.parametrize(
    ("source", "more"), [("costs_of_ours:company", 'relation = "costs"'), ("costs_of_ours:costs", "")]
)
def test_what_a_dlt_source_yields_is_loaded_to_the_last_digit(pipeline, source, more):
    with open_project(pipeline(source, more)) as opened:
        (receipt,) = ingest(opened)
        assert (receipt.loaded, receipt.quarantined) == (2, 1)
        kept = opened.fetch({"all": opened.tables()["spend"].order_by("day")})["all"]
        assert kept["amount"].to_pylist() == [Decimal("1234.567"), Decimal("2469.134")]
        assert [one.again for one in ingest(opened)] == [True]


@pytest.mark.parametrize(
    ("source", "more", "error", "why"),
    [
        ("costs_of_ours:company", "", Refused, "several resources: costs, others"),
        ("costs_of_ours:company", 'relation = "cost"', UnknownName, "use “costs”"),
        ("costs_of_ours:nobody", "", UnknownName, "nobody"),
        ("nowhere_at_all:company", "", Missing, "no module nowhere_at_all"),
        ("costs_of_ours:broken", "", Unreadable, "no such account"),
    ],
)
def test_what_is_wrong_with_a_dlt_source_is_said(pipeline, source, more, error, why):
    with open_project(pipeline(source, more)) as opened, pytest.raises(error, match=why):
        ingest(opened)


GOOGLE = (
    "Campaign report\n1 January 2026 - 2 January 2026\nDay,Campaign,Campaign type,Currency code,Cost,Impr.,Clicks\n"
    "2026-01-01,A | FR,Search,EUR,5.00,50,1\n2026-01-02,A | FR,Search,EUR,6.00,50,1\n"
    "Total: Account, --, --, --,11.00,100,2\n"
)


def test_a_declared_export_is_read_as_its_platform_writes_it(project):
    folder = project('[[source]]\nfile = "google.csv"\ntable = "spend"\nexport = "google_ads.campaign"\n')
    (folder / "google.csv").write_text(GOOGLE, encoding="utf-8")
    with open_project(folder) as opened:
        (receipt,) = ingest(opened)
        assert receipt.loaded == 2
        kept = opened.fetch({"all": opened.tables()["spend"]})["all"]
        assert set(kept["channel"].to_pylist()) == {"paid_search"}


@pytest.mark.parametrize(
    ("table", "export", "why"),
    [
        ("deals", "google_ads.campaign", "No table that Google Ads, campaigns fills"),
        ("spend", "meta_ads", "export that fits"),
    ],
)
def test_a_declared_export_that_does_not_fit_is_named(project, table, export, why):
    folder = project(f'[[source]]\nfile = "google.csv"\ntable = "{table}"\nexport = "{export}"\n')
    (folder / "google.csv").write_text(GOOGLE, encoding="utf-8")
    with open_project(folder) as opened, pytest.raises(UnknownName, match=why):
        ingest(opened)
