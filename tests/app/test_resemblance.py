"""Text that stands in another body's report: the marks kept with every save, and whose texts are held against whose."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from disclosure import entry, workflow
from disclosure.checks import similarity
from disclosure.filing import Filing
from disclosure.importing import Imported
from disclosure.intake import fill
from disclosure.models import Bureau, Member, Report, State, TextMark
from disclosure.resemblance import copies
from tests import cast as people
from tests.cast import YEAR, Cast

LETTERS = [chr(code) for code in range(0x4E00, 0x4E00 + 400)]


def text_of(seed: int, length: int = 400) -> str:
    """Characters that make no words, the same for the same seed."""
    return "".join(random.Random(seed).choices(LETTERS, k=length))


TEXT, FRESH = text_of(1), text_of(2)


def written(bureau: Bureau, text: str = TEXT, state: State = State.DRAFT, year: int = YEAR) -> Report:
    """A report whose section five says this, in a state, as if it had been typed."""
    report = people.blank(bureau, year)
    entry.write_words(report, {"problems": text})
    now = None if state == State.DRAFT else timezone.now()
    edition = int(state == State.PUBLISHED)
    Report.objects.filter(pk=report.pk).update(state=state, submitted_at=now, edition=edition)
    report.refresh_from_db()
    return report


def marks_of(report: Report, section: str = "problems") -> set[int]:
    return set(TextMark.objects.filter(report=report, section=section).values_list("mark", flat=True))


def bodies(report: Report) -> list[tuple[str, str]]:
    return [(copied.section, copied.body) for copied in copies(report)]


# --- Upkeep --------------------------------------------------------------------------------------------


def test_marks_follow_what_is_saved(cast: Cast) -> None:
    report = people.blank(cast.education)
    for text in (TEXT, TEXT[:200] + FRESH[:200], FRESH):
        base = Report.objects.get(pk=report.pk).problems
        entry.save_words(report.pk, cast.clerk, {"problems": base}, {"problems": text})
        assert marks_of(report) == similarity.marks(text) != frozenset()
    entry.save_words(report.pk, cast.clerk, {"problems": FRESH}, {"problems": ""})
    assert marks_of(report) == set()


def test_a_small_change_writes_few_marks(cast: Cast) -> None:
    report = written(cast.education)
    before = dict(TextMark.objects.filter(report=report).values_list("mark", "pk"))
    changed = TEXT[:200] + "改" + TEXT[200:]
    entry.save_words(report.pk, cast.clerk, {"problems": TEXT}, {"problems": changed})
    after = dict(TextMark.objects.filter(report=report).values_list("mark", "pk"))
    assert set(after) == similarity.marks(changed)
    same = [mark for mark, pk in after.items() if before.get(mark) == pk]
    assert len(same) > len(after) * 0.8


def test_other_fields_have_no_marks(cast: Cast) -> None:
    report = people.blank(cast.education)
    entry.save_words(report.pk, cast.clerk, {}, {"preface": TEXT, "signature": "示例市教育局"})
    assert not TextMark.objects.filter(report=report).exists()


def test_a_document_taken_in_has_its_marks(cast: Cast) -> None:
    report = people.blank(cast.education)
    filing = Filing(report.format, cast.education.name, YEAR, sections={"overview": TEXT, "problems": FRESH})
    fill.take_in(report, Imported(filing), cast.clerk)
    assert marks_of(report, "overview") == similarity.marks(TEXT)
    assert marks_of(report) == similarity.marks(FRESH)


def test_marks_go_with_their_report(cast: Cast) -> None:
    report = written(cast.education)
    report.delete()
    assert not TextMark.objects.exists()


# --- Whose text is held against whose ------------------------------------------------------------------


@pytest.mark.parametrize("state", [State.SUBMITTED, State.APPROVED, State.PUBLISHED])
def test_a_text_that_was_handed_in_before_is_found(cast: Cast, state: State) -> None:
    written(cast.water, TEXT + FRESH[:100], state)
    report = written(cast.education)
    found = copies(report)
    assert [(it.section, it.body, it.year) for it in found] == [("problems", cast.water.name, YEAR)]
    assert found[0].text == TEXT + FRESH[:100]


@pytest.mark.parametrize("state", [State.DRAFT, State.RETURNED])
def test_what_another_body_is_still_writing_is_not_shown(cast: Cast, state: State) -> None:
    written(cast.water, TEXT, state)
    assert bodies(written(cast.education)) == []


def test_another_office_shows_only_what_is_published(cast: Cast) -> None:
    theirs = written(cast.elsewhere, TEXT, State.APPROVED)
    report = written(cast.education)
    assert bodies(report) == []
    Report.objects.filter(pk=theirs.pk).update(state=State.PUBLISHED)
    assert bodies(report) == [("problems", cast.elsewhere.name)]


def test_the_one_who_wrote_first_is_not_asked(cast: Cast) -> None:
    first = written(cast.water, TEXT, State.SUBMITTED)
    second = written(cast.education, TEXT, State.SUBMITTED)
    assert bodies(first) == []
    assert bodies(second) == [("problems", cast.water.name)]
    Report.objects.filter(pk=first.pk).update(submitted_at=second.submitted_at + timedelta(seconds=1))
    assert bodies(second) == []


def test_other_years_and_the_body_itself_are_not_others(cast: Cast) -> None:
    written(cast.water, TEXT, State.PUBLISHED, YEAR - 1)
    written(cast.education, TEXT, State.PUBLISHED, YEAR - 1)
    assert bodies(written(cast.education)) == []


def test_of_several_the_likeliest_is_named(cast: Cast) -> None:
    written(cast.office, TEXT[:250] + FRESH[:150], State.PUBLISHED)
    written(cast.water, TEXT[:390] + FRESH[:10], State.PUBLISHED)
    written(cast.elsewhere, TEXT[:200] + FRESH[:200], State.PUBLISHED)
    assert bodies(written(cast.education)) == [("problems", cast.water.name)]


def test_a_text_of_its_own_needs_no_comparison(cast: Cast) -> None:
    written(cast.water, FRESH, State.PUBLISHED)
    assert bodies(written(cast.education)) == []
    assert bodies(people.blank(cast.office)) == []


def test_a_search_that_finds_nothing_is_one_question_to_the_database(cast: Cast) -> None:
    written(cast.water, FRESH, State.PUBLISHED)
    report = written(cast.education)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        copies(report)
    assert len(asked) == 1


# --- What is said --------------------------------------------------------------------------------------


def _complete(report: Report, member: Member) -> None:
    """Everything else a report needs, so that nothing but its section five is asked about."""
    for table in report.format.tables:
        entry.declare_empty(report.pk, member, table)
    words = {name: people.WORDS[name] for name in ("overview", "other")}
    entry.save_words(report.pk, member, {}, words)


def test_the_copy_is_asked_about_and_the_reason_answers_it(cast: Cast) -> None:
    text = "存在的问题和改进：" + TEXT
    written(cast.water, text, State.SUBMITTED)
    report = written(cast.education, text)
    _complete(report, cast.clerk)
    report.refresh_from_db()
    findings = workflow.findings(report)
    assert [it.rule for it in findings] == ["years.copied_text"]
    assert cast.water.name in findings[0].message
    assert findings[0].excerpt in text
    offers = {offer.action.name: offer for offer in workflow.available(report, cast.clerk)}
    assert not offers["submit"].open
    reason = "两局合写了这一段，问题出在共用的窗口上，措施也是一起做的。"
    entry.give_reason(report, findings[0], reason, cast.clerk)
    offers = {offer.action.name: offer for offer in workflow.available(report, cast.clerk)}
    assert offers["submit"].open


def test_last_years_text_is_the_newest_edition(cast: Cast) -> None:
    last = people.published(cast.education, cast.clerk, YEAR - 1)
    Report.objects.filter(pk=last.pk).update(problems=TEXT)
    last.refresh_from_db()
    people.edition(last, cast.clerk, "第五部分重写")
    report = written(cast.education, TEXT)
    found = [it for it in workflow.findings(report) if it.rule == "years.copied_text"]
    assert [it.numbers for it in found] == [(YEAR - 1, 100)]


def test_a_body_that_took_over_anothers_work_is_held_against_it(cast: Cast) -> None:
    last = people.published(cast.education, cast.clerk, YEAR - 1)
    Report.objects.filter(pk=last.pk).update(problems=TEXT)
    last.refresh_from_db()
    people.edition(last, cast.clerk)
    merged = Bureau.objects.create(code="merged", name="示例市教育和体育局", predecessor=cast.education)
    context = workflow.context_of(written(merged))
    assert context.previous is not None
    assert (context.previous.body, context.previous.text("problems")) == (cast.education.name, TEXT)
    assert replace(context, previous=None).copied == ()
