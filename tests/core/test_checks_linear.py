"""The lines of the linear rules: all of a table, those a cell takes part in, and none while a figure is missing."""

from __future__ import annotations

import pytest

from disclosure import formats
from disclosure.checks.linear import lines_of, lines_through
from disclosure.filing import Filing, with_figures
from tests.core.cases import usual_filing

FORM = formats.get("notice_2021_30")
COLUMNS = [column.key for column in FORM.tables["requests"].blocks[0].columns]


@pytest.fixture
def filing() -> Filing:
    cells = {
        "requests.received.enterprise": 41,
        "requests.carried_in.enterprise": 2,
        "requests.granted.enterprise": 40,
    }
    return with_figures(usual_filing(FORM, "示例市水务局", 2023), cells)


def test_a_table_has_a_line_of_its_balance_for_every_column(filing: Filing) -> None:
    lines = [line for line in lines_of(filing, "requests") if line.rule.id == "requests.balance"]
    assert [line.key for line in lines] == COLUMNS
    assert [line.key for line in lines if not line.holds] == ["enterprise", "total"]
    assert {line.rule.table for line in lines_of(filing, "disclosure")} == {"disclosure"}


def test_a_cell_takes_part_in_the_line_of_its_column(filing: Filing) -> None:
    (line,) = lines_through(filing, "requests.carried_in.enterprise")
    assert (line.key, line.left.total, line.right.total) == ("enterprise", 43, 40)
    assert line.focus == "requests.carried_out.enterprise"


def test_a_line_says_nothing_while_a_figure_is_missing(filing: Filing) -> None:
    missing = with_figures(filing, {"requests.carried_out.enterprise": None})
    assert list(lines_through(missing, "requests.carried_in.enterprise")) == []
    assert [line.key for line in lines_through(missing, "requests.carried_in.other")] == ["other"]
