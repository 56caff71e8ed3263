"""record_heads: put on record how the ledger ended on each day that is over; to be run daily."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from disclosure import ledger


class Command(BaseCommand):
    """Write down the heads of the days before today that have none yet."""

    help = "Record the head of the ledger for every day that is over. Run it once a day."

    def handle(self, *args: Any, **options: Any) -> None:
        for head in ledger.record_heads():
            self.stdout.write(f"{head.day:%Y-%m-%d} {head.number} {head.digest}")
