"""Register bodies from a list, all of them or none.

Exit codes: 0 every body of the list is registered now, 1 at least one cannot be, so none was, 2 the list cannot be used.
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from disclosure.management.lists import read_list
from disclosure.management.reports import ReportCommand
from disclosure.registering import BUREAU_COLUMNS, NotRegistered, register_bureaus


class Command(ReportCommand):
    help = f"Register the bodies of a CSV list with the columns {', '.join(BUREAU_COLUMNS)}."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "list", metavar="CSV", help="one line for each body; supervisor is the code of its office"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        lines = read_list(Path(options["list"]), BUREAU_COLUMNS)
        try:
            made, there = register_bureaus(lines)
        except NotRegistered as wrong:
            self.stdout.write("\n".join([*wrong.sentences, "改好清单再运行一次，这一次一个也没有登记。"]))
            sys.exit(1)
        self.stdout.write(f"新登记{len(made)}个单位，清单里已经登记过的有{there}个。")
