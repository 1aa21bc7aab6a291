"""What is looked at before a figure on agents is believed, each in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
from scipy.stats import binomtest

from probant.evidence.agents import clusters
from probant.evidence.agents.autonomy import Autonomy
from probant.evidence.agents.book import UNDECLARED, Book, Flags, Floats, Runs
from probant.evidence.agents.context import Awareness
from probant.evidence.agents.deviation import Rule
from probant.evidence.agents.drift import Drift
from probant.evidence.agents.efficiency import Scores
from probant.evidence.agents.knowledge import Uses
from probant.evidence.agents.pairing import Pairing
from probant.evidence.agents.pricing import Costs
from probant.evidence.agents.question import CompareQuestion, RulesQuestion
from probant.vocabulary import Check
from probant.words import say

SAMPLE_RATIO = 0.001
"""Probability below which a split of runs is no chance."""


def infrastructure(runs: Runs) -> Check:
    """How many runs something outside the agent ended: they are in no figure."""
    lost = int(np.count_nonzero(runs.broken))
    facts = {"lost": lost, "runs": runs.count}
    if not lost:
        return Check("infrastructure", True, say("No run of {runs} was ended by something outside the agent.", **facts))
    words = say("{lost} of {runs} runs were ended by something outside the agent and are left out.", **facts)
    return Check("infrastructure", None, words)


def together(values: Floats, runs: Runs, kept: Flags) -> Check:
    """How far runs of one task hang together, and how few independent runs that leaves."""
    name, known = "runs_of_one_task", kept & ~np.isnan(values)
    seen = clusters.design(values[known], runs.cluster[known])
    facts: dict[str, float] = {"runs": seen.runs, "tasks": seen.tasks}
    if seen.icc is None:
        words = say("{runs} runs of {tasks} tasks: how alike runs of one task are cannot be told.", **facts)
        return Check(name, None, words)
    facts |= {"icc": round(seen.icc, 2), "effective": round(seen.effective)}
    words = say(
        "{runs} runs of {tasks} tasks tell as much as {effective} independent ones (correlation in a task {icc}); "
        "the intervals take that into account.",
        **facts,
    )
    return Check(name, True, words)


def unnamed_tasks(runs: Runs, kept: Flags) -> Check:
    """Runs of which nobody said which task they were for."""
    unnamed = int(np.count_nonzero(kept & (runs.task < 0)))
    facts = {"unnamed": unnamed, "runs": int(np.count_nonzero(kept))}
    if not unnamed:
        return Check("tasks", True, say("Every run says which task it was for."))
    words = say(
        "{unnamed} of {runs} runs do not say which task they were for: each counts as a task of its own.", **facts
    )
    return Check("tasks", False, words)


def scored(book: Book, scores: Scores, kept: Flags) -> Check:
    """How many runs have no index, and for want of what."""
    name, usable = "references", kept & ~scores.unscored
    lacking = int(np.count_nonzero(usable & np.isnan(scores.index)))
    barred = int(np.count_nonzero(kept & scores.unscored))
    facts = {"runs": int(np.count_nonzero(kept)), "lacking": lacking, "barred": barred}
    if barred:
        unknown = np.unique(book.steps.tool[book.steps.kind == UNDECLARED])
        words = say(
            "Of {runs} runs, {lacking} have no path to be compared with and {barred} called tools of which "
            "agent_tools does not say what they do ({tools}): they have no index.",
            tools=tuple(book.tools[one] for one in unknown[:8]),
            **facts,
        )
        return Check(name, False, words)
    if lacking:
        words = say("Of {runs} runs, {lacking} have no path to be compared with: they have no index.", **facts)
        return Check(name, False, words)
    return Check(name, True, say("Every run has a path of its task to be compared with."))


def several_runs(runs: Runs, kept: Flags) -> Check:
    """Whether tasks were run often enough: one run says little."""
    sizes = np.bincount(runs.cluster[kept])
    typical = float(np.median(sizes[sizes > 0])) if len(sizes) else 0.0
    facts = {"typical": typical}
    if typical >= 4:
        return Check("several_runs", True, say("A task was typically run {typical} times.", **facts))
    words = say("A task was typically run {typical} times; one run says little, four are sensible.", **facts)
    return Check("several_runs", False, words)


def success_known(runs: Runs, kept: Flags) -> Check:
    """Runs of which nobody said whether they did their task."""
    unknown = int(np.count_nonzero(kept & np.isnan(runs.success)))
    facts = {"unknown": unknown, "runs": int(np.count_nonzero(kept))}
    if not unknown:
        return Check("success", True, say("Of every run it is known whether it did its task."))
    words = say(
        "Of {unknown} of {runs} runs it is not known whether they did their task: they are left out there.", **facts
    )
    return Check("success", False, words)


def minutes_known(found: Autonomy) -> Check:
    """Runs with an act of a person that states no minutes."""
    silent = int(np.count_nonzero(found.eligible & np.isnan(found.minutes)))
    if not silent:
        return Check("minutes", True, say("Every act of a person states how long it took."))
    words = say(
        "In {silent} runs an act of a person does not state how long it took: they are left out there.", silent=silent
    )
    return Check("minutes", False, words)


def looked_for(found: Awareness, kept: Flags) -> Check:
    """Runs whose context was not searched for all that is needed."""
    unknown = int(np.count_nonzero(kept & np.isnan(found.score)))
    facts = {"unknown": unknown, "runs": int(np.count_nonzero(kept))}
    if not unknown:
        return Check("looked_for", True, say("In every run it is known what stood in the context and when."))
    words = say(
        "{unknown} of {runs} runs have no score: nothing says what they needed, or whether it stood before them.",
        **facts,
    )
    return Check("looked_for", False, words)


def fresh(found: Awareness, kept: Flags) -> Check:
    """Runs that had an item that was too old."""
    stale = int(np.count_nonzero(kept & (found.stale > 0)))
    if not stale:
        return Check("fresh", True, say("No required item was too old where its age is known."))
    return Check("fresh", False, say("In {stale} runs a required item was there, but too old.", stale=stale))


def labelled(found: Sequence[Rule], question: RulesQuestion) -> Check:
    """Which rules do not count, for want of labelled examples or of precision."""
    policy = [one for one in found if one.precision is not None]
    short = tuple(one.seen.rule for one in policy if one.precision and one.precision.flagged < question.labels)
    wrong = tuple(one.seen.rule for one in policy if one.seen.rule not in short and not one.counts)
    facts = {"labels": question.labels, "precision": question.precision, "short": short, "wrong": wrong}
    if not policy:
        return Check("labelled", None, say("No rule is declared in agent_rules."))
    if short and question.count_unlabelled:
        words = say(
            "Rules with fewer than {labels} labelled findings, which count all the same as asked: {short}.", **facts
        )
        return Check("labelled", False, words)
    if short or wrong:
        words = say(
            "Rules that do not count: fewer than {labels} labelled findings ({short}); right in less than "
            "{precision:share} of them ({wrong}).",
            **facts,
        )
        return Check("labelled", False, words)
    return Check("labelled", True, say("Every rule has labelled examples and is right often enough."))


def drifted(rule: str, agreed: float, found: Drift | None, alpha: float) -> Check:
    """Whether a rule is broken more, or less, often than was agreed."""
    name, facts = f"drift {rule}", {"rule": rule, "agreed": agreed, "alpha": alpha}
    if found is None:
        words = say("Rule “{rule}”: drift against {agreed:share} cannot be tested.", **facts)
        return Check(name, None, words)
    facts |= {"blocks": found.blocks}
    if found.alarm is None:
        words = say(
            "Rule “{rule}”: no alarm against the agreed {agreed:share} after {blocks} days of tasks; "
            "however often it is looked at, a false alarm has a probability of {alpha:share} at most.",
            **facts,
        )
        return Check(name, True, words)
    if found.above:
        words = say("Alarm: rule “{rule}” is broken more often than the agreed {agreed:share}.", **facts)
        return Check(name, False, words)
    words = say("Rule “{rule}” is broken less often than the agreed {agreed:share}: agree on a new rate.", **facts)
    return Check(name, True, words)


def priced(found: Costs) -> Check:
    """What has no price, and is in no cost."""
    runs, whole = len(found.whole), int(np.count_nonzero(found.whole))
    facts = {"runs": runs, "whole": whole, "unpriced": found.unpriced, "models": found.models, "torn": found.torn}
    if whole == runs:
        return Check("priced", True, say("All that the {runs} runs used has a price.", **facts))
    words = say(
        "All that was used has a price in {whole} of {runs} runs; without a price: {unpriced} tokens ({models}), "
        "and {torn} calls whose cached tokens exceed the tokens read.",
        **facts,
    )
    return Check("priced", False, words)


def uses_declared(uses: Uses) -> Check:
    """Uses of insights that nobody declared."""
    strange = int(np.count_nonzero((uses.insight < 0) & (uses.run >= 0)))
    if not strange:
        return Check("insights", True, say("Every insight that was used is declared."))
    words = say("{strange} uses are of insights that agent_insights does not hold: they are left out.", strange=strange)
    return Check("insights", False, words)


def decided(question: CompareQuestion, found: Pairing) -> Check:
    """Better, worse, the same; or undecided, and how many runs would decide."""
    name, verdict, unit = "decided", found.decided(question.smallest), found.estimate.unit
    facts = {
        "treated": question.treated,
        "control": question.control,
        "tasks": found.tasks,
        "smallest": question.smallest,
        "unit": unit,
        "power": question.power,
    }
    if verdict == "same":
        words = say(
            "“{treated}” and “{control}” differ by less than {smallest:{unit}}, if at all, over {tasks} tasks.", **facts
        )
        return Check(name, True, words)
    if verdict is not None:
        words = say("“{treated}” and “{control}” differ, over {tasks} tasks that both did.", **facts)
        return Check(name, True, words)
    wanted = found.tasks_wanted(question.smallest, question.power, question.level)
    facts |= {"wanted": wanted, "runs": round(wanted * found.runs / found.tasks)}
    words = say(
        "Undecided over {tasks} tasks. To find a difference of {smallest:{unit}} with a probability of {power:share} "
        "takes {wanted} tasks, {runs} runs of both together.",
        **facts,
    )
    return Check(name, False, words)


def paired(found: Pairing) -> Check:
    """Tasks that only one of the two did."""
    facts = {"tasks": found.tasks, "lone": found.lone}
    if not found.lone:
        return Check("paired", True, say("Both did all {tasks} tasks.", **facts))
    words = say("Both did {tasks} tasks; {lone} tasks were done by one of them only and are left out.", **facts)
    return Check("paired", None, words)


def drawn_by_lot(question: CompareQuestion, control: tuple[int, int], treated: tuple[int, int]) -> Check:
    """Whether chance, and not the calendar, decided who did which run; first and last start of the runs of both."""
    name = "drawn_by_lot"
    if not question.randomised:
        words = say("It was not drawn by lot who did which run: what else changed between them is in the difference.")
        return Check(name, None, words)
    shared = min(control[1], treated[1]) - max(control[0], treated[0])
    longer = max(control[1] - control[0], treated[1] - treated[0])
    if shared < 0.5 * longer:
        words = say("Said to be drawn by lot, but the runs of the two lie at different times.")
        return Check(name, False, words, lowers=3)
    return Check(name, True, say("It was drawn by lot who did which run, over the same time."))


def sample_ratio(question: CompareQuestion, counts: Sequence[int]) -> Check:
    """Runs of control and treated against the share that the lot was to give, by the exact binomial test."""
    control, treated = counts
    facts = {"control": control, "treated": treated, "share": question.treated_share}
    if binomtest(treated, control + treated, question.treated_share).pvalue >= SAMPLE_RATIO:
        words = say(
            "{control} and {treated} runs are compared, as a lot with {share:share} for the second gives.", **facts
        )
        return Check("sample_ratio", True, words)
    words = say(
        "{control} and {treated} runs are compared: a lot with {share:share} for the second gives that less than once "
        "in 1,000 times. Runs of one of them were lost, or it was another lot.",
        **facts,
    )
    return Check("sample_ratio", False, words, lowers=1)


def fixed_beforehand(fixed: date | None, ended: date) -> Check:
    """Whether the comparison was fixed before the last run."""
    name = "fixed_beforehand"
    if fixed is None:
        words = say("The question was not fixed before the results could be seen (fixed_on is empty).")
        return Check(name, False, words, lowers=1)
    if fixed > ended:
        words = say("The question was fixed on {day}, after the last run.", day=fixed)
        return Check(name, False, words, lowers=1)
    return Check(name, True, say("The question was fixed on {day}, before the last run.", day=fixed))
