"""Small changes to source code, each of which some test should notice.

Left alone is what no behaviour hangs on: annotations, docstrings, decorators, the text of errors.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from functools import partial

_OPERATORS: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.FloorDiv: ast.Mult, ast.Div: ast.Mult,
    ast.Mod: ast.FloorDiv, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd, ast.LShift: ast.RShift,
    ast.RShift: ast.LShift, ast.BitXor: ast.BitAnd, ast.Pow: ast.Mult, ast.And: ast.Or, ast.Or: ast.And,
}  # fmt: skip
"""Each operator and what stands in its place."""
_CALLS = {"min": "max", "max": "min", "any": "all", "all": "any", "minimum": "maximum", "maximum": "minimum"}
"""Functions and methods that are called in place of each other."""

Change = Callable[[ast.AST], ast.AST | None]


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change to a module."""

    place: str
    """``function: code → changed code``, which outlives changes elsewhere in the module."""
    line: int
    """Where the statement begins that the change is in."""
    write: Callable[[], str]
    """Makes the whole module with the change; to be called before the next mutant is asked for."""


def mutants(source: str) -> Iterator[Mutant]:
    """All mutants of a module, in the order of its nodes."""
    tree = ast.parse(source)
    seen: Counter[str] = Counter()
    for node, parent, field, position, line, where in _nodes(tree, 1, ""):
        for change in _changes(node):
            changed = change(deepcopy(node))
            place = f"{where or 'module'}: {_shown(node)} → {_shown(changed)}"
            seen[place] += 1
            if seen[place] > 1:
                place += f" ({seen[place]})"
            _put(parent, field, position, changed or ast.Pass())
            yield Mutant(place, line, lambda: ast.unparse(ast.fix_missing_locations(tree)))
            _put(parent, field, position, node)


def _put(parent: ast.AST, field: str, position: int | None, node: ast.AST) -> None:
    if position is None:
        setattr(parent, field, node)
    else:
        getattr(parent, field)[position] = node


def _shown(node: ast.AST | None) -> str:
    """The code of a node in one short line."""
    if node is None:
        return "pass"
    if isinstance(node, (ast.If, ast.While)):
        return f"if {ast.unparse(node.test)}"
    text = " ".join(ast.unparse(node).split())
    return text if len(text) <= 100 else f"{text[:99]}…"


def _nodes(parent: ast.AST, line: int, where: str) -> Iterator[tuple[ast.AST, ast.AST, str, int | None, int, str]]:
    """Each node that may change, its parent, the field and position there, the line of its statement, its function."""
    for field, value in ast.iter_fields(parent):
        if field in ("annotation", "returns", "decorator_list", "bases", "names"):
            continue
        for position, node in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if not isinstance(node, ast.AST) or _left_alone(node):
                continue
            begins = node.lineno if isinstance(node, ast.stmt) else line
            inside = where
            if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
                inside = f"{where}.{node.name}".lstrip(".")
            yield node, parent, field, position, begins, inside
            yield from _nodes(node, begins, inside)


def _left_alone(node: ast.AST) -> bool:
    if isinstance(node, (ast.Raise, ast.JoinedStr, ast.Import, ast.ImportFrom)):
        return True
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return True  # a docstring
    if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
        return True
    called = node.func if isinstance(node, ast.Call) else None
    return isinstance(called, ast.Name) and called.id.endswith(("Error", "TypeVar", "cast"))


def _changes(node: ast.AST) -> Iterator[Change]:
    """What may be done to a node."""
    match node:
        case ast.Compare(ops=[operator]):
            yield lambda copy: _with(copy, ops=[_OPERATORS[type(operator)]()])
        case ast.BoolOp(op=operator, values=values):
            yield lambda copy: _with(copy, op=_OPERATORS[type(operator)]())
            for place in range(len(values)):
                rest = values[:place] + values[place + 1 :]
                yield partial(_replaced, rest[0] if len(rest) == 1 else ast.BoolOp(operator, rest))
        case ast.BinOp(op=operator) | ast.AugAssign(op=operator) if type(operator) in _OPERATORS:
            yield lambda copy: _with(copy, op=_OPERATORS[type(operator)]())
        case ast.UnaryOp(op=ast.Not() | ast.USub() | ast.Invert(), operand=operand):
            yield lambda _: operand
        case ast.Constant(value=value):
            for other in _others(value):
                yield partial(_replaced, ast.Constant(other))
        case ast.If(test=test) | ast.IfExp(test=test) | ast.While(test=test) if not isinstance(
            test,
            ast.Compare | ast.UnaryOp,  # which change themselves
        ):
            yield lambda copy: _with(copy, test=ast.UnaryOp(ast.Not(), test))
        case ast.Break():
            yield lambda _: ast.Continue()
        case ast.Continue():
            yield lambda _: ast.Break()
        case ast.Return(value=value) if value is not None and not _is_false(value):
            yield lambda _: ast.Return(ast.Constant(None))
        case ast.Expr(value=ast.Call() | ast.Yield() | ast.YieldFrom()):
            yield lambda _: None
        case ast.Assign(targets=[ast.Attribute() | ast.Subscript()]) | ast.Delete():
            yield lambda _: None
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if name in _CALLS:
            yield lambda copy: _renamed(copy, _CALLS[name])
        case ast.Slice(lower=lower, upper=upper):
            if lower is not None:
                yield lambda copy: _with(copy, lower=None)
            if upper is not None:
                yield lambda copy: _with(copy, upper=None)
        case _:
            pass


def _others(value: object) -> Sequence[bool | float | str]:
    match value:
        case bool():
            return (not value,)
        case int() | float():
            return value + 1, value - 1
        case str() if value:
            return (f"{value}XX",)
        case _:
            return ()


def _replaced(by: ast.AST, _: ast.AST) -> ast.AST:
    return by


def _is_false(node: ast.AST) -> bool:
    """Whether it is None, or means as little to whoever asks."""
    return isinstance(node, ast.Constant) and not node.value


def _with(node: ast.AST, **fields: object) -> ast.AST:
    for name, value in fields.items():
        setattr(node, name, value)
    return node


def _renamed(call: ast.AST, name: str) -> ast.AST:
    assert isinstance(call, ast.Call)
    if isinstance(call.func, ast.Name):
        call.func.id = name
    elif isinstance(call.func, ast.Attribute):
        call.func.attr = name
    return call
