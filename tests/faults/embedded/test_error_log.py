"""Equal errors are logged once a second: a log must not fill the disk."""

from epreuve.faults.embedded.error_log import KINDS, ErrorLog


class Loop:
    def __init__(self):
        self.messages = []

    def default_exception_handler(self, context):
        self.messages.append(context["message"])


def test_equal_messages_are_logged_once_a_second_with_the_number_suppressed():
    now, loop = [0.0], Loop()
    log = ErrorLog(lambda: now[0])
    for now[0] in (0.0, 0.1, 0.9, 1.0, 1.5, 2.0):
        log.handle(loop, {"message": "no file"})
    assert loop.messages == [
        "no file", "no file (2 more suppressed)", "no file (1 more suppressed)",
    ]  # fmt: skip


def test_other_messages_are_logged_at_once():
    loop = Loop()
    log = ErrorLog(lambda: 0.0)
    for number in range(KINDS + 5):
        log.handle(loop, {"message": str(number), "exception": OSError()})
    assert loop.messages == [str(number) for number in range(KINDS + 5)]
    assert len(log._logged) <= KINDS
