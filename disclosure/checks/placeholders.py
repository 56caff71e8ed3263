"""Gaps of a template left in the text: XX, ×××, 某局, empty brackets."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..filing import Filing
from ..formats.schema import Citation, Severity
from . import wording
from .finding import FOOT, HEAD, Context, Finding, Rule, part_of_page

_BODY = r"(?:局|县|镇|乡(?![镇村])|街道|市(?![场民值面])|区(?![域块间段别分])|办(?![法理公事件案])|委(?![托员派]))"
_SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕施张孔曹严华金魏陶姜谢邹喻柏窦章苏潘葛范彭郎鲁韦马苗方俞任袁柳"
    "史唐费薛雷贺倪汤滕殷罗毕郝邬安常乐傅皮卞齐康伍余顾孟黄穆萧尹姚邵汪祁毛禹狄米贝明计成戴宋庞熊纪舒屈项祝董梁"
    "杜阮蓝闵席季贾江童颜郭梅盛林徐邱骆高夏蔡田樊胡凌霍万卢莫房裘丁邓单洪包左石崔吉龚程邢裴陆荣翁甄靳汲邴段侯"
    "宁仇甘武符刘景詹龙叶白赖卓池乔谭申习艾文广欧沃利越师曾关辛阎肖付尤覃于"
)
_UNIT = r"(?=[年月日件条个次份市县区镇乡局])"
_PLACEHOLDER = re.compile(
    "|".join(
        (
            # XX, ×××, 20XX; a lone X only before a unit (X月). Not XXL, 3×5, 1+X, a masked number.
            r"(?<![A-Za-z0-9+＋\-])(?:20\d?)?[XxＸｘ×]{2,}(?![A-Za-z0-9])",
            r"(?<!\d)20\d?[XxＸｘ×](?=年)",
            r"(?<![A-Za-z0-9+＋\-XxＸｘ×])[XＸ×]" + _UNIT,
            # 某局, 某市: 某些, 某种, 某单位 are ordinary words, 张某某 is a name withheld.
            r"某" + _BODY,
            r"某某(?=[年月日局市县区镇乡办委]|街道|单位|部门)",
            rf"(?<![{_SURNAMES}某])某某",
            r"[○△]{2,}(?=[局市县区镇乡办委年月日件条份项次])",
            # 公开信息N条.
            r"(?<=[一-龥])N(?=[件条份项次])",
            # （单位名称）, 【请填写】, 此处填写数量.
            r"[（(【〔\[](?:请?在?此?处?填[写入]|待[填补定]|(?:本?单位|机关|部门)(?:名称|全称))[^）)】〕\]\n]{0,8}[）)】〕\]]",
            r"此处填写?",
            # （文字描述，收费情况在此处报告。）: what the form itself prints where words are to stand.
            r"[（(]文字描述(?=[，,）)])[^（(）)。\n]{0,30}[）)]?",
            r"(?<![A-Za-z0-9])[*＊]{2,}(?=[局市县区镇乡办委年月日件条号])",
            r"(?<![A-Za-z0-9/_])[_＿]{2,}(?![A-Za-z0-9/_])",
            # Brackets and quotation marks with nothing in them.
            r"（[ \t　]*）|\([ \t　]*\)|〔[ \t　]*〕|［[ \t　]*］|【[ \t　]*】|《[ \t　]*》|“[ \t　]*”",
            # A document number without its number: 〔2023〕号.
            r"〔\d{4}〕[ \t　]*号",
        )
    )
)
_SENTENCE = re.compile(r"[^。；;！？\n]+[。；;！？]?")
_EXCERPT = 60
_MOST_QUOTED = 4


def find_placeholders(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding]:
    """One finding for each sentence that still has a gap of the template in it."""
    for part in (*HEAD, *(section.key for section in filing.format.narratives), *FOOT):
        text = getattr(filing, part) if part in HEAD + FOOT else filing.text(part)
        for sentence in _SENTENCE.finditer(text):
            gaps = list(_PLACEHOLDER.finditer(sentence.group()))
            if gaps:
                yield _finding(rule, filing, part, sentence, gaps)


def _finding(
    rule: Rule, filing: Filing, part: str, sentence: re.Match[str], gaps: list[re.Match[str]]
) -> Finding:
    different = list(dict.fromkeys(gap.group() for gap in gaps))
    words = "、".join(wording.quoted(word) for word in different[:_MOST_QUOTED])
    more = "等" if len(different) > _MOST_QUOTED else ""
    start = max(gaps[0].start() - _EXCERPT // 2, 0)
    excerpt = sentence.group()[start : start + _EXCERPT].strip()
    return Finding(
        rule=rule.id,
        severity=rule.severity,
        message=f"留着没有填的{words}{more}",
        section=part,
        excerpt=excerpt,
        advice="换成真实的名称或数字，或者删去。",
        place=(part_of_page(filing.format, part), sentence.start() + gaps[0].start()),
    )


RULES = (
    Rule(
        id="words.placeholder",
        severity=Severity.ERROR,
        sentence="模板里的空位（XX、×××、某局、空括号）都要换成真实的内容",
        citation=Citation("填报惯例", "：发布前清除模板痕迹"),
        why="留着空位的报告一看就没有核对过。",
        example="“联系电话：XXXXXXXX”“某局认真贯彻……”。",
        find=find_placeholders,
    ),
)
