"""The change since last year: the difference always, a percentage only where it says something."""

from decimal import Decimal

import pytest

from disclosure.yearly import NO_CHANGE, Change, change


@pytest.mark.parametrize(
    ("last", "now", "found"),
    [
        (162, 186, Change("＋24", "＋15%", "多24，增加15%")),
        (40, 37, Change("－3", "－8%", "少3，减少8%")),
        (200, 1, Change("－199", "－99%", "少199，减少99%")),
        (200, 0, Change("－200", "－100%", "少200，减少100%")),
        (9, 18, Change("＋9", "", "多9")),
        (0, 5, Change("＋5", "", "多5")),
        (5, 5, Change("＝", "", "没有变")),
        (1000, 1001, Change("＋1", "", "多1")),
        (10, 500, Change("＋490", "", "多490")),
        (-20, 10, Change("＋30", "", "多30")),
        (Decimal("12.5"), Decimal("10"), Change("－2.5", "－20%", "少2.5，减少20%")),
        (0, 0, NO_CHANGE),
        (None, 5, NO_CHANGE),
        (5, None, NO_CHANGE),
    ],
)
def test_the_change_between_two_figures(last, now, found):
    assert change(last, now) == found
