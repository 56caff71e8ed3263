"""rebuild_edition: draw the files of an edition again and compare their digests with those that were published."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from disclosure import chain
from disclosure.models import Publication
from disclosure.publishing import rebuild
from disclosure.rendering import ABSENT, RenderingError, made_with


class Command(BaseCommand):
    """Exit code 1: a file came out with other bytes. 2: there is no such edition, or it cannot be drawn."""

    help = "Draw an edition again and prove that its files are, byte for byte, those that were published."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code", help="the verification code printed on the edition")

    def handle(self, *args: Any, **options: Any) -> None:
        publication = _edition(options["code"])
        try:
            made = rebuild(publication)
        except RenderingError as error:
            raise CommandError(str(error), returncode=2) from error
        stored = {
            name: unsigned or signed
            for name, signed, unsigned in publication.files.values_list("name", "sha256", "unsigned_sha256")
        }
        differing = [name for name, content in made.items() if chain.sha256(content) != stored.get(name)]
        for name in made:
            self.stdout.write(f"{name} {stored.get(name, '—')} {'不同' if name in differing else '相同'}")
        if differing:
            self._explain(publication)
            raise SystemExit(1)

    def _explain(self, publication: Publication) -> None:
        """What differs between the set-up that drew the edition and this one."""
        now = made_with()
        for name, then in publication.made_with.items():
            if now.get(name) != then:
                self.stderr.write(f"{name}：公布时是{then}，现在是{now.get(name, ABSENT)}。")


def _edition(typed: str) -> Publication:
    found = Publication.objects.select_related("report__bureau").filter(code=chain.read_code(typed)).first()
    if found is None:
        raise CommandError(f"没有验证码是“{typed}”的版本。", returncode=2)
    return found
