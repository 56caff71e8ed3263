"""Load the demo city, print its log-ins, and write down the seed as it was published."""

from __future__ import annotations

import unicodedata
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from disclosure import demo
from disclosure.demo.content import season_of
from disclosure.models import Report

HEADS = ("账号", "密码", "单位", "角色")
CHANGED = "（已改）"


class Command(BaseCommand):
    help = "Load the demo city. A second run keeps what is there."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--force",
            action="store_true",
            help="also without DEBUG: its accounts have a password everyone knows",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not (settings.DEBUG or options["force"]):
            raise CommandError("示例账号的密码是公开的，不能装进正式的网站。确实要装，请加 --force。")
        if demo.built():
            self.stdout.write("示例城市已经在，没有改动。")
        else:
            demo.build(season_of(timezone.localdate()))
            self.stdout.write("示例城市已装好。")
        self._print_logins()
        self._write_seed(demo.seed())

    def _print_logins(self) -> None:
        lines = [(each.account, each.password or CHANGED, each.bureau, each.role) for each in demo.logins()]
        widths = [max(map(_width, column)) for column in zip(HEADS, *lines, strict=True)]
        self.stdout.write("")
        for line in (HEADS, *lines):
            cells = (text + " " * (width - _width(text)) for text, width in zip(line, widths, strict=True))
            self.stdout.write("  ".join(cells).rstrip())

    def _write_seed(self, report: Report) -> None:
        """The bytes the public downloads, once more as files."""
        publication = report.current
        if publication is None:
            return
        folder = Path(settings.VAR) / "demo"
        folder.mkdir(parents=True, exist_ok=True)
        self.stdout.write(f"\n{publication.title}：")
        for kind in ("pdf", "html"):
            file = folder / f"{report.bureau.code}-{report.year}.{kind}"
            file.write_bytes(publication.content(f"report.{kind}"))
            self.stdout.write(str(file))


def _width(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
