"""A notice nobody has issued: other sections, rows, columns, units and sums, to show that a format is one file."""

from __future__ import annotations

from disclosure.formats.schema import (
    Aspect,
    Axis,
    Block,
    Citation,
    Column,
    Format,
    LinearRule,
    Notice,
    Relation,
    Row,
    Section,
    Severity,
    Table,
    Term,
    Unit,
)

NOTICE = Notice(title="虚拟年度报告格式", number="测办函〔2099〕1号", issuer="虚拟办公室")

LETTERS = Table(
    "letters",
    (
        Block(
            columns=(
                Column("paper", "纸质来信", under=("来信方式", "线下")),
                Column("window", "窗口递交", under=("来信方式", "线下"), wrap=2),
                Column("network", "网上来信", under=("来信方式",)),
                Column("all", "合计", sum_of=("paper", "window", "network")),
            ),
            rows=(
                Row("opened", "一、年初在办", meaning="上一年没有办完、转到今年的来信。"),
                Row("arrived", "二、本年收到", meaning="一封来信只计一次。"),
                Row(
                    "outcome",
                    "三、本年办结",
                    rows=(
                        Row("outcome.answered", "（一）书面答复"),
                        Row(
                            "outcome.forwarded",
                            "（二）转送",
                            rows=(
                                Row("outcome.forwarded.up", "1.转送上级"),
                                Row("outcome.forwarded.across", "2.转送同级"),
                            ),
                        ),
                        Row(
                            "finished",
                            "（三）合计",
                            sum_of=("outcome.answered", "outcome.forwarded.up", "outcome.forwarded.across"),
                        ),
                    ),
                ),
                Row("closing", "四、年末在办"),
            ),
        ),
    ),
    corner="年初加收到，等于办结加年末",
)

COSTS = Table(
    "costs",
    (
        Block(
            title="（一）经费",
            stub="科目",
            columns=(
                Column("planned", "预算（万元）", Unit.WAN_YUAN),
                Column("adjusted", "调整（万元）", Unit.CHANGE),
                Column("spent", "支出（万元）", Unit.WAN_YUAN),
            ),
            rows=(Row("staff", "人员"), Row("printing", "印刷")),
        ),
        Block(
            title="（二）场所",
            stub="名称",
            columns=(Column("rooms", "间数"), Column("visits", "接待人次")),
            rows=(Row("reading_room", "阅览室"),),
        ),
    ),
)

FORMAT = Format(
    id="notice_invented",
    notice=NOTICE,
    first_year=2099,
    last_year=None,
    title="{body}{year}年群众来信办理年度报告",
    sections=(
        Section("letters", "一、来信办理情况", "一、来信", table=LETTERS),
        Section(
            "overview",
            "二、概述",
            "二、概述",
            aspects=(Aspect("speed", "办理时限", ("时限", "按期")),),
            hint="写一写办理时限。",
        ),
        Section("costs", "三、经费和场所", "三、经费", table=COSTS),
        Section("remarks", "四、说明", "四、说明"),
    ),
    rules=(
        LinearRule(
            id="letters.balance",
            severity=Severity.ERROR,
            table="letters",
            axis=Axis.COLUMN,
            left=(Term("opened"), Term("arrived")),
            relation=Relation.EQUAL,
            right=(Term("finished"), Term("closing")),
            sentence="年初加收到，等于办结加年末",
            citation=Citation(NOTICE.number, "，表一"),
        ),
        LinearRule(
            id="costs.within_plan",
            severity=Severity.QUERY,
            table="costs",
            axis=Axis.ROW,
            left=(Term("planned"), Term("adjusted")),
            relation=Relation.AT_LEAST,
            right=(Term("spent"),),
            sentence="支出不超过预算加调整",
            citation=Citation(NOTICE.number, "，表二"),
        ),
    ),
)
