"""What the narratives have to speak of: the processing fee, problems and improvements, the aspects of section one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .. import prose
from ..filing import Filing
from ..formats.schema import Citation, Section, Severity
from . import bodies, wording
from .finding import Context, Finding, Rule, part_of_page

FEE_SINCE = 2021
REGULATION = "《中华人民共和国政府信息公开条例》"

_FEE = re.compile(r"处理费|收费|缴费|(?:收取|产生|发生|缴纳)[^。；]{0,12}费")
_NONE_ASKED = re.compile(
    r"(?:未|没有|无|不曾|从未)[^。；，,违超擅额乱另]{0,6}(?:发出|下发|制发|送达|开具|收取|产生|发生|征收|涉及)"
    r"[^。；违超擅额乱另]{0,24}(?:费|通知)"
    r"|(?:处理费|收费)(?:情况)?(?:总?金额)?(?:[：:为是]?(?:零|0\.?0*(?![\d.]))|[：:为是]无(?![一-龥]))"
    r"|(?:未|没有|无)收费"
    r"|收费通知[^。；，,]{0,4}(?<!\d)(?:0|零)件"
)
"""Says that nothing was asked; 未违规收取, 没有另外收取 do not."""
_ASKED = re.compile(
    r"通知书?[^。；，,]{0,8}?(?<!\d)[1-9]\d*[件份]"
    r"|(?<!\d)[1-9]\d*[件份][^。；，,]{0,12}(?:收费|缴费)通知"
    r"|(?:应收|收取|实收|收到|金额)[^。；]{0,16}?(?<![\d.])[1-9]\d*(?:\.\d+)?元"
)
_FEE_UNPAID = "requests.other_handling.fee_unpaid."

_NOTHING = re.compile(r"^(?:(?:本年度?|今年)?(?:无|没有|暂无|不存在问题|无问题|没有问题))?[。.；;]?$")
_NO_PROBLEM = re.compile(
    r"(?:不存在|未发现|没有发现|暂无|没有|无)(?:任何|明显|突出|重大|较大|主要)?的?(?:问题|不足)"
)
_PROBLEM = re.compile(
    r"问题|不足|差距|薄弱|短板|弱项|不够|不[高强深严清全细实广多畅快大]|不到位|不及时|不平衡|不完善|不规范|不健全"
    r"|不完整|不充分|不准确|不均衡|不熟|不一致|欠缺|缺乏|缺少|有待|滞后|困难|难点|难题|堵点|痛点|参差不齐|不统一|单一|脱节|疏漏|偏[少低慢弱]|较[少低慢弱]"
    r"|仍需|还需|尚需|需要|亟需|亟待|需进一步|待加强|待提[高升]|存在"
)
_IMPROVEMENT = re.compile(
    r"改进|整改|改善|下一?步|今后|今年将|明年|20\d\d年，?[^。]{0,6}将|我[局委办市县区镇乡厅]?将|将[^。]{0,4}[继进加着从以]"
    r"|进一步|加强|强化|加大|完善|提升|提高|健全|优化|推动|推进|规范|落实|措施|努力|持续|继续|打算|解决|着力|丰富|拓[宽展]"
)


def find_empty(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding]:
    """A narrative without a single word; those that a rule of their own asks more of are left to it."""
    asked = {"problems"} | ({"other"} if filing.year >= FEE_SINCE else set())
    for section in filing.format.narratives:
        if section.key not in asked and not _written(filing, section.key):
            yield _about_text(rule, filing, section.key, "还没有写", section.hint)


def find_processing_fee(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding]:
    """Section six without a word on the 信息处理费, or denying it against the table."""
    text = _written(filing, "other")
    if not _FEE.search(text):
        advice = "写明发出收费通知几件、应收多少元、收到多少元；没有收取也要写明。"
        yield _about_text(rule, filing, "other", "没有写信息处理费", advice)
        return
    unpaid = [
        (place, value)
        for key, place in filing.format.places.items()
        if key.startswith(_FEE_UNPAID) and not place.derived and (value := filing.value(key))
    ]
    denial = _NONE_ASKED.search(text)
    if not unpaid or denial is None or _ASKED.search(text):
        return
    count = sum(value for _, value in unpaid)
    keys = tuple(place.key for place, _ in unpaid)
    yield Finding(
        rule=rule.id,
        severity=rule.severity,
        message=f"文中说没有收费，表里有{wording.number(count)}件没按通知缴费",
        section="other",
        cells=keys,
        excerpt=_excerpt(filing.text("other"), denial.group()),
        numbers=(count,),
        working=tuple(
            f"{wording.cell_label(place)}：{wording.quantity(v, place.unit)}" for place, v in unpaid
        ),
        advice="发过收费通知才会有逾期未缴，请写明通知了几件、应收多少元；没有发过，请改表里的数。",
        focus=keys[:1],
        place=(part_of_page(filing.format, "other"), 0),
    )


def find_substance(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding]:
    """Section five empty, nothing but 无, or without problems or without improvements."""
    text = _written(filing, "problems")
    if _NOTHING.match(text):
        title = f"只写了“{text.rstrip('。.；;')}”" if text.strip("。.；;") else "还没有写"
        yield _about_text(rule, filing, "problems", title, "写清存在的问题和改进的办法，两样都要有。", text)
        return
    problems = _PROBLEM.search(_NO_PROBLEM.sub("", text))
    improvements = _IMPROVEMENT.search(text)
    lacking = [name for name, found in (("存在的问题", problems), ("改进的办法", improvements)) if not found]
    if lacking:
        title = f"没有写{'和'.join(lacking)}"
        yield _about_text(rule, filing, "problems", title, "写清存在的问题和改进的办法，两样都要有。")


def find_aspects(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding]:
    """The aspects section one does not touch with a single one of their words."""
    government = bodies.is_government(filing.body, context)
    text = _written(filing, "overview")
    if not text:
        return
    missing = tuple(_untouched(filing.format.section("overview"), text, government))
    if missing:
        title = f"没有写到{'、'.join(missing)}"
        seal = "、".join(missing)
        yield _about_text(rule, filing, "overview", title, "请补写，或者写明为什么没有。", seal=seal)


def _untouched(section: Section, text: str, government: bool) -> Iterator[str]:
    for aspect in section.aspects:
        asked = government or not aspect.government_only
        if asked and not any(word in text for word in aspect.words):
            yield aspect.label


def _about_text(
    rule: Rule, filing: Filing, section: str, message: str, advice: str, excerpt: str = "", seal: str = ""
) -> Finding:
    return Finding(
        rule=rule.id,
        severity=rule.severity,
        message=message,
        section=section,
        excerpt=excerpt,
        advice=advice,
        seal=seal,
        place=(part_of_page(filing.format, section), 0),
    )


def _written(filing: Filing, section: str) -> str:
    """A narrative below its title, without white space, so that a broken line does not hide a word."""
    words = prose.untitled(filing.text(section), filing.format.section(section).title)
    return re.sub(r"\s+", "", words)


def _excerpt(text: str, words: str) -> str:
    """The words as they stand in the text, line feeds and all, or as they were read."""
    spaced = re.search(r"\s*".join(re.escape(character) for character in words), text)
    return spaced.group() if spaced else words


RULES = (
    Rule(
        id="narratives.missing",
        severity=Severity.ERROR,
        sentence="六个部分都要写，没有要报告的事项也写明",
        citation=Citation(REGULATION, "第五十条"),
        why="六个部分是条例和格式要求的，缺了就不完整。",
        example="第一部分一个字也没有。",
        find=find_empty,
    ),
    Rule(
        id="other.processing_fee",
        severity=Severity.ERROR,
        sentence="2021年起，第六部分报告信息处理费：发出收费通知件数、应收和实收金额；没有收取也要写明",
        citation=Citation("国办函〔2020〕109号", "《政府信息公开信息处理费管理办法》"),
        why="收没收信息处理费，公众有权知道；表里有人逾期未缴，就发过收费通知。",
        example="第六部分只写“无”；或者写没有收费，表三却有1件逾期未缴费。",
        find=find_processing_fee,
        section="other",
        first_year=FEE_SINCE,
    ),
    Rule(
        id="problems.substance",
        severity=Severity.ERROR,
        sentence="第五部分写明存在的问题和改进的办法",
        citation=Citation(REGULATION, "第五十条第一款"),
        why="只写成绩不写问题，年报就失去改进工作的用处。",
        example="第五部分只写“无”。",
        find=find_substance,
        section="problems",
    ),
    Rule(
        id="overview.aspects",
        severity=Severity.QUERY,
        sentence="第一部分写到格式列出的各个方面；县级以上政府的报告还要写考核、评议和追责的结果",
        citation=Citation(REGULATION, "第五十条"),
        why="各个方面都写到，才看得出全年工作的全貌。",
        example="第一部分没有提到监督保障。",
        find=find_aspects,
        section="overview",
    ),
)
