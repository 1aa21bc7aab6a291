"""JSON: the verbs' own results and what they speak of, described well enough to write a client from."""

import pytest

from probant.actions.verbs import adapter

VERB_OF = {
    "/api/v1/answers": "board",
    "/api/v1/metrics": "metrics",
    "/api/v1/evidence": "evidence_list",
    "/api/v1/data": "data",
    "/api/v1/ledger": "ledger",
    "/api/v1/mix": "mix",
    "/api/v1/mix/moves": "refreshed",
}


@pytest.mark.parametrize(("path", "verb"), VERB_OF.items())
def test_what_is_answered_reads_back_as_the_verbs_result(site, path, verb):
    answer = site.ask(path)
    assert (answer.status, answer.headers["content-type"]) == (200, "application/json")
    result = adapter(verb).validate_python(answer.result)
    assert adapter(verb).validate_json(adapter(verb).dump_json(result)) == result


def test_one_piece_of_evidence_is_the_one_of_the_list(site):
    listed = site.ask("/api/v1/evidence").result
    for one in listed:
        assert site.ask(f"/api/v1/evidence/{one['id']}").result == one
        assert one["evidence"]["grade"] in "ABCDEF"


def test_sentences_come_in_the_language_that_was_asked_for(site):
    english, french = (site.ask(f"/api/v1/answers?lang={tag}").result["answers"][0]["sentence"] for tag in ("en", "fr"))
    assert english["template"] == french["template"]
    assert english["text"] != french["text"]


def test_one_business_is_told_apart(site):
    found = site.ask("/api/v1/metrics?business=boutique").result
    assert {one["business"] for one in found} == {"boutique"}


def test_the_ledger_may_be_asked_for_a_part(site):
    assert len(site.ask("/api/v1/ledger?last=2").result["lines"]) == 2


@pytest.mark.parametrize(
    ("path", "status", "name", "words"),
    [
        ("/api/v1/evidence/zzz", 404, "UnknownName", "No piece of evidence is named “zzz”."),
        ("/api/v1/answers?business=boutiqu", 400, "UnknownName", "No business is named “boutiqu”."),
        ("/api/v1/answers?lang=de", 400, "UnknownName", "No language is named “de”."),
        ("/api/v1/ledger?last=0", 400, "Refused", "“last” cannot be accepted"),
        ("/api/v1/nowhere", 404, "ProbantError", "There is nothing at /api/v1/nowhere."),
    ],
)
def test_an_error_is_json_with_both_sentences(site, path, status, name, words):
    answer = site.ask(path)
    assert answer.status == status
    assert answer.json["error"]["name"] == name
    assert words in answer.json["error"]["what"]["text"]
    assert answer.json["error"]["mend"]["text"]


def test_every_address_is_described_with_the_type_of_its_answer(site):
    described = site.ask("/api/openapi.json").json
    worked_out = {"/api/v1/budget", "/api/v1/mix/scenario"}
    assert set(described["paths"]) == {*VERB_OF, *worked_out, "/api/v1/evidence/{evidence_id}"}
    for path in described["paths"].values():
        schema = path["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        told = described["components"]["schemas"][schema["$ref"].rpartition("/")[2]]["properties"]
        assert told["about"]["$ref"].endswith("/Stamp")
        assert "$ref" in told["result"] or "$ref" in told["result"]["items"]
        assert path["get"]["description"]
    evidence = described["components"]["schemas"]["Evidence"]["properties"]
    assert {"grade", "reasons", "estimates", "checks", "provenance"} <= set(evidence)
