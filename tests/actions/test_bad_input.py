"""What marketers bring by mistake: an error in their language that says what to do, and nothing half-loaded."""

import pytest

from probant.actions.gather import gather
from probant.actions.ingest import ingest
from probant.actions.project import open_project
from probant.errors import ProbantError
from probant.report.language import Language

HEAD = "day,span_days,channel,currency,amount\n"
FILES = {
    "an empty file": "",
    "a header and no row": HEAD,
    "a file of another platform": "Email,First name,Lifecycle stage\nx,y,lead\n",
    "a currency that changes": HEAD + "2025-01-06,7,search,EUR,10.50\n2025-01-13,7,search,USD,10.50\n",
    "a column by another name": HEAD.replace("amount", "amuont") + "2025-01-06,7,search,EUR,10.50\n",
    "dates that may be either": HEAD + "01/02/2025,7,search,EUR,10.50\n03/04/2025,7,search,EUR,11.50\n",
    "numbers that may be either": HEAD + "2025-01-06,7,search,EUR,1.234\n2025-01-13,7,search,EUR,5.678\n",
    "bytes that are no text": "\x00\x01\x02" * 100,
}


@pytest.mark.parametrize("what", FILES)
def test_it_is_said_in_both_languages_and_nothing_is_loaded(shop, tmp_path, what):
    path = tmp_path / "export.csv"
    path.write_text(FILES[what], encoding="utf-8")
    with open_project(shop) as project:
        before = (project.store.counts(), project.store.last, len(project.ledger))
        with pytest.raises(ProbantError) as caught:
            ingest(project, [str(path)], table="spend")
        assert (project.store.counts(), project.store.last, len(project.ledger)) == before
    for words in (caught.value.what, caught.value.mend):
        french, english = (Language.of(tag).say(words) for tag in ("fr", "en"))
        assert french != english


def test_negative_spend_is_kept_apart_with_its_line(shop, tmp_path):
    path = tmp_path / "export.csv"
    path.write_text(HEAD + "2025-09-01,7,search,EUR,10.50\n2025-09-08,7,search,EUR,-3.25\n", encoding="utf-8")
    with open_project(shop) as project:
        (receipt,) = ingest(project, [str(path)], table="spend")
        assert (receipt.received, receipt.loaded, receipt.quarantined) == (2, 1, 1)
        (reject,) = project.store.rejects(receipt.batch)
        assert (reject.line, reject.column) == (3, "amount")


def test_an_arm_of_one_unit_is_refused(shop, tmp_path):
    (tmp_path / "a.csv").write_text("experiment,unit,arm\nsolo,a,old\nsolo,b,old\nsolo,c,new\n", encoding="utf-8")
    (tmp_path / "o.csv").write_text(
        "experiment,unit,metric,value\nsolo,a,order,1\nsolo,b,order,0\nsolo,c,order,1\n", encoding="utf-8"
    )
    with open_project(shop) as project:
        ingest(project, [str(tmp_path / "a.csv")], table="assignments")
        ingest(project, [str(tmp_path / "o.csv")], table="observations")
        with pytest.raises(ProbantError) as caught:
            gather(project, "experiments.difference", {"experiment": "solo", "metric": "order", "control": "old"})
    assert Language.of("fr").say(caught.value.what) != str(caught.value.what)


def test_a_table_of_people_asks_for_its_lawful_basis(shop, tmp_path):
    path = tmp_path / "leads.csv"
    path.write_text("lead,created_on\nmarie@example.org,2025-02-03\n", encoding="utf-8")
    with open_project(shop) as project, pytest.raises(ProbantError, match="leads") as caught:
        ingest(project, [str(path)], table="leads")
    assert "[privacy.basis]" in str(caught.value.mend)
    assert "marie" not in str(caught.value)
