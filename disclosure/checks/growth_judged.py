"""What is said of a number of before, one of now and their difference, where these do not add up."""

from __future__ import annotations

from decimal import Decimal

from ..filing import Figure
from . import percent, wording
from .growth_claims import Change
from .quantities import Quantity

_AS_TWICE = (Decimal("0.975"), Decimal("1.05"))
"""How far off twice as much, as a factor, may be what is said to be twice as much."""

Said = tuple[str, str, tuple[Figure, ...]]
"""Title, working and numbers."""


def judged(change: Change) -> Said | None:
    """What is said of a change that does not add up; None where it does, or cannot be told."""
    new, by = change.new.value, change.by
    if change.old is None:
        return _from_difference(change)
    old = change.old.value
    if change.old.unit != change.new.unit or not old:
        return None
    figures = (percent.figure(new), percent.figure(old))
    if by is None:
        return _doubled(change, change.old, figures) if change.doubled else _way(change, figures)
    numbers = (figures[0], percent.figure(by.value), figures[1])
    if by.unit == "倍":
        return _multiplied(change, by, figures)
    if by.unit == "%" and change.new.unit != "%":
        exact = percent.change(new, old)
        low, high = sorted(
            change.sign * bound for bound in percent.changes(change.new.extent, change.old.extent)
        )
        if percent.agree((low, high), by) and high >= 0:
            return None
        return _said(f"{_grown(*figures)}＝{percent.written(exact, by)}", _stated(change), numbers)
    if by.unit == change.new.unit or by.unit.endswith("百分点"):
        if _differ_by(change.new, change.old, change.sign, by) or _grown_in_percent(change):
            return None
        return _said(wording.calculation((figures[0], -figures[1])), _stated(change), numbers)
    return None


def _apart(new: Quantity, old: Quantity, sign: int) -> percent.Extent:
    """Between which differences two numbers, rounded or cut off as they may be, lie that way."""
    low, high = sorted((sign * (new.extent[0] - old.extent[1]), sign * (new.extent[1] - old.extent[0])))
    return low, high


def _differ_by(new: Quantity, old: Quantity, sign: int, by: Quantity) -> bool:
    """Whether two numbers can be so much apart."""
    low, high = _apart(new, old, sign)
    return low <= by.extent[1] and high >= by.extent[0]


def _way(change: Change, figures: tuple[Figure, Figure]) -> Said | None:
    """由7件增加至5件; 32件，与上年的35件持平."""
    new, old = figures
    if change.old is None:
        return None
    if change.sign == 0:
        coarser = max(change.new.step, change.old.step)
        same = abs(change.new.value - change.old.value) < coarser
        return None if same else _said(wording.calculation((new, -old)), "持平", figures)
    if _apart(change.new, change.old, change.sign)[1] >= 0:
        return None
    return _said(wording.calculation((new, -old)), "增加" if change.sign > 0 else "减少", figures)


def _doubled(change: Change, old: Quantity, figures: tuple[Figure, Figure]) -> Said | None:
    """翻一番, 翻两番: two and four times as many."""
    least, most = (2**change.doubled * factor for factor in _AS_TWICE)
    low, high = (bound / 100 for bound in percent.ratio(change.new.extent, old.extent))
    if high >= least and low < most:
        return None
    return _said(f"{_divided(*figures)}倍", f"翻{'一两'[change.doubled - 1]}番", figures)


def _multiplied(change: Change, by: Quantity, figures: tuple[Figure, Figure]) -> Said | None:
    """是上年的3倍; 增长2倍, which are three times as many. Nothing falls by multiples."""
    if change.old is None or change.sign < 0:
        return None
    low, high = (bound / 100 - change.sign for bound in percent.ratio(change.new.extent, change.old.extent))
    if percent.agree((low, high), by):
        return None
    numbers = (figures[0], percent.figure(by.value), figures[1])
    stated = f"{wording.number(numbers[1])}倍"
    if not change.sign:
        return _said(f"{_divided(*figures)}倍", stated, numbers)
    exact = (change.new.value / change.old.value - 1).quantize(Decimal("0.01"))
    return _said(f"{_grown(*figures)}＝{wording.number(exact)}倍", f"增加{stated}", numbers)


def _grown(new: Figure, old: Figure) -> str:
    return f"（{wording.number(new)}－{wording.number(old)}）÷{wording.number(old)}"


def _grown_in_percent(change: Change) -> bool:
    """从80%提升到92%，提升15%: said of the percentage itself, not of its points."""
    if change.old is None or change.by is None or change.by.unit != "%":
        return False
    exact = percent.change(change.new.value, change.old.value)
    return percent.agrees(exact, change.by) and (exact >= 0) == (change.sign > 0)


def _from_difference(change: Change) -> Said | None:
    """12件，比上年减少4件，下降25%: the difference gives the number of before."""
    if change.by is None or change.share is None or change.by.unit != change.new.unit:
        return None
    old = change.new.value - change.sign * change.by.value
    if old <= 0 or percent.agree(
        _least_and_most(_extent(change.new), _extent(change.by), change.sign), change.share
    ):
        return None
    exact = change.by.value / old * 100
    by, base = wording.number(percent.figure(change.by.value)), wording.number(percent.figure(old))
    numbers = tuple(percent.figure(value) for value in (change.new.value, change.share.value, old))
    return _said(f"{by}÷{base}＝{percent.written(exact, change.share)}", percent.said(change.share), numbers)


def _extent(number: Quantity) -> percent.Extent:
    """Between which numbers the exact one lies: amounts and decimals were rounded, counts were not."""
    if number.rounded or not (number.unit.endswith("元") or number.step < 1):
        return number.extent
    return number.value - number.step / 2, number.value + number.step / 2


def _least_and_most(new: percent.Extent, by: percent.Extent, sign: int) -> percent.Extent:
    """Between which percentages a difference lies of what it has made, or left, `new`."""
    shares = [part / base * 100 for part in by for end in new if (base := end - sign * part) > 0]
    return min(shares), max(shares)


def _stated(change: Change) -> str:
    way = "增加" if change.sign > 0 else "减少"
    if change.by and change.by.unit == "%":
        return f"{way}{percent.said(change.by)}"
    return f"{way}{wording.number(percent.figure(change.by.value))}{change.by.unit}" if change.by else way


def _divided(new: Figure, old: Figure) -> str:
    exact = (Decimal(new) / Decimal(old)).quantize(Decimal("0.01"))
    return f"{wording.number(new)}÷{wording.number(old)}＝{wording.number(exact)}"


def _said(working: str, stated: str, numbers: tuple[Figure, ...]) -> Said:
    return f"{working}，文中写{stated}", working, numbers
