"""One number looked at from several sides: which whole each of the lists divides."""

from __future__ import annotations

import pytest

from disclosure.checks.enumerations import enumerations
from disclosure.checks.sentences import readings


def wholes(text: str) -> list[str]:
    """The whole of each list of a paragraph, as it is written."""
    return [listed.whole.text for reading in readings("other", text) for listed in enumerations(reading)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # The second list divides what the first one does, not the last part of the first.
        ("登记来件63件，按申请人分：自然人51件、法人12件；按方式分：网络7件、信函5件。", ["63件", "63件"]),
        ("登记来件63件，其中网络40件、信函23件；按申请人分：自然人18件、法人5件。", ["63件", "23件"]),
        # What a list of parts goes into is another matter.
        ("登记来件63件，按申请人分：自然人51件、法人12件，其中个体4件、企业8件。", ["63件", "12件"]),
        # A new sentence has a number of its own, and is seen from its own sides.
        (
            "登记来件63件，按申请人分：自然人51件、法人12件。接听电话20次，按时段分：上午12次、下午8次。",
            ["63件", "20次"],
        ),
        (
            "登记来件63件，按申请人分：自然人51件、法人12件。收到投诉20件，按方式分：网络12件、信函8件。",
            ["63件", "20件"],
        ),
        # Sentences that begin with a side go back to the one before them all, however many parts stand between.
        (
            "共登记来件52件。从申请人看，自然人42件、法人10件。从方式看，网络30件、信函22件。",
            ["52件", "52件"],
        ),
        ("上周登记40件。登记来件63件。按申请人分：自然人51件、法人12件。", ["63件"]),
        # Without a side before it, a sentence that begins with one divides the last number of the sentence before.
        ("登记来件63件，办结60件。按申请人分：自然人42件、法人18件。", ["60件"]),
        # A sentence after a side has another number where one stands before its list.
        (
            "共登记来件52件。从申请人看，自然人42件、法人10件。另收来电20件，从方式看，网络12件、信函8件。",
            ["52件", "20件"],
        ),
        # Lists of one.
        ("共登记来件52件。从申请人看，自然人42件。从方式看，网络30件。", ["52件", "52件"]),
        ("登记来件63件，按申请人分：自然人51件、法人12件；按方式分：网络40件。", ["63件", "63件"]),
        # Nothing to divide: no number before, or none that is counted so. A part of one side is not what another divides.
        ("按来源分，本地51件，按方式分，网络30件、信函21件。", []),
        ("按申请人分：自然人51件、法人12件；按方式分：网络40件、信函23件。", []),
        ("登记来件63件，按申请人分：自然人51件、法人12件；按级别分：科级3人、处级2人。", ["63件"]),
    ],
)
def test_the_whole_seen_from_each_side(text: str, expected: list[str]) -> None:
    assert wholes(text) == expected
