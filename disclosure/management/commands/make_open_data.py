"""make_open_data: make the files of whole years before somebody asks for them; to be run every few minutes."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from disclosure import openfiles
from disclosure.models import Damaged


class Command(BaseCommand):
    """A file that is up to date is left alone, so that a run with nothing to do takes a moment."""

    help = "Make the files of /data/ of every year and of all years. Run it every few minutes; it makes what has changed."

    def handle(self, *args: Any, **options: Any) -> None:
        for year in (*openfiles.years(), None):
            for kind in openfiles.KINDS:
                self._make(year, kind)

    def _make(self, year: int | None, kind: str) -> None:
        stem = year or "all"
        try:
            file = openfiles.ready(year, kind)
        except Damaged as damaged:
            text = (
                f"{stem}.{kind}没有做成：摘要是{damaged}的文件存着的内容和公布时不一样。请运行verify_chain。"
            )
            raise CommandError(text, returncode=2) from None
        except OSError as error:
            raise CommandError(f"{stem}.{kind}写不下：{error.strerror}。", returncode=2) from None
        if file:
            self.stdout.write(f"{stem}.{kind} {file.size} {file.path.name}")
