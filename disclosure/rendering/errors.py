"""What can go wrong while a report is drawn; every message is Chinese and fit for the page of a clerk."""

from __future__ import annotations


class RenderingError(Exception):
    """A report could not be drawn. `str()` is for the clerk, `detail` (English, may be empty) for the log."""

    def __init__(self, message: str, detail: str = "") -> None:
        super().__init__(message)
        self.detail = detail


class TooLong(RenderingError):
    """A text is longer than can be set in reasonable time."""


class MissingGlyphs(RenderingError):
    """Characters that none of the fonts has; a page with holes must not be published."""

    def __init__(self, characters: str) -> None:
        named = "".join(f"“{char}”" for char in characters[:20])
        more = f"等{len(characters)}个字" if len(characters) > 20 else ""
        super().__init__(f"缺少字形：{named}{more}。字库里没有，换一个写法，或者请管理员加装字体。")
        self.characters = characters


class TimeLimit(RenderingError):
    """Drawing took longer than allowed and was ended."""

    def __init__(self) -> None:
        super().__init__("生成PDF用的时间太长，已经停下。请看看正文是不是特别长，分段或精简后再生成。")


class MemoryLimit(RenderingError):
    """Drawing needed more memory than allowed and was ended."""

    def __init__(self) -> None:
        super().__init__("生成PDF用的内存太多，已经停下。请看看正文是不是特别长，精简后再生成。")


class Busy(RenderingError):
    """Too many reports are being drawn at the same time."""

    def __init__(self) -> None:
        super().__init__("正在生成的文件比较多，请过一会儿再试。")


class EngineError(RenderingError):
    """The engine itself failed; `detail` says how."""

    def __init__(self, detail: str) -> None:
        super().__init__("PDF没有生成，您填的都还在。请告诉管理员。", detail)
