"""What in a text belongs to a private person: identity card, mobile phone and bank card numbers, home addresses."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

MOBILE = "手机号码"


@dataclass(frozen=True)
class Personal:
    """Something personal at text[start:end]; `kind` is what the filer calls it."""

    kind: str
    start: int
    end: int


def personal(text: str) -> tuple[Personal, ...]:
    """Everything personal in a sentence, in its order; of two readings of the same digits the first kind counts."""
    plain = _one_width(text)
    taken = bytearray(len(plain))
    kept: list[Personal] = []
    for look in (_identities, _cards, _mobiles, _addresses):
        for found in look(plain):
            if not any(taken[found.start : found.end]):
                taken[found.start : found.end] = b"\x01" * (found.end - found.start)
                kept.append(found)
    return tuple(sorted(kept, key=lambda found: found.start))


class _Narrow(dict[int, str]):
    """Full-width digits, letters and signs as plain ones; each character is looked up once."""

    def __missing__(self, code: int) -> str:
        old = chr(code)
        new = unicodedata.normalize("NFKC", old)
        self[code] = new if len(new) == 1 else old
        return self[code]


_NARROW = _Narrow()


def _one_width(text: str) -> str:
    """Full-width digits, letters and signs as plain ones; every character keeps its place."""
    return text.translate(_NARROW)


# --- Numbers -------------------------------------------------------------------------------------------

_START, _END = r"(?<![0-9A-Za-z./_=#&*-])", r"(?![0-9A-Za-z*])(?![.-]\d)"
"""A number stands by itself: it is no part of an address on the web, of a longer code, or half covered already."""
_NEAR = 24
"""Characters in front of a number in which a word may say what it is."""

_LIST = 300
"""Characters in front of a telephone number in which the list it stands in begins."""

_PROVINCE = re.compile(r"1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
"""GB 11643-1999: the last character of an identity card number, by the weighted sum of the others modulo 11."""
_BIRTHS = (1900, 2099)

_IDENTITY = re.compile(_START + r"\d(?:[ -]?\d){16}[ -]?[\dXx]" + _END)
_OLD_IDENTITY = re.compile(_START + r"\d{15}" + _END)
_CARD = re.compile(_START + r"\d(?:[ -]?\d){15,18}" + _END)
_MOBILE = re.compile(
    r"(?:(?<![0-9A-Za-z])\+?86[ -]?|" + _START + r")(?P<number>1[3-9]\d[ -]?\d{4}[ -]?\d{4})(?!@)" + _END
)

_IDENTITY_NAMED = re.compile(r"身份证|公民身份|证件号")
_CODE_NAMED = re.compile(
    r"(?:信用代码|机构代码|索引号|备案号|编号|单号|流水号|文号|案号|批次号|编码|代码|条形?码)[:为是(\s]*$"
)
_CARD_NAMED = re.compile(r"银行卡|储蓄卡|信用卡|社保卡|惠农卡|一卡通|卡号|[账帐][号户]|开户|汇款|打款")
_CARD_STARTS = ("62", "4", "5", "95", "60", "35")
_OFFICE_ACCOUNT = re.compile(r"对公|专户|国库|非税|户名[^,。;]{0,30}(?:局|委|府|办|厅|院|中心|大队|公司)")

_COUNTED = re.compile(r"\s*(?:余|多)?(?:[元万亿件条次份篇人个户亩吨页字项套张]|号(?!码)|%)")
_AMOUNT_NAMED = re.compile(r"[量额值][约达为共计:\s]*$")
_OFFICE_LINE = re.compile(
    r"热线|传真|拨打|致电|(?:咨询|值班|办公|服务|监督|举报|投诉|应急|公开|查询|受理)(?:电话|手机|方式|号码)"
)
_PHONE = re.compile(rf"电\s{{0,2}}话|联系(?:手机|方式|号码|我们)|{_OFFICE_LINE.pattern}")
_ONLY_NUMBERS = re.compile(
    r"(?:号码)?(?:[及和与、](?:邮箱|传真|微信|手机|地址))?"
    r"(?:[(][^()]{0,24}[)]|[\d\s、,/或和及:为是—-])*"
    r"(?:(?<=[:为是\s])[一-龥]{2,4}\s*)?"
)
_SURNAME = (
    "[王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余杜叶程苏魏吕丁沈姚卢姜崔钟谭陆汪"
    "范石廖贾夏韦付邹孟熊秦邱江尹薛闫段雷侯史陶黎贺顾毛郝龚邵钱严覃武戴莫孔汤]"
)
_PERSON = re.compile(
    r"申请人|当事人|举报人|投诉人|信访人|反映人|权利人|第三人|原告|户主|某|本人|其(?=联系|电话|手机)|家庭|身份证"
    rf"|(?<!联系人)(?<!联系人[:是]){_SURNAME}(?:先生|女士)|(?:村民|居民|住户|业主|群众|市民){_SURNAME}"
)
_TOLD_TO_CALL = re.compile(r"可|请|拨|致电|欢迎|向|通过|提供|公布|开通|设")


def _identities(text: str) -> Iterator[Personal]:
    for found in _IDENTITY.finditer(text):
        digits = re.sub("[ -]", "", found.group()).upper()
        if _is_identity(digits) and not _CODE_NAMED.search(_before(text, found.start())):
            yield Personal("身份证号码", found.start(), found.end())
    for found in _OLD_IDENTITY.finditer(text):
        digits = found.group()
        named = _IDENTITY_NAMED.search(_before(text, found.start()))
        if named and _PROVINCE.match(digits) and _is_date(f"19{digits[6:12]}"):
            yield Personal("身份证号码", found.start(), found.end())


def _is_identity(digits: str) -> bool:
    """Whether 18 characters are a number somebody can have: province, birthday and check character."""
    if not _PROVINCE.match(digits) or not _is_date(digits[6:14]):
        return False
    weighed = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits[:17], strict=True))
    return _CHECKS[weighed % 11] == digits[17]


def _is_date(digits: str) -> bool:
    try:
        born = datetime.date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return False
    return _BIRTHS[0] <= born.year <= _BIRTHS[1]


def _cards(text: str) -> Iterator[Personal]:
    for found in _CARD.finditer(text):
        digits = re.sub("[ -]", "", found.group())
        before = _before(text, found.start(), 2 * _NEAR)
        named = _CARD_NAMED.search(before) and not _OFFICE_ACCOUNT.search(before)
        if named and digits.startswith(_CARD_STARTS) and _is_luhn(digits):
            yield Personal("银行卡号", found.start(), found.end())


def _is_luhn(digits: str) -> bool:
    """ISO/IEC 7812-1: every second digit from the right doubled, the digits of all add up to a multiple of ten."""
    doubled = (int(digit) * (1 + at % 2) for at, digit in enumerate(reversed(digits)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def _mobiles(text: str) -> Iterator[Personal]:
    """Mobile numbers, except one a body gives as its own: behind 联系电话, 咨询热线, 值班手机 and the like.

    The regulation keeps what is private from being published (article 15). Where people can reach a body has to be
    published, and small ones have no other line; the number of an applicant never has to be.
    """
    for found in _MOBILE.finditer(text):
        start, end = found.span("number")
        before = _before(text, start)
        if _COUNTED.match(text, end) or _CODE_NAMED.search(before) or _AMOUNT_NAMED.search(before):
            continue
        if not _is_office_phone(_before(text, start, _LIST)):
            yield Personal(MOBILE, start, end)


def _is_office_phone(before: str) -> bool:
    named = _last(_PHONE, before)
    if named is None or not _ONLY_NUMBERS.fullmatch(before, named.end()):
        return False
    if _OFFICE_LINE.fullmatch(named.group()):
        return True
    person = _last(_PERSON, before[: named.start()])
    return person is None or bool(_TOLD_TO_CALL.search(before, person.end()))


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    return max(pattern.finditer(text), key=re.Match.start, default=None)


def _before(text: str, at: int, length: int = _NEAR) -> str:
    return text[max(at - length, 0) : at]


# --- Addresses -----------------------------------------------------------------------------------------

_HIDDEN = r"某*×XO○"
_NUMERALS = r"\d一二三四五六七八九十百"
_NUMBERED = rf"[{_NUMERALS}]+(?:号|室|组|栋|幢|单元|社|队)(?!窗口|文|令|公告|线|大厅|楼|大?院)"
_MORE = rf"[^,。;\n{_NUMERALS}{_HIDDEN}]{{0,8}}"
"""What may stand before the next number of an address; numerals may not, so that there is one way to read it."""
_WHERE = (
    rf"[^,。;\n{_HIDDEN}]{{0,30}}?(?:村|社区|小区|[路街巷弄屯寨苑园]|胡同)[^,。;\n{_HIDDEN}]{{0,16}}?{_NUMBERED}"
    rf"(?:{_MORE}{_NUMBERED}){{0,5}}"
)
_LIVES = re.compile(
    rf"(?:家庭(?:住址|地址)|住\s?址|现住(?![建房])|家住|居住地址?|户籍(?:地址|所在地|地))[:为是在于\s]*(?P<said>{_WHERE})"
)
_SOMEBODY_LIVES = re.compile(
    r"(?:村民|居民|申请人|当事人|举报人|投诉人|信访人|户主|[一-龥]某某?|先生|女士|,[男女],)[^。;\n]{0,12}?[,(]?"
    rf"住(?![建房宅户院所])(?:在|于)?(?P<said>{_WHERE})"
)
_RESIDENT = re.compile(
    rf"(?P<said>(?:[一-龥]{{1,8}}[省市县区镇乡])?[一-龥]{{1,4}}(?:村|社区|小区|屯)(?:{_MORE}{_NUMBERED}){{1,5}})"
    rf"的?(?:村民|居民|住户|业主)(?=[一-龥]某|{_SURNAME}[一-龥]{{1,2}}(?:[,(:]|申请|反映|投诉|举报|来信|来电))"
)


def _addresses(text: str) -> Iterator[Personal]:
    """Where a person lives, down to a house, a flat or a group of a village; where a body has its seat is public."""
    for look in (_LIVES, _SOMEBODY_LIVES, _RESIDENT):
        for found in look.finditer(text):
            yield Personal("家庭住址", *found.span("said"))
