"""Write the public pages into a folder, as a site of plain files that works under any address."""

from __future__ import annotations

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from disclosure.exporting import MANIFEST, ExportError, export


class Command(BaseCommand):
    help = "Write the public pages into DIR as a static site with relative links."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "folder", metavar="DIR", type=Path, help="a new or empty folder, or an earlier export"
        )
        parser.add_argument(
            "--anew", action="store_true", help="draw every page again, also those that cannot have changed"
        )

        parser.add_argument(
            "--processes",
            type=int,
            choices=range(1, 65),
            metavar="N",
            default=min(os.cpu_count() or 1, 8),
            help="how many processes draw the pages (as many as there are processors, at most 8)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        try:
            written = export(folder, anew=options["anew"], processes=options["processes"])
        except ExportError as error:
            raise CommandError(str(error), returncode=2) from None
        except OSError as error:
            raise CommandError(f"写不进{folder}：{error.strerror}。", returncode=2) from None
        self.stdout.write(
            f"已导出{len(written.files)}个文件到{folder}，从index.html看起；画了{written.drawn}页，"
            f"写了{written.changed}个文件；清单在{MANIFEST}。"
        )
