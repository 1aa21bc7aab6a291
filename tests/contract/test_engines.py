"""What every engine in the registry must keep, ours or a stranger's."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import ibis
import ibis.expr.types as ir
import numpy as np
import pytest
from ibis.config import Config
from pydantic import ValidationError

from probant.contract.dimensions import WHOLE
from probant.evidence import registry
from probant.ledger.archive import Archive
from probant.words import Words


class PySparkOptions(Config):
    """The one option that Ibis' compiler for Spark reads; the driver itself need not be installed."""

    treat_nan_as_null: bool = False


@pytest.fixture(params=sorted(registry.paths()))
def engine(request):
    return registry.engine(request.param)


@pytest.fixture
def question(engine):
    return engine.question.example()


@pytest.fixture
def data(engine, question, sample, sample_tables):
    return sample.fetch(engine.needs(question, sample_tables))


@pytest.fixture
def evidence(engine, question, data):
    return engine.estimate(question, data, np.random.default_rng(7))


def test_engine_is_registered_under_its_own_name(engine, request):
    assert engine.name == request.node.callspec.params["engine"]


def test_same_seed_same_evidence(engine, question, data, evidence):
    again = engine.estimate(question, data, np.random.default_rng(7))
    assert again == evidence
    if evidence.draws is not None:
        assert again.draws.subjects == evidence.draws.subjects
        np.testing.assert_array_equal(again.draws.values, evidence.draws.values)


def test_evidence_bears_its_engine_its_units_and_its_limits(engine, question, evidence):
    assert evidence.engine == engine.name
    assert evidence.estimates
    assert all(estimate.unit for estimate in evidence.estimates.values())
    assert evidence.business == question.business
    assert evidence.period is not None
    assert evidence.limits
    assert evidence.checks


def test_draws_are_of_subjects_that_were_estimated(evidence):
    if evidence.draws is not None:
        assert set(evidence.draws.subjects) <= set(evidence.estimates)
        assert evidence.draws.values.shape[1] == len(evidence.draws.subjects)


@pytest.mark.parametrize("dialect", ["duckdb", "postgres", "pyspark"])
def test_needs_are_expressions_that_compile(engine, question, sample_tables, dialect, monkeypatch):
    if ibis.options.pyspark is None:
        monkeypatch.setattr(ibis.options, "pyspark", PySparkOptions())
    for name, expression in engine.needs(question, sample_tables).items():
        assert isinstance(expression, ir.Table), name
        assert ibis.to_sql(expression, dialect=dialect)


def test_needs_come_in_the_same_order_each_time(engine, question, data, sample, sample_tables):
    again = sample.fetch(engine.needs(question, sample_tables))
    assert {name: table.to_pylist() for name, table in again.items()} == {
        name: table.to_pylist() for name, table in data.items()
    }


def test_question_refuses_words_that_it_does_not_know(engine, question):
    with pytest.raises(ValidationError, match="no_such_word"):
        engine.question.model_validate({**question.model_dump(), "no_such_word": 1})


def test_a_question_is_of_one_business_or_of_all(question):
    assert question.model_copy(update={"business": WHOLE}).every_business
    assert not question.model_copy(update={"business": "shop"}).every_business


def test_question_comes_back_from_its_canonical_json(engine, question):
    text = question.model_dump_json()
    assert engine.question.model_validate_json(text) == question
    assert engine.question.model_validate_json(text).model_dump_json() == text


def test_every_field_of_the_question_is_described(engine):
    bare = [name for name, field in engine.question.model_fields.items() if not field.description]
    assert bare == []


def test_evidence_comes_back_from_the_archive(evidence, tmp_path):
    archive = Archive(tmp_path)
    name, digest = archive.put(evidence)
    assert archive.get(name, digest) == replace(evidence, draws=None)


def test_sentences_hold_plain_facts_only(evidence):
    def plain(fact):
        if isinstance(fact, Words):
            return all(map(plain, fact.facts.values()))
        if isinstance(fact, tuple):
            return all(map(plain, fact))
        return fact is None or type(fact) in (str, int, float, bool, Decimal, date, datetime)

    said = [
        evidence.estimand,
        *evidence.limits,
        *evidence.unknown.values(),
        *(check.words for check in evidence.checks),
    ]
    for words in said:
        assert str(words)
        assert plain(words), words


def test_estimates_are_plain_floats(evidence):
    for estimate in evidence.estimates.values():
        assert type(estimate.value) is float
        if estimate.interval:
            assert type(estimate.interval.low) is type(estimate.interval.high) is float
