"""watch_portal: compare what a portal serves with what was published.

Exit codes, for cron: 0 all is as published, 1 something is not, 2 the list cannot be used, 3 nothing is wrong as far as
could be seen, but at least one address could not be looked at.
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from disclosure.management.reports import ReportCommand, a_year, refuse
from disclosure.watching import Limits, Place, Seen, UnusableList, Verdict, derived, read_list, said, watch


class Command(ReportCommand):
    help = (
        "Fetch pages and files of a portal and compare them with what was published, by bytes and, where a page holds "
        "the report in a frame of its own, by numbers and words. Asks only hosts that are listed, only when run. "
        "Exit code 1: something differs; 3: something could not be looked at."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "places",
            nargs="*",
            metavar="EDITION=URL",
            help="a verification code or body/year (the report), or body/year/number (this edition), and its address",
        )
        parser.add_argument("--list", metavar="CSV", help="a list with the columns edition and url")
        parser.add_argument(
            "--base",
            metavar="URL",
            help="every report and its files, where the exported site stands below URL",
        )
        parser.add_argument(
            "--year", type=a_year, action="append", default=[], help="with --base: this year only"
        )
        parser.add_argument(
            "--seconds",
            type=float,
            default=Limits.seconds,
            help=f"time for one address ({Limits.seconds:g})",
        )
        parser.add_argument(
            "--megabytes",
            type=float,
            default=Limits.bytes / 1024**2,
            help=f"size of one answer ({Limits.bytes / 1024**2:g})",
        )
        parser.add_argument("--json", action="store_true", help="JSON instead of text")

    def handle(self, *args: Any, **options: Any) -> None:
        limits = Limits(int(options["megabytes"] * 1024**2), options["seconds"])
        if limits.bytes <= 0 or limits.seconds <= 0:
            refuse("参数不对：--seconds和--megabytes要大于0。")
        seen: list[Seen] = []
        for each in watch(_places(options), limits):
            seen.append(each)
            if not options["json"]:
                self._say(each)
        if options["json"]:
            self.write_json({"places": [each.to_data() for each in seen]})
        else:
            differing = sum(not each.verdict.fine for each in seen)
            self.stdout.write(
                f"看了{len(seen)}处，{f'{differing}处要看' if differing else '都和公布的一样'}。"
            )
        if code := _exit_code(seen):
            sys.exit(code)

    def _say(self, seen: Seen) -> None:
        note = f"（{seen.note}）" if seen.note else ""
        landed = f"，转到{seen.landed}" if seen.landed else ""
        mark = "　" if seen.verdict.fine else "！"
        self.stdout.write(
            f"{mark}{seen.place.edition} {seen.place.address}：{seen.verdict.value}{note}{landed}"
        )
        for change in seen.changes:
            before, now = (_shown(value) for value in (change.before, change.now))
            self.stdout.write(f"    {change.label}（{change.place}）：公布的是{before}，网上是{now}")
        self.stdout.flush()


def _shown(value: object) -> str:
    return "没有" if value is None else f"“{value}”" if isinstance(value, str) else str(value)


def _places(options: dict[str, Any]) -> Sequence[Place]:
    """All that is to be looked at; a command line or list that cannot be used ends the command."""
    try:
        places = [said(*_pair(each)) for each in options["places"]]
        if options["list"]:
            places += read_list(_content(options["list"]))
        if options["base"]:
            places += derived(options["base"], options["year"])
    except UnusableList as error:
        refuse(str(error))
    return places or refuse("没有要看的网址：请给“版本=网址”，或者--list，或者--base。")


def _pair(text: str) -> tuple[str, str]:
    edition, _, address = text.partition("=")
    return edition.strip(), address.strip()


def _content(file: str) -> bytes:
    try:
        return Path(file).read_bytes()
    except OSError as error:
        refuse(f"读不了清单“{file}”：{error.strerror}。")


def _exit_code(seen: Sequence[Seen]) -> int:
    if any(not each.verdict.fine and each.verdict is not Verdict.UNREACHABLE for each in seen):
        return 1
    return 3 if any(each.verdict is Verdict.UNREACHABLE for each in seen) else 0
