"""The pinned requirements: hashed throughout, alike for running and testing, silent on where they come from."""

import re
from pathlib import Path

import pytest

REQUIREMENTS = Path(__file__).parents[2] / "requirements"
PIN = re.compile(r"^([a-z0-9-]+)(?:\[[a-z,]+\])?==([^ ;\\]+)", re.MULTILINE)


def pins(name: str) -> dict[str, str]:
    return dict(PIN.findall((REQUIREMENTS / name).read_text(encoding="utf-8")))


def test_what_is_tested_is_what_runs() -> None:
    assert pins("base.txt").items() | pins("signing.txt").items() <= pins("dev.txt").items()


def test_the_pinned_versions_that_matter() -> None:
    assert pins("base.txt")["weasyprint"] == "70.0"
    assert pins("base.txt")["django"].startswith("5.2.")


@pytest.mark.parametrize("name", ["base.txt", "signing.txt", "dev.txt"])
def test_every_requirement_is_pinned_and_hashed(name: str) -> None:
    text = (REQUIREMENTS / name).read_text(encoding="utf-8")
    requirements = re.findall(r"^[^\s#].*(?:\n    --hash=.*)*", text, re.MULTILINE)
    assert requirements
    for requirement in requirements:
        assert PIN.match(requirement) and "--hash=sha256:" in requirement, requirement


@pytest.mark.parametrize("path", sorted(REQUIREMENTS.iterdir()), ids=lambda path: path.name)
def test_no_requirement_says_where_it_comes_from(path: Path) -> None:
    assert not re.search(r"https?:|file:|index-url|find-links| @ ", path.read_text(encoding="utf-8"))
