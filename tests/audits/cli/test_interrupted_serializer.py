"""An interrupt inside a serializer of pydantic, which hides it in an error of its own."""

from typing import Annotated, Any

import pytest
from pydantic import PlainSerializer, TypeAdapter

from epreuve.audits.cli.shared.group import epreuve, main
from epreuve.audits.errors import EXIT_HARNESS, EXIT_NOT_MEASURED


@pytest.mark.parametrize(
    ("cause", "code"), [(KeyboardInterrupt, EXIT_NOT_MEASURED), (RuntimeError, EXIT_HARNESS)]
)
def test_it_ends_the_command_as_an_interrupt_does(
    monkeypatch: pytest.MonkeyPatch, cause: type[BaseException], code: int
) -> None:
    def fail(_: object) -> str:
        raise cause

    adapter = TypeAdapter(Annotated[str, PlainSerializer(fail)])

    def run(*_: Any, **__: Any) -> None:
        adapter.dump_json("x")

    monkeypatch.setattr(epreuve, "main", run)
    with pytest.raises(SystemExit) as end:
        main([])
    assert end.value.code == code
