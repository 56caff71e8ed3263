"""How an empty narrative is begun: a few questions, whose answers become its headed paragraphs and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from . import prose, summary
from .filing import Filing
from .formats.schema import Section

FEE_SINCE = 2021
"""The first year whose report says what was asked and collected as 信息处理费."""
_FEE_UNPAID = "requests.other_handling.fee_unpaid."
_NUMERALS = "一二三四五六七八九"


@dataclass(frozen=True)
class Question:
    """A question, the heading its answer stands under, and sentences the tables can give to it."""

    key: str
    heading: str
    ask: str
    sentences: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answer:
    """What was answered under a heading: sentences that were taken, then the words typed."""

    heading: str
    sentences: tuple[str, ...]
    text: str


PROBLEMS = (
    Question("problems", "存在的问题", "今年还有哪些做得不够，具体在哪一件事上？"),
    Question("improvements", "改进情况", "去年说要改的改得怎样？今年这些打算怎么改，什么时候改好？"),
)


def questions(section: Section, filing: Filing, *, government: bool) -> tuple[Question, ...]:
    """What is asked to begin a section; nothing where it has no matters of its own."""
    if section.key == "problems":
        return PROBLEMS
    asked = [aspect for aspect in section.aspects if government or not aspect.government_only]
    return tuple(
        Question(
            aspect.key,
            aspect.label,
            aspect.question,
            _known(filing) if aspect.key == "on_request" else (),
        )
        for aspect in asked
    )


def _known(filing: Filing) -> tuple[str, ...]:
    """What section three says in sentences, once every cell of it is filled in."""
    if filing.missing("requests"):
        return ()
    return tuple(sentence.replace(f"，{filing.body}", "，") for sentence in summary.on_requests(filing))


def compose(answers: Iterable[Answer]) -> str:
    """The narrative the answers make: （一） with each heading; what was not answered is left out."""
    written = [(answer.heading, body) for answer in answers if (body := _body(answer))]
    return "\n".join(f"（{_NUMERALS[at]}）{heading}。{body}" for at, (heading, body) in enumerate(written))


def _body(answer: Answer) -> str:
    lines = [line.strip(" \u3000") for line in prose.tidy(answer.text).split("\n")]
    own = [line for line in lines if line]
    known = "".join(answer.sentences)
    return "\n".join([known + "".join(own[:1]), *own[1:]])


# --- The processing fee --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Fee:
    """信息处理费 of a year: notices sent (件), what they asked for and what came in (元)."""

    notices: int
    asked: Decimal
    collected: Decimal


def asks_fee(section: Section, year: int) -> bool:
    """Whether a section reports the processing fee."""
    return section.key == "other" and year >= FEE_SINCE


def fee_sentence(fee: Fee) -> str:
    """What section six says of the fee."""
    if not fee.notices:
        return "本年度没有发出信息处理费收费通知，没有收取信息处理费。"
    return (
        f"本年度发出信息处理费收费通知{fee.notices}件，应收{_yuan(fee.asked)}元，"
        f"实际收取{_yuan(fee.collected)}元。"
    )


def _yuan(amount: Decimal) -> str:
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def fee_doubts(fee: Fee, filing: Filing) -> Mapping[str, str]:
    """Field of `fee` → what does not go together with the other numbers, or with the table, as a question."""
    unpaid = _unpaid(filing)
    found: dict[str, str] = {}
    if fee.notices < unpaid:
        sent = "没有发过通知" if not fee.notices else f"只发了{fee.notices}件通知"
        found["notices"] = (
            f"表三里有{unpaid}件没按收费通知缴费，这里{sent}。哪一个对？表三填错了就先去改表三。"
        )
    elif fee.notices and not fee.asked:
        found["asked"] = f"发了{fee.notices}件通知，应收多少元？"
    elif not fee.notices and (fee.asked or fee.collected):
        found["notices"] = "有金额，通知却是0件。发了几件？"
    if fee.collected > fee.asked:
        found["collected"] = "收到的比应收的多，请再看看。"
    return found


def _unpaid(filing: Filing) -> int:
    """Applications ended because a fee was not paid."""
    places = (p for key, p in filing.format.places.items() if key.startswith(_FEE_UNPAID) and not p.derived)
    return sum(int(filing.figures.get(place.key, 0)) for place in places)
