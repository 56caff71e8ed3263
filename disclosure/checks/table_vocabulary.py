"""What running text calls the quantities of the tables: the labels of the form, and the words of prose beside them.

A stretch of text counts as understood only when it consists of these words alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache

from ..formats.schema import Format, Row


class Kind(Enum):
    """What a word says of the quantity beside it."""

    FILL = auto()
    """Changes nothing: 共, 其中, 我局."""
    YEAR = auto()
    WHOLE = auto()
    """The place the body is responsible for: 全市, 我县."""
    AND = auto()
    DENY = auto()
    INFORMATION = auto()
    """Of government information, though no application for it."""
    REQUEST = auto()
    """Applications for government information."""
    APPLICATION = auto()
    """Applications; the words before say of what."""
    VERB = auto()
    ROW = auto()
    COLUMN = auto()
    CASE = auto()
    OUTCOME = auto()
    DOCUMENT = auto()
    ACT = auto()
    DECISION = auto()
    DECIDED = auto()
    FEE = auto()
    PURCHASE = auto()


@dataclass(frozen=True)
class Word:
    """A word of the vocabulary as it stands in a text; `value` is what it names: the key of a row, a verb."""

    kind: Kind
    value: str
    text: str


YEAR = r"20\d\d|二[〇零○][〇零○一二三四五六七八九]{2}"
_SELF = "局委办厅院处站所"
_INFO = r"(?:政府)?信息(?:依申请)?公开"
_CASES = r"(?:案件|事项|件)?"
_LAST = r"(?:上年|上一年|去年)度?"

_FIRST: tuple[tuple[Kind, str, str], ...] = (
    # What begins like an official label and is none.
    (Kind.FILL, "", r"公民、?法人(?:和|或|及|或者|、)其他(?:社会)?组织(?:的)?(?:提出|提交)?"),
    (Kind.ROW, "carried_in", rf"{_LAST}(?:转入|结转|结转过来|遗留)|结转(?:自)?{_LAST}"),
    (
        Kind.ROW,
        "carried_out",
        r"(?:结转|转|转入|顺延|延续)(?:至|到|入)?(?:下|下一|次|明)年度?(?:继续)?(?:办理|处理|答复)?",
    ),
    (Kind.ROW, "carried_in from", rf"(?:{YEAR})年度?(?:转入|结转)(?!至|到|下|入)"),
    (Kind.ROW, "carried_out to", rf"(?:结转|转)(?:至|到|入)?(?:{YEAR})年度?(?:继续)?(?:办理|处理|答复)?"),
    (Kind.CASE, "direct_suit", r"(?:未经(?:行政)?复议(?:而|就)?)?直接(?:提起)?(?:行政)?(?:起诉|诉讼)"),
    (
        Kind.CASE,
        "suit_after_review",
        r"经?(?:行政)?复议(?:之)?后(?:又|再)?(?:提起)?(?:行政)?(?:起诉|诉讼)",
    ),
    (Kind.ROW, "partly_granted", r"(?:予以)?部分(?:予以)?公开|区分处理"),
    (Kind.ROW, "not_processed.petition", r"信访、举报、投诉类?"),
)
_OTHERS: tuple[tuple[Kind, str, str], ...] = (
    (Kind.YEAR, "", rf"截[至止]到?(?:{YEAR})年(?:底|末|年底|12月31日)"),
    (Kind.YEAR, "", rf"(?:{YEAR})年?1月1日起?[至到—-](?:(?:{YEAR})年)?12月31日止?(?:期间)?"),
    (Kind.YEAR, "", rf"(?:{YEAR})年(?:全年|度)?"),
    (
        Kind.FILL,
        "",
        r"本年度?|今年|全年度?|年内|年度|当年|报告期内?|统计期内|一年来|期间|截[至止](?:12月31日|年底)",
    ),
    (Kind.FILL, "", rf"[我本](?:单位|机关|行政机关|中心|街道|办事处|管委会|[{_SELF}])|全[局委办厅院]"),
    (Kind.WHOLE, "", r"[全我本][市县区镇乡州省旗盟](?:各级)?(?:各部门|各单位|行政机关|机关)?|全街道"),
    (Kind.CASE, "review", r"复议"),
    (Kind.CASE, "suit", r"(?:行政)?应诉|诉讼"),
    (Kind.OUTCOME, "upheld", r"(?:予以|被|获|决定)?维持(?:原行政行为|原答复)?"),
    (Kind.OUTCOME, "corrected", r"(?:予以|被)?纠正"),
    (Kind.OUTCOME, "pending", r"(?:未|还未)审结|(?:正在|尚在|仍在)审理(?:中|之中)?|审理中"),
    (
        Kind.REQUEST,
        "",
        rf"(?:申请)?{_INFO}类?的?申请(?!人){_CASES}|(?:申请公开|申请获取)政府信息的?(?:申请)?{_CASES}"
        rf"|依申请公开(?:政府信息)?(?:的)?(?:申请|请求)?(?!人){_CASES}",
    ),
    (
        Kind.INFORMATION,
        "",
        rf"{_INFO}(?:工作|类|领域|方面|答复|事项|事宜|问题)?|政府信息依申请公开|依申请(?!公开)",
    ),
    (Kind.APPLICATION, "", rf"申请(?!人){_CASES}"),
    (Kind.COLUMN, "organisations", r"法人(?:和|或|及|或者|、)其他(?:社会)?组织"),
    (Kind.COLUMN, "natural_person", r"公民个人"),
    (Kind.COLUMN, "enterprise", r"企业法人"),
    (Kind.COLUMN, "legal_service", r"律师事务所"),
    (Kind.ROW, "granted", r"同意公开|全部公开|(?:全部予以|予以全部)公开"),
    (Kind.ROW, "unavailable", r"不能提供"),
    (Kind.ROW, "refused", r"不予以公开|不同意公开"),
    (Kind.ROW, "not_processed", r"不予以处理"),
    (Kind.ROW, "unavailable.not_held", r"(?:本机关|本单位|我[局委办])不掌握"),
    (Kind.ROW, "unavailable.needs_creation", r"需要?另行制作"),
    (Kind.ROW, "unavailable.still_unclear", r"补正后仍?不明确"),
    (Kind.VERB, "new", r"新(?:收到?|增|接收|受理)"),
    (Kind.VERB, "receive", r"收到|接到|收办|接收|受理|收悉|收(?!取)"),
    (Kind.VERB, "finish", r"办结|办理完[毕成]"),
    (Kind.VERB, "handle", r"办理|处理"),
    (Kind.VERB, "reply", r"答复|回复"),
    (Kind.DOCUMENT, "normative_documents", r"(?:行政)?规范性文件"),
    (Kind.DOCUMENT, "regulations", r"(?:地方)?政府规章"),
    (Kind.ACT, "issue", r"(?:新)?(?:制发|制定|出台|印发|制作)(?:出台|印发|发布)?"),
    (Kind.ACT, "repeal", r"(?:宣布)?废止"),
    (Kind.ACT, "in_force", r"现行有效|继续有效"),
    (Kind.DECIDED, "", r"作出|实施|采取|(?:处理)?决定书?"),
    (
        Kind.DENY,
        "",
        r"从?未曾?(?:发生|产生|出现|有)?|没有(?:发生|产生|出现)?|(?<!有)[暂均尚]?无|不存在|[尚暂]未(?:发生)?|零(?=复议|诉讼)",
    ),
    (Kind.FILL, "", r"[\s\u2003]+"),
    (Kind.AND, "", r"、|和|及|以及|与|或者?"),
    (
        Kind.FILL,
        "",
        r"其中|包括|包含|包|含|共计|总共|总计|一共|合计|共有|共|全部|均|已经?|依法|依规|依照?|按时|按期|及时|即|则|还|又"
        r"|达到?|为|计|有|是|：|:|“|”|的|了|到|由|对|经|以|作|给予|做|属于|属|因|被|就|关于|有关|涉及?(?=政府信息公开|复议|行政复议)"
        r"|情况如下|如下|情况|结果|情形|类型|数量|总数|数|总量|总|件数|各类|各种|(?<=采购)项目|公众|社会|公民|群众|向|申请人|提出|提交|递交|来自"
        r"|案件|事项|备案|引发|引起|产生|发生|提起|提请|起|类|方面|工作|告知|审查|登记|文件|收取|征收|金额|收入|全|年|件|次|例|本|在|当?中",
    ),
)
_ROW_KINDS = {
    "regulations": Kind.DOCUMENT,
    "normative_documents": Kind.DOCUMENT,
    "licences": Kind.DECISION,
    "penalties": Kind.DECISION,
    "compulsory_measures": Kind.DECISION,
    "administrative_fees": Kind.FEE,
    "procurement": Kind.PURCHASE,
}
_NUMBERED = re.compile(r"^(?:（[^）]*）|[一二三四五六七八九十]+、|\d+\.)|（.*）$")


def words(form: Format, text: str) -> tuple[Word, ...] | None:
    """A stretch of text as words of the vocabulary; None as soon as something else stands in it."""
    pattern, meanings = _pattern(form)
    found: list[Word] = []
    at = 0
    while at < len(text):
        match = pattern.match(text, at)
        if match is None:
            return None
        kind, value = meanings[int((match.lastgroup or "w0")[1:])]
        found.append(Word(kind, value, match.group()))
        at = match.end()
    return tuple(found)


@cache
def _pattern(form: Format) -> tuple[re.Pattern[str], tuple[tuple[Kind, str], ...]]:
    """The words of prose with the labels of the form among them, the longest label first."""
    labels = sorted(set(_labels(form)), key=lambda each: (-len(each[2]), each[2], each[1]))
    official = [(kind, value, re.escape(label)) for kind, value, label in labels]
    every = (*_FIRST, *official, *_OTHERS)
    pattern = "|".join(f"(?P<w{index}>{each})" for index, (_, _, each) in enumerate(every))
    return re.compile(pattern), tuple((kind, value) for kind, value, _ in every)


def _labels(form: Format) -> Iterator[tuple[Kind, str, str]]:
    """The labels that mean one thing wherever they stand, without their numbers and explanations."""
    for row in (row for block in form.tables["disclosure"].blocks for row in block.leaves):
        if row.key in _ROW_KINDS:
            yield _ROW_KINDS[row.key], row.key, row.label
    (requests,) = form.tables["requests"].blocks
    for row in _results(requests.rows):
        yield Kind.ROW, row.key, _NUMBERED.sub("", row.label)
    for column in requests.columns:
        if (len(column.under) > 1 and column.key != "other") or column.key == "natural_person":
            yield Kind.COLUMN, column.key, column.label
    for column in form.tables["cases"].blocks[0].columns:
        block, outcome = column.key.split(".")
        yield Kind.CASE, block if len(column.under) == 1 else "suit", column.under[0]
        if not column.sum_of:
            yield Kind.OUTCOME, outcome, column.label


def _results(rows: tuple[Row, ...]) -> Iterator[Row]:
    """The rows and groups of results, without the group of all, the total and the item 其他."""
    for row in rows:
        if row.rows:
            yield from (each for each in row.rows if not each.sum_of and len(each.label) > len("3.其他"))
            yield from _results(row.rows)
