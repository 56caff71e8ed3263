"""The filters of the pages: dates, figures, sizes."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from disclosure.templatetags import official


def test_dates_in_chinese() -> None:
    day = date(2026, 1, 31)
    assert official.date_cn(day) == "1月31日"
    assert official.full_date_cn(day) == "2026年1月31日"
    assert official.weekday_cn(day) == "星期六"


def test_no_date_is_no_words() -> None:
    filters = (official.date_cn, official.full_date_cn, official.weekday_cn, official.when_cn)
    assert [show(None) for show in filters] == [""] * 4


def test_a_moment_is_told_in_the_time_of_the_office() -> None:
    assert official.date_cn(datetime(2026, 1, 30, 16, 30, tzinfo=UTC)) == "1月31日"
    assert official.when_cn(datetime(2019, 1, 28, 8, 5, tzinfo=UTC)) == "2019年1月28日16:05"


def test_today_is_called_today() -> None:
    now = timezone.localtime()
    assert official.when_cn(now) == f"今天{now:%H:%M}"
    assert not official.when_cn(now - timedelta(days=1)).startswith("今天")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (0, "0"),
        (-1942, "-1942"),
        (12345, "12345"),
        (Decimal("59237.2449"), "59237.2449"),
        (Decimal("1E+3"), "1000"),
    ],
)
def test_figures_as_the_tables_print_them(value: int | Decimal | None, text: str) -> None:
    assert official.figure(value) == text


@pytest.mark.parametrize(("size", "text"), [(90, "1 KB"), (474_900, "464 KB"), (2_200_000, "2.1 MB")])
def test_sizes_of_files(size: int, text: str) -> None:
    assert official.size_cn(size) == text
