"""The interface for programs, version 1, as declarations: what is asked with and what is answered.

The views check a request against these, and the OpenAPI document is written from them: there is no third place.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from .. import formats
from .schema import CODE, DIGEST, TEXT

MOST = 200
"""Items of one page."""
YEAR = {"type": "integer", "minimum": 2008, "maximum": 2100}
KINDS = ("department", "government", "township", "zone", "office")


class BadParameter(ValueError):
    """A parameter that cannot be used: its name, and a Chinese sentence."""

    def __init__(self, name: str, sentence: str) -> None:
        super().__init__(sentence)
        self.name = name


@dataclass(frozen=True)
class Parameter:
    """What can be asked with: its schema, and what it does. Integers have a minimum and a maximum."""

    name: str
    schema: Mapping[str, Any]
    description: str
    required: bool = False

    def read(self, typed: str) -> Any:
        """The value of a parameter as it was sent. Raises BadParameter."""
        if self.schema["type"] == "integer":
            return self._integer(typed)
        if self.schema.get("format") == "date":
            return self._date(typed)
        if "enum" in self.schema and typed not in self.schema["enum"]:
            few = self.schema["enum"][:10]
            raise BadParameter(
                self.name,
                f"{self.name}只能是{'、'.join(few)}{'等' if len(self.schema['enum']) > 10 else ''}。",
            )
        if "pattern" in self.schema and not re.fullmatch(self.schema["pattern"], typed):
            raise BadParameter(self.name, f"{self.name}写得不对。")
        return typed

    def _integer(self, typed: str) -> int:
        low, high = self.schema["minimum"], self.schema["maximum"]
        plain = re.fullmatch("0|[1-9][0-9]{0,8}", typed)
        if not plain or not low <= int(typed) <= high:
            raise BadParameter(self.name, f"{self.name}要是{low}到{high}的整数。")
        return int(typed)

    def _date(self, typed: str) -> date:
        try:
            if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", typed):
                raise ValueError
            return date.fromisoformat(typed)
        except ValueError:
            raise BadParameter(self.name, f"{self.name}要写成2026-01-31这样的日期。") from None


CELLS = list(dict.fromkeys(key for form in formats.all_formats().values() for key in form.places))
SLUG = {"type": "string", "pattern": "^[a-z0-9-]{1,40}$"}
_AFTER = "接着这一条往下取，写法见上一页的next；不写就从头取"
AFTER_BODY = Parameter("after", SLUG, _AFTER)
AFTER_REPORT = Parameter("after", {"type": "string", "pattern": "^[0-9]{4}/[a-z0-9-]{1,40}$"}, _AFTER)
AFTER_ENTRY = Parameter("after", {"type": "integer", "minimum": 1, "maximum": 999_999_999}, _AFTER)
PER_PAGE = Parameter(
    "per_page", {"type": "integer", "minimum": 1, "maximum": MOST}, f"一页几条，最多{MOST}，默认50"
)
IN_YEAR = Parameter("year", YEAR, "报告年度")
OF_BODY = Parameter("body", SLUG, "单位代码")
OF_KIND = Parameter("kind", {"type": "string", "enum": list(KINDS)}, "单位类别")
OF_REGION = Parameter("region", {"type": "string", "pattern": r"^[^\x00-\x1f\x7f]{1,40}$"}, "地区")
IN_FORMAT = Parameter("format", {"type": "string", "pattern": "^[a-z0-9_]{1,40}$"}, "格式")
AS_OF = Parameter(
    "as_of", {"type": "string", "format": "date"}, "这一天结束时有效的版本；以后的更正和撤下不算"
)
OF_CELL = Parameter(
    "cell",
    {"type": "string", "enum": CELLS},
    "格的名称，例如requests.received.total",
    True,
)


def _object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties)}


def _listed(item: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    """A page of items; `more` is said of the page beside them."""
    return _object(
        count={"type": "integer", "minimum": 0},
        next={"type": ["string", "null"]},
        items={"type": "array", "items": dict(item), "maxItems": MOST},
        **more,
    )


BODY = _object(
    code=SLUG,
    name=TEXT,
    kind={"type": "string", "enum": list(KINDS)},
    region=TEXT,
    years={"type": "array", "items": YEAR},
)
EDITION = _object(
    body=SLUG,
    name=TEXT,
    year=YEAR,
    format=TEXT,
    title=TEXT,
    edition={"type": "integer", "minimum": 1},
    code=CODE,
    published={"type": "string", "format": "date-time"},
    files={"type": "object", "additionalProperties": TEXT},
)
STATUS = _object(
    standing={"type": "string", "enum": ["in_force", "superseded", "withdrawn"]},
    since={"type": "string", "format": "date-time"},
    reason=TEXT,
    superseded_by={"type": ["string", "null"]},
)
FULL = _object(edition=EDITION, status=STATUS, report={"type": ["object", "null"]}, changes={"type": "array"})
FIGURE = _object(
    body=SLUG, name=TEXT, year=YEAR, format=TEXT, code=CODE, cell=TEXT, value={"type": ["number", "null"]}
)
DAMAGED = {
    "type": "array",
    "items": CODE,
    "description": "这一页里存下的内容和公布时不一样的版本，它们的数不在items里，查清以前不提供",
}
_CELL = _object(key=TEXT, label=TEXT, unit=TEXT, derived={"type": "boolean"})
FORMAT = _object(id=TEXT, notice=TEXT, title=TEXT, cells={"type": "array", "items": _CELL})
ENTRY = _object(number={"type": "integer", "minimum": 1}, text=TEXT, digest=DIGEST)
PROBLEM = _object(
    type=TEXT, title=TEXT, status={"type": "integer"}, detail=TEXT, parameter={"type": ["string", "null"]}
)
"""An error, as RFC 9457 has it; `parameter` is the one that was wrong."""


@dataclass(frozen=True)
class Resource:
    """Something that can be asked for: where, with which parameters, and what comes back."""

    name: str
    path: str
    summary: str
    answer: Mapping[str, Any]
    parameters: tuple[Parameter, ...] = ()
    in_path: tuple[Parameter, ...] = ()

    def read_path(self, written: Mapping[str, str]) -> dict[str, Any]:
        """What stands in the address, read. Raises BadParameter."""
        return {parameter.name: parameter.read(written[parameter.name]) for parameter in self.in_path}

    def read(self, sent: Mapping[str, list[str]]) -> dict[str, Any]:
        """The parameters of a request, read. Raises BadParameter for one that is wrong, unknown, missing or sent twice."""
        known = {parameter.name: parameter for parameter in self.parameters}
        for name, values in sent.items():
            if name not in known:
                raise BadParameter(name[:40], "没有这个参数。")
            if len(values) > 1:
                raise BadParameter(name, f"{name}只能写一次。")
        for parameter in self.parameters:
            if parameter.required and parameter.name not in sent:
                raise BadParameter(parameter.name, f"要写{parameter.name}。")
        return {name: known[name].read(values[0]) for name, values in sent.items()}


_CODE = Parameter("code", CODE, "验证码")
RESOURCES = {
    resource.name: resource
    for resource in (
        Resource(
            "bodies", "bodies", "公布过年报的单位", _listed(BODY), (OF_KIND, OF_REGION, AFTER_BODY, PER_PAGE)
        ),
        Resource(
            "reports",
            "reports",
            "年报，每份是现行有效的一版",
            _listed(EDITION),
            (IN_YEAR, OF_BODY, OF_KIND, OF_REGION, IN_FORMAT, AS_OF, AFTER_REPORT, PER_PAGE),
        ),
        Resource("report", "reports/{body}/{year}", "一份年报的全部内容", FULL, (AS_OF,), (OF_BODY, IN_YEAR)),
        Resource("edition", "editions/{code}", "一个版本，按验证码", FULL, (), (_CODE,)),
        Resource(
            "figures",
            "figures",
            "一格在各单位各年的数",
            _listed(FIGURE, damaged=DAMAGED),
            (OF_CELL, IN_YEAR, OF_BODY, OF_KIND, AS_OF, AFTER_REPORT, PER_PAGE),
        ),
        Resource("formats", "formats", "官方格式和每一格", _listed(FORMAT)),
        Resource("ledger", "ledger", "公布台账", _listed(ENTRY), (AFTER_ENTRY, PER_PAGE)),
    )
}


def openapi(server: str, title: str, terms: str) -> dict[str, Any]:
    """The OpenAPI 3.1 document. `server` is the address the paths begin with, `terms` say how the data may be used."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": title,
            "version": "1",
            "description": f"只读。不要登录，不留记录。数字为null表示没有填，不是0。\n\n{terms}",
        },
        "servers": [{"url": server}],
        "paths": {f"/{resource.path}": {"get": _operation(resource)} for resource in RESOURCES.values()},
        "components": {"schemas": {"Problem": PROBLEM}},
    }


def _operation(resource: Resource) -> dict[str, Any]:
    said = [_said(parameter, "path") for parameter in resource.in_path]
    said += [_said(parameter, "query") for parameter in resource.parameters]
    return {
        "operationId": resource.name,
        "summary": resource.summary,
        "parameters": said,
        "responses": {
            "200": _answer("查到的", resource.answer),
            "304": {"description": "和手里的一样（If-None-Match）"},
            "400": _problem("参数写得不对"),
            **({"404": _problem("没有")} if resource.in_path else {}),
            "405": _problem("只能读"),
            **({"500": _problem("存下的和公布时不一样，是哪一版见detail")} if resource.in_path else {}),
        },
    }


def _said(parameter: Parameter, place: str) -> dict[str, Any]:
    return {
        "name": parameter.name,
        "in": place,
        "required": parameter.required or place == "path",
        "description": parameter.description,
        "schema": dict(parameter.schema),
    }


def _problem(description: str) -> dict[str, Any]:
    return _answer(description, {"$ref": "#/components/schemas/Problem"}, "application/problem+json")


def _answer(description: str, schema: Mapping[str, Any], media: str = "application/json") -> dict[str, Any]:
    return {"description": description, "content": {media: {"schema": dict(schema)}}}
