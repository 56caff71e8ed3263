"""The style sheets of a web page: which declarations hold for an element, in the order in which they win."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import cssselect2
import tinycss2
from lxml.html import HtmlElement

RULE_LIMIT = 5_000
"""Rules of a page that are looked at; a portal has some hundreds in the page itself."""
READ = frozenset(
    (
        *("display", "visibility", "opacity", "color", "background", "background-color", "background-image"),
        *(
            "font-size",
            "font",
            "zoom",
            "font-variant-position",
            "position",
            "left",
            "right",
            "top",
            "bottom",
            "text-indent",
            "transform",
        ),
        *("margin-left", "margin-right", "margin-top", "padding-left", "padding-right", "margin", "padding"),
        *("width", "height", "max-width", "max-height", "overflow", "clip", "clip-path", "float"),
        *("text-decoration", "text-decoration-line", "vertical-align", "mso-text-raise", "mso-hide"),
        *("flex-direction", "order"),
        *("list-style", "list-style-type", "content", "direction", "unicode-bidi", "-webkit-text-fill-color"),
    )
)
"""Properties that decide what of a page is seen and as what."""
SCREEN = 1366
"""The width in points of the screen on which a page is looked at."""

_MEDIA = re.compile(r"\((min|max)-width\s*:\s*([\d.]+)px\)")
_PARTS = ("before", "after")

Declarations = Mapping[str, str]


@dataclass(frozen=True)
class _Declared:
    """One declaration block of a rule: the important declarations apart."""

    plain: dict[str, str]
    important: dict[str, str]


class Sheets:
    """The style sheets of a page. `said` gives the declarations that hold for an element, or for a part before or after it."""

    def __init__(self, root: HtmlElement) -> None:
        self.matcher = cssselect2.Matcher()
        self.count = 0
        self.generates = False
        self.wrapped: dict[HtmlElement, cssselect2.ElementWrapper] = {}
        for style in root.iter("style"):
            if _is_for_screen(style.get("media", "")):
                self._read(tinycss2.parse_stylesheet(style.text or "", True, True))
        if self.count:
            wrapper = cssselect2.ElementWrapper.from_html_root(root.getroottree().getroot())
            self.wrapped = {each.etree_element: each for each in wrapper.iter_subtree()}

    def _read(self, rules: Iterable[tinycss2.ast.Node]) -> None:
        for rule in rules:
            if rule.type == "at-rule":
                self._at_rule(rule)
            elif rule.type == "qualified-rule" and self.count < RULE_LIMIT:
                self._rule(rule)

    def _at_rule(self, rule: tinycss2.ast.AtRule) -> None:
        words = tinycss2.serialize(rule.prelude).strip().lower()
        inside = rule.lower_at_keyword == "supports" or (
            rule.lower_at_keyword == "media" and _is_for_screen(words)
        )
        if inside and rule.content:
            self._read(tinycss2.parse_rule_list(rule.content, True, True))

    def _rule(self, rule: tinycss2.ast.QualifiedRule) -> None:
        declared = declarations(rule.content)
        if not declared.plain and not declared.important:
            return
        try:
            selectors = cssselect2.compile_selector_list(rule.prelude)
        except cssselect2.SelectorError:
            return
        for selector in selectors:
            self.count += 1
            self.generates = self.generates or selector.pseudo_element in _PARTS
            self.matcher.add_selector(selector, declared)

    def said(self, element: HtmlElement, part: str | None = None) -> Declarations:
        """The declarations for an element; its own style attribute wins over the sheets."""
        own = _attribute(element.get("style", "") if part is None else "")
        if not self.count or element not in self.wrapped:
            return {**own.plain, **own.important}
        matches = sorted(
            (match for match in self.matcher.match(self.wrapped[element]) if match[2] == part),
            key=lambda match: match[:2],
        )
        blocks = [match[3] for match in matches]
        found: dict[str, str] = {}
        for each in (
            *(block.plain for block in blocks),
            own.plain,
            *(block.important for block in blocks),
            own.important,
        ):
            found.update(each)
        return found


def declarations(source: object) -> _Declared:
    """The declarations in a block or a style attribute that say something about what is seen."""
    plain: dict[str, str] = {}
    important: dict[str, str] = {}
    for each in tinycss2.parse_blocks_contents(source, True, True):
        if each.type == "declaration" and each.lower_name in READ:
            into = important if each.important else plain
            into[each.lower_name] = tinycss2.serialize(each.value).strip()
    return _Declared(plain, important)


@lru_cache(maxsize=1024)
def _attribute(style: str) -> _Declared:
    return declarations(style)


def _is_for_screen(media: str) -> bool:
    """Whether a list of media takes in the screen of a desk."""
    return any(map(_is_screen, media.lower().split(","))) or not media.strip()


def _is_screen(query: str) -> bool:
    words = re.sub(r"\([^)]*\)", "", query).split()
    if any(word in ("print", "speech", "not", "aural", "tty", "tv") for word in words):
        return False
    return all(
        float(size) <= SCREEN if bound == "min" else float(size) >= SCREEN
        for bound, size in _MEDIA.findall(query)
    )
