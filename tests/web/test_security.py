"""What the server says to every browser, and whom it does not answer."""

import pytest

from probant.web.security import HEADERS

EVERYTHING = [
    "/",
    "/en/",
    "/fr/metrics",
    "/en/nowhere",
    "/en/?theme=pink",
    "/api/v1/answers",
    "/api/v1/nowhere",
    "/api/openapi.json",
    "/en/decision.html",
    "/static/0/page.css",
]


@pytest.mark.parametrize("path", EVERYTHING)
def test_every_answer_bears_the_headers_and_no_cookie(site, path):
    headers = site.ask(path).headers
    assert {name: headers[name.lower()] for name in HEADERS} == dict(HEADERS)
    assert "set-cookie" not in headers
    assert "server" not in headers


def test_the_policy_allows_nothing_inline_and_nothing_from_elsewhere():
    policy = dict(part.split(" ", 1) for part in HEADERS["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert "unsafe" not in HEADERS["Content-Security-Policy"]
    assert "//" not in HEADERS["Content-Security-Policy"]


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:{port}", "127.0.0.1", "127.0.0.1:1", "localhost.evil:{port}", ""]
)
def test_a_name_that_is_not_this_machines_is_not_answered(site, host):
    answer = site.ask("/en/", Host=host.format(port=site.port))
    assert (answer.status, answer.body) == (421, b"")


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost"])
def test_this_machines_own_names_are_answered(site, name):
    assert site.ask("/en/", Host=f"{name}:{site.port}").status == 200


@pytest.mark.parametrize(
    "token", [None, "", "Bearer", "Bearer ", "Bearer wrong", "Basic {token}", "{token}", "Bearer {token}x", "Bearer é"]
)
def test_a_verb_is_done_only_for_the_holder_of_the_token(site, token):
    headers = (
        {} if token is None else {"Authorization": token.format(token=site.lease["token"]).encode().decode("latin-1")}
    )
    answer = site.ask("/api/verbs/report", "POST", "{}", Content_Type="application/json", **headers)
    assert answer.status == 401
    assert "for the commands of this project" in answer.json["error"]["what"]["text"]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
@pytest.mark.parametrize("path", ["/en/", "/en/data", "/api/v1/answers"])
def test_pages_and_json_are_read_only(site, method, path):
    assert site.ask(path, method, "{}").status == 405


@pytest.mark.parametrize(
    "path",
    ["/static/../app.py", "/static/{edition}/..%2Fpage.py", "/static/{edition}/%2Fetc%2Fpasswd", "/static/x/page.css"],
)
def test_no_path_leads_out_of_the_assets(site, path):
    edition = site.ask("/en/").text.split("/static/")[1].split("/")[0]
    assert site.ask(path.format(edition=edition)).status == 404


@pytest.mark.parametrize("path", ["/docs", "/redoc", "/openapi.json"])
def test_there_is_no_page_that_would_load_from_elsewhere(site, path):
    assert site.ask(path).status == 404
