"""What is read of words that have not changed is not read again: somebody types figures, and all rules run after each."""

from __future__ import annotations

from dataclasses import replace

import pytest

from disclosure import prose
from disclosure.checks import check, table_reading
from tests.page import sample

FORM = "notice_2021_30"


def test_a_changed_figure_has_no_sentence_cut_again(monkeypatch: pytest.MonkeyPatch) -> None:
    filing = sample.filing(FORM)
    before = check(filing)
    seen: list[str] = []
    cut = table_reading.cut
    monkeypatch.setattr(table_reading, "cut", lambda sentence: seen.append(sentence) or cut(sentence))
    key = "requests.received.natural_person"
    changed = replace(filing, figures={**filing.figures, key: (filing.value(key) or 0) + 1})
    assert check(changed) != before, "the figure is looked at anew"
    assert seen == []


def test_the_title_of_a_section_is_looked_for_once_and_not_with_every_sentence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    check(sample.filing(FORM))  # what is looked up once in a process is, whichever test comes first
    seen: list[str] = []
    bare = prose.bare
    monkeypatch.setattr(prose, "bare", lambda text: seen.append(text) or bare(text))

    def looked(sentences: int) -> int:
        seen.clear()
        filing = sample.filing(FORM)
        text = "".join(f"第{number}次会议研究了公开工作。" for number in range(sentences))
        check(replace(filing, sections={**filing.sections, "overview": text}))
        return len(seen)

    assert looked(61) == looked(7)
