"""The words of a text as Whoosh analyzers, for Whoosh schemas and for anything else that takes an analyzer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from whoosh.analysis import Analyzer, Token

from .folding import fold
from .stems import stem
from .tokens import PARAGRAPH_GAP, located_words


class WordAnalyzer(Analyzer):
    """Words as written, folded; or their stems where a language is given.

    >>> [token.text for token in WordAnalyzer()("Public Policies")]
    ['public', 'policies']
    >>> [token.text for token in WordAnalyzer("en")("Public Policies")]
    ['public', 'polici']
    """

    def __init__(self, language: str | None = None) -> None:
        self.language = language

    def __call__(
        self,
        value: str,
        positions: bool = False,
        chars: bool = False,
        keeporiginal: bool = False,
        removestops: bool = True,
        start_pos: int = 0,
        start_char: int = 0,
        mode: str = "",
        **kwargs: Any,
    ) -> Iterator[Token]:
        token = Token(positions, chars, removestops=removestops, mode=mode, **kwargs)
        position = start_pos
        offset = start_char
        for paragraph in value.split("\n\n"):
            for word, start, end in located_words(paragraph):
                token.text = fold(word) if self.language is None else stem(word, self.language)
                token.boost = 1.0
                token.stopped = False
                if keeporiginal:
                    token.__dict__["original"] = paragraph[start:end]
                if positions:
                    token.pos = position
                if chars:
                    token.startchar, token.endchar = offset + start, offset + end
                yield token
                position += 1
            position += PARAGRAPH_GAP
            offset += len(paragraph) + 2
