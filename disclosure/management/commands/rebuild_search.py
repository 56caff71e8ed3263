"""rebuild_search: make the lists and the search of the public pages again from what is in force."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from disclosure import listing, searching


class Command(BaseCommand):
    """Lists and search follow every publication by themselves; this makes all of it again, in one transaction."""

    help = "Rebuild the public lists and the search from the editions in force."

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic():
            searching.remake_index()  # first: what is taken out of an index has to stand in it
            count = listing.rebuild()
        self.stdout.write(f"{count}份报告")
