"""Dependency sets: each one of profiles and crises is described."""

import pytest
from pydantic import ValidationError

from epreuve.audits.crises.dependency_set import _Sets


def test_a_set_without_a_description_is_refused() -> None:
    with pytest.raises(ValidationError, match="has no entry AGENT, API, BO"):
        _Sets.model_validate({})
