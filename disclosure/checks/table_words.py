"""Figures of the text that name a quantity of the tables, compared with the tables.

A text is read clause by clause. A quantity counts only where its whole clause consists of known words, and nothing
before it in the sentence speaks of another year, another body or a part of the applications.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..filing import Filing
from ..formats.schema import Citation, Severity
from . import wording
from .finding import Context, Finding, Rule
from .passages import Sentence, finding, parts, sentences
from .table_claims import Reader, Scope, Term
from .table_reading import Reading, Said

_TABLES = {"disclosure", "requests", "cases"}
_LEFT_OUT = ("title", "addressee", "signature", "date")


def find_words(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding]:
    """One finding for each quantity of the text that is not what the tables have."""
    if not filing.format.tables.keys() >= _TABLES:
        return
    reader = Reader(filing)
    for part, text in parts(filing):
        for sentence, said in _said(part, text, reader):
            if not reader.agrees(said.claim, said.value, said.step):
                yield _finding(rule, reader, sentence, said)


def _said(part: str, text: str, reader: Reader) -> Iterator[tuple[Sentence, Said]]:
    """Every quantity that claims something of the tables; what one paragraph speaks of ends with it."""
    if part in _LEFT_OUT:
        return
    scope, end = Scope(), 0
    for sentence in sentences(part, text):
        if "\n" in text[end : sentence.start]:
            scope = Scope()
        end = sentence.start + len(sentence.text)
        for said in Reading(reader, scope).read(sentence.text):
            yield sentence, said


def _finding(rule: Rule, reader: Reader, sentence: Sentence, said: Said) -> Finding:
    first = said.claim.sums[0]
    places = reader.filing.format.places
    unit = places[first[0][0]].unit
    total = reader.total(first) or 0
    written = said.value if unit.decimals else int(said.value)
    cells = tuple(dict.fromkeys(key for terms in said.claim.sums for key, _ in terms))
    return finding(
        rule,
        reader.filing,
        sentence,
        said.offset,
        message=f"文中写{said.claim.name}{said.text}，表里是{wording.quantity(total, unit)}",
        advice="请对照原始登记，看是文中还是表里要改；说的不是同一件事，请在文中写清楚。",
        numbers=(written, total),
        working=tuple(dict.fromkeys(_working(reader, terms) for terms in said.claim.sums)),
        cells=cells,
    )


def _working(reader: Reader, terms: tuple[Term, ...]) -> str:
    """The cells a quantity may mean with their sum; of many cells those that are zero are left out."""
    places = reader.filing.format.places
    values = [(key, sign, reader.filing.value(key) or 0) for key, sign in terms]
    shown = [each for each in values if each[2]] or values[:1]
    labels = "、".join(wording.cell_label(places[key]) for key, _, _ in shown[:4])
    if len(shown) > 4:
        labels += "等"
    return f"{labels}：{wording.calculation([sign * value for _, sign, value in shown])}"


RULES = (
    Rule(
        id="words.table",
        severity=Severity.QUERY,
        sentence="文中说到申请、复议诉讼、文件、许可处罚等的数，与表里相同",
        citation=Citation("填报惯例", "：文字与表格一致"),
        find=find_words,
        why="文字和表格常由不同的人、在不同的日子统计，读者会拿两处的数对照。",
        example="文中写“收到政府信息公开申请258件”，表三新收的总计是275，连上年结转是278。",
    ),
)
