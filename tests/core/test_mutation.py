"""The changes the rules are put through, on a few lines of code: every kind of slip, none of what decides nothing."""

from __future__ import annotations

import pytest

from tests.mutation.harness import Judged, Verdict, drawn
from tests.mutation.operators import Mutant, mutants
from tests.mutation.report import OF_DOCUMENTS, TESTS, patterns_for, share, table


def changes(source: str) -> list[tuple[str, str]]:
    return [(mutant.before, mutant.after) for mutant in mutants(source, "rule.py")]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a < b", [("a < b", "a <= b"), ("a < b", "a >= b")]),
        ("a == b", [("a == b", "a != b")]),
        ("a is None", [("a is None", "a is not None")]),
        ("a in b", [("a in b", "a not in b")]),
        ("a + b", [("a + b", "a - b")]),
        ("a and b", [("a and b", "a or b")]),
        ("not a", [("not a", "a")]),
        ("5", [("5", "6"), ("5", "4")]),
        ("a[-1]", [("-1", "1"), ("1", "2")]),
        ("Decimal('0.05')", [("Decimal('0.05')", "Decimal('0.06')")]),
        ("any(a)", [("any", "all")]),
        ("any = a", []),
        ("a if b else c", [("b", "not b")]),
        ("[a for a in b if a]", [("a", "not a")]),
        ("'words'", []),
        ("zip(a, b, strict=True)", []),
        ("lru_cache(maxsize=64)", []),
        ("a: int", []),
    ],
)
def test_an_expression(source: str, expected: list[tuple[str, str]]) -> None:
    assert changes(source) == expected


def test_a_function_withholds_its_result_and_yields_nothing() -> None:
    assert changes("def f():\n    return a") == [("return a", "return None")]
    assert changes("def f():\n    yield a") == [("yield a", "yield from ()")]
    assert changes("def f():\n    yield from ()") == []
    assert changes("def f():\n    return None") == []
    assert changes("def f():\n    return False") == [("False", "True")]


def test_each_change_stands_alone_and_the_rest_stays() -> None:
    found = list(mutants("def f(a):\n    return a < 3 and a > 1\n", "rule.py"))
    assert [mutant.source for mutant in found if "a < 3 and a > 1" in mutant.source] == []
    assert len({mutant.source for mutant in found}) == len(found)


def test_a_change_knows_its_statement_and_its_function() -> None:
    body = "        return (\n            self.a\n            + self.b\n        )\n"
    source = "LIMIT = 3\n\nclass Side:\n    def total(self, most=5):\n" + body
    places = {(each.before, each.line, each.last, each.function) for each in mutants(source, "rule.py")}
    assert ("3", 1, 1, "") in places
    assert ("5", 4, 4, "") in places, "a default is set where the function is defined"
    assert ("self.a + self.b", 5, 8, "Side.total") in places


def test_a_changed_function_does_what_the_change_says() -> None:
    def run(mutant: Mutant) -> object:
        names: dict[str, object] = {}
        exec(mutant.code, names)
        return names["f"](3)  # type: ignore[operator]

    assert [run(mutant) for mutant in mutants("def f(a):\n    return a + 1", "rule.py")] == [None, 2, 5, 3]


def judged(changes: int, noticed: int, unnoticed: int) -> Judged:
    (change,) = mutants("a in b", "rule.py")
    verdicts = [Verdict(change, number < noticed, reached=1) for number in range(noticed + unnoticed)]
    return Judged("disclosure/checks/rule.py", changes, verdicts)


def test_of_many_changes_the_same_are_drawn_every_time() -> None:
    every = list(mutants("a + " * 50 + "b", "rule.py"))
    assert drawn(every, 50, "rule") == every
    assert len({change.source for change in drawn(every, 20, "rule")}) == 20
    assert drawn(every, 20, "rule") == drawn(every, 20, "rule") != drawn(every, 20, "another rule")


def test_a_module_weighs_by_all_its_changes_not_by_those_that_were_tried() -> None:
    assert share([judged(4, 3, 1)]) == (0.75, 0)
    part, off = share([judged(300, 10, 0), judged(100, 5, 5)])
    assert part == pytest.approx((300 + 50) / 400)
    assert 0.1 < off < 0.2


def test_more_tries_make_the_score_surer() -> None:
    assert share([judged(300, 90, 10)])[1] < share([judged(300, 45, 5)])[1]
    assert share([judged(300, 20, 0)])[1] > 0


def test_the_table_counts_what_was_tried() -> None:
    head, row, whole = table([judged(300, 45, 5)])
    assert head.split()[:5] == ["changes", "tried", "noticed", "loops", "not"]
    assert row.split()[:7] == ["checks/rule.py", "300", "50", "45", "0", "5", "90.0"]
    assert whole.split()[1:7] == row.split()[1:7]


def test_modules_of_documents_are_judged_by_their_own_tests() -> None:
    rule, reader = "disclosure/checks/totals.py", "disclosure/importing/standing.py"
    assert patterns_for([rule]) == TESTS
    assert patterns_for([reader]) == OF_DOCUMENTS
    assert patterns_for([rule, reader]) == (*TESTS, *OF_DOCUMENTS)
