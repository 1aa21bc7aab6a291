"""What every copy says of itself, the same on page, PDF, picture and sheet: period, filters, date, version, grade."""

from __future__ import annotations

from probant.report.language import Language
from probant.report.marks import GRADES
from probant.report.views import Stamp
from probant.vocabulary import Grade
from probant.words import Words, say


def imprint(stamp: Stamp, language: Language) -> tuple[str, ...]:
    """Name and text of each part, to be set in one line or in several."""
    told = (
        (say("Period"), period(stamp, language)),
        (say("Filters"), filters(stamp, language)),
        (say("Data up to"), language.date(stamp.data_until) if stamp.data_until else language.say(say("not known"))),
        (say("Version"), version(stamp)),
        (say("Grade of proof"), grades(stamp, language)),
    )
    return tuple(language.say(say("{name}: {text}", name=name, text=text)) for name, text in told if text)


def period(stamp: Stamp, language: Language) -> str:
    """First and last day, or that nothing was left out."""
    return language.period(stamp.period) if stamp.period else language.say(say("all data"))


def filters(stamp: Stamp, language: Language) -> str:
    """What was left out, or that nothing was."""
    return ", ".join(map(language.say, stamp.filters or (say("none"),)))


def version(stamp: Stamp) -> str:
    """The program and its version."""
    return f"Probant {stamp.version}"


def grades(stamp: Stamp, language: Language) -> str:
    """The grade with its word where all has one; the letters where there are several; '' where nothing is graded."""
    found = sorted(set(stamp.grades))
    if len(found) == 1:
        return language.say(graded(found[0]))
    return ", ".join(found)


def graded(grade: Grade) -> Words:
    """A grade with its word."""
    return say("{letter} · {word}", letter=grade.value, word=GRADES[grade].word)
