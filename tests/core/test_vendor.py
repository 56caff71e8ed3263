"""Every third-party file under static/vendor is the one its manifest names, and fetches nothing from elsewhere."""

import hashlib
import json
import re
from pathlib import Path

import pytest

VENDOR = Path(__file__).parents[2] / "static" / "vendor"
PACKAGES = json.loads((VENDOR / "manifest.json").read_text(encoding="utf-8"))
DIGESTS = {entry["file"]: entry["sha256"] for package in PACKAGES for entry in package["files"]}
REMOTE = re.compile(r"""url\(\s*['"]?\s*(?:https?:)?//|@import|\bimport\s*\(\s*['"]https?:""", re.IGNORECASE)


def test_manifest_names_every_vendored_file_and_no_other() -> None:
    present = {path.relative_to(VENDOR).as_posix() for path in VENDOR.rglob("*") if path.is_file()}
    assert present - {"manifest.json"} == set(DIGESTS)


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package["package"])
def test_package_says_what_it_is_and_carries_its_licence(package: dict) -> None:
    assert package["version"] and package["licence"] and package["source"]
    assert any("LICENSE" in entry["file"].upper() for entry in package["files"])


@pytest.mark.parametrize("name", sorted(DIGESTS))
def test_file_is_the_one_named(name: str) -> None:
    assert hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() == DIGESTS[name]


@pytest.mark.parametrize("name", [name for name in sorted(DIGESTS) if name.endswith((".css", ".js"))])
def test_file_asks_for_nothing_from_elsewhere(name: str) -> None:
    text = (VENDOR / name).read_text(encoding="utf-8")
    assert "sourceMappingURL" not in text
    assert REMOTE.search(text) is None
