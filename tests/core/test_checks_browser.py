"""The rules as the browser gets them say the same as the rules on the server, and need nothing but JSON to say it."""

from __future__ import annotations

import json
from operator import eq, ge, ne
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from disclosure import formats
from disclosure.checks.browser import linear_rules, totals
from disclosure.checks.linear import broken_lines
from disclosure.filing import Filing, empty_figures, with_figures
from disclosure.formats.schema import Format
from tests.formats.notice_invented import FORMAT as INVENTED

FORMS = [*formats.all_formats().values(), INVENTED]
HOLDS = {"=": eq, "≥": ge, "≠": ne}


def evaluated(data: str, sums: str, entered: dict[str, int | None]) -> set[tuple[str, str]]:
    """(rule, line) of everything that does not hold, worked out from the JSON alone, as the script does."""
    cells: dict[str, int | None] = dict(entered)
    for key, parts in json.loads(sums).items():
        known = [cells[part] for part in parts]
        cells[key] = None if None in known else sum(value for value in known if value is not None)
    return {
        (rule["id"], line["line"])
        for rule in json.loads(data)
        for line in rule["lines"]
        if _broken(rule, line, cells)
    }


def _broken(rule: dict[str, Any], line: dict[str, Any], cells: dict[str, int | None]) -> bool:
    values = [cells[key] for key, _ in line["left"] + line["right"]]
    if None in values or (rule["skip_zero"] and not any(values)):
        return False
    left, right = (sum(cells[key] * sign for key, sign in line[side]) for side in ("left", "right"))  # type: ignore[operator]
    return not HOLDS[rule["relation"]](left, right)


@st.composite
def filings(draw: st.DrawFn) -> Filing:
    """Reports with a few small figures and gaps, so that sums are out as often as not."""
    form: Format = draw(st.sampled_from(FORMS))
    entered = [key for key, place in form.places.items() if not place.derived]
    changed = draw(st.dictionaries(st.sampled_from(entered), st.none() | st.integers(0, 2), max_size=10))
    return with_figures(Filing(form, "示例", 2023, empty_figures(form)), changed)


@given(filings())
@settings(max_examples=40, deadline=None)
def test_both_engines_say_the_same(filing: Filing) -> None:
    form = filing.format
    entered = {key: filing.figures.get(key) for key, place in form.places.items() if not place.derived}
    numbers = {key: None if value is None else int(value) for key, value in entered.items()}
    here = {(rule.id, line.key) for rule in form.rules for line in broken_lines(rule, filing)}
    assert evaluated(json.dumps(linear_rules(form)), json.dumps(totals(form)), numbers) == here


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
def test_totals_come_after_their_parts(form: Format) -> None:
    sums = totals(form)
    assert sums.keys() == {key for key, place in form.places.items() if place.derived}
    seen: set[str] = set()
    for key, parts in sums.items():
        assert all(part in seen for part in parts if form.places[part].derived)
        seen.add(key)


def test_the_balance_of_a_column_as_data() -> None:
    balance = linear_rules(formats.get("notice_2021_30"))[0]
    enterprise = next(line for line in balance["lines"] if line["line"] == "enterprise")
    assert (balance["id"], balance["severity"], balance["relation"]) == ("requests.balance", "error", "=")
    assert enterprise["label"] == "商业企业"
    assert enterprise["left"] == [["requests.received.enterprise", 1], ["requests.carried_in.enterprise", 1]]
    assert enterprise["right"] == [["requests.handled.enterprise", 1], ["requests.carried_out.enterprise", 1]]
    assert len(balance["lines"]) == 7
