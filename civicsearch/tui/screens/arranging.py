"""Which parts of the search screen are shown, and how: drawers in narrow terminals, and what is remembered of it."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget

from .. import messages
from ..remembering import Memory
from ..searching import Question, Searcher
from ..widgets.facets import Facets
from ..widgets.no_hits import NoHits
from ..widgets.post_view import PostView
from ..widgets.results import DENSITIES, Results
from ..widgets.timeline import Timeline
from .saving import Saving
from .sizes import HEIGHTS, WIDTHS


class Arranging(Saving):
    """A screen of facets, hits, preview and timeline."""

    HORIZONTAL_BREAKPOINTS = WIDTHS
    VERTICAL_BREAKPOINTS = HEIGHTS
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash,escape", "query", "search"),
        Binding("f", "facets", "facets"),
        Binding("d", "dates", "dates"),
        Binding("p", "preview", "preview", show=False),
        Binding("z", "density", "density", show=False),
    ]
    DEFAULT_CSS = """
    Arranging {
        #preview { width: 1.2fr; border-left: solid $rule; }
        #preview:focus { border-left: solid $primary; }
        #facets:focus { border-right: solid $primary; }
        &.-wide #facets { width: 36; }
        &.-no-facets #facets, &.-no-preview #preview { display: none; }
        &.-narrow #facets, &.-narrow #preview, &.-minute #facets, &.-minute #preview { display: none; }
        &.-narrow.-facets #facets { display: block; width: 30; }
        &.-minute.-facets #facets, &.-minute.-preview #preview { display: block; width: 1fr; border: none; }
        &.-minute.-facets #results, &.-minute.-preview #results { display: none; }
        &.-narrow.-preview #preview { display: block; width: 60%; }
        &.-tall #timeline { height: 4; }
        &.-tiny #timeline, &.-minute #status { display: none; }
        &.-tiny #keys { display: none; }
        &.-nothing #results, &.-nothing #preview { display: none; }
        &.-nothing #no-hits { display: block; }
    }
    """

    def __init__(self, searcher: Searcher, question: Question, memory: Memory) -> None:
        super().__init__(searcher, question)
        self.memory = memory

    @property
    def results(self) -> Results:
        """The list of hits."""
        return self.query_one(Results)

    @property
    def preview(self) -> PostView:
        """The post under the cursor."""
        return self.query_one("#preview", PostView)

    def restore(self) -> None:
        """As it was in the last run."""
        layout = self.memory.layout
        self.results.density = layout.density if layout.density in DENSITIES else None
        self.set_class(not layout.facets, "-no-facets")
        self.set_class(not layout.preview, "-no-preview")

    def action_density(self) -> None:
        """More or fewer lines a hit."""
        names = list(DENSITIES)
        self.results.density = names[(names.index(self.results.shown_density) + 1) % len(names)]
        self.remembered(self.memory.arrange(density=self.results.density))

    def remembered(self, problem: str | None) -> None:
        """Tell where something could not be remembered."""
        if problem:
            self.tell(problem, problem=True)

    def action_query(self) -> None:
        """To the query line."""
        self.set_focus(self.query_line)

    def action_results(self) -> None:
        """To the results; at small sizes drawers close."""
        self.remove_class("-facets", "-preview")
        target: Widget = self.query_one(NoHits) if self.has_class("-nothing") else self.results
        self.set_focus(target)

    @property
    def is_narrow(self) -> bool:
        """Whether facets and preview are drawers."""
        return self.has_class("-narrow", "-minute") or self.size.width < 100

    def action_facets(self) -> None:
        """Show the facets and go there."""
        self.remove_class("-preview", "-no-facets")
        self.remembered(self.memory.arrange(facets=True))
        self.add_class("-facets")
        self.set_focus(self.query_one(Facets))

    def action_preview(self) -> None:
        """Show or hide the preview."""
        if self.is_narrow:
            self.remove_class("-facets")
            self.toggle_class("-preview")
        else:
            self.toggle_class("-no-preview")
            self.remembered(self.memory.arrange(preview=not self.has_class("-no-preview")))
        if self.focused is None or not self.focused.display:
            self.set_focus(self.results)
        self.call_after_refresh(lambda: self.post_message(messages.HitReached(self.results.cursor)))

    def action_dates(self) -> None:
        """To the timeline."""
        self.set_focus(self.query_one(Timeline))
