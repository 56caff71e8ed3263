"""verify_chain: whether everything that was published is as the ledger says; exit 1 where it is not."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from disclosure import auditing, ledger


class Command(BaseCommand):
    """Work every digest out again: of the chain, of the files and their copies, of the daily heads; and how reports stand."""

    help = (
        "Verify the ledger of publications, the bytes of every file, the heads that were published daily, "
        "and that reports and lists stand as the ledger says."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--earlier",
            type=Path,
            help="a /ledger.json kept elsewhere, to be compared with the chain of today",
        )

    def handle(self, *args: Any, earlier: Path | None = None, **options: Any) -> None:
        kept = _read(earlier) if earlier else None
        count = 0
        for fault in (*auditing.faults(), *(auditing.faults_against(kept) if kept else ())):
            self.stdout.write(fault)
            count += 1
        if count:
            self.stderr.write(f"{count}处不对。")
            raise SystemExit(1)
        head = ledger.head()
        self.stdout.write(
            f"都对：{head.number}条记录，末条摘要{head.digest}。" if head else "还没有公布过什么。"
        )


def _read(file: Path) -> dict[str, Any]:
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
        return {name: kept[name] for name in ("records", "head", "heads")}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CommandError(f"{file}不是存下来的ledger.json。", returncode=2) from error
