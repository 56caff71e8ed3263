"""The body's own name where it should stand: title, preface, contact and signature; another's there betrays a copy."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..filing import Filing
from ..formats.schema import Citation, Severity
from .finding import Context, Finding, Rule
from .passages import Sentence, finding, parts, sentences

_BODY = r"(?:人民政府|委员会|管委会|办事处|办公室|办公厅|[支大总]队|中心|研究院|[局厅委署院街])(?:（[^（）]{2,20}）)?"
_NAME = rf"(?P<name>[一-龥、]{{2,40}}?{_BODY})"
_YEAR = r"(?:(?:关于)?(?:20\d\d|二[〇零○][〇零○一二三四五六七八九]{2})年)"
_REPORT = r"(?:政府)?信息公开(?:工作)?(?:年度(?:工作)?报告|年报|工作报告)"

_TITLE = re.compile(rf"^(?P<name>.{{1,60}}?){_YEAR}度?.{{0,40}}信息公开")
_ANNOUNCED = (
    re.compile(
        rf"(?:现公布|现将|现发布|公布|发布|编制|本报告[是为])(?:的|了)?{_NAME}(?={_YEAR}度?{_REPORT})"
    ),
)
_CONTACT = (
    re.compile(rf"(?:本报告|本年度报告|报告)由{_NAME}(?:负责)?(?=编制|编写|发布)"),
    re.compile(rf"(?:请|可以?)(?:直接)?(?:与|向|同){_NAME}(?=[一-龥]{{0,12}}(?:联系|咨询|反映))"),
    re.compile(rf"联系(?:单位|部门|机构|机关)[：:]{_NAME}"),
    re.compile(rf"(?:^|[，；。（：]){_NAME}(?=[一-龥]{{0,8}}(?:联系电话|联系地址|电话[：:]|地址[：:]))"),
)
_PLACE = re.compile(r"^[一-龥]{1,10}?(?:省|市|县|区|州|盟|旗|自治区)")
_ENDS = re.compile(rf"{_BODY}$|[镇乡街道]$")
_CARER = re.compile(r"人民政府$|人民政府办公[室厅]$|政务|信息公开|数据")
"""Who may be named as the one to ask although the report is another's: the supervisor of all reports."""
_SHORT = (("管理委员会", "管委会"), ("委员会", "委"), ("人民政府", "政府"), ("街道办事处", "街道"))
_DATE = re.compile(rf"{_YEAR}\d{{1,2}}月.*$|（(?:盖章|印章|公章)）")


def find_names(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding]:
    """One finding for each place of the own name at which another name stands."""
    looks = {"title": _in_title, "preface": _in_preface, "signature": _in_signature}
    for part, text in parts(filing):
        look = looks.get(part)
        for sentence in sentences(part, text) if look else ():
            name = look(sentence, filing.body, context.bodies) if look else None
            if name:
                message = f"{_WHERE[part]}写的是{name}，登记的名称是{filing.body}"
                advice = (
                    "请写机关全称。" if _same(name, filing.body) else "请核对名称，看是不是抄了别的报告。"
                )
                yield finding(rule, filing, sentence, 0, message, advice)


_WHERE = {"title": "题目里", "preface": "前言里", "signature": "落款"}


def _in_title(sentence: Sentence, own: str, others: frozenset[str]) -> str | None:
    """The name before the year, unless it is the registered one, with or without the place above it."""
    found = _TITLE.match(_plain(sentence.text))
    if found is None or not (_ENDS.search(found["name"]) or _cut_short(found["name"], own)):
        return None
    name = found["name"].removesuffix("关于")
    return None if name == own or _fuller(name, own) else name


def _cut_short(name: str, own: str) -> bool:
    """Whether the last character of the own name is missing."""
    return len(name) > 2 and name == own[:-1]


def _in_preface(sentence: Sentence, own: str, others: frozenset[str]) -> str | None:
    text = _plain(sentence.text)
    for pattern in _ANNOUNCED:
        for found in pattern.finditer(text):
            name = found["name"]
            if name in others - {own} or (_full(name) and not _same(name, own)):
                return name
    for pattern in _CONTACT:
        for found in pattern.finditer(text):
            name = _registered_at(text, found.start("name"), others)
            if name and not _same(name, own) and not own.startswith(name) and not _CARER.search(name):
                return name
    return None


def _in_signature(sentence: Sentence, own: str, others: frozenset[str]) -> str | None:
    name = _DATE.sub("", _plain(sentence.text))
    if own in name or not _ENDS.search(name):
        return None
    if name in others:
        return name
    return name if _full(name) and not _same(name, own) else None


def _registered_at(text: str, at: int, others: frozenset[str]) -> str | None:
    """The registered body whose name, or whose office, stands here: the longest, 财政局国库支付中心 before 财政局."""
    return max((other for other in others if text.startswith(other, at)), key=len, default=None)


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", text).replace("(", "（").replace(")", "）")


def _full(name: str) -> bool:
    """Whether a name is written out with its place, so that it can be compared with the registered one."""
    return bool(_PLACE.match(name)) and bool(_ENDS.search(name))


def _fuller(name: str, own: str) -> bool:
    """The registered name after the place above it, or before a second name in brackets."""
    above = name.removesuffix(own)
    rest = name.removeprefix(own)
    return bool(above != name and _PLACE.fullmatch(above)) or (rest != name and rest.startswith("（"))


def _same(name: str, own: str) -> bool:
    """The registered name, an office of it, a shorter or a fuller form of it."""
    if name.startswith(own) or own.startswith(name) or own.endswith(name) or name.endswith(own):
        return True
    return _shortened(name) == _shortened(own)


def _shortened(name: str) -> str:
    for long, short in _SHORT:
        name = name.replace(long, short)
    return name


RULES = (
    Rule(
        id="words.name",
        severity=Severity.QUERY,
        sentence="题目、前言和落款里是本单位登记的名称，不是别的单位",
        citation=Citation("填报惯例", "：题目用机关全称"),
        find=find_names,
        why="借用别的单位的报告改写，名称容易漏改。",
        example="示例市水务局的报告，前言写“现公布示例市教育局2023年政府信息公开工作年度报告”。",
    ),
)
