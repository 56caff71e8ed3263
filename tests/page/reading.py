"""Reads a PDF back: the characters of every line with their places, in millimetres from the left edge of the page."""

import io
from dataclasses import dataclass
from itertools import groupby

import pdfplumber

MM = 72 / 25.4
CLOSING = "，。、；：！？）〕】》〉」』”’"
OPENING = "（〔【《〈「『“‘"


@dataclass(frozen=True)
class PrintedLine:
    """A line of one size of type. `baseline` from the foot of the page, `left` and `right` edges: all in mm."""

    text: str
    left: float
    right: float
    baseline: float
    size: float
    fonts: frozenset[str]

    @property
    def pure_hanzi(self) -> bool:
        return all("\u4e00" <= char <= "\u9fff" for char in self.text)


def pages(data: bytes) -> list[list[PrintedLine]]:
    """The lines of every page from top to bottom; type of different size on one baseline makes two lines."""
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        return [_lines(page.chars) for page in pdf.pages]


def body(lines: list[PrintedLine]) -> list[PrintedLine]:
    """The lines set in 3号 (16 pt)."""
    return [line for line in lines if abs(line.size - 16) < 0.1]


def _lines(chars: list[dict]) -> list[PrintedLine]:
    def place(char: dict) -> tuple[float, float]:
        return (-round(char["matrix"][5] / MM, 0), round(char["size"], 1))

    return [_line(list(group)) for _, group in groupby(sorted(chars, key=_order), key=place)]


def _order(char: dict) -> tuple[float, float, float]:
    return (-round(char["matrix"][5] / MM, 0), round(char["size"], 1), char["x0"])


def _line(chars: list[dict]) -> PrintedLine:
    return PrintedLine(
        text="".join(char["text"] for char in chars),
        left=chars[0]["x0"] / MM,
        right=chars[-1]["x1"] / MM,
        baseline=chars[0]["matrix"][5] / MM,
        size=chars[0]["size"],
        fonts=frozenset(char["fontname"].split("+")[-1] for char in chars),
    )
