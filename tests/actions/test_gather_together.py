"""The questions of `probant.toml`: what they read of the same rows is read once, and each gets its own answer."""

import pytest

from probant.actions.gather import gather, gather_declared, reproduce
from probant.actions.project import open_project
from probant.errors import Refused
from probant.evidence.experiments.engine import Difference

EXPERIMENT = {"experiment": "checkout", "metric": "order", "control": "old"}
ASKED = ({**EXPERIMENT, "kind": "proportion"}, EXPERIMENT, {**EXPERIMENT, "level": 0.8, "missing": "zero"})


def declare(shop, *questions):
    text = "".join(
        f"\n[[question]]\nengine = '{engine}'\n" + "".join(f"{key} = {value!r}\n" for key, value in answers.items())
        for engine, answers in questions
    )
    settings = shop / "probant.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + text, encoding="utf-8")


def test_questions_on_one_experiment_are_read_once(shop, monkeypatch):
    declare(shop, *(("experiments.difference", one) for one in ASKED), ("association.comovement", {}))
    reads, together = [], Difference.together
    monkeypatch.setattr(
        Difference, "together", lambda self, asked, tables: reads.append(len(asked)) or together(self, asked, tables)
    )
    with open_project(shop) as project:
        shown = gather_declared(project)
        assert reads == [3]
        assert [one.evidence.engine for one in shown] == ["experiments.difference"] * 3 + ["association.comovement"]
        for one, answers in zip(shown, ASKED, strict=False):
            lone = gather(project, "experiments.difference", answers).evidence
            assert one.evidence.estimates["new"].value == pytest.approx(lone.estimates["new"].value, rel=1e-12)
            assert one.evidence.checks == lone.checks
            assert one.evidence.provenance == lone.provenance


def test_what_was_read_with_others_is_reproduced_alone(shop):
    declare(shop, *(("experiments.difference", one) for one in ASKED))
    with open_project(shop) as project:
        assert all(reproduce(project, one.id).same for one in gather_declared(project))


def test_where_one_question_is_not_accepted_none_is_asked(shop):
    declare(shop, ("experiments.difference", EXPERIMENT), ("experiments.difference", {**EXPERIMENT, "level": 2}))
    with open_project(shop) as project:
        before = len(project.ledger)
        with pytest.raises(Refused, match="level"):
            gather_declared(project)
        assert len(project.ledger) == before
