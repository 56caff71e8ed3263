"""What kind of body a name is: whether it can make 规章, and whether its report is a government's."""

from __future__ import annotations

import re
from enum import Enum

from .finding import Context


class Kind(Enum):
    """Kinds of filers, told apart by name as far as a name can tell them."""

    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    TOWNSHIP = "township"
    ZONE = "zone"
    DEPARTMENT = "department"
    UNKNOWN = "unknown"


_NATIONAL = re.compile(r"^(国家|国务院|中国|中华人民共和国|中央|全国)")
_GOVERNMENT = re.compile(r"人民政府$")
_LEVELS = (
    (Kind.PROVINCE, re.compile(r"(省|自治区|特别行政区|^(北京|上海|天津|重庆)市)$")),
    (Kind.CITY, re.compile(r"(市|自治州|地区|盟)$")),
    (Kind.COUNTY, re.compile(r"[县区旗]$")),
    (Kind.TOWNSHIP, re.compile(r"[镇乡]$|苏木$")),
)
_OTHERS = (
    (Kind.TOWNSHIP, re.compile(r"街道(办事处|办)?$")),
    (Kind.ZONE, re.compile(r"[区园城](党工委)?(管理委员会|管委会)$")),
    (Kind.DEPARTMENT, re.compile(r"(局|委员会|委|办公室|办公厅|厅|中心|[支大总]队)$")),
)
_NO_RULES = (Kind.COUNTY, Kind.TOWNSHIP, Kind.ZONE, Kind.DEPARTMENT)


def kind(body: str) -> Kind:
    """The kind of body a full name says; UNKNOWN when it does not say, and for national bodies."""
    name = body.strip()
    if _NATIONAL.search(name):
        return Kind.UNKNOWN
    government = _GOVERNMENT.search(name)
    place, kinds = (name[: government.start()], _LEVELS) if government else (name, _OTHERS)
    return next((found for found, pattern in kinds if pattern.search(place)), Kind.UNKNOWN)


def may_make_rules(body: str, context: Context) -> bool:
    """Whether the body may make 规章, or might: only ministries and governments of provinces and larger cities do.

    A city's name does not tell whether it is divided into districts, so every city passes.
    """
    if context.rulemaking is not None:
        return context.rulemaking
    return kind(body) not in _NO_RULES


def is_government(body: str, context: Context) -> bool:
    """Whether the report is that of a government from the county up (条例第五十条第二款), not of an office of it."""
    if context.government is not None:
        return context.government
    return kind(body) in (Kind.PROVINCE, Kind.CITY, Kind.COUNTY)
