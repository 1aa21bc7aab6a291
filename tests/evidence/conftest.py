"""What the tests of engines share: an experiment from a list of units, by hand."""

import pytest

from probant.evidence.experiments.engine import Difference
from probant.evidence.experiments.question import DifferenceQuestion


@pytest.fixture
def experiment(sample):
    """Evidence of an experiment 'e' with control 'c'; a unit is (arm, {metric: value}, columns of its assignment)."""

    def ask(units, *, before=(), **question):
        assignments, observations = [], []
        for number, (arm, values, *more) in enumerate(units):
            fixed = {"experiment": "e", "unit": f"u{number}", "business": "shop"}
            assignments.append({**fixed, "arm": arm, **(more[0] if more else {})})
            observations += [
                {**fixed, "metric": metric, "value": value, "before": metric in before}
                for metric, value in values.items()
            ]
        tables = {
            **sample.tables(),
            "assignments": sample.table("assignments", assignments),
            "observations": sample.table("observations", observations),
        }
        answers = {"experiment": "e", "metric": "y", "control": "c", **question}
        return sample.ask(Difference(), DifferenceQuestion(**answers), tables)

    return ask
