"""Dates, figures and states in the words and shapes the pages use."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import format_html_join

from ..checks import Finding, catalogue
from ..checks.mending import Mend
from ..checks.mending import mends as find_mends
from ..models import Member, Role
from ..progress import Progress

register = template.Library()

_STATE_CLASSES = {
    "none": "none",
    "draft": "mine",
    "submitted": "wait",
    "returned": "back",
    "approved": "done",
    "published": "done",
    "corrected": "done",
    "withdrawn": "back",
}
_WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True)
class Place:
    """An entry of the navigation. `key` is what a view names as ``nav``; `view` the name of its URL."""

    key: str
    view: str
    label: str


_PUBLIC = Place("public", "public_index", "已公布的年报")
_PLACES: dict[str, tuple[Place, ...]] = {
    Role.CLERK: (Place("home", "home", "待办"), _PUBLIC),
    Role.SUPERVISOR: (
        Place("review", "review_queue", "待审"),
        Place("season", "season_now", "填报进度"),
        _PUBLIC,
    ),
    Role.ADMINISTRATOR: (Place("admin", "admin:index", "单位与账号"), _PUBLIC),
}


_CLAUSE = re.compile(r"[^，：；。]+[，：；。]*")


@register.filter
def clauses(text: str) -> str:
    """A heading that breaks between its clauses rather than within a word, wherever the screen leaves the room."""
    return format_html_join("", '<span class="clause">{}</span>', ((each,) for each in _CLAUSE.findall(text)))


@register.filter
def navigation(member: Member | None) -> Sequence[Place]:
    """The entries of the bar for a member's role; only the public list for an account without a member."""
    return _PLACES.get(member.role, (_PUBLIC,)) if member else (_PUBLIC,)


@register.filter
def state_class(state: str | None) -> str:
    """The chip class of a report's state; a report that does not exist is 未开始."""
    return _STATE_CLASSES[str(state or "none")]


@register.filter
def rule(finding: Finding) -> dict[str, Any] | None:
    """The rule of a finding, as published."""
    return catalogue.rule(finding.rule)


@register.filter
def mends(progress: Progress, finding: Finding) -> tuple[Mend, ...]:
    """The single changes that would mend a broken balance."""
    return find_mends(progress.filing, finding, progress.context.previous)


@register.filter
def date_cn(day: date | None) -> str:
    """1月31日; empty for no date."""
    local = _local(day)
    return f"{local.month}月{local.day}日" if local else ""


@register.filter
def full_date_cn(day: date | None) -> str:
    """2019年1月31日; empty for no date."""
    local = _local(day)
    return f"{local.year}年{local.month}月{local.day}日" if local else ""


@register.filter
def weekday_cn(day: date | None) -> str:
    """星期六; empty for no date."""
    local = _local(day)
    return f"星期{_WEEKDAYS[local.weekday()]}" if local else ""


@register.filter
def when_cn(moment: datetime | None) -> str:
    """When something happened, as near as one needs it: 今天14:32, 1月28日16:05, 2018年1月28日16:05."""
    local = _local(moment)
    if not isinstance(local, datetime):
        return ""
    today = timezone.localdate()
    if local.date() == today:
        return f"今天{local:%H:%M}"
    day = date_cn(local) if local.year == today.year else full_date_cn(local)
    return f"{day}{local:%H:%M}"


def _local(day: date | None) -> date | datetime | None:
    """The day or moment in the office's own time zone."""
    if isinstance(day, datetime) and timezone.is_aware(day):
        return timezone.localtime(day)
    return day or None


@register.filter
def figure(value: int | Decimal | None) -> str:
    """A figure as the official tables print it: no thousands separators, no exponent, nothing for not entered."""
    if value is None:
        return ""
    return format(value, "f") if isinstance(value, Decimal) else str(value)


@register.filter
def size_cn(size: int) -> str:
    """The size of a file in bytes, for who is about to download it: 9 KB, 464 KB, 2.1 MB."""
    if size < 1024 * 1024:
        return f"{max(1, round(size / 1024))} KB"
    return f"{size / 1024 / 1024:.1f} MB"
