"""rebuild_edition: draw the files of an edition again and compare their digests with those that were published."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from disclosure import chain
from disclosure.models import DATA, Damaged, EditionFile, Publication
from disclosure.publishing import rebuild
from disclosure.rendering import ABSENT, PROGRAM, RenderingError, made_with

SAME, OTHER, DAMAGED = "相同", "不同", "相同，但是存着的文件被改过"


class Command(BaseCommand):
    """Exit code 1: a file came out with other bytes, or is stored with others. 2: there is no such edition, or it cannot be drawn."""

    help = "Draw an edition again and prove that its files are, byte for byte, those that were published."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code", help="the verification code printed on the edition")

    def handle(self, *args: Any, **options: Any) -> None:
        publication = _edition(options["code"])
        made = _drawn(publication)
        stored = {file.name: _Stored.of(file) for file in publication.files.iterator(1)}
        verdicts = {name: _verdict(chain.sha256(content), stored.get(name)) for name, content in made.items()}
        for name, verdict in verdicts.items():
            self.stdout.write(f"{name} {stored[name].digest if name in stored else '—'} {verdict}")
        if OTHER in verdicts.values():
            self._explain(publication)
        if {*verdicts.values()} != {SAME}:
            raise SystemExit(1)

    def _explain(self, publication: Publication) -> None:
        """What differs between the set-up that drew the edition and this one."""
        then, now = publication.made_with, made_with()
        changed = [name for name in then if now.get(name) != then[name]]
        for name in changed:
            self.stderr.write(_difference(name, then[name], now.get(name, ABSENT)))
        if PROGRAM not in then:
            self.stderr.write("公布这一版的时候还没有记下程序的摘要，看不出程序后来改过没有。")
        elif not changed:
            self.stderr.write("程序、软件和字体都和公布时一样：改动的是保存的数据或文件。")


@dataclass(frozen=True)
class _Stored:
    """A published file: its digest before it was signed, and whether its bytes are still those of its digest."""

    digest: str
    whole: bool

    @classmethod
    def of(cls, file: EditionFile) -> _Stored:
        try:
            file.whole()
        except Damaged:
            whole = False
        else:
            whole = True
        return cls(file.unsigned_sha256 or file.sha256, whole)


def _verdict(digest: str, stored: _Stored | None) -> str:
    if stored is None or digest != stored.digest:
        return OTHER
    return SAME if stored.whole else DAMAGED


def _drawn(publication: Publication) -> Mapping[str, bytes]:
    try:
        return rebuild(publication)
    except RenderingError as error:
        raise CommandError(str(error), returncode=2) from error
    except Damaged as damaged:
        text = f"{DATA}存着的内容和公布时不一样，画不出来。请运行verify_chain，从备份里恢复原来的文件。"
        raise CommandError(text, returncode=2) from damaged
    except (KeyError, TypeError, ValueError) as error:
        text = f"保存的数据不全或被改过，画不出来（{error!r}）。请运行verify_chain。"
        raise CommandError(text, returncode=2) from error


def _difference(name: str, then: str, now: str) -> str:
    if name == PROGRAM:
        return f"程序公布以后改过：公布时的摘要是{then}，现在是{now}。用摘要是{then}的程序，可以原样重新生成这一版。"
    return f"{name}：公布时是{then}，现在是{now}。"


def _edition(typed: str) -> Publication:
    found = Publication.objects.select_related("report__bureau").filter(code=chain.read_code(typed)).first()
    if found is None:
        raise CommandError(f"没有验证码是“{typed}”的版本。", returncode=2)
    return found
