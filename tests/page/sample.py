"""A rich report of an invented body: headings of every level, figures, Latin, paired marks and rare characters."""

from dataclasses import replace
from pathlib import Path

from disclosure import formats
from disclosure.filing import Filing

BODY = "示例市昇平区政务服务管理局"

TEXTS = Path(__file__).parent / "report"


def _text(key):
    return (TEXTS / f"{key}.txt").read_text(encoding="utf-8")


def _figures(form):
    """A different figure in every cell that is entered, with long ones among them."""
    places = [place for place in form.places.values() if not place.derived]
    return {place.key: (index * 7919) % 40 if index % 11 else 123_456 for index, place in enumerate(places)}


def filing(format_id: str, **changes) -> Filing:
    """The rich report in one of the official formats."""
    form = formats.get(format_id)
    report = Filing(
        format=form,
        body=BODY,
        year=2024,
        figures=_figures(form),
        sections={"overview": _text("overview") * 2, "problems": _text("problems"), "other": _text("other")},
        preface="本报告根据《中华人民共和国政府信息公开条例》第五十条编制，由总体情况等六个部分组成，"
        "所列数据的统计期限为2024年1月1日至12月31日。对本报告有疑问的，请与示例市昇平区政务服务管理局联系"
        "（地址：祎宁路12号；邮编：000000）。",
        addressee="示例市人民政府办公室:",
        signature=BODY,
        date="2025-01-08",
    )
    return replace(report, **changes)
