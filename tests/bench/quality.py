"""How well the rules on prose do: of what they find how much is right, and of what is wrong how much they find."""

from __future__ import annotations

from tests.core import arithmetic
from tests.core.corpus import cases, score


def quality() -> str:
    """Precision and recall of each rule over all written sentences, as lines of text."""
    every = (*arithmetic.sentences(), *cases("*.toml"))
    lines = ["rules on prose: precision, recall"]
    for rule, each in score(every).items():
        said = f"{each.right} right of {each.found} found, {each.expected} there"
        lines.append(f"  {rule:14} {each.precision:6.3f} {each.recall:6.3f}   {said}")
    return "\n".join(lines)
