"""What stands below signature and date is no part of the last section, and the date above it tells the year."""

from __future__ import annotations

import re

import pytest

from disclosure.importing import read_report
from tests.core.disturbances import Items, items
from tests.core.test_importing_aside import WRITERS, on_every_form
from tests.core.test_importing_mangled import telling


@pytest.mark.parametrize("kind", ["text", "html", "docx", "xlsx"])
@on_every_form
def test_a_list_of_attachments_below_the_date_is_listed_in_every_kind_of_file(kind: str, form: str) -> None:
    filing = telling(form)
    behind = ["附件：1.主动公开目录", *(f"{n}.统计表" for n in range(2, 8)), "联系电话1：0870-1234567"]
    found = read_report(WRITERS[kind]([*items(filing), *behind]), "年报")
    assert found.filing.sections == filing.sections
    assert (found.filing.signature, found.filing.date) == (filing.signature, filing.date)
    assert [each.text for each in found.unread] == behind


@pytest.mark.parametrize("behind", [(), ("联系人：办公室",), ("附件：1.目录", "2.统计表")])
@pytest.mark.parametrize("signed", [True, False])
def test_the_date_above_attachments_and_contacts_decides_the_year_as_one_that_stands_last(
    behind: tuple[str, ...], signed: bool
) -> None:
    """The date is all that tells the year, with the signature and without."""
    filing = telling("notice_2021_30")
    end = [*([filing.signature] if signed else []), "2024年1月20日"]
    body = [re.sub(r"\d{4}年", "", item) if isinstance(item, str) else item for item in items(filing)]
    own: Items = [
        item for item in body if item not in (filing.signature, re.sub(r"\d{4}年", "", filing.date))
    ]
    found = read_report(WRITERS["text"]([*own, *end, *behind]), "年报")
    assert (found.filing.year, found.filing.date) == (2023, "2024年1月20日")
    assert "2024年" not in found.filing.text("other")
    assert [each.text for each in found.unread][-len(behind) :] == [*behind] or not behind
