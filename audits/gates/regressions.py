"""What got worse between two runs, criterion by criterion: where to look after a regression."""

from epreuve.reports.assessment import Assessment, Finding
from epreuve.reports.comparison import NOISE
from epreuve.reports.text import Text

MOST = 5  # told at most, the heaviest first


def losses(before: Assessment, now: Assessment) -> tuple[Text, ...]:
    """The criteria that lost the most, by weight in their family; what is no longer seen counts."""
    earlier = {each.id: each for each in before.findings}
    pairs = [(earlier[each.id], each) for each in now.findings if each.id in earlier]
    lost = [(_lost(old, new) * new.weight, old, new) for old, new in pairs]
    found = sorted((each for each in lost if each[0] > 0), key=lambda each: -each[0])
    return tuple(_told(old, new) for _, old, new in found[:MOST])


def _lost(old: Finding, new: Finding) -> float:
    """Points, 0 where it is noise."""
    if old.score is None or new.outcome == "not_applicable":
        return 0.0
    drop = old.score - (new.score or 0.0)
    return drop if drop >= NOISE else 0.0


def _told(old: Finding, new: Finding) -> Text:
    was = f"{old.score:.0f}"
    if new.score is not None:
        now = Text(fr=f"{new.score:.0f}, {new.shown.fr}", en=f"{new.score:.0f}, {new.shown.en}")
    else:
        now = Text(fr=f"rien : {new.reason.fr}", en=f"nothing: {new.reason.en}")
    return Text(
        fr=f"{new.id} {new.title.fr} : {was} → {now.fr}",
        en=f"{new.id} {new.title.en}: {was} → {now.en}",
    )
