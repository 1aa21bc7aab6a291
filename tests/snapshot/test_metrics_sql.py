"""A change in what a metric means arrives in review as a changed .sql file."""

from datetime import date
from pathlib import Path

import ibis
import pytest
from ibis.config import Config

from probant.contract.catalog import CONTRACTS
from probant.metrics.catalog import METRICS
from probant.vocabulary import Period

TABLES = {
    name: ibis.table(ibis.Schema.from_pyarrow(contract.schema), name=name) for name, contract in CONTRACTS.items()
}
QUARTER = Period(date(2024, 1, 1), date(2024, 4, 1))


@pytest.mark.parametrize("metric", METRICS.values(), ids=METRICS)
def test_sql_of_metric(metric, snapshot):
    by_week = metric.over(TABLES, by=metric.dimensions)
    snapshot(f"{ibis.to_sql(by_week, dialect='duckdb')}\n", f"sql/{metric.name}.sql")


def test_no_snapshot_outlives_its_metric():
    kept = {path.stem for path in (Path(__file__).parent / "sql").glob("*.sql")}
    assert kept == set(METRICS)


class SparkOptions(Config):
    """What Ibis reads of PySpark's options, which only PySpark itself brings."""

    treat_nan_as_null: bool = False


@pytest.fixture
def spark_options():
    before = ibis.options.pyspark
    ibis.options.pyspark = SparkOptions()
    yield
    ibis.options.pyspark = before


@pytest.mark.usefixtures("spark_options")
@pytest.mark.parametrize("dialect", ["postgres", "pyspark", "bigquery", "snowflake"])
@pytest.mark.parametrize("metric", METRICS.values(), ids=METRICS)
def test_other_engines_have_words_for_it(metric, dialect):
    assert "ORDER BY" in ibis.to_sql(metric.over(TABLES, by=metric.dimensions), dialect=dialect)


@pytest.mark.usefixtures("spark_options")
@pytest.mark.parametrize("dialect", ["postgres", "pyspark", "bigquery", "snowflake"])
@pytest.mark.parametrize("name", ["churn_rate", "net_revenue_retention", "pipeline_growth", "pipeline_velocity"])
def test_other_engines_have_words_for_a_whole_period(name, dialect):
    sql = ibis.to_sql(METRICS[name].over(TABLES, every="all", within=QUARTER), dialect=dialect)
    assert "91" in sql
