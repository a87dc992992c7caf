"""A reply stays in the thread of the mail that it answers."""

import pytest

from worker.domain.case import NO_SUBJECT, thread_subject


@pytest.mark.parametrize(
    ("subject", "reply"),
    [
        ("Help", "Re: Help"),
        ("Re: Help", "Re: Help"),
        ("RE:Help", "RE:Help"),
        ("  two\n lines ", "Re: two lines"),
        ("Regarding", "Re: Regarding"),
        ("", ""),
        (NO_SUBJECT, ""),
    ],
)
def test_the_subject_of_a_reply_is_the_threads(subject, reply):
    assert thread_subject(subject) == reply
