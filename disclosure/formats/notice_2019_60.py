"""国办公开办函〔2019〕60号: the trial format, used for the reports of 2019 and 2020 and by early adopters for 2018."""

from __future__ import annotations

from .schema import (
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

NOTICE = Notice(
    title="政府信息公开工作年度报告格式（试行）",
    number="国办公开办函〔2019〕60号",
    issuer="国务院办公厅政府信息与政务公开办公室",
)

OVERVIEW = Section(
    "overview",
    "一、总体情况",
    "一、总体情况",
    aspects=(
        Aspect(
            "active",
            "主动公开",
            ("主动公开", "公开信息", "发布信息", "发布各类信息", "重点领域"),
            question="公开了哪些方面的信息，多少条，从哪里公开？",
        ),
        Aspect(
            "on_request",
            "依申请公开",
            ("依申请", "公开申请", "申请公开"),
            question="收到多少申请，怎么办的，结果怎样？",
        ),
        Aspect(
            "management",
            "政府信息管理",
            ("信息管理", "规范性文件", "公开属性", "审查", "审核", "目录", "清单", "清理", "工作制度"),
            question="公开前怎么审查，目录和文件怎么管、怎么清理？",
        ),
        Aspect(
            "platform",
            "政府信息公开平台建设",
            ("平台", "网站", "新媒体", "公众号", "政府公报", "专栏"),
            question="网站专栏、新媒体、查阅点今年有什么变化？",
        ),
        Aspect(
            "oversight",
            "监督保障",
            ("监督", "考核", "培训", "领导小组", "督查", "保障"),
            question="谁负责，开了几次会，培训、检查、考核了几次？",
        ),
        Aspect(
            "assessment",
            "工作考核",
            ("考核",),
            government_only=True,
            question="工作考核怎么做的，结果怎样？",
        ),
        Aspect(
            "rating",
            "社会评议",
            ("社会评议", "评议", "满意度"),
            government_only=True,
            question="社会评议怎么做的，结果怎样？",
        ),
        Aspect(
            "accountability",
            "责任追究结果",
            ("责任追究", "追责", "问责"),
            government_only=True,
            question="有没有追究责任？没有也写明。",
        ),
    ),
    hint="写主动公开、依申请公开、政府信息管理、平台建设、监督保障五个方面。",
)

_FROM_TO = (
    Column("previous", "上一年项目数量", meaning="去年底有多少项，抄去年报告的数。"),
    Column("change", "本年增/减", Unit.CHANGE, meaning="今年增加了几项；减少的写负数。"),
    Column("decisions", "处理决定数量", meaning="全年作出的决定件数，公开没公开都算，不是项目数。"),
)

DISCLOSURE = Table(
    "disclosure",
    (
        Block(
            title="第二十条第（一）项",
            stub="信息内容",
            columns=(
                Column("made", "本年新制作数量", meaning="1月1日到12月31日印发的件数。"),
                Column(
                    "published",
                    "本年新公开数量",
                    meaning="1月1日到12月31日公开的件数，含往年印发、今年公开的。",
                ),
                Column("published_total", "对外公开总数量", meaning="到12月31日一共公开了多少件。"),
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
                    "规范性文件",
                    article="条例第二十条第（一）项",
                    meaning="在一定时期内反复适用、有普遍约束力、向社会公布的文件，内部文件不算。",
                ),
            ),
        ),
        Block(
            title="第二十条第（五）项",
            stub="信息内容",
            columns=_FROM_TO,
            rows=(
                Row(
                    "licences",
                    "行政许可",
                    article="条例第二十条第（五）项",
                    meaning="项目数量填事项数，处理决定数量填全年作出的决定件数，两者不是一回事。",
                ),
                Row(
                    "other_services",
                    "其他对外管理服务事项",
                    article="条例第二十条第（五）项",
                    meaning="行政许可以外向社会提供的管理和服务事项。",
                ),
            ),
        ),
        Block(
            title="第二十条第（六）项",
            stub="信息内容",
            columns=_FROM_TO,
            rows=(
                Row(
                    "penalties",
                    "行政处罚",
                    article="条例第二十条第（六）项",
                    meaning="处理决定数量填全年作出的处罚决定件数。",
                ),
                Row(
                    "compulsory_measures",
                    "行政强制",
                    article="条例第二十条第（六）项",
                    meaning="处理决定数量填全年作出的强制措施和强制执行决定件数。",
                ),
            ),
        ),
        Block(
            title="第二十条第（八）项",
            stub="信息内容",
            columns=_FROM_TO[:2],
            rows=(
                Row(
                    "administrative_fees",
                    "行政事业性收费",
                    article="条例第二十条第（八）项",
                    meaning="填收费项目的数量和增减，不是金额。",
                ),
            ),
        ),
        Block(
            title="第二十条第（九）项",
            stub="信息内容",
            columns=(
                Column("projects", "采购项目数量", meaning="全年集中采购了多少个项目。"),
                Column("amount", "采购总金额", Unit.AMOUNT, meaning="全年集中采购的总金额。"),
            ),
            rows=(
                Row(
                    "procurement",
                    "政府集中采购",
                    article="条例第二十条第（九）项",
                    meaning="集中采购的项目数和总金额。格式没有规定金额的单位，请在正文写明。",
                ),
            ),
        ),
    ),
)

_ORGANISATIONS = ("申请人情况", "法人或其他组织")
_PEOPLE_AND_ORGANISATIONS = (
    "natural_person",
    "enterprise",
    "research_institute",
    "social_welfare_organisation",
    "legal_service",
    "other",
)

APPLICANTS = (
    Column("natural_person", "自然人", under=("申请人情况",), meaning="以个人名义提出的申请。"),
    Column(
        "enterprise",
        "商业企业",
        under=_ORGANISATIONS,
        wrap=2,
        meaning="公司、合伙企业等企业以自己名义提出的申请。",
    ),
    Column(
        "research_institute",
        "科研机构",
        under=_ORGANISATIONS,
        wrap=2,
        meaning="科研院所等机构以自己名义提出的申请。",
    ),
    Column(
        "social_welfare_organisation",
        "社会公益组织",
        under=_ORGANISATIONS,
        wrap=4,
        meaning="社会团体、基金会等公益组织以自己名义提出的申请。",
    ),
    Column(
        "legal_service",
        "法律服务机构",
        under=_ORGANISATIONS,
        wrap=4,
        meaning="律师事务所等机构以自己名义提出的申请；替个人申请的计在自然人。",
    ),
    Column("other", "其他", under=_ORGANISATIONS, meaning="不属于前面几类的法人或其他组织。"),
    Column(
        "total",
        "总计",
        under=("申请人情况",),
        sum_of=_PEOPLE_AND_ORGANISATIONS,
        meaning="六类申请人相加，自动算出。",
    ),
)

CORNER = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"

RECEIVED = (
    Row(
        "received",
        "一、本年新收政府信息公开申请数量",
        article="条例第二十九条",
        meaning="1月1日至12月31日收到的申请，一件申请只按申请人的身份计一次。",
    ),
    Row(
        "carried_in",
        "二、上年结转政府信息公开申请数量",
        article="条例第三十三条",
        meaning="上一年报告的“结转下年度”，各列应与去年公布的数字相同。",
    ),
)
CARRIED_OUT = Row(
    "carried_out",
    "四、结转下年度继续办理",
    article="条例第三十三条",
    meaning="已经收到、到12月31日答复期限还没有届满的申请。",
)

RESULTS = (
    Row(
        "granted",
        "（一）予以公开",
        article="条例第三十六条第（一）（二）项",
        meaning="告知获取方式或者提供了全部信息的申请。",
    ),
    Row(
        "partly_granted",
        "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
        article="条例第三十七条",
        meaning="一部分公开、一部分不公开的申请，只计在这一行，不再计入不予公开各行。",
    ),
    Row(
        "refused",
        "（三）不予公开",
        rows=(
            Row(
                "refused.state_secret",
                "1.属于国家秘密",
                article="条例第十四条",
                meaning="依法确定为国家秘密的信息。",
            ),
            Row(
                "refused.forbidden_by_law",
                "2.其他法律行政法规禁止公开",
                article="条例第十四条",
                meaning="法律、行政法规明文禁止公开的信息，应写得出是哪一条。",
            ),
            Row(
                "refused.security_and_stability",
                "3.危及“三安全一稳定”",
                article="条例第十四条",
                meaning="公开后可能危及国家安全、公共安全、经济安全、社会稳定的信息。",
            ),
            Row(
                "refused.third_party_rights",
                "4.保护第三方合法权益",
                article="条例第十五条",
                meaning="涉及商业秘密、个人隐私，公开会损害第三方权益，第三方又不同意公开的信息。",
            ),
            Row(
                "refused.internal_affairs",
                "5.属于三类内部事务信息",
                article="条例第十六条第一款",
                meaning="人事管理、后勤管理、内部工作流程三类信息。",
            ),
            Row(
                "refused.process_information",
                "6.属于四类过程性信息",
                article="条例第十六条第二款",
                meaning="讨论记录、过程稿、磋商信函、请示报告四类信息。",
            ),
            Row(
                "refused.enforcement_files",
                "7.属于行政执法案卷",
                article="条例第十六条第二款",
                meaning="行政执法案卷信息，当事人查阅案卷按其他规定办理。",
            ),
            Row(
                "refused.administrative_query",
                "8.属于行政查询事项",
                article="条例第三十六条第（七）项",
                meaning="有专门法律规定查询办法的，例如工商、不动产登记资料。",
            ),
        ),
    ),
    Row(
        "unavailable",
        "（四）无法提供",
        rows=(
            Row(
                "unavailable.not_held",
                "1.本机关不掌握相关政府信息",
                article="条例第三十六条第（四）（五）项",
                meaning="检索后没有这项信息，或者不归本机关公开。",
            ),
            Row(
                "unavailable.needs_creation",
                "2.没有现成信息需要另行制作",
                article="条例第三十八条",
                meaning="要加工、分析、重新制作才会有的信息。",
            ),
            Row(
                "unavailable.still_unclear",
                "3.补正后申请内容仍不明确",
                article="条例第三十条",
                meaning="申请人补正以后，要什么信息仍然说不清楚。",
            ),
        ),
    ),
    Row(
        "not_processed",
        "（五）不予处理",
        rows=(
            Row(
                "not_processed.petition",
                "1.信访举报投诉类申请",
                article="条例第三十九条第一款",
                meaning="以申请公开的形式提出的信访、投诉、举报。",
            ),
            Row(
                "not_processed.duplicate",
                "2.重复申请",
                article="条例第三十六条第（六）项",
                meaning="已经答复过、同一申请人又提出的相同申请。",
            ),
            Row(
                "not_processed.publication",
                "3.要求提供公开出版物",
                article="条例第三十九条第二款",
                meaning="政府公报、报刊、书籍等公开出版物，告知获取的途径。",
            ),
            Row(
                "not_processed.excessive",
                "4.无正当理由大量反复申请",
                article="条例第三十五条",
                meaning="数量、频次明显超过合理范围，说明的理由又不合理。",
            ),
            Row(
                "not_processed.reissue",
                "5.要求行政机关确认或重新出具已获取信息",
                meaning="申请人已经拿到的信息，又要求确认或者再出具一份。",
            ),
        ),
    ),
)

OTHER_HANDLING = Row("other_handling", "（六）其他处理", meaning="上面各行都不是的处理结果，包括申请人撤回。")


def results(*rows: Row) -> Row:
    """The group 三、本年度办理结果 over these rows, closed by （七）总计, which adds up every row before it."""
    keys = tuple(leaf.key for row in rows for leaf in row.leaves)
    total = Row("handled", "（七）总计", sum_of=keys, meaning="本年办理结果各行的合计，自动算出。")
    return Row("results", "三、本年度办理结果", rows=(*rows, total))


REQUESTS = Table(
    "requests",
    (Block(columns=APPLICANTS, rows=(*RECEIVED, results(*RESULTS, OTHER_HANDLING), CARRIED_OUT)),),
    corner=CORNER,
)

_OUTCOMES = {
    "upheld": ("结果维持", "维持了原来的处理，或者驳回了请求。"),
    "corrected": ("结果纠正", "撤销、变更、确认违法、责令履行。"),
    "other": ("其他结果", "终止、撤回、调解等。"),
    "pending": ("尚未审结", "到12月31日还没有结果的。"),
}


def _outcomes(block: str, *under: str) -> tuple[Column, ...]:
    """The five columns of one kind of case; their keys carry the kind, since the table has a single row."""
    counts = tuple(
        Column(f"{block}.{key}", label, under=under, wrap=2, meaning=meaning)
        for key, (label, meaning) in _OUTCOMES.items()
    )
    keys = tuple(column.key for column in counts)
    total = Column(f"{block}.total", "总计", under=under, sum_of=keys, meaning="四项相加，自动算出。")
    return (*counts, total)


CASES = Table(
    "cases",
    (
        Block(
            columns=(
                *_outcomes("review", "行政复议"),
                *_outcomes("direct_suit", "行政诉讼", "未经复议直接起诉"),
                *_outcomes("suit_after_review", "行政诉讼", "复议后起诉"),
            ),
            rows=(
                Row(
                    "",
                    "",
                    article="条例第五十一条",
                    meaning="结果纠正包括撤销、变更、确认违法、责令履行；其他结果包括终止、撤回、调解。",
                ),
            ),
        ),
    ),
)

PROBLEMS = Section(
    "problems",
    "五、存在的主要问题及改进情况",
    "五、问题改进",
    hint="写清存在的问题和改进的办法，两样都要有。",
)

BALANCE = LinearRule(
    id="requests.balance",
    severity=Severity.ERROR,
    table="requests",
    axis=Axis.COLUMN,
    left=(Term("received"), Term("carried_in")),
    relation=Relation.EQUAL,
    right=(Term("handled"), Term("carried_out")),
    sentence="第一项加第二项之和，等于第三项加第四项之和",
    citation=Citation(NOTICE.number, "，表三表头"),
    why="每件申请要么办结，要么结转，只计一次；两边不等，就有申请漏计或者多计。",
    example="新收41件、上年结转2件，办结40件、结转下年1件：43不等于41。",
)

ITEMS_NOT_DECISIONS = LinearRule(
    id="disclosure.items_not_decisions",
    severity=Severity.QUERY,
    table="disclosure",
    axis=Axis.ROW,
    left=(Term("decisions"),),
    relation=Relation.DIFFERENT,
    right=(Term("previous"), Term("change")),
    sentence="处理决定数量是全年作出的决定件数，不是项目数量加减的结果",
    citation=Citation(NOTICE.number, "，表二"),
    skip_zero=True,
    why="两者正好相等，多半是把事项的项数当成了决定的件数。",
    example="上年120项、本年增3项，处理决定数量填123。",
)

FORMAT = Format(
    id="notice_2019_60",
    notice=NOTICE,
    first_year=2018,
    last_year=2020,
    sections=(
        OVERVIEW,
        Section("disclosure", "二、主动公开政府信息情况", "二、主动公开", table=DISCLOSURE),
        Section("requests", "三、收到和处理政府信息公开申请情况", "三、申请办理", table=REQUESTS),
        Section("cases", "四、政府信息公开行政复议、行政诉讼情况", "四、复议诉讼", table=CASES),
        PROBLEMS,
        Section("other", "六、其他需要报告的事项", "六、其他事项", hint="没有其他事项也请写一句，不要留空。"),
    ),
    rules=(BALANCE, ITEMS_NOT_DECISIONS),
)
