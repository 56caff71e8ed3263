"""verify_chain: whether everything that was published is as the ledger says; exit 1 where it is not."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from disclosure import ledger


class Command(BaseCommand):
    """Work every digest out again: of the chain, of the files, of the daily heads."""

    help = (
        "Verify the ledger of publications, the bytes of every file and the heads that were published daily."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        faults = list(ledger.faults())
        for fault in faults:
            self.stdout.write(fault)
        head = ledger.head()
        if faults:
            self.stderr.write(f"{len(faults)}处不对。")
            raise SystemExit(1)
        self.stdout.write(
            f"都对：{head.number}条记录，末条摘要{head.digest}。" if head else "还没有公布过什么。"
        )
