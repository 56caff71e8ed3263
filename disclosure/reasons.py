"""Whether a reason given for a query says anything: stock phrases do not, however they are padded or repeated."""

from __future__ import annotations

import re
import unicodedata

LEAST = 10
"""Characters, without punctuation and spaces, that a reason has at least."""

MOST = 1000
"""Characters that a reason has at most."""

_LEAST_OF_ITS_OWN = 4
_LEAST_DIFFERENT = 6

_PHRASES = """
核实 核对 核查 复核 检查 审核 确认 核准 查实 无误 属实 准确 真实 有效 正确 正常 一致 完整 可靠 符合 相符
没有问题 没问题 无问题 不存在问题 无异常 没有错误 没有差错 无差错 没错 如实 填报 填写 统计 报送 上报
情况 数据 数字 信息 内容 实际 事实 客观 该项 该数 此项 此处 这里 这一处 这个 以上 上述 有关 相关 所有 全部
本单位 我单位 本机关 我机关 我局 本局 我们 单位 科室 工作人员 填报人 领导 特此 说明 如下 情况说明 报告
已经 经过 再次 多次 反复 认真 仔细 逐项 严格 完全 均 都 已 经 并 与 和 的 了 是 为 系 确 确实 属于 无 误 请 予以
认可 通过 采纳 知悉 谢谢 同意 同上 略 见 附件 好 对 按 按照 根据 要求 规定 不变 不需要 不用 修改 更正 无需 无须
相关工作人员 科室人员 人员 统计口径 口径 原因 核算 录入 填入 放心 老师 肯定 保证 绝对
没有错 没填错 没写错 填错 错误 差错 是真的 核过了 核过 就是这样 就是如此 这样 没有办法 没办法 没有变化 无变化 与去年一样
同去年一样 和去年一样 提交 上传 可以 科室 部门 测试 一下
本年度 上年度 本年 上年 今年 去年 往年 相比 相较 比 不同 变化 属 波动 现象 业务量 业务 工作量 工作 增加 减少 增长
下降 因为 所以 所致 导致 造成 引起 系统 自动 生成 导出 提供 来自 来源 本项 不存在 没有填错 放行 批准 以此 正文 第一部分 总体
核實 無誤 屬實 準確 數據 情況 審核
受疫情影响 受疫情 疫情影响 疫情 受到影响 受影响 影响 政策调整 政策变化 形势变化 数量 大幅 明显 有所
工作需要 工作要求 情况特殊 特殊情况 特殊原因 客观原因 历史原因 发生变化 有所变化 由于 进行 为准
"""
"""What stock phrases are made of; a reason is what remains without them."""

_STOCK = re.compile("|".join(sorted(_PHRASES.split(), key=len, reverse=True)))


def refusal(text: str) -> str | None:
    """Why this text is no reason of its own, as a sentence for the page; None when it may stand."""
    said = re.sub(r"[\W_]+", "", text)
    if not said:
        return "还没有写原因。请写这一处的具体原因。"
    if len(text) > MOST:
        return f"原因有{len(text)}个字，最多{MOST}个字。"
    own = re.sub(r"[a-z\d]", "", unicodedata.normalize("NFKC", _STOCK.sub("", said)).lower())
    if len(own) < _LEAST_OF_ITS_OWN or len(set(said)) < _LEAST_DIFFERENT:
        return "这是一句套话。请写这一处的具体原因。"
    if len(said) < LEAST:
        return f"只写了{len(said)}个字，至少{LEAST}个字。请写这一处的具体原因。"
    return None
