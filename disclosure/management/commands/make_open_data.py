"""make_open_data: make the files of whole years before somebody asks for them; to be run every few minutes."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from disclosure import openfiles


class Command(BaseCommand):
    """A file that is up to date is left alone, so that a run with nothing to do takes a moment."""

    help = "Make the files of /data/ of every year and of all years. Run it every few minutes; it makes what has changed."

    def handle(self, *args: Any, **options: Any) -> None:
        for year in (*openfiles.years(), None):
            for kind in openfiles.KINDS:
                if file := openfiles.ready(year, kind):
                    self.stdout.write(f"{year or 'all'}.{kind} {file.size} {file.path.name}")
