"""What the source of a module says that the running program does not keep: docstrings of fields, and signatures."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from types import ModuleType
from typing import Any

_WIDEST = 100


@dataclass(frozen=True)
class Attribute:
    """A field of a class, or a constant of a module."""

    name: str
    type: str
    default: str
    """As written in the source; ``{}`` for one that is made anew for each object."""
    doc: str


def attributes(documented: type[Any] | ModuleType) -> list[Attribute]:
    """The public attributes of a class or module in their order, with the docstrings below them."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(documented)))
    body = tree.body
    if isinstance(documented, type):
        body = _body_of(tree.body[0])
        body = [*body, *(line for part in body if _is_init(part) for line in _body_of(part))]
    found = []
    for statement, following in zip(body, [*body[1:], None], strict=True):
        name, annotation = _target(statement)
        if name and not name.startswith("_"):
            value = getattr(statement, "value", None)
            found.append(
                Attribute(
                    name,
                    ast.unparse(annotation) if annotation else "",
                    ast.unparse(value).replace("field(default_factory=dict)", "{}") if value else "",
                    _string(following),
                )
            )
    return found


def signature(function: Any, name: str) -> str:
    """How a function is called, as written in its source; ``self`` is left out."""
    definition = ast.parse(textwrap.dedent(inspect.getsource(function))).body[0]
    if not isinstance(definition, ast.FunctionDef):
        raise TypeError(f"{name} is not a function")
    parameters = [parameter for parameter in _parameters(definition.args) if parameter != "self"]
    end = f" -> {ast.unparse(definition.returns)}" if definition.returns else ""
    line = f"{name}({', '.join(parameters)}){end}"
    if len(line) <= _WIDEST:
        return line
    return "\n".join([f"{name}(", *(f"    {parameter}," for parameter in parameters), f"){end}"])


def _parameters(arguments: ast.arguments) -> Iterator[str]:
    required = len(arguments.args) - len(arguments.defaults)
    for argument, default in zip(arguments.args, [*[None] * required, *arguments.defaults], strict=True):
        yield _parameter(argument, default)
    if arguments.vararg:
        yield f"*{_parameter(arguments.vararg, None)}"
    elif arguments.kwonlyargs:
        yield "*"
    for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        yield _parameter(argument, default)


def _parameter(argument: ast.arg, default: ast.expr | None) -> str:
    return ast.unparse(argument) + (f" = {ast.unparse(default)}" if default else "")


def _body_of(statement: ast.stmt) -> list[ast.stmt]:
    return statement.body if isinstance(statement, (ast.ClassDef, ast.FunctionDef)) else []


def _is_init(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.FunctionDef) and statement.name == "__init__"


def _target(statement: ast.stmt) -> tuple[str, ast.expr | None]:
    """The name that a statement gives a value to, and its annotation; for ``self.name = …`` it is ``name``."""
    target: ast.expr | None = None
    if isinstance(statement, ast.AnnAssign):
        target = statement.target
    elif isinstance(statement, ast.Assign):
        target = statement.targets[0]
    annotation = statement.annotation if isinstance(statement, ast.AnnAssign) else None
    if isinstance(target, ast.Name):
        return target.id, annotation
    if isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name) and target.value.id == "self":
        return target.attr, annotation
    return "", None


def _string(statement: ast.stmt | None) -> str:
    if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
        return str(statement.value.value)
    return ""
