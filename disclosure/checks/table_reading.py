"""A sentence read clause by clause for what it claims of the tables, and for what takes its figures out of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from .quantities import Quantity
from .table_claims import FACTORS, Claim, Reader, Scope
from .table_clauses import GAP, Clause, cut
from .table_vocabulary import Kind, Word, words

_COUNTED = frozenset({"件", "宗", "起", "份", "个", "项", "条", "例", "件次"})
_UNITS: dict[Kind, frozenset[str]] = {
    Kind.REQUEST: _COUNTED,
    Kind.CASE: _COUNTED - {"条"} | {"次"},
    Kind.DOCUMENT: _COUNTED - {"起", "例", "宗", "条"} | {"部"},
    Kind.DECISION: _COUNTED - {"条", "例"} | {"次"},
    Kind.PURCHASE: _COUNTED - {"条", "起", "份"} | {"次"},
    Kind.FEE: frozenset(FACTORS),
}

_COMPARED = re.compile(
    r"(?:同比|环比|(?:相?较|相?比|与|同)(?:于)?(?:上年|去年|上一年|20\d\d年)度?(?:的|同期|全年|相比|相较){0,3})"
    r"[^，；。]{0,40}?(?:增|减|多|少|下降|上升|降低|提高|持平)"
)
_CHANGED = re.compile(r"(?:增加|减少|增长|下降|上升|降低|增|减|多|少)了?$")
_RESTRICTS = re.compile(
    r"(?:上年|去年|上一年)(?!度?(?:结转|转入|遗留))|同期|历年|以来|累计|近[两二三四五六七八九十几]年|[上下]半年|季度|月份"
    r"|热线|来电|电话|留言|信箱|来信|来访|信访(?!、?举报|局)|建议|提案|12345|网民|网友|咨询|投诉|举报|涉及|公开属性|属性认定"
    r"|下属|所属|局属|直属|例如|以[^，。]{0,20}为例|计划|预计|力争|明年|目标|一审|二审|再审|执法案卷评查|抽查|评查|来函|线索"
    r"|主动公开(?:的|类|文件|公文)?\d+[件份个]"
)
_CHANNEL = re.compile(
    r"通过|(?:邮寄|信函|网上|网络|在线|当面|现场|邮件|传真|窗口|平台|渠道|网站)[^，。]{0,6}(?:申请|提交|收到|受理|\d)"
)
_UNDECIDED = re.compile(r"不予受理|不受理|未予受理")
"""With these 受理 counts what was let in, not what came."""
_MONTHS = re.compile(r"(?<!\d)(?:[2-9]|1[01])月|(?<!\d)1月(?!1日)|12月(?!31日|底|末)")
_POPULATION = re.compile(r"收到|受理|接收|新收|接到|办理|承办|申请(?!人)|案件|公示|公开(?!申请)")
_OTHERS = re.compile(
    r"^(?:其中)?(?![我本全各])[一-龥]{1,14}?(?:分局|局|县|镇|乡|街道|办事处|支队|大队|中心|管委会|委员会|科|处(?![理置罚])|站(?!点)"
    r"|所(?![有在需列])|政府(?!信息|网站|公报|门户|采购|规章|部门|工作))(?!.{0,4}(?:平台|网站))"
)
_WHOLE = re.compile(r"[全我本][市县区镇乡州省旗盟]")
_HAPPENED = re.compile(r"发生|产生|出现|没有|无|不存在|零|被")
_MENTIONS = re.compile(r"依申请公开|信息公开申请|申请公开")
_RESULTS = re.compile(r"(?:依申请公开|公开申请)的?(?:办理|处理|答复)(?:的?结果|情况)")
_ABOUT = re.compile("依申请公开(?:政府信息)?(?:工作|情况)?方面")
"""Opens a sentence as a heading would."""
_HEADING = re.compile(r"依申请|申请公开|申请办理|申请处理|公开申请")
_LONGEST_HEADING = 24
_LONGEST_CLAUSE = 100


@dataclass(frozen=True)
class Said:
    """A quantity of the text that claims something. `step`: what its last digit counts."""

    claim: Claim
    value: Decimal
    step: Decimal
    text: str
    offset: int


class Reading:
    """One sentence, read with what the paragraph has said before."""

    def __init__(self, reader: Reader, scope: Scope) -> None:
        self.reader = reader
        self.scope = scope
        self.form = reader.filing.format
        self.narrowed = False
        """The rest of the sentence speaks of something else."""
        self.left: Decimal | None = None
        """How many applications the parts named since the total have left over."""
        self.parted = False
        """A part was named that the tables do not have; what follows may be about it alone."""

    def read(self, sentence: str) -> Iterator[Said]:
        self.scope.case = self.scope.document = ""
        self.scope.decided = False
        self.narrowed = bool(_UNDECIDED.search(sentence))
        clauses = _clauses(sentence)
        outer: list[tuple[bool, bool]] = []
        for clause in clauses:
            while len(outer) > clause.depth:
                self.narrowed, self.parted = outer.pop()
            while len(outer) < clause.depth:
                outer.append((self.narrowed, self.parted))
            if clause.opens in ("；", ";"):
                self.parted = False
            yield from self._clause(clause)
        if self.narrowed or self.parted:
            self.scope.established = False
        if all(clause.quantity is None for clause in clauses) and len(sentence) <= _LONGEST_HEADING:
            self.scope.established |= bool(_HEADING.search(sentence))

    def _clause(self, clause: Clause) -> Iterator[Said]:
        understood = self._understood(clause)
        claim = self.reader.claim(understood, self.scope) if understood else None
        if _MENTIONS.search(clause.before) or _MENTIONS.search(clause.after):
            self.scope.mentioned = True
        about_all = _RESULTS.search(clause.before) or _ABOUT.fullmatch(clause.before.strip())
        if clause.quantity is None and about_all and not self.narrowed:
            self.scope.established = True
        quantity = clause.quantity
        if claim is None or understood is None:
            if (
                understood
                and quantity
                and not self.narrowed
                and self.reader.answers_all(understood, quantity)
            ):
                self.scope.established = True
            else:
                self._narrow(clause)
        elif quantity is None:
            if _denies(clause, understood) and not self.narrowed:
                yield Said(claim, Decimal(0), Decimal(1), "0件", clause.start)
            elif not self.narrowed:
                self._announce(claim)
        elif any(word.kind is Kind.DENY for word in understood):
            return
        elif quantity.unit in _UNITS[claim.about] and not self.narrowed and not self.parted:
            self._establish(claim, quantity)
            if not quantity.approximate:
                yield _said(claim, quantity)

    def _understood(self, clause: Clause) -> tuple[Word, ...] | None:
        if len(clause.before) > _LONGEST_CLAUSE or len(clause.after) > _LONGEST_CLAUSE:
            return None
        before = words(self.form, self._named(clause.before))
        after = words(self.form, self._named(clause.after))
        return None if before is None or after is None else before + after

    def _named(self, text: str) -> str:
        """The own name is 本单位."""
        return self.reader.own.sub("本单位", text)

    def _announce(self, claim: Claim) -> None:
        """What is named without a number, for the numbers behind it: 收到的申请中, 行政诉讼案件中."""
        if claim.about is Kind.REQUEST and claim.value == "total":
            self.scope.established = True
        elif claim.about is Kind.CASE:
            self.scope.case = claim.value

    def _establish(self, claim: Claim, quantity: Quantity) -> None:
        if claim.about is Kind.REQUEST and claim.value == "total":
            self.scope.established, self.left = True, quantity.value
        elif claim.about is Kind.CASE:
            self.scope.case = claim.value
        elif claim.about is Kind.DOCUMENT:
            self.scope.document = claim.value
        elif claim.about is Kind.DECISION:
            self.scope.decided = True

    def _narrow(self, clause: Clause) -> None:
        """What a clause that says nothing of the tables does to those behind it."""
        text = _COMPARED.sub("", self._named(clause.text.replace(GAP, "")))
        quantity = clause.quantity
        if quantity and (quantity.unit.endswith("%") or _CHANGED.search(clause.before)):
            return
        other_year = any(year != self.reader.filing.year for year in self.reader.years(text))
        elsewhere = any(not self.reader.speaks_for(whole) for whole in _WHOLE.findall(text))
        channel = _CHANNEL.search(text)
        counted = quantity is not None and quantity.unit in _COUNTED
        if other_year or elsewhere or any(each.search(text) for each in (_RESTRICTS, _MONTHS, _OTHERS)):
            self.narrowed = True
        elif quantity and counted and (channel or _POPULATION.search(text)):
            self._part(quantity)
        elif channel and not counted:
            self.narrowed = True

    def _part(self, quantity: Quantity) -> None:
        """A part of the applications; once the parts make up the total, what follows is about all again."""
        self.parted = True
        if self.left is not None:
            self.left -= quantity.value
            self.parted = self.left != 0


@lru_cache(maxsize=2048)
def _clauses(sentence: str) -> tuple[Clause, ...]:
    """The clauses of a sentence: while somebody types figures, its words stay as they are."""
    return tuple(cut(sentence))


def _denies(clause: Clause, understood: tuple[Word, ...]) -> bool:
    """Whether a clause says that something did not happen at all; 未及时办理 and 未收到申请的 do not."""
    if all(word.kind is not Kind.DENY for word in understood) or clause.before.rstrip().endswith("的"):
        return False
    verbs = {word.value for word in understood if word.kind is Kind.VERB}
    if verbs:
        return verbs <= {"new", "receive"}
    done = any(word.kind in (Kind.ACT, Kind.DECIDED) for word in understood)
    return done or bool(_HAPPENED.search(clause.before))


def _said(claim: Claim, quantity: Quantity) -> Said:
    factor = FACTORS[quantity.unit] if claim.about is Kind.FEE else Decimal(1)
    return Said(claim, quantity.value * factor, quantity.step * factor, quantity.text, quantity.start)
