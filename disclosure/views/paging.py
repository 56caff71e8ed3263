"""Pages of long lists: the database sorts and skips numbers of rows only, and reads the few rows that are shown."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils.safestring import SafeString

Said = TypeVar("Said")
_ROWS = 5000


def remembered(draw: Callable[[Said], SafeString]) -> Callable[[Said], SafeString]:
    """Keep the last rows that were drawn, for a row that depends on what it says and nothing else.

    A list stands in many orders and choices, and a row looks alike in all of them.
    """
    kept = lru_cache(_ROWS)(draw)
    return lambda said: draw(said) if settings.DEBUG else kept(said)  # who develops changes templates


class NarrowPaginator(Paginator):  # type: ignore[type-arg]
    """A paginator over a query in whose rows there is much to read, such as whole reports."""

    object_list: QuerySet  # type: ignore[type-arg]

    def page(self, number: int | str) -> Page:  # type: ignore[type-arg]
        """One page. Raises InvalidPage."""
        at = self.validate_number(number)
        first = (at - 1) * self.per_page
        shown = self.object_list.values("pk")[first : first + self.per_page]
        return self._get_page(self.object_list.filter(pk__in=shown), at, self)
