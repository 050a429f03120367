"""Score of declarations at the date of the audit."""

import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from epreuve.audits.grid.grid import load_grid
from epreuve.audits.profile.declaration import Declaration, DeclarationError
from epreuve.audits.scoring.declaration_score import (
    DeclarationScore,
    months_after,
    score_declaration,
)
from tests.audits.documents import FOUND

GRID = load_grid()
TODAY = datetime.date(2026, 11, 21)
BACKED = {"date": "2026-03-02", "owner": "DSI", "evidence": "exercice-2026.pdf"}


def worth(id: str, **fields: Any) -> DeclarationScore:
    return score_declaration(GRID.criterion(id), Declaration.model_validate(fields), TODAY, FOUND)


@pytest.mark.parametrize(
    ("fields", "points"),
    [
        ({"level": "claimed"}, 0),
        ({"level": "claimed", **BACKED}, 0),
        ({"level": "documented", **BACKED}, 60),
        ({"level": "proven", **BACKED}, 100),
        ({"level": "proven", **BACKED, "date": "2024-11-21"}, 100),  # 24 months to the day
        ({"level": "proven", **BACKED, "date": "2024-11-20"}, 50),
        ({"level": "documented", **BACKED, "date": "2024-11-20"}, 30),
        ({"level": "proven", **BACKED, "date": "2023-11-21"}, 50),  # 36 months to the day
        ({"level": "proven", **BACKED, "date": "2023-11-20"}, 0),
        ({"level": "proven", **BACKED, "date": "2026-11-22"}, 0),  # tomorrow
        ({"level": "proven", "date": "2026-03-02", "owner": "DSI"}, 0),
        ({"level": "documented", "owner": "DSI", "evidence": "plan.pdf"}, 0),
        ({"level": "documented", "date": "2026-03-02", "evidence": "plan.pdf"}, 0),
    ],
)
def test_evidence_levels_and_age(fields: dict[str, str], points: float) -> None:
    assert worth("HUM-2", **fields).score == pytest.approx(points)


def test_the_reason_names_the_missing_fields() -> None:
    reason = worth("HUM-2", level="documented", owner="DSI").reason
    assert reason.fr == "Seulement affirmé, il manque : date et preuve. Aucun point."
    assert reason.en == "Claimed only: date and evidence missing. No points."


def test_the_reason_of_a_proof_has_date_owner_and_document() -> None:
    assert worth("HUM-2", level="proven", **BACKED).reason.en == (
        "Proven on 2026-03-02 by DSI (exercice-2026.pdf): 100% of the points."
    )


@pytest.mark.parametrize(
    ("id", "value", "level", "points"),
    [
        ("HUM-3", "85 %", "proven", 100),
        ("HUM-3", 0.675, "proven", 50),
        ("HUM-3", "85 %", "documented", 60),
        ("HUM-4", "40%", "proven", 50),
        ("HUM-6", 2, "proven", 200 / 3),
        ("TER-3", "24h", "proven", 100),
        ("TER-3", "30min", "proven", 0),
        ("TER-3", "1 d", "documented", 60),
        ("TER-3", "1 j", "documented", 60),
        ("TER-3", "24,0 h", "proven", 100),
        ("IND-9", "70 %", "proven", 50),
        ("GOV-1", 3, "documented", 60),
        ("GOV-1", ["max_outage", "max_data_loss"], "documented", 40),
        ("GOV-5", ["logs"], "proven", 25),
        ("GOV-4", ["report", "published"], "proven", 70),
        ("TER-4", "reusable", "documented", 30),
        ("FRU-6", ["phone", "browser"], "proven", 200 / 3),
        ("HUM-7", "rule", "documented", 60),  # its own levels grade the evidence
        ("HUM-7", "log", "documented", 100),
        ("IND-7", "clause", "documented", 30),
        ("IND-7", "documented", "proven", 60),
        ("IND-7", "rehearsed", "proven", 100),
        (
            "IND-7",
            "rehearsed",
            "documented",
            60,
        ),  # a rehearsal that is not proven counts as a plan
        ("REC-6", "written", "proven", 30),
        ("REC-6", "rehearsed", "proven", 100),
        ("DAT-4", ["restored", "offline_copy"], "proven", 100),
        ("DAT-4", "restored", "proven", 60),
        ("DAT-4", ["restored", "offline_copy"], "documented", 0),
        ("GOV-2", "exercise", "proven", 60),
        ("GOV-2", ["exercise"], "documented", 0),
    ],
)
def test_value_and_evidence_level_together(id: str, value: Any, level: str, points: float) -> None:
    assert worth(id, level=level, **BACKED, value=value).score == pytest.approx(points)


@pytest.mark.parametrize(
    ("id", "value", "points"),
    [
        ("DAT-4", {"restored": "2025-11-20", "offline_copy": "2026-01-01"}, 50),
        ("DAT-4", {"restored": "2024-11-20", "offline_copy": "2026-01-01"}, 0),
        ("DAT-4", {"restored": "2025-11-20"}, 10),
        ("REC-6", {"rehearsed": "2025-11-20"}, 60),
        ("REC-6", {"rehearsed": "2024-11-20"}, 15),  # the procedure is left, and it is old
        ("IND-7", {"rehearsed": "2024-11-20"}, 30),
        ("GOV-2", {"exercise": "2026-03-02", "harness": "2026-11-01"}, 100),
        ("GOV-2", {"exercise": "2025-11-20", "harness": "2026-08-20"}, 40),
        ("GOV-2", {"exercise": "2022-01-05"}, 20),
        ("GOV-2", {"exercise": "2021-11-20"}, 0),
        ("GOV-2", {"exercise": "2026-03-02", "harness": "2026-12-01"}, 60),  # announced only
    ],
)
def test_items_age_by_their_own_date(id: str, value: Any, points: float) -> None:
    fields = {**BACKED, "date": "2026-10-01"}
    assert worth(id, level="proven", **fields, value=value).score == pytest.approx(points)


def test_dates_of_items_replace_the_date_of_the_declaration() -> None:
    fields = {"level": "proven", "owner": "DSI", "evidence": "pv.pdf"}
    assert worth("GOV-2", **fields, value={"exercise": "2026-03-02"}).score == 60


@pytest.mark.parametrize(
    ("id", "value", "message"),
    [
        ("HUM-2", 3, "value: 3 is not used"),
        ("HUM-3", None, 'value is missing; write for example "82 %"'),
        ("HUM-3", 82, 'value: 82 is not a share: write 0.82 or "82 %"'),
        ("HUM-3", ["phone"], "is not a share"),
        ("TER-3", 24, "value: 24 is not a duration: write 30min, 6h or 2d"),
        ("TER-3", "24 parsecs", "is not a duration"),
        ("HUM-6", "many", "value: 'many' is not a number"),
        ("GOV-1", None, "name any of max_outage, max_data_loss, minimum_service"),
        ("GOV-1", 4, "4 is not a count of its items"),
        ("GOV-4", 2, "2 is not a count of its items"),
        ("GOV-1", ["max_outtage"], "unknown item 'max_outtage'"),
        ("GOV-1", ["max_outtage"], "Did you mean max_outage?"),
        ("DAT-1", 0, "DAT-1 is measured"),
    ],
)
def test_a_declaration_that_does_not_fit_is_refused(id: str, value: Any, message: str) -> None:
    with pytest.raises(DeclarationError) as raised:
        worth(id, level="proven", **BACKED, value=value)
    assert message in str(raised.value)


@pytest.mark.parametrize(
    "fields",
    [
        {"level": "sure"},
        {"level": "proven", "data": "2026-03-02"},
        {"level": "proven", "date": "in March"},
        {"level": "proven", "value": []},
        {"level": "proven", "value": True},
    ],
)
def test_a_malformed_declaration_is_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Declaration.model_validate(fields)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        ("2024-01-31", 1, "2024-02-29"),
        ("2024-02-29", 24, "2026-02-28"),
        ("2025-12-15", 1, "2026-01-15"),
    ],
)
def test_months_are_counted_on_the_calendar(day: str, months: int, later: str) -> None:
    date = datetime.date.fromisoformat
    assert months_after(date(day), months) == date(later)


DECLARED = [one.id for one in GRID.criteria if one.kind == "declared" and one.items]
dates = st.dates(datetime.date(2018, 1, 1), TODAY)


@given(st.sampled_from(DECLARED), dates, dates, st.data())
def test_age_and_lesser_evidence_never_earn_more(
    id: str, one: datetime.date, other: datetime.date, data: st.DataObject
) -> None:
    criterion = GRID.criterion(id)
    assert criterion.items is not None
    value = data.draw(st.lists(st.sampled_from(criterion.items.names), min_size=1, unique=True))
    old, new = sorted((one, other))
    proven_old = worth(id, level="proven", **{**BACKED, "date": old}, value=value).share
    proven = worth(id, level="proven", **{**BACKED, "date": new}, value=value).share
    documented = worth(id, level="documented", **{**BACKED, "date": new}, value=value).share
    assert 0 <= documented <= proven <= 1
    assert proven_old <= proven


def test_a_single_point_is_singular() -> None:
    reason = worth("GOV-1", level="proven", value=["max_outage"], **BACKED).reason
    assert "1 point sur 3." in reason.fr
    assert "1 point of 3." in reason.en
