"""The cast itself: its reports are as the tests take them to be."""

from __future__ import annotations

import pytest

from disclosure.checks import Context, check
from disclosure.models import State
from tests import cast as people
from tests.cast import Cast


def test_no_rule_has_anything_to_say_about_the_report_of_the_cast(cast: Cast) -> None:
    assert check(people.draft(cast.education).filing(), Context(rulemaking=False)) == ()


@pytest.mark.parametrize("state", State)
def test_a_report_is_in_the_state_asked_for(cast: Cast, state: State) -> None:
    report = people.in_state(state, cast.education, cast.clerk)
    assert report.state == state
    assert (report.current is not None) == (state == State.PUBLISHED)
