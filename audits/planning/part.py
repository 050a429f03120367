"""Optional parts of a plan, left out where the allowed time is too short for all of them."""

from typing import Literal, get_args

from epreuve.audits.planning.translation import translate
from epreuve.faults.frozen_model import FrozenModel
from epreuve.reports.text import Text

Part = Literal["cold start", "island", "slow cells", "silent cells"]
PARTS: tuple[Part, ...] = get_args(Part)  # in the order in which they are left out


class LeftOut(FrozenModel):
    """A part that did not fit, and the seconds that it needs, without pauses."""

    part: Part
    seconds: float


def part_title(part: Part) -> Text:
    """Return the name of a part for people."""
    titles = {
        "cold start": translate("start with every third party silent"),
        "island": translate("every third party silent at once"),
        "slow cells": translate("each dependency slow in turn"),
        "silent cells": translate("each dependency silent in turn"),
    }
    return titles[part]
