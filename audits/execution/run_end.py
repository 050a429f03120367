"""Early end of a run: written to `run.json`, then raised."""

from collections.abc import Iterator
from contextlib import contextmanager

from epreuve.audits.errors import EXIT_HARNESS, Misuse, NotMeasurable
from epreuve.audits.execution.bench_failure import engine_failure
from epreuve.audits.execution.translation import translate
from epreuve.audits.messages.texts import error_text
from epreuve.audits.runs.run_folder import RunFolder
from epreuve.faults.errors import FaultError
from epreuve.probes.evidence.errors import EvidenceError


@contextmanager
def ending(folder: RunFolder) -> Iterator[None]:
    """Write to `run.json` why the block ended early; the evidence so far is kept.

    Raises NotMeasurable or a subclass, Misuse, and any other exception unchanged.
    """
    try:
        folder.note(interrupted=None, ended=None)  # set by `new_folder`
        yield
    except KeyboardInterrupt:
        raise folder.interruption(translate("stopped by the user")) from None
    except NotMeasurable as error:
        raise folder.interruption(error_text(error), type(error)) from error
    except FaultError as error:
        failure = engine_failure(error)
        raise folder.interruption(error_text(failure), type(failure)) from error
    except (EvidenceError, OSError) as error:
        raise folder.interruption(error_text(error)) from error
    except Misuse as error:
        folder.mark_interrupted(error_text(error), error.exit_code)
        raise
    except Exception as error:
        cause = f"{type(error).__name__}: {error}"
        reason = translate("epreuve has a bug ({cause}); please report it", cause=cause)
        folder.mark_interrupted(reason, EXIT_HARNESS)
        raise
