"""rebuild_search: make the lists and the search of the public pages again from what is in force."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from disclosure import listing


class Command(BaseCommand):
    """Lists and search follow every publication by themselves; this makes all of it again, in one transaction."""

    help = "Rebuild the public lists and the search from the editions in force."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{listing.rebuild()}份报告")
