"""Words that divide a whole without overlap: by half-year, by kind of applicant, by result, by level, by channel."""

from __future__ import annotations

import re

_Division = tuple[tuple[str, ...], ...]
_OUTCOMES: _Division = (
    ("予以公开",),
    ("部分公开",),
    ("不予公开",),
    ("无法提供",),
    ("不予处理",),
    ("其他处理",),
)
_UNNAMED = ("（另外的）",)
"""A part that has no name of its own: a division with it is never known to be complete."""
DIVISIONS: tuple[_Division, ...] = (
    (("上半年",), ("下半年",)),
    (("一季度",), ("二季度",), ("三季度",), ("四季度",)),
    (("自然人", "公民"), ("法人", "企业", "组织", "单位")),
    (("建议",), ("提案",)),
    (
        ("市本级", "市级", "市直", "县直", "区直", "局机关", "本级", "机关"),
        ("区县", "县区", "县级", "县", "各县", "各区", "下属", "直属", "所属", "基层", "乡镇", "街道"),
    ),
    (("县级", "区级", "县本级", "区本级", "镇级", "镇本级"), ("乡镇", "街道", "镇", "乡", "村", "社区")),
    (("省级",), ("市级",), ("县级", "区级"), ("乡镇", "街道", "镇级"), ("村", "社区")),
    (("线上", "网上", "网络"), ("线下", "窗口", "现场", "大厅")),
    (("男",), ("女",)),
    (("城镇", "城市", "城区"), ("农村", "乡村", "镇村")),
    (("公办",), ("民办",)),
    (("采纳",), ("部分采纳",), ("未采纳", "不予采纳")),
    (("红色",), ("橙色",), ("黄色",), ("蓝色",)),
    (("专职",), ("兼职",)),
    (("日常", "常规"), ("专项",)),
    (("主办", "牵头"), ("会办", "协办", "分办", "配合")),
    (("保留", "继续有效"), ("修改", "修订"), ("废止", "失效", "清理")),
    (("保留", "继续有效"), ("修改", "修订"), ("废止",), ("失效",)),
    (("汛期",), ("非汛期",)),
    _OUTCOMES,
    (
        ("维持",),
        ("纠正", "撤销", "变更", "确认违法", "责令"),
        ("其他结果", "终止", "撤回", "驳回", "调解"),
        ("未审结", "在审", "审理"),
    ),
    (("咨询",), ("求助",), ("投诉",), ("举报",), ("建议",), ("表扬",)),
    (("中央",), ("省级", "省财政"), ("市级", "市财政"), ("县级", "区级", "县财政", "区财政")),
    (("上年结转", "上年度结转", "上年转入", "去年结转"), ("新收", "本年收到", "今年收到")),
    (("按件",), ("按量",)),
    (("简易程序",), ("一般程序", "普通程序")),
    (("批前",), ("批后",)),
    (("新建",), ("续建",), ("改建", "扩建")),
    (("新开工", "新建"), ("续建", "结转")),
    (("职工",), ("居民",)),
    (("进口",), ("出口",)),
    (("进港",), ("出港",)),
    (("路内",), ("路外",)),
    (("养老",), ("托育",)),
    (("房建",), ("市政",), _UNNAMED),
    (("侨胞",), ("港澳",), _UNNAMED),
    (("国内",), ("涉外", "国外", "境外")),
    (("原创", "自办"), ("引进",)),
    (("当场", "现场", "即时"), ("限期", "会后", "事后")),
    (("经营性",), ("非经营性",)),
    (("高压",), ("低压",)),
    (("合格",), ("基本合格",), ("不合格",)),
    (("重点管理",), ("简化管理",), ("登记管理",)),
    (("主犯",), ("从犯",)),
    (("集中",), ("分散",)),
    (("划拨",), ("出让",), _UNNAMED),
    (("管道",), ("瓶装",)),
    (("生活补贴",), ("护理补贴",)),
    (("一般债",), ("专项债",)),
    (("资金", "现金"), ("物资", "实物", "物品")),
    (("国有",), ("集体",), ("民营", "私营"), _UNNAMED),
    (("存量",), ("增量", "新增", "新制定")),
    (("住宅",), ("非住宅", "商业", "商品房"), _UNNAMED),
    (("盈利",), ("亏损",), _UNNAMED),
    (("常住", "本地", "户籍"), ("流动", "外来", "外地")),
    (("受理",), ("不予受理", "不受理")),
    (("干部",), ("职工", "群众"), _UNNAMED),
    (("进馆",), ("移交", "退回"), _UNNAMED),
    (("立案",), ("不予立案", "未立案"), _UNNAMED),
    (("中央",), ("省级", "省"), ("市县", "地方")),
    (("主动公开",), ("依申请公开",), ("不予公开", "不公开")),
    (("国道",), ("省道",), ("县道",), ("乡道",), ("村道",)),
    (("水田",), ("旱地",), _UNNAMED),
    (("桌面推演", "桌面演练"), ("实战", "实地", "现场"), _UNNAMED),
    (("自营",), ("委托经营", "承包经营"), _UNNAMED),
    (("结婚",), ("离婚",), ("补领",), _UNNAMED),
    (("一孩",), ("二孩",), ("三孩",), _UNNAMED),
    (("企业",), ("个体",), ("合作社",), _UNNAMED),
    (("首次申请", "新申请", "新办"), ("延续",), ("变更",), ("重新申请",), ("注销",), ("补办",), _UNNAMED),
    (("大气",), ("水污染", "水类"), ("噪声", "噪音"), ("固废", "固体废物"), _UNNAMED),
    (
        ("公开招标",),
        ("邀请招标",),
        ("竞争性磋商",),
        ("竞争性谈判",),
        ("询价",),
        ("单一来源",),
        _UNNAMED,
    ),
    (("门诊",), ("急诊",), ("住院",), _UNNAMED),
    (("农用地",), ("建设用地",), ("未利用地",)),
    (("来信", "信函", "书信"), ("来访", "来人", "上门", "当面"), ("来电", "电话"), ("网络", "网上", "在线")),
    (("减税",), ("降费",)),
    (("本级",), ("转办", "交办")),
    (
        ("已", "完成", "办结", "答复", "整改", "解决"),
        (
            "办理中",
            "正在",
            "正在整改",
            "正在答复",
            "正在解决",
            "在办",
            "结转下",
            "未办结",
            "未完成",
            "未整改",
            "待整改",
        ),
    ),
    (("报告书",), ("报告表",)),
    (("来信",), ("来访",), ("来电",)),
    (("一审",), ("二审",), ("再审",)),
    (("有效",), ("无效",)),
    (("合格",), ("不合格",)),
    (("优秀", "优等"), ("良好",), ("合格", "达标", "中等"), ("不合格", "不达标", "较差")),
    (("满意", "非常满意"), ("基本满意", "比较满意"), ("不满意",)),
    (("属实",), ("部分属实", "基本属实"), ("不属实", "失实")),
    (("高级",), ("中级",), ("初级",)),
    (("计划停", "计划性停"), ("抢修", "故障", "临时停", "突发")),
    (("乡镇", "镇", "乡"), ("街道",), ("园区", "开发区")),
    (("行政编制",), ("事业编制",), ("工勤",)),
    (("幼儿园",), ("小学",), ("初中",), ("高中",), ("职业",), ("特殊教育",)),
    (("当面", "现场"), ("信函", "邮寄"), ("网络", "网上", "在线"), ("传真",), ("邮件", "邮箱")),
    (
        ("行政许可",),
        ("行政处罚",),
        ("行政强制",),
        ("行政确认",),
        ("行政给付",),
        ("行政检查",),
        ("行政奖励",),
        ("公共服务",),
    ),
)
_NAMED = (frozenset({"优", "良"}),)
"""Divisions named by words too short to be looked for in other words."""
_ATTRIBUTES = tuple(
    re.compile(words)
    for words in (
        "党员|团员",
        "[男女]",
        "职称|[高中初]级|工程师|教授",
        "学历|大专|本科|研究生|硕士|博士",
        "民族",
        "[周]?岁|退休",
    )
)
"""What is said of people in different respects: whoever is counted under one may be counted under another as well."""
_PARALLEL = re.compile(r"(?:类|级|区|县|市|镇|乡|街道|局|村|社区|学校|中心|分局)$")
_REST = re.compile(r"^(?:[一-龥]{0,6}?(?:及|和))?(?:其他|其它|其余|剩余|余下)")
_DENIED = re.compile("(?:不予|[未不非])(?P<stem>[一-龥]{2})")
_YEAR = re.compile(r"20\d\d年(?!来|以来)")
_EMPTY = re.compile(r"(?:发布|公开|办理|受理|收到|事项|信息|申请|案件|方面|共|为|有|是|的)+$")


def places(labels: tuple[str, ...]) -> tuple[bool, bool]:
    """(whether labels stand for different parts of one division, whether these are all parts of it)."""
    if frozenset(labels) in _NAMED:
        return True, True
    divides = False
    for division in DIVISIONS:
        found = [_place(label, division) for label in labels]
        if None not in found and len(set(found)) == len(found):
            if len(found) == len(division):
                return True, True
            divides = True
    return divides or contrary(labels), False


def is_beside(label: str, others: tuple[str, ...]) -> bool:
    """Whether a label ends with a word of the division that others are of: 咨询 beside 投诉, 举报, 其他."""
    named = [other for other in others if not names_the_rest(other)]
    for division in DIVISIONS:
        found = [_place(other, division) for other in named]
        if named and None not in found and len(set(found)) == len(found):
            at = next((i for i, words in enumerate(division) if label.endswith(words)), None)
            if at is not None and at not in found:
                return True
    return False


def contrary(labels: tuple[str, ...]) -> bool:
    """Whether of two labels one denies the other: 已公开答复 and 未公开."""
    if len(labels) != 2:
        return False
    for label, other in (labels, labels[::-1]):
        denied = _DENIED.search(label)
        if denied and denied["stem"] in other and not _DENIED.search(other):
            return True
    return False


def outcomes(labels: tuple[str, ...]) -> bool:
    """Whether labels are what can become of an application, each named once."""
    found = [_place(label, _OUTCOMES) for label in labels]
    return None not in found and len(set(found)) == len(found)


def parallel(labels: tuple[str, ...]) -> bool:
    """Whether all labels end alike (甲县、乙县; 救助类、福利类), so that nothing is counted under two of them."""
    if len(labels) > 1 and len({*map(_year, labels)} - {""}) == len(labels):
        return True
    endings = {found.group() if found else "" for found in map(_PARALLEL.search, map(_bare, labels))}
    return len(labels) > 1 and len(set(labels)) == len(labels) and len(endings) == 1 and "" not in endings


def _year(label: str) -> str:
    found = _YEAR.match(label)
    return found.group() if found else ""


def crosswise(labels: tuple[str, ...]) -> bool:
    """Whether labels name people in different respects (高级职称、党员), so that somebody is counted under two."""
    return (
        sum(any(map(words.search, labels)) for words in _ATTRIBUTES) > 1
        or sum("涉及" in label for label in labels) > 1
    )


def names_the_rest(label: str) -> bool:
    """Whether a part is what the others leave over: 其他, 其余."""
    return bool(_REST.match(label))


def _place(label: str, division: _Division) -> int | None:
    fitting = [
        (label.rfind(word) + len(word), len(word), i)
        for i, words in enumerate(division)
        for word in words
        if word in label
    ]
    return max(fitting)[2] if fitting else None


def _bare(label: str) -> str:
    return _EMPTY.sub("", label)
