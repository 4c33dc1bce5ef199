"""What can be done with a post, on every screen that shows one: open, edit, cite, follow its links."""

from __future__ import annotations

import os
from abc import abstractmethod
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual import work
from textual.app import SuspendNotSupported
from textual.binding import Binding, BindingType
from textual.reactive import reactive

from ...errors import CivicsearchError, UsageError
from ...terminal import clean
from .. import messages, outside
from .asking import AskingScreen

if TYPE_CHECKING:
    from ...models import Post, PostMatches


_OF_A_POST = frozenset({"browse", "cite", "edit", "links", "similar", "match", "preview", "choose_sort"})


class Reading(NamedTuple):
    """The post at hand and what is known of it."""

    post: Post
    matches: PostMatches
    match: int | None
    """The match that the reader stepped to."""
    links: list[str]


class PostActions(AskingScreen[None]):
    """A screen with a post at hand; `reading` says which."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("o", "browse", "open"),
        Binding("y", "cite", "cite"),
        Binding("e", "edit", "edit"),
        Binding("l", "links", "links", show=False),
        Binding("m", "similar", "similar", show=False),
        Binding("w", "concordance", "words around", show=False),
    ]

    has_post = reactive(True, layout=False, repaint=False, bindings=True)
    """Whether there is a post at hand; its keys are not offered without one."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        return self.has_post or action not in _OF_A_POST

    def action_similar(self) -> None:
        """Posts like this one."""
        from .similar import Similar  # it is such a screen itself

        if (reading := self.reading()) is not None:
            self.app.push_screen(Similar(self.searcher, reading.post))

    def action_concordance(self) -> None:
        """The words around the matches, in all posts."""
        from .concordance import ConcordanceScreen  # it is such a screen itself

        self.app.push_screen(ConcordanceScreen(self.searcher, self.question.unordered))

    @abstractmethod
    def reading(self) -> Reading | None:
        """The post at hand."""

    def action_browse(self) -> None:
        """The post on the web, after showing where that is."""
        if (reading := self.reading()) is None:
            return
        if outside.is_web_address(reading.post.url):
            self.follow(str(reading.post.url))
        else:
            self.tell("this post says no address on the web; l lists its links, e opens its file", problem=True)

    def action_links(self) -> None:
        """Choose one of the links of the post."""
        if (reading := self.reading()) is None:
            return
        if not reading.links:
            self.tell("this post has no links")
            return
        from .menu import Choice, Menu

        choices = [Choice("", address, address) for address in reading.links]
        self.app.push_screen(Menu("Links", choices, wide=True), lambda chosen: self.follow(chosen) if chosen else None)

    def on_link_followed(self, message: messages.LinkFollowed) -> None:
        self.follow(message.address)

    def follow(self, address: str) -> None:
        """Ask before a browser opens an address, and show all of it."""
        from .menu import Choice, Menu

        choices = [Choice("c", "copy the address", "copy")]
        if outside.is_web_address(address):
            choices.insert(0, Choice("o", "open it in the browser", "open"))
        title = "Where this leads" if len(choices) > 1 else "Not an address of the web; it is not opened"

        def chosen(what: str | None) -> None:
            if what == "open":
                self._browse(address)
            elif what == "copy":
                self.copy(address, "the address")

        self.app.push_screen(Menu(title, choices, text=address, wide=True), chosen)

    @work(thread=True, group="outside", exit_on_error=False)
    def _browse(self, address: str) -> None:
        try:
            outside.browse(address)
        except UsageError as error:
            self.app.call_from_thread(self.tell, str(error), problem=True)
        else:
            self.app.call_from_thread(self.tell, "opened in the browser")

    def action_cite(self) -> None:
        """Choose what to copy."""
        if (reading := self.reading()) is None:
            return
        from ...formats.citations import bibtex, markdown_quote
        from .menu import Choice, Menu

        post = reading.post
        path = self._path(post)
        choices: list[Choice[tuple[str, str]]] = []
        if post.url:
            choices.append(Choice("p", "permalink", (clean(post.url), "the permalink"), clean(post.url)))
        quote = markdown_quote(post, quoted_paragraph(reading))
        choices += [
            Choice("m", "quote in Markdown, with its source", (quote, "the quote"), "> …"),
            Choice("b", "BibTeX", (bibtex(post), "the BibTeX entry"), "@misc{…}"),
        ]
        if path:
            choices.append(Choice("f", "path of the file", (path, "the path"), post.path))
        self.app.push_screen(
            Menu("Copy", choices, text=post.title), lambda chosen: self.copy(*chosen) if chosen else None
        )

    def copy(self, text: str, what: str) -> None:
        """Put a text on the clipboard, by the desktop and by the terminal (OSC 52)."""
        by_program = outside.copy_by_program(text, os.environ)
        by_terminal = outside.terminal_can_copy(os.environ)
        if by_terminal:
            self.app.copy_to_clipboard(text)
        if by_program or by_terminal:
            self.tell(f"copied {what}")
        else:
            self.tell(
                "this terminal has no clipboard; use one that knows OSC 52, or install wl-copy, xclip or xsel",
                problem=True,
            )

    def _path(self, post: Post) -> str | None:
        from ...formats.paths import file_of

        folders = {source.name: source.path for source in self.searcher.index.sources}
        return file_of(post, folders)

    def action_edit(self) -> None:
        """The file in the editor, and back with the post indexed anew."""
        if (reading := self.reading()) is None:
            return
        post = reading.post
        path = self._path(post)
        if path is None:
            self.tell("this post comes from no file", problem=True)
            return
        import subprocess

        try:
            command = outside.editor_command(path, os.environ)
            with self.app.suspend():
                code = subprocess.run(command, check=False).returncode
        except (UsageError, OSError) as error:
            self.tell(str(error), problem=True)
            return
        except SuspendNotSupported:
            self.tell("the editor cannot be opened from here; this terminal cannot be lent to it", problem=True)
            return
        if code:
            self.tell(f"{command[0]} ended with {code}; the index is as it was", problem=True)
        else:
            self.tell("bringing the index up to date …")
            self._refresh(post.source, path[: -len(post.path) - 1])

    @work(thread=True, group="refresh", exit_on_error=False)
    def _refresh(self, source: str, folder: str) -> None:
        try:
            report = self.searcher.index.update([f"{source}={folder}"])
        except (CivicsearchError, OSError) as error:
            self.app.call_from_thread(self.tell, str(error), problem=True)
            return
        changed = report.new + report.changed + report.renamed + report.removed
        told = f"indexed again in {report.seconds:.1f} s" if changed else "nothing had changed"
        self.app.call_from_thread(self.refreshed, told)

    def refreshed(self, told: str) -> None:
        """The index is up to date again."""
        self.tell(told)


def quoted_paragraph(reading: Reading) -> str:
    """The paragraph that the reader is at: that of the match stepped to, else of the first match, else the first."""
    text = reading.post.text
    places = [start for start, _ in reading.matches.text]
    if not places:
        return reading.post.summary or text.partition("\n\n")[0]
    at = places[min(reading.match or 0, len(places) - 1)]
    begin = text.rfind("\n\n", 0, at)
    end = text.find("\n\n", at)
    return text[begin + 2 if begin >= 0 else 0 : end if end >= 0 else len(text)]
