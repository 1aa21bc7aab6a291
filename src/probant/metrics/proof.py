"""What it would take to say that marketing caused a figure: the few sentences that metrics share."""

from __future__ import annotations

from probant.words import say

HOLDOUT = say("A randomised experiment that leaves some people or areas without the activity.")
SPEND_TEST = say("A test over areas in which spend is raised or stopped at random.")
AGENT_TEST = say("A randomised comparison of work done with the AI and without it.")
EXPOSED = say("A randomised experiment in which some people do not see the content.")
