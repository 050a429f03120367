"""The same complaint once a second, whatever happens as often: a log must not fill a disk."""

from epreuve.faults.embedded.error_log import KINDS, ErrorLog


class Loop:
    def __init__(self):
        self.told = []

    def default_exception_handler(self, context):
        self.told.append(context["message"])


def test_the_same_words_are_told_once_a_second_with_what_was_kept_back():
    now, loop = [0.0], Loop()
    complaints = ErrorLog(lambda: now[0])
    for now[0] in (0.0, 0.1, 0.9, 1.0, 1.5, 2.0):
        complaints.hear(loop, {"message": "no file"})
    assert loop.told == [
        "no file", "no file (2 more were kept back)", "no file (1 more were kept back)",
    ]  # fmt: skip


def test_other_words_are_told_at_once():
    loop = Loop()
    complaints = ErrorLog(lambda: 0.0)
    for number in range(KINDS + 5):
        complaints.hear(loop, {"message": str(number), "exception": OSError()})
    assert loop.told == [str(number) for number in range(KINDS + 5)]
    assert len(complaints._told) <= KINDS
