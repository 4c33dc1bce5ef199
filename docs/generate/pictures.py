"""Pictures of the command line: what it writes about the sample posts, as SVG."""

from __future__ import annotations

import io
import os
import re
import shlex
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from html import unescape
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

import civicsearch
from civicsearch.config import FILE_VARIABLE, INDEX_VARIABLE
from civicsearch.sample import sources

FOLDER = Path(__file__).resolve().parents[1] / "pictures"

_TIME = re.compile(r"\d[\d.,]* ms")
_THEME = TerminalTheme(
    (250, 250, 248),
    (40, 44, 52),
    [(40, 44, 52), (190, 50, 60), (45, 130, 60), (155, 105, 0), (35, 95, 175), (135, 60, 150), (0, 125, 135),
     (110, 114, 122)],
    [(110, 114, 122), (190, 50, 60), (45, 130, 60), (155, 105, 0), (35, 95, 175), (135, 60, 150), (0, 125, 135),
     (40, 44, 52)],
)  # fmt: skip
# Rich's own frame loads a font from the web; this one takes the reader's.
_FRAME = """\
<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{ font-family: ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace;
  font-size: {char_height}px; line-height: {line_height}px; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
    <rect x="0" y="0" width="{terminal_width}" height="{terminal_height}"/>
            </clipPath>
{lines}
</defs>
<rect fill="#fafaf8" stroke="#c8c8c4" x="1" y="1" width="{width}" height="{height}" rx="8"/>
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


@dataclass(frozen=True)
class Picture:
    """One command and the screen that it is run on."""

    name: str
    command: str
    """Begins with ``civicsearch``."""
    columns: int = 0
    """0 where the command draws the picture itself (``--svg``)."""

    @property
    def path(self) -> Path:
        """The file that holds it."""
        return FOLDER / f"{self.name}.svg"


PICTURES = (
    Picture(
        "search",
        "civicsearch search open data --filter category=policy --facet category --facet author:6 "
        "--timeline year --limit 3",
        118,
    ),
    Picture("trends", "civicsearch trends data map --by year"),
)


def draw(picture: Picture) -> None:
    """Write the picture, unless it shows the same already, times aside."""
    svg = render(picture)
    if not picture.path.is_file() or shown(picture.path.read_text(encoding="utf-8")) != shown(svg):
        FOLDER.mkdir(exist_ok=True)
        picture.path.write_text(svg, encoding="utf-8")


def render(picture: Picture) -> str:
    """The picture as SVG."""
    if not picture.columns:
        with tempfile.TemporaryDirectory() as folder:
            drawn = Path(folder) / "picture.svg"
            _output(picture, "--svg", str(drawn))
            return drawn.read_text(encoding="utf-8")
    console = Console(record=True, width=picture.columns, file=io.StringIO(), force_terminal=True)
    console.print(Text(f"$ {picture.command}\n", style="bold"), soft_wrap=True)
    console.print(Text.from_ansi(_output(picture)), soft_wrap=True)
    svg = console.export_svg(title="", theme=_THEME, code_format=_FRAME, unique_id="civicsearch")
    return "\n".join(line.rstrip() for line in svg.splitlines()) + "\n"


def shown(svg: str) -> str:
    """The words of a picture, without the times."""
    return _TIME.sub("… ms", unescape("".join(re.findall(r"<text[^>]*>([^<]*)</text>", svg))).replace("\xa0", " "))


def _output(picture: Picture, *options: str) -> str:
    with tempfile.TemporaryDirectory() as folder:
        with civicsearch.open(folder) as index:
            index.update(sources())
        environment = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", FILE_VARIABLE)}
        environment |= {"FORCE_COLOR": "1", "COLUMNS": str(picture.columns), "PYTHONUTF8": "1", INDEX_VARIABLE: folder}
        command = [sys.executable, "-m", *shlex.split(picture.command), *options]
        return subprocess.run(command, env=environment, check=True, capture_output=True, encoding="utf-8").stdout
