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
from rich.text import Text

import civicsearch
from civicsearch.places import FILE_VARIABLE, INDEX_VARIABLE
from civicsearch.sample import sources

from .frame import FRAME, THEME
from .screens import SCREENS, Screen

FOLDER = Path(__file__).resolve().parents[1] / "pictures"

_TIME = re.compile(r"\d[\d.,]* ms")


@dataclass(frozen=True)
class Picture:
    """One command and the screen that it is run on."""

    name: str
    command: str
    """Begins with ``civicsearch``."""
    columns: int = 0
    """0 where the command draws the picture itself (``--svg``)."""

    def render(self) -> str:
        """The picture as SVG."""
        if not self.columns:
            with tempfile.TemporaryDirectory() as folder:
                drawn = Path(folder) / "picture.svg"
                _output(self, "--svg", str(drawn))
                return drawn.read_text(encoding="utf-8")
        console = Console(record=True, width=self.columns, file=io.StringIO(), force_terminal=True)
        console.print(Text(f"$ {self.command}\n", style="bold"), soft_wrap=True)
        console.print(Text.from_ansi(_output(self)), soft_wrap=True)
        svg = console.export_svg(title="", theme=THEME, code_format=FRAME, unique_id="civicsearch")
        return "\n".join(line.rstrip() for line in svg.splitlines()) + "\n"


PICTURES: tuple[Picture | Screen, ...] = (
    Picture(
        "search",
        "civicsearch search open data --filter category=policy --facet category --facet author:6 "
        "--timeline year --limit 3",
        118,
    ),
    Picture("trends", "civicsearch trends data map --by year"),
    *SCREENS,
)


def path_of(picture: Picture | Screen) -> Path:
    """The file that holds it."""
    return FOLDER / f"{picture.name}.svg"


def draw(picture: Picture | Screen) -> None:
    """Write the picture, unless it shows the same already, times aside."""
    svg, path = picture.render(), path_of(picture)
    if not path.is_file() or shown(path.read_text(encoding="utf-8")) != shown(svg):
        FOLDER.mkdir(exist_ok=True)
        path.write_text(svg, encoding="utf-8")


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
