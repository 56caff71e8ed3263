"""Words every report has to use, which are no sign of copying: titles of law, headings, names of aspects, set phrases."""

from __future__ import annotations

import re

_DOCUMENTS = (
    # A law or notice with its number, and the short name it gets: 《…条例》（以下简称《条例》）, 国办公开办函〔2021〕30号.
    r"《[^《》\n]{1,60}》(?:[（(][^（）()\n]{0,30}[）)])?",
    r"[一-龥]{0,10}〔\d{4}〕\d{1,4}号",
)
_HEADINGS = (
    r"(?m)^\s*[一二三四五六七八九十]{1,3}、[^。\n]{1,30}[。\n]",
    r"(?m)^\s*[（(][一二三四五六七八九十]{1,3}[）)][^。\n]{1,24}[。\n]",
    r"(?m)^\s*(?:\d{1,2}[.．、]|[（(]\d{1,2}[）)])[^。\n]{1,16}[。\n]",
)
_OWN = r"(?:我|本)(?:局|委|办|厅|院|市|县|区|镇|乡|街道|中心|单位|机关|部门)|(?:本|该)年度|\d{4}年(?:度)?"
_PHRASES = """
以习近平新时代中国特色社会主义思想为指导 深入学习贯彻党的二十大精神 全面贯彻落实党的二十大和二十届二中 三中 四中全会精神
在市委 在县委 在区委 市政府的坚强领导下 县政府的坚强领导下 区政府的坚强领导下 在上级部门的指导下
坚持以公开为常态 不公开为例外 的原则 决策公开 执行公开 管理公开 服务公开 结果公开 决策、执行、管理、服务、结果
保障公民、法人和其他组织依法获取政府信息 提高政府工作的透明度 公民、法人和其他组织 公民、法人或者其他组织
人民群众的知情权、参与权、表达权、监督权 知情权、参与权、表达权和监督权
主动公开 依申请公开 政府信息管理 政府信息公开平台建设 平台建设 监督保障 工作考核 社会评议 责任追究结果 责任追究
政府信息公开工作年度报告 政府信息公开工作 政务公开工作 政府信息公开 政务公开 政府信息 政府网站 门户网站 政务新媒体
规范性文件 重点领域信息公开 重点领域 公开申请 信息公开申请 行政复议 行政诉讼 保密审查 法定主动公开内容
存在的主要问题及改进情况 存在的主要问题 存在的问题 改进情况 改进措施 下一步工作打算 下一步 虽然取得了一定成效 但仍存在一些问题和不足
其他需要报告的事项 没有其他需要报告的事项 无其他需要报告的事项 总体情况
没有发出信息处理费收费通知 未发出收费通知 没有收取信息处理费 未收取信息处理费 未产生信息处理费 未收取任何信息处理费
发出收费通知 信息处理费 收费通知 应收 实收 实际收取 收取信息处理费情况 按照 根据 依据 的规定 有关规定 的要求 有关要求
现将有关情况报告如下 报告如下 认真贯彻落实 扎实推进 严格落实 应公开尽公开 先审查、后公开 一事一审 信息发布审查制度 审查制度 三审三校
自然人申请 法人或其他组织申请 自然人 法人或其他组织 新收 收到 上年结转 结转下年度 结转下一年度 办理完毕 按时办结 未发生因
均在法定期限内答复 均在规定期限内答复 均已按时答复 均按期答复 在法定期限内 予以公开 部分公开 不予公开 无法提供 不予处理 其他处理
本机关不掌握相关政府信息 本机关不掌握 结果维持 结果纠正 尚未审结 工作领导小组 主要负责人 分管领导 任组长 任副组长 纳入年度考核
微信公众号 工作动态 政策文件 财政预决算
"""
"""Set phrases, with the official wording of laws and notices; what is left between them is a body's own text."""

_BOILERPLATE = re.compile(
    "|".join(
        (
            *_HEADINGS,
            *_DOCUMENTS,
            *(re.escape(phrase) for phrase in sorted(_PHRASES.split(), key=len, reverse=True)),
            _OWN,
        )
    ).replace("(?m)", ""),
    re.MULTILINE,
)


def without_boilerplate(text: str) -> str:
    """The text with every set phrase as blanks: every other character keeps its place."""
    return _BOILERPLATE.sub(lambda found: re.sub(r"[^\n]", " ", found.group()), text)
