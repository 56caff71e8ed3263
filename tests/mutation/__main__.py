"""Copies the tree and judges the modules named, or all pure ones, in the copy: `script/mutate`."""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_BESIDE = ("carrying", "chain", "comparing", "corrections", "figures", "merging", "reasons")
_OF_DOCUMENTS = ("beside", "standing", "readers/copied", "readers/widths")
"""What decides where a figure of a document stands, and opens no file."""
MODULES = (
    *sorted((ROOT / "disclosure" / "checks").glob("*.py")),
    *(ROOT / "disclosure" / f"{name}.py" for name in _BESIDE),
    *(ROOT / "disclosure" / "importing" / f"{name}.py" for name in _OF_DOCUMENTS),
)
TABLE = ROOT / "var" / "mutation.txt"
_TREE = ("disclosure", "reportsite", "static", "templates", "tests")
_LEFT_OUT = shutil.ignore_patterns("__pycache__", "browser", "app")


def main() -> int:
    """Judge modules on copies: nothing of the working tree is written to."""
    parser = argparse.ArgumentParser(prog="script/mutate", description=__doc__)
    parser.add_argument(
        "module", nargs="*", help="linear, merging, checks/figures, …; without one all of them"
    )
    parser.add_argument("--children", type=int, default=2, help="how many at a time (2)")
    parser.add_argument(
        "--most", type=int, default=100, help="of a module with more changes so many are drawn (100)"
    )
    arguments = parser.parse_args()
    wanted = [path for name in arguments.module for path in MODULES if _is(path, name)] or list(MODULES)
    if len(wanted) < len(arguments.module):
        parser.error(f"choose from {', '.join(path.stem for path in MODULES)}")
    TABLE.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="disclosure-mutate-") as folder:
        trees = [_copied(Path(folder) / str(number)) for number in range(arguments.children + 1)]
        modules = [path.relative_to(ROOT).as_posix() for path in wanted]
        given = ["--most", str(arguments.most), "--table", str(TABLE), "--trees", *map(str, trees[1:])]
        command = [sys.executable, "-m", "tests.mutation.report", *given, "--modules", *modules]
        return subprocess.run(command, cwd=trees[0], check=False).returncode


def _is(path: Path, name: str) -> bool:
    return name in (path.stem, f"{path.parent.name}/{path.stem}")


def _copied(tree: Path) -> Path:
    for name in _TREE:
        shutil.copytree(ROOT / name, tree / name, ignore=_LEFT_OUT)
    shutil.copy(ROOT / "pyproject.toml", tree)
    return tree


if __name__ == "__main__":
    sys.exit(main())
