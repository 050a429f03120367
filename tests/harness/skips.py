"""The option `--fail-on-skip`: a skipped test is a failure, listed with its reason."""

import pytest

OPTION = "--fail-on-skip"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option."""
    parser.addoption(
        OPTION, action="store_true", help="fail when a test is skipped, and say which and why"
    )


class SkippedTests:
    """Record of the skipped tests, each with its reason."""

    def __init__(self) -> None:
        self.reasons: dict[str, str] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Record a test."""
        if report.skipped and not hasattr(report, "wasxfail"):
            self.reasons[report.nodeid] = _reason(report)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Record a module that is skipped as a whole."""
        if report.skipped:
            self.reasons[report.nodeid] = _reason(report)

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Change the exit code."""
        if self.reasons and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Print the list."""
        if self.reasons:
            terminalreporter.section(f"{len(self.reasons)} skipped ({OPTION})", red=True)
            for test, reason in self.reasons.items():
                terminalreporter.line(f"SKIPPED {test}: {reason}")


def _reason(report: pytest.TestReport | pytest.CollectReport) -> str:
    if isinstance(report.longrepr, tuple):
        return report.longrepr[2].removeprefix("Skipped: ")
    return report.longreprtext


def pytest_configure(config: pytest.Config) -> None:
    """Record skipped tests where the option is given."""
    if config.getoption(OPTION):
        config.pluginmanager.register(SkippedTests())
