"""Pages: whole in both languages, reading changes nothing, errors say what was seen and what to do."""

import re
from hashlib import sha256
from html import unescape

import pytest

PAGES = ["/", "/metrics", "/evidence", "/data", "/ledger"]
TITLES = {"en": "Decision board", "fr": "Tableau de décision"}


def links(text):
    """Addresses of this server that a page leads to."""
    return {unescape(found).partition("#")[0] for found in re.findall(r'(?:href|src)="(/[^"]*)"', text)}


def fingerprint(folder):
    """Every file of a project and beside it, by content; the server's own note and log are no part of it."""
    files = [
        path for path in folder.parent.rglob("*") if path.is_file() and path.name not in {"serve.json", "essai.log"}
    ]
    return {str(path.relative_to(folder.parent)): sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.fixture(scope="module")
def ids(site):
    return [one["id"] for one in site.ask("/api/v1/evidence").result]


@pytest.mark.parametrize("tag", ["en", "fr"])
@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_there_in_both_languages(site, tag, path):
    answer = site.ask(f"/{tag}{path}")
    assert answer.status == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert f'<html lang="{tag}"' in answer.text
    assert "Essai" in answer.text


def test_every_piece_of_evidence_has_a_page(site, ids):
    assert len(ids) == 3
    for one in ids:
        assert one in site.ask(f"/fr/evidence/{one}").text


@pytest.mark.parametrize(
    ("accepts", "tag"), [("fr-FR,fr;q=0.9,en;q=0.5", "fr"), ("en-GB", "en"), ("de,fr", "fr"), ("de", "en"), ("", "en")]
)
def test_the_first_address_leads_to_the_readers_language(site, accepts, tag):
    answer = site.ask("/", Accept_Language=accepts)
    assert (answer.status, answer.headers["location"]) == (307, f"/{tag}/")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_chosen_theme_is_kept_in_every_link_to_a_page(site, theme):
    text = site.ask(f"/en/?theme={theme}").text
    assert f'data-theme="{theme}"' in text
    kept = [link for link in links(text) if not link.startswith("/static/")]
    other = {"light": "dark", "dark": "light"}[theme]
    assert all(f"theme={theme}" in link or link == f"/en/?theme={other}" for link in kept)


def test_a_chosen_business_is_kept_and_said(site):
    text = site.ask("/en/metrics?business=boutique").text
    assert "only boutique" in text
    assert "atelier" not in text
    assert all("business=boutique" in link for link in links(text) if not link.startswith("/static/"))


def test_the_language_link_leads_to_the_same_page(site):
    assert "/fr/data?theme=dark" in links(site.ask("/en/data?theme=dark").text)


def test_reading_writes_nothing(site):
    """Every page is read, and one of each kind of file, in both languages."""
    before, kinds, ahead = fingerprint(site.folder), set(), ["/en/", "/fr/"]
    while ahead:
        path = ahead.pop()
        answer = site.ask(path)
        assert answer.status == 200, (path, answer.text)
        for link in sorted(links(answer.text)) if answer.headers["content-type"].startswith("text/html") else ():
            kind = re.sub(r"/metrics/[^/]+/", "/metrics/*/", link)
            if "theme=" not in link and kind not in kinds:
                kinds.add(kind)
                ahead.append(link)
    assert {"/en/", "/fr/ledger", "/en/decision.pdf", "/fr/metrics/*/table.csv?business=atelier"} <= kinds
    assert fingerprint(site.folder) == before


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/en/nowhere", 404, ["There is nothing at /en/nowhere.", "egin at the decision page"]),
        ("/zz/", 404, ["No language is named “zz”.", "hoose one of: en, fr"]),
        ("/en/evidence/zzz", 404, ["No piece of evidence is named “zzz”."]),
        ("/en/metrics/revenu/table.csv", 404, ["No metric is named “revenu”.", "se “revenue”"]),
        ("/en/?theme=pink", 400, ["“theme” cannot be accepted"]),
        ("/en/?business=boutiqu", 400, ["No business is named “boutiqu”.", "se “boutique”"]),
        ("/en/metrics/revenue/table.csv", 400, ["is known of 2 businesses", "atelier, boutique"]),
    ],
)
def test_an_error_says_what_was_seen_and_what_to_do(site, path, status, words):
    answer = site.ask(path)
    assert answer.status == status
    for sentence in words:
        assert sentence in unescape(answer.text)


def test_an_error_speaks_the_readers_language(site):
    english, french = (site.ask(f"/{tag}/nowhere") for tag in ("en", "fr"))
    assert "There is nothing at" not in french.text
    assert '<html lang="fr"' in french.text
    assert '<html lang="en"' in english.text


def test_what_has_not_changed_is_not_sent_again(site):
    first = site.ask("/en/")
    again = site.ask("/en/", If_None_Match=first.headers["etag"])
    assert (again.status, again.body) == (304, b"")


def test_languages_and_themes_are_told_apart_by_the_cache(site):
    marks = {site.ask(path).headers["etag"] for path in ("/en/", "/fr/", "/en/?theme=dark", "/en/?business=boutique")}
    assert len(marks) == 4


def test_assets_are_kept_for_good_under_a_name_of_their_content(site):
    asset = next(link for link in links(site.ask("/en/").text) if link.endswith(".css"))
    answer = site.ask(asset)
    assert answer.status == 200
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["content-type"].startswith("text/css")


def test_what_is_changed_is_shown_at_once(start, folder):
    site, settings, book = start(folder), folder / "probant.toml", folder / "ledger.jsonl"
    assert "Essai" in site.ask("/en/ledger").text
    settings.write_text(settings.read_text().replace('"Essai"', '"Maison neuve"'))
    assert "Maison neuve" in site.ask("/en/ledger").text
    book.write_bytes(book.read_bytes().replace(b'"received":"30"', b'"received":"31"', 1))
    changed = site.ask("/en/ledger")
    assert (changed.status, "The chain breaks at line" in changed.text) == (200, True)
    settings.write_text(settings.read_text().replace("[project]", "[project"))
    broken = site.ask("/en/ledger")
    assert (broken.status, "is not valid TOML" in broken.text) == (400, True)
