"""The written cases as JSON, for other programs that check such reports, and read back again: `script/conformance`.

A folder holds `index.json` (the digest of the rules and every case), `rules.json` (what each rule asks, why, and what
it rests on) and one file for each case:

    {"rule", "name", "why",
     "report":  the report as every command writes it, its totals included,
     "printed": cell → the total the document printed, where it is not the sum of its parts or is to be compared,
     "context": {"rulemaking", "government": true, false or null for not known, "bodies": [names],
                 "previous": last year's report or null, "copied": [{"section", "body", "year", "text"}]},
     "findings": exactly these, in this order: {"id", "severity", "message", "cells", "section", "excerpt", "numbers"}}

A program agrees when ids, sections, cells and numbers are the same in the same order; the wording is its own.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from disclosure.checks import Context, Copied, Finding
from disclosure.checks.catalogue import catalogue, digest
from disclosure.filing import Filing, as_number, figure, from_data, to_data
from tests.core.cases import Case, all_cases


def export(folder: Path) -> int:
    """Write every case into a folder → how many there are."""
    folder.mkdir(parents=True, exist_ok=True)
    listed = []
    for name, case in _named():
        data = case_data(case)
        _write(folder / name, data)
        found = [finding["id"] for finding in data["findings"]]
        listed.append({"file": name, "rule": case.rule, "name": case.name, "findings": found})
    _write(folder / "rules.json", list(catalogue()))
    _write(folder / "index.json", {"rules": digest(), "count": len(listed), "cases": listed})
    return len(listed)


def case_data(case: Case) -> dict[str, Any]:
    """One case as JSON-ready data."""
    return {
        "rule": case.rule,
        "name": case.name,
        "why": case.why,
        "report": to_data(case.filing),
        "printed": {key: as_number(value) for key, value in case.filing.printed.items()},
        "context": _context(case.context),
        "findings": [finding.to_data() for finding in case.findings],
    }


def read_case(data: dict[str, Any]) -> tuple[Filing, Context]:
    """The report of an exported case and what is known beside it."""
    filing = from_data(data["report"])
    places = filing.format.places
    printed = {key: figure(places[key], number) for key, number in data["printed"].items()}
    known = data["context"]
    previous = from_data(known["previous"]) if known["previous"] else None
    copied = tuple(Copied(**each) for each in known["copied"])
    context = Context(known["rulemaking"], known["government"], frozenset(known["bodies"]), previous, copied)
    return replace(filing, printed=printed), context


def agrees(found: tuple[Finding, ...], expected: list[dict[str, Any]]) -> bool:
    """Whether findings are those expected, whatever their wording."""
    said = [finding.to_data() for finding in found]
    return [_compared(each) for each in said] == [_compared(each) for each in expected]


def _compared(finding: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(finding[name] for name in ("id", "section", "cells", "numbers"))


def _named() -> Iterator[tuple[str, Case]]:
    """Each case with the name of its file: its rule and its number among the cases of the rule."""
    counted: Counter[str] = Counter()
    for case in all_cases():
        counted[case.rule] += 1
        yield f"{case.rule}-{counted[case.rule]:03}.json", case


def _context(context: Context) -> dict[str, Any]:
    return {
        "rulemaking": context.rulemaking,
        "government": context.government,
        "bodies": sorted(context.bodies),
        "previous": to_data(context.previous) if context.previous else None,
        "copied": [asdict(copied) for copied in context.copied],
    }


def _write(path: Path, data: Any) -> None:
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        prog="script/conformance", description="Write the cases of the rules as JSON."
    )
    parser.add_argument("folder", type=Path, help="where to write them; made if it is not there")
    count = export(parser.parse_args().folder)
    sys.stdout.write(f"{count} cases, rules {digest()}\n")
