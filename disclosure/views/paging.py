"""Pages of long lists: the database sorts and skips numbers of rows only, and reads the few rows that are shown."""

from __future__ import annotations

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet


class NarrowPaginator(Paginator):  # type: ignore[type-arg]
    """A paginator over a query in whose rows there is much to read, such as whole reports."""

    object_list: QuerySet  # type: ignore[type-arg]

    def page(self, number: int | str) -> Page:  # type: ignore[type-arg]
        """One page. Raises InvalidPage."""
        at = self.validate_number(number)
        first = (at - 1) * self.per_page
        shown = self.object_list.values("pk")[first : first + self.per_page]
        return self._get_page(self.object_list.filter(pk__in=shown), at, self)
