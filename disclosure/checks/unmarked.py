"""Lists that no word marks as one: whether the first number is of all, and the others are its parts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from . import divisions
from .list_items import DONE, FIGURE, Item
from .quantities import Quantity
from .sentences import PLAIN, SHARE, Reading

_OF_EVERY = re.compile(
    r"共|总|累计|^(?:[全本今当]年度?|20\d\d年|年内|其中|[我本全][局委办厅县市区镇乡校院馆单位机关]+)*"
    r"(?:(?:收到|新收|收办|受理|接到|接收|征集|发现|排查|提出)[一-龥]{0,8}|(?:答复|办结|办理|处理|发布|公开|检查|抽[检查]|监测|检测)(?:各[类项])?)"
    r"(?:申请|案件|事项|信息|诉求|问题|工单|线索|隐患|留言|文件|公文|样品)?$"
)
"""The words before a number of all there were."""
_IN_HAND = re.compile("办理中|正在|在办")

_LEFT_OVER = re.compile(
    rf"(?P<whole>{FIGURE}){PLAIN}{{0,8}}?(?:(?P<of>(?<!其)中)，?|，)(?:截[至止]{PLAIN}{{0,8}}[，底日末前])?(?P<label>{PLAIN}{{0,10}})"
    rf"(?P<part>{FIGURE}){PLAIN}{{0,14}}(?:，{PLAIN}{{0,10}}{SHARE})?[，；]"
    rf"(?:(?:其余|剩余|剩下|余下)的?(?P<rest>{FIGURE})|(?:另有?|还有)(?P<carried>{FIGURE}){PLAIN}{{0,2}}结转)"
)


def left_over(reading: Reading) -> Iterator[tuple[Quantity, Quantity, Quantity]]:
    """A number, how many of it are done and how many are left, where nothing else is counted between."""
    for found in _LEFT_OVER.finditer(reading.pattern):
        whole, part = reading.marks[found.start("whole")], reading.marks[found.start("part")]
        rest = reading.marks[found.start("rest") if found["rest"] else found.start("carried")]
        if not whole.unit == part.unit == rest.unit:
            continue
        before = reading.within(reading.begin(found.start()), found.start())
        alone = not any(quantity.unit == whole.unit for quantity in before)
        if found["of"] or (alone and DONE.match(found["label"])):
            yield whole, part, rest


def done_and_not(run: list[Item]) -> bool:
    """发现问题65个，已整改61个，其余4个; 答复340条，办理中5条; 抽检520批次，合格514批次，不合格6批次."""
    if len(run) != 3:
        return False
    if divisions.contrary((run[1].label, run[2].label)):
        return True
    if not DONE.match(run[1].label):
        return False
    return divisions.names_the_rest(run[2].label) or bool(_IN_HAND.search(run[2].label))


def is_all(run: list[Item]) -> bool:
    """Whether a list without a marker may be a whole and its parts."""
    return (
        (len(run) > 3 or done_and_not(run) or _divides_in_two(run))
        and _counts_all(run)
        and not divisions.parallel(tuple(item.label for item in run[:2]))
        and run[0].quantity.value > max(item.quantity.value for item in run[1:])
    )


def _divides_in_two(run: list[Item]) -> bool:
    """发现问题95个，当场改正63个，限期改正32个: both parts of a known division behind a number of all."""
    known = len(run) == 3 and divisions.places((run[1].label, run[2].label))[1]
    return known and bool(_OF_EVERY.search(run[0].label))


def _counts_all(run: list[Item]) -> bool:
    """Whether the first number is of all, no part beside the others: 收到96件，…; not 予以公开24件，部分公开5件，…."""
    if divisions.is_beside(run[0].label, tuple(item.label for item in run[1:])):
        return False
    apart = run[0].closed != run[1].closed and all(item.closed == run[1].closed for item in run[1:-1])
    known = divisions.places(tuple(item.label for item in run[1:]))[0]
    return apart or known or len(run) == 3 or bool(_OF_EVERY.search(run[0].label))


def divides_all(run: list[Item]) -> bool:
    """征求意见8次，收到意见326条，采纳87条、部分采纳41条、未采纳198条: all parts of a known division behind a number."""
    labels = tuple(item.label for item in run[1:])
    return len(run) > 2 and (divisions.places(labels)[1] or divisions.in_order(labels))
