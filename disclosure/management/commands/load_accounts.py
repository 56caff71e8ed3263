"""Make accounts from a list, all of them or none, and write their first passwords into a file only its owner can open.

Exit codes: 0 everybody of the list has an account now, 1 at least one cannot have it, so none was made, 2 the list or the
file of passwords cannot be used.
"""

from __future__ import annotations

import csv
import os
import sys
from argparse import ArgumentParser
from functools import partial
from pathlib import Path
from typing import Any

from disclosure.management.lists import read_list
from disclosure.management.reports import ReportCommand, refuse
from disclosure.registering import ACCOUNT_COLUMNS, NewAccount, NotRegistered, register_accounts

_HEADINGS = ("单位", "姓名", "角色", "用户名", "初始密码")


class Command(ReportCommand):
    help = f"Make the accounts of a CSV list with the columns {', '.join(ACCOUNT_COLUMNS)}."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "list", metavar="CSV", help="one line for each person; bureau is the code of a body"
        )
        parser.add_argument(
            "--passwords", required=True, metavar="CSV", help="a new file for the first passwords"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        lines, target = read_list(Path(options["list"]), ACCOUNT_COLUMNS), Path(options["passwords"])
        try:
            made, there = register_accounts(lines, partial(_keep, target))
        except NotRegistered as wrong:
            self.stdout.write("\n".join([*wrong.sentences, "改好清单再运行一次，这一次一个账号也没有开。"]))
            sys.exit(1)
        self.stdout.write(f"新开{len(made)}个账号，清单里已经有的有{there}个。")
        if made:
            self.stdout.write(
                f"初始密码在“{target}”里，只有您能打开。交给本人以后删掉这个文件，请他们登录后改密码。"
            )


def _keep(target: Path, accounts: list[NewAccount]) -> None:
    """Write the passwords into a new file; one that is there is not touched."""
    try:
        handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        refuse(f"“{target}”已经有了，没有开账号。换一个文件名再运行一次。")
    except OSError:
        refuse(f"写不了“{target}”，没有开账号。请看看有没有这个目录，能不能写。")
    try:
        with os.fdopen(handle, "w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows([_HEADINGS, *map(_row, accounts)])
    except OSError:
        target.unlink()  # half a file would be in the way of the next run
        refuse(f"“{target}”没有写完，没有开账号。请看看磁盘是不是满了。")


def _row(account: NewAccount) -> tuple[str, ...]:
    member = account.member
    return (
        member.bureau.name,
        member.name,
        member.get_role_display(),
        member.user.get_username(),
        account.password,
    )
