"""portal_pack: write the portal pack of an edition, one ZIP for a content management system."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from disclosure import editions, packing
from disclosure.models import Damaged


class Command(BaseCommand):
    """Exit code 2: there is no such edition, it is taken down or damaged, or the file cannot be written."""

    help = (
        "Write the portal pack of an edition: its files, what is said of it, and their digests, as one ZIP."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "edition", help="its verification code, or body/year (the newest), or body/year/number"
        )
        parser.add_argument(
            "-o", "--output", type=Path, help="the ZIP to write; BODY-YEAR-NUMBER.zip by default"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        edition = editions.named(options["edition"])
        if edition is None:
            raise CommandError(f"没有“{options['edition']}”这个版本。", returncode=2)
        report = edition.report
        if edition.down:
            raise CommandError(f"{edition}已撤下，不能再用。", returncode=2)
        output = options["output"] or Path(f"{report.bureau.code}-{report.year}-{edition.number}.zip")
        try:
            output.write_bytes(packing.pack(edition))
        except Damaged:
            raise CommandError(
                f"{edition}存着的文件和公布时不一样，没有打包。请运行verify_chain。", returncode=2
            ) from None
        except OSError as error:
            raise CommandError(f"写不进{output}：{error.strerror}。", returncode=2) from None
        self.stdout.write(f"{edition}：{output}，{output.stat().st_size}字节")
