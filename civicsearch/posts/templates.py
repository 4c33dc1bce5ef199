"""Takes out what site generators put between the words: Liquid tags, Hugo shortcodes, kramdown attributes.

Only the tags go; what stands between a pair of them is text. Code is left as it is: a post about templates shows them.
"""

from __future__ import annotations

import re

FENCED_CODE = r"^[ ]{0,3}(?P<fence>`{3,}+|~{3,}+)[^\n]*\n(?:.*?^[ ]{0,3}(?P=fence)[`~]*[ \t]*$|.*)"
"""Pattern of a fenced block of code, to the end of the text where it is never closed; needs MULTILINE and DOTALL."""

_MARKS = re.compile(r"\{[{%:]")
# No tag reaches over the opening of the next one, so that a text of nothing but openings is read in one pass.
_TAG = r"""\{(?:
    %-?\s*raw\s*-?%\}(?P<raw>(?:(?!\{%-?\s*(?:end)?raw\b).)*+)\{%-?\s*endraw\s*-?%\}
  | %-?\s*comment\b(?:(?!\{%-?\s*(?:end)?comment\b).)*+\{%-?\s*endcomment\s*-?%\}
  | %(?:(?!\{%|%\}).){0,4000}+%\}
  | \{(?:(?!\{\{|\}\}).){0,4000}+\}\}  # also shortcodes: angle brackets or percent signs inside
  | ::?[^{}\n]{0,500}\}
)"""
_CODE = rf"(?P<code>{FENCED_CODE}|(?<!`)(?P<ticks>`{{1,2}})(?!`)[^`\n]{{1,500}}(?P=ticks)(?!`))"
_FLAGS = re.VERBOSE | re.MULTILINE | re.DOTALL
_TAG_OR_CODE = re.compile(f"{_CODE}|{_TAG}", _FLAGS)
_TAG_ALONE = re.compile(_TAG, _FLAGS)
_CONTENTS = re.compile(r"^[*+-] +TOC[ \t]*\n(?=\{:toc)", re.MULTILINE)


_MDX = re.compile(
    rf"(?P<code>{FENCED_CODE})|^(?:import|export)\s[^\n]*(?:\n|\Z)|\{{/\*(?:(?!\{{/\*).)*?\*/\}}",
    re.MULTILINE | re.DOTALL,
)


def strip_mdx(text: str) -> str:
    """MDX without its imports, exports and comments; its components are tags like others.

    >>> strip_mdx("import Chart from './chart'\\n\\nText {/* todo */}<Chart />")
    '\\nText <Chart />'
    """
    return _MDX.sub(lambda match: match["code"] or "", text)


def strip_templates(text: str) -> str:
    """Text without its template tags.

    >>> strip_templates("{% include x.html %}Budget {{< b >}}2014{{< /b >}} {{ site.url }}/a{: .big}")
    'Budget 2014 /a'
    """
    if not _MARKS.search(text):
        return text
    if "{:toc" in text:
        text = _CONTENTS.sub("", text)
    if "`" in text or "~~~" in text:
        return _TAG_OR_CODE.sub(_replacement_outside_code, text)
    return _TAG_ALONE.sub(_replacement, text)


def _replacement_outside_code(match: re.Match[str]) -> str:
    return match["code"] or _replacement(match)


def _replacement(match: re.Match[str]) -> str:
    # A link without a target is no link in Markdown, and its brackets would be text.
    text, start, end = match.string, match.start(), match.end()
    target = "#" if text.endswith("](", 0, start) and text.startswith((" ", ")"), end) else ""
    return match["raw"] or target
