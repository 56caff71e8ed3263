"""国办公开办函〔2021〕30号: the format in force, used for the reports of 2021 and after.

It replaced section two, split （六）其他处理 into three rows and put the processing fee (国办函〔2020〕109号) into section
six; the parts it left as they were are taken from the notice it amends.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from .notice_2019_60 import (
    APPLICANTS,
    BALANCE,
    CARRIED_OUT,
    CASES,
    CORNER,
    OTHER_HANDLING,
    OVERVIEW,
    PROBLEMS,
    RECEIVED,
    RESULTS,
    results,
)
from .schema import (
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

NOTICE = Notice(
    title="政府信息公开工作年度报告格式",
    number="国办公开办函〔2021〕30号",
    issuer="国务院办公厅政府信息与政务公开办公室",
    issued=date(2021, 9, 26),
)

_DECISIONS = (Column("decisions", "本年处理决定数量", meaning="全年作出的决定件数，公开没公开都算。"),)

DISCLOSURE = Table(
    "disclosure",
    (
        Block(
            title="第二十条第（一）项",
            stub="信息内容",
            columns=(
                Column("issued", "本年制发件数", meaning="1月1日到12月31日印发的件数。"),
                Column("repealed", "本年废止件数", meaning="1月1日到12月31日废止、失效的件数。"),
                Column("in_force", "现行有效件数", meaning="到12月31日有效的件数，往年印发、还有效的也算。"),
            ),
            rows=(
                Row(
                    "regulations",
                    "规章",
                    article="条例第二十条第（一）项",
                    meaning="只有国务院部门、省级政府和设区的市政府能制定规章，其他单位填0。",
                ),
                Row(
                    "normative_documents",
                    "行政规范性文件",
                    article="条例第二十条第（一）项",
                    meaning="在一定时期内反复适用、有普遍约束力、向社会公布的文件，与司法行政部门核对后填写。",
                ),
            ),
        ),
        Block(
            title="第二十条第（五）项",
            stub="信息内容",
            columns=_DECISIONS,
            rows=(
                Row(
                    "licences",
                    "行政许可",
                    article="条例第二十条第（五）项",
                    meaning="全年作出的许可决定，公开没公开都算。",
                ),
            ),
        ),
        Block(
            title="第二十条第（六）项",
            stub="信息内容",
            columns=_DECISIONS,
            rows=(
                Row(
                    "penalties",
                    "行政处罚",
                    article="条例第二十条第（六）项",
                    meaning="全年作出的处罚决定，公开没公开都算。",
                ),
                Row(
                    "compulsory_measures",
                    "行政强制",
                    article="条例第二十条第（六）项",
                    meaning="全年作出的强制措施和强制执行决定，公开没公开都算。",
                ),
            ),
        ),
        Block(
            title="第二十条第（八）项",
            stub="信息内容",
            columns=(
                Column(
                    "amount",
                    "本年收费金额（单位：万元）",
                    Unit.WAN_YUAN,
                    meaning="全年收取的金额，以万元计，可以有小数。",
                ),
            ),
            rows=(
                Row(
                    "administrative_fees",
                    "行政事业性收费",
                    article="条例第二十条第（八）项",
                    meaning="全年收取的行政事业性收费，单位是万元。政府信息公开的信息处理费不在这里，写在第六部分。",
                ),
            ),
        ),
    ),
)

_OTHER_HANDLING = replace(
    OTHER_HANDLING,
    meaning="",
    rows=(
        Row(
            "other_handling.not_corrected",
            "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
            article="条例第三十条",
            meaning="通知补正后，申请人没有正当理由逾期不补正，视为放弃申请。",
        ),
        Row(
            "other_handling.fee_unpaid",
            "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
            article="条例第四十二条、国办函〔2020〕109号",
            meaning="发出收费通知后，申请人逾期没有缴费，视为放弃申请。",
        ),
        Row("other_handling.other", "3.其他", meaning="以上都不是的结果，申请人主动撤回的计在这里。"),
    ),
)

REQUESTS = Table(
    "requests",
    (Block(columns=APPLICANTS, rows=(*RECEIVED, results(*RESULTS, _OTHER_HANDLING), CARRIED_OUT)),),
    corner=CORNER,
)

STOCK = LinearRule(
    id="disclosure.stock",
    severity=Severity.QUERY,
    table="disclosure",
    axis=Axis.ROW,
    left=(Term("in_force"),),
    relation=Relation.AT_LEAST,
    right=(Term("issued"), Term("repealed", -1)),
    sentence="现行有效件数不会少于本年制发减去本年废止",
    citation=Citation(NOTICE.number, "，表二"),
    why="当年制发、没有废止的文件，年底必定有效。",
    example="本年制发12件、废止3件，现行有效填8件：至少应有9件。",
)

FORMAT = Format(
    id="notice_2021_30",
    notice=NOTICE,
    first_year=2021,
    last_year=None,
    sections=(
        OVERVIEW,
        Section("disclosure", "二、主动公开政府信息情况", "二、主动公开", table=DISCLOSURE),
        Section("requests", "三、收到和处理政府信息公开申请情况", "三、申请办理", table=REQUESTS),
        Section("cases", "四、政府信息公开行政复议、行政诉讼情况", "四、复议诉讼", table=CASES),
        PROBLEMS,
        Section(
            "other",
            "六、其他需要报告的事项",
            "六、其他事项",
            hint="写明信息处理费：发出收费通知几件、应收多少元、收到多少元；没有收取也要写明。",
        ),
    ),
    rules=(replace(BALANCE, citation=Citation(NOTICE.number, "，表三表头")), STOCK),
)
