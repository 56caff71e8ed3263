"""The small changes a module is put through: what a slip of the hand would have written instead.

Comparisons lose or gain their edge, sums change their sign, `and` becomes `or`, conditions turn round, numbers move by
one, a result is withheld. Words and regular expressions are left alone: the cases of the rules speak for these. So is
what decides nothing: types, `frozen=True` of a dataclass, `strict=True` of `zip`, the size of a cache.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from types import CodeType
from typing import Any

_COMPARED: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
_REPLACED: dict[type[ast.AST], type[ast.AST]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.Break: ast.Continue,
    ast.Continue: ast.Break,
}
_NAMES = {"any": "all", "all": "any", "min": "max", "max": "min"}
_NOT_CODE = {"annotation", "returns", "type_params"}
"""Fields that only say of what type something is."""
_ON_IMPORT = {"decorator_list", "args"}
"""Fields of a function that are run where it is defined."""


@dataclass(frozen=True)
class Mutant:
    """One change to a module.

    `line`, `last`  the lines one of which a test runs when it comes by the change.
    `function`  qualified name of the outermost function the change is in, "" where it takes effect on import.
    `code`      the changed module, compiled with the lines of the unchanged one.
    `source`    the changed module as text.
    """

    line: int
    last: int
    function: str
    before: str
    after: str
    code: CodeType
    source: str


@dataclass(frozen=True)
class _Site:
    """A node, where it hangs, and what may stand in its place."""

    owner: ast.AST
    name: str
    index: int | None
    node: ast.AST
    function: str
    span: tuple[int, int]
    others: tuple[ast.AST, ...]

    def put(self, node: ast.AST) -> None:
        if self.index is None:
            setattr(self.owner, self.name, node)
        else:
            getattr(self.owner, self.name)[self.index] = node


def mutants(source: str, filename: str) -> Iterator[Mutant]:
    """Every change to a module, in the order of its text."""
    tree = ast.parse(source)
    for site in list(_sites(tree, "", (), (1, 1))):
        for other in site.others:
            if ast.dump(other) == ast.dump(site.node):
                continue
            new = ast.fix_missing_locations(ast.copy_location(other, site.node))
            site.put(new)
            yield Mutant(
                line=site.span[0],
                last=site.span[1],
                function=site.function,
                before=ast.unparse(site.node),
                after=ast.unparse(new),
                code=compile(tree, filename, "exec"),
                source=ast.unparse(tree),
            )
            site.put(site.node)


def _sites(node: ast.AST, function: str, names: tuple[str, ...], span: tuple[int, int]) -> Iterator[_Site]:
    """Every node below one that has something to stand in its place; `names`: the classes and functions it is in."""
    if isinstance(node, ast.ClassDef | ast.FunctionDef):
        names = (*names, node.name)
    inner = function or (".".join(names) if isinstance(node, ast.FunctionDef) else "")
    for name, index, child in _children(node):
        place = function if isinstance(node, ast.FunctionDef) and name in _ON_IMPORT else inner
        lines = _span(child, node, span)
        others = tuple(_others(child, node, name))
        if others:
            yield _Site(node, name, index, child, place, lines, others)
        yield from _sites(child, place, names, lines)


def _children(node: ast.AST) -> Iterator[tuple[str, int | None, ast.AST]]:
    """(field, index in the field where it is a list, child) of everything that is run."""
    for name, value in ast.iter_fields(node):
        if name in _NOT_CODE:
            continue
        if isinstance(value, list):
            yield from (
                (name, index, child) for index, child in enumerate(value) if isinstance(child, ast.AST)
            )
        elif isinstance(value, ast.AST):
            yield name, None, value


def _span(node: ast.AST, owner: ast.AST, span: tuple[int, int]) -> tuple[int, int]:
    """The lines of the statement a node is in; of a statement with a body, those of the node itself."""
    own = getattr(node, "lineno", span[0]), getattr(node, "end_lineno", span[1]) or span[1]
    if isinstance(node, ast.stmt):
        return (own[0], own[0]) if hasattr(node, "body") else own
    return own if hasattr(owner, "body") and isinstance(owner, ast.stmt) else span


def _others(node: ast.AST, owner: ast.AST, name: str) -> Iterator[ast.AST]:
    if name == "test" or (name == "ifs" and isinstance(owner, ast.comprehension)):
        yield from _turned(node)
    match node:
        case ast.Compare(ops=ops):
            yield from _compared(node, ops)
        case ast.BinOp(op=op) | ast.BoolOp(op=op) | ast.AugAssign(op=op) if type(op) in _REPLACED:
            yield _with(node, op=_REPLACED[type(op)]())
        case ast.Break() | ast.Continue():
            yield _REPLACED[type(node)]()
        case ast.UnaryOp(op=ast.Not()) if name != "test":
            yield node.operand
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            yield operand
        case ast.Constant(value=bool(value)) if not _guards(owner):
            yield ast.Constant(not value)
        case ast.Constant(value=int(value)) if not isinstance(value, bool) and not _guards(owner):
            yield ast.Constant(value + 1)
            if not isinstance(owner, ast.Subscript | ast.UnaryOp):
                yield ast.Constant(value - 1)
        case ast.Name(id=known, ctx=ast.Load()) if known in _NAMES:
            yield ast.Name(_NAMES[known], ast.Load())
        case ast.Call(func=ast.Name(id="Decimal"), args=[ast.Constant(value=str(number))]):
            yield _with(node, args=[ast.Constant(_next(number))])
        case ast.Return(value=value) if value is not None and not _is_nothing(value):
            yield ast.Return(ast.Constant(None))
        case ast.Expr(value=ast.Yield() | ast.YieldFrom()):
            # Never reached, but the function still yields.
            yield ast.Expr(ast.YieldFrom(ast.Tuple([], ast.Load())))


def _turned(condition: ast.AST) -> Iterator[ast.AST]:
    """The opposite of a condition; a single comparison is turned round by itself already."""
    if isinstance(condition, ast.UnaryOp) and isinstance(condition.op, ast.Not):
        yield condition.operand
    elif not (isinstance(condition, ast.Compare) and len(condition.ops) == 1):
        yield ast.UnaryOp(ast.Not(), condition)  # type: ignore[arg-type]


def _compared(node: ast.Compare, ops: list[ast.cmpop]) -> Iterator[ast.AST]:
    for index, op in enumerate(ops):
        for other in _COMPARED[type(op)]:
            yield _with(node, ops=[*ops[:index], other(), *ops[index + 1 :]])


def _with(node: ast.AST, **changed: Any) -> ast.AST:
    new = copy.copy(node)
    for name, value in changed.items():
        setattr(new, name, value)
    return new


def _next(number: str) -> str:
    """The number one step of its last digit further."""
    value = Decimal(number)
    return str(value + Decimal(1).scaleb(int(value.as_tuple().exponent)))


def _guards(owner: ast.AST) -> bool:
    return isinstance(owner, ast.keyword) and owner.arg in ("frozen", "strict", "maxsize")


def _is_nothing(node: ast.AST) -> bool:
    """None and False: withheld they say the same."""
    return isinstance(node, ast.Constant) and (node.value is None or node.value is False)
