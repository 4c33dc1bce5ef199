"""Tokens are mended before the grammar is applied, so that it cannot fail.

An operator that lacks a side becomes a word, as does a field that lacks a value; a parenthesis that is never opened is
left aside, one that is never closed closes at the end, and parentheses nested too deep are taken as text. Each of these
is noted. ``in:title`` behind all words of a group is put before them.
"""

from __future__ import annotations

from .fields import Kind, find_scope_field
from .lexer import Mark, Token
from .notes import Notes, quoted

MOST_NESTED = 20
"""Parentheses within parentheses. Whoosh compares and walks trees by recursion, some frames a level."""

_BINARY = frozenset({Mark.AND, Mark.OR, Mark.NEAR})


def mend(tokens: list[Token], text: str, notes: Notes, as_you_type: bool) -> list[Token]:
    """The tokens of a text as the grammar can read them, each change noted.

    ``as_you_type`` leaves out at the end what waits for its right side.
    """
    if as_you_type and tokens and tokens[-1].end == len(text.rstrip()) and _is_waiting(tokens[-1]):
        notes.add(tokens[-1].start, f"{quoted(tokens[-1].text)} waits for what follows it")
        tokens = tokens[:-1]
    balanced = _balanced(_with_values(tokens, notes), len(text), notes)
    return _with_operands(_with_scopes_first(balanced, notes), notes)


def _is_waiting(token: Token) -> bool:
    return token.mark in (*_BINARY, Mark.NOT) or _lacks_value(token) or token.text == "-"


def _lacks_value(token: Token) -> bool:
    return token.mark is Mark.CLAUSE and not token.items


def _with_values(tokens: list[Token], notes: Notes) -> list[Token]:
    """The tokens with each field name that no value follows as a word."""
    mended = []
    for token in tokens:
        if _lacks_value(token):
            notes.add(token.start, f"{quoted(token.text)} has nothing to look for behind it, and was searched as text")
            token = token.as_text()
        mended.append(token)
    return mended


def _balanced(tokens: list[Token], end: int, notes: Notes) -> list[Token]:
    """The tokens with every parenthesis closed, and none nested too deep."""
    kept: list[Token] = []
    opened: list[Token] = []
    for token in tokens:
        if token.mark is Mark.OPEN:
            opened.append(token)
            if len(opened) > MOST_NESTED:
                notes.add(token.start, f"parentheses more than {MOST_NESTED} deep were read as text")
                if token.field:
                    kept.append(token.as_text())
                continue
        elif token.mark is Mark.CLOSE:
            if not opened:
                notes.add(token.start, f"the parenthesis at character {token.start + 1} closes nothing; left aside")
                continue
            opened.pop()
            if len(opened) >= MOST_NESTED:
                continue
        kept.append(token)
    if opened:
        position = opened[-1].end
        notes.add(position, f"the parenthesis at character {position} is never closed, and was closed at the end")
    kept.extend(Token(Mark.CLOSE, end, end, ")") for _ in opened[:MOST_NESTED])
    return kept


def _with_scopes_first(tokens: list[Token], notes: Notes) -> list[Token]:
    """The tokens with each ``in:`` that no words of its group follow in front of the group's words."""
    mended: list[Token] = []
    groups = [_Group()]
    for place in range(len(tokens) - 1, -1, -1):
        token = tokens[place]
        group = groups[-1]
        if token.mark is Mark.CLOSE:
            groups.append(_Group())
        elif token.mark is Mark.OPEN:
            mended += groups.pop().scopes(notes)
            groups[-1].has_words |= group.has_words and token.field is None
        elif _is_scope(token):
            # One that words follow shuts out one that none follow: the words before it are not this one's.
            if group.has_words or (place and tokens[place - 1].mark in (*_BINARY, Mark.NOT)):
                group.is_divided = True
            else:
                group.trailing.append(token)
                continue
        elif token.mark is Mark.CLAUSE and (token.field is None or token.literal):
            group.has_words = True
        mended.append(token)
    mended += groups.pop().scopes(notes)
    return mended[::-1]


class _Group:
    """What is known of a group while it is read from its end."""

    def __init__(self) -> None:
        self.has_words = False
        """Whether it has words that ``in:`` is about."""
        self.is_divided = False
        """Whether it has an ``in:`` that words follow."""
        self.trailing: list[Token] = []
        """Each ``in:`` that no words follow, the last first."""

    def scopes(self, notes: Notes) -> list[Token]:
        """What goes to the front of the group."""
        used = self.trailing[-1:] if self.has_words and not self.is_divided else []
        for token in self.trailing:
            if token not in used:
                notes.add(token.start, f"{quoted(token.text)} has no words to look for, and was left aside")
        return used


def _is_scope(token: Token) -> bool:
    return (
        token.field is not None
        and token.field.kind is Kind.SCOPE
        and bool(token.items)
        and find_scope_field(token.items[0].text) is not None
    )


def _with_operands(tokens: list[Token], notes: Notes) -> list[Token]:
    """The tokens with each operator that lacks an operand as a word."""
    mended: list[Token] = []
    following: Token | None = None
    for place in range(len(tokens) - 1, -1, -1):
        token = tokens[place]
        before = tokens[place - 1] if place else None
        lacks_right = following is None or not following.begins_operand
        lacks_left = before is None or not before.ends_operand
        if (token.mark in _BINARY and (lacks_left or lacks_right)) or (token.mark is Mark.NOT and lacks_right):
            notes.add(token.start, f"{quoted(token.text)} has nothing to join, and was read as text")
            token = token.as_text()
        mended.append(token)
        following = token
    return mended[::-1]
