"""Counts, amounts and shares read out of running Chinese text, each with its unit and its place."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from . import spoken

_FOLDED = {"": 1, "百": 100, "千": 1000, "万": 10_000, "百万": 1_000_000, "千万": 10_000_000, "亿": 10**8}
_TEN = 10
_MULTIPLIER = "百万|千万|[百千万亿]"
_SAME_WIDTH = str.maketrans("０１２３４５６７８９％．－−", "0123456789%.--")
"""One character for one, so that a place in the translated text is the place in the text."""

_MONEY = "元|美元|欧元|港元|日元"
_UNITS = (
    "个百分点|百分点|%|倍"
    r"|个(?:工作日|自然日|季度|星期|小时|月|年(?![内底初末前]))|小时|分钟|天|平方公里|平方米|立方米|公里|千米|公顷|公斤"
    "|(?:人|件|条|户|场|批|家|项|期|卷|册|架|辆|列|艘|车|篇|班|宗|起|例|台|点击|浏览)次"
    r"|部(?![门分])|本(?![年级市县区局单部机院])|名(?![录单])|期(?![间限])|场(?!所)|所(?![有在属])|家(?!庭)|处(?![室理罚])"
    r"|台(?![账湾])|组(?!织)|支(?!队)|门(?!户)|分(?![局别之公类中])|类(?!似)|次(?!数)|起(?![草诉])|座(?!谈)|位(?!于)"
    r"|批(?![准复])|人(?!民)|剂次|剂(?!量)|米|吨|亩|块"
    r"|只(?=[，。；、,;（）()]|$)"
    r"|对(?=夫妻|新人|[，、；。,;（）()]|$)"
    "|[件条个份项篇宗户册张套辆则种幅段间栋笔字页卷盒例款块艘架集面栏副枚头株把封棵盏瓶]"
)
_NUMBER = r"\d{1,3}(?:[,，]\d{3})+(?![\d])(?:\.\d+)?|\d{1,12}(?:\.\d{1,8})?"
_DASH = r"[-—–~～]+|[至到]"
_NO_QUANTITY = "|".join(
    (
        # Dates, times, years and spans of years.
        r"\d{4}\s{0,3}(?:[-—–~～至]\s{0,3}\d{4}\s{0,3})?年度?(?:\s{0,3}\d{1,2}\s{0,3}月(?:\s{0,3}\d{1,2}\s{0,3}日)?)?",
        r"\d{1,2}\s{0,3}月(?:份|\s{0,3}\d{1,2}\s{0,3}日)?",
        r"\d{1,2}[:：]\d{2}(?:[:：]\d{2})?",
        r"\d{1,2}\s{0,3}[时点]\s{0,3}\d{1,2}\s{0,3}分(?!钟)",
        # Ordinals: 第36条, 第3、4期, 第1至12期.
        rf"第\s{{0,3}}\d+(?:\s{{0,3}}(?:、|和|及|{_DASH})\s{{0,3}}第?\s{{0,3}}\d+)*",
        # Document numbers, telephone numbers, versions, fractions, 7×24, 1+X.
        r"[〔\[［【(（]\s{0,3}\d{4}\s{0,3}[〕\]］】)）]\s{0,3}(?:第\s{0,3})?\d+",
        rf"第[{spoken.FIGURES}]+(?:[条款项期批届次]?(?:、|和|及|或|{_DASH})第?[{spoken.FIGURES}]+)*",
        r"\d{3,4}-\d{7,8}|1\d{10}(?!\d)|(?<!\d)\d{1,9}(?:(?:\.\d{1,9}){2,9}|[/×xX*+]\d{1,9})",
        # List markers: 1. 2、 at the start of a line, （1）, ①.
        r"^[ \t　]{0,3}\d{1,2}[.、．](?!\d)|[（(]\d{1,2}[）)]",
    )
)
BEFORE = (
    r"大约|将近|接近|超过|突破|不少于|不低于|不超过|不足|不到|至少|最多|最低|最高"
    r"|(?<![节预签合契履公条邀租附最])[约近超逾达]?(?:约|近|超|逾)"
)
"""The 约 of 节约, 预约, 签约 belongs to the word before."""
_AFTER = r"以上|以下|以内|左右|上下|之多|余|多(?![\d了形元种样渠媒语功角维])|[强弱](?=[，。；、,;）)]|$)"
_TALLY = (
    rf"(?<![{spoken.FIGURES}几数之每同任逐唯万亿〇》“‘])(?P<tally>[{spoken.FIGURES}]{{1,9}})"
    rf"(?P<tally_more>[多余几])?(?P<tallied>{_UNITS})(?!的?规定|之)"
)
"""A count said by Chinese figures: 二十六个; not the three of 每三个, 二十二条的规定, “二十条”."""
_QUANTITY = (
    rf"(?P<before>{BEFORE})?\s{{0,3}}"
    rf"(?P<range>(?<![\d.])(?:\d[\d.]{{0,14}}(?:{_MULTIPLIER})?\s{{0,3}}(?:{_DASH}|、(?=\d+(?:{_UNITS})))"
    rf"|(?<![从由自\d])\d[\d.]{{0,14}}(?:{_MULTIPLIER})?(?:{_UNITS})\s{{0,3}}(?:{_DASH}))\s{{0,3}}(?=\d))?"
    rf"(?<![A-Za-z\d./×+])(?<!\d,)(?P<quantity>{spoken.PATTERN}|{_TALLY}|(?P<sign>(?<![\d%件个条次项人元])-)?"
    rf"(?P<number>{_NUMBER})[ \t　]{{0,3}}(?P<more>[多余])?(?:(?P<money>(?:{_MULTIPLIER})?[多余]?(?:{_MONEY}))"
    rf"|(?P<multiplier>{_MULTIPLIER})?(?P<also>[多余])?[ \t　]{{0,3}}(?P<unit>{_UNITS})))(?P<after>{_AFTER})?"
)
_VAGUE = ("before", "range", "more", "also", "after", "tally_more")
"""What of a match says that a number is not exact."""
_YUAN = {"元": Decimal(1), **{f"{name}元": Decimal(factor) for name, factor in _FOLDED.items() if name}}
_ANY = re.compile(rf"\d|{spoken.SIGNS}")
"""Without one of these there is no quantity, and most clauses have none."""
_SCAN = re.compile(rf"(?:{_NO_QUANTITY})|{_QUANTITY}", re.MULTILINE)


@dataclass(frozen=True)
class Quantity:
    """A number with its unit as it stands in a text.

    `value`        12000 for 1.2万件; 万元 and 亿元 are units of their own: 3.5 for 3.5万元.
    `unit`         as printed (件, 人次, 万元, 个百分点); the percent sign is always %.
    `start`, `end` where it stands in the text, the sign included, words like 约 or 以上 not.
    `approximate`  whether the text does not give the exact number: 约, 近, 余, 以上, 1.2万件, one end of a range.
    `rounded`      whether that is only because it was rounded or cut off: 8.19万件.
    `about`        the words that make a single number inexact (约, 近, 以上); 约 where it is said in words (七成).
    `words`        the number with these words: 近三成, 60%以上.
    """

    value: Decimal
    unit: str
    start: int
    end: int
    text: str
    approximate: bool
    rounded: bool = False
    about: str = ""
    words: str = ""

    @property
    def spoken(self) -> bool:
        """Whether the number is written in words."""
        return not any(character.isdigit() for character in self.text)

    @property
    def vague(self) -> bool:
        """Whether nothing can be said of how far the exact number is from the written one."""
        return self.approximate and not self.rounded

    @property
    def extent(self) -> tuple[Decimal, Decimal]:
        """Between which numbers the exact one lies, whether the written one was rounded or cut off."""
        return (
            (self.value - self.step / 2, self.value + self.step) if self.rounded else (self.value, self.value)
        )

    def in_unit(self, unit: str) -> Quantity | None:
        """The same amount in another unit of money; None where it cannot be said in that unit."""
        if self.unit == unit:
            return self
        if self.unit not in _YUAN or unit not in _YUAN:
            return None
        return replace(self, value=self.value * _YUAN[self.unit] / _YUAN[unit], unit=unit)

    @cached_property
    def step(self) -> Decimal:
        """What the last written digit counts: 1 for 21件, 0.01 for 4.35%, 1000 for 1.2万件."""
        if self.spoken:
            return Decimal(1)
        written = re.sub(r"[^\d.]", "", self.text.translate(_SAME_WIDTH).replace(",", ""))
        exponent = Decimal(written).as_tuple().exponent
        factor = self.value / Decimal(written) if Decimal(written) else Decimal(1)
        return abs(factor) * Decimal(1).scaleb(int(exponent))


def quantities(text: str) -> tuple[Quantity, ...]:
    """Every quantity of a text, in its order; years, dates, articles, document and telephone numbers are none."""
    plain = text.translate(_SAME_WIDTH)
    if not _ANY.search(plain):
        return ()
    found = [each for each in _SCAN.finditer(plain) if each["quantity"]]
    return tuple(_quantity(text, each) for each in _without_idioms(plain, found))


def _without_idioms(plain: str, found: list[re.Match[str]]) -> list[re.Match[str]]:
    """Without 一件事, 两个维护: single Chinese figures count only beside a larger number said in words."""
    spoken_counts = [each for each in found if each["tally"]]
    if not spoken_counts:
        return found
    stops = [stop.start() for stop in re.finditer(r"[。！？\n]", plain)]
    counting = {bisect_left(stops, each.start()) for each in spoken_counts if _is_large(each["tally"])}
    return [
        each
        for each in found
        if not each["tally"] or (spoken.tally(each["tally"]) and bisect_left(stops, each.start()) in counting)
    ]


def _is_large(figures: str) -> bool:
    return (spoken.tally(figures) or 0) > _TEN


def _quantity(text: str, found: re.Match[str]) -> Quantity:
    if found["number"] is None:
        return _tallied(text, found) if found["tally"] else _spoken(text, found)
    multiplier = found["multiplier"] or ""
    value = Decimal(re.sub("[,，]", "", found["number"])) * _FOLDED[multiplier]
    money = found["money"] or ""
    vague = any(found[name] for name in _VAGUE) or money != re.sub("[多余]", "", money)
    start, end = found.span("quantity")
    return Quantity(
        value=-value if found["sign"] else value,
        unit=found["unit"] or re.sub("[多余]", "", money),
        start=start,
        end=end,
        text=text[start:end],
        approximate=bool(multiplier) or vague,
        rounded=bool(multiplier) and not vague,
        about="" if any(found[name] for name in ("range", "more", "also")) else _about(found),
        words=_words(text, found),
    )


def _tallied(text: str, found: re.Match[str]) -> Quantity:
    start, end = found.span("quantity")
    return Quantity(
        spoken.tally(found["tally"]) or Decimal(),
        found["tallied"],
        start,
        end,
        text=text[start:end],
        approximate=any(found[name] for name in _VAGUE),
        about=_about(found),
        words=_words(text, found),
    )


def _spoken(text: str, found: re.Match[str]) -> Quantity:
    value, unit = spoken.read(found)
    start, end = found.span("quantity")
    about = (found["half"] or "")[:1].strip("一半") + _about(found)
    if unit == "%":
        about = about or "约"
    return Quantity(
        value, unit, start, end, text[start:end], bool(about), about=about, words=_words(text, found)
    )


def _words(text: str, found: re.Match[str]) -> str:
    begin = found.start("before") if found["before"] else found.start("quantity")
    return text[begin : found.end()]


def _about(found: re.Match[str]) -> str:
    return (found["before"] or "") + (found["after"] or "")
