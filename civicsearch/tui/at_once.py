"""Keys act in the order in which they are pressed, however fast they come."""

from __future__ import annotations

from textual import events
from textual.widget import Widget


async def acted_at_once(widget: Widget, event: events.Event) -> bool:
    """Whether a key was dealt with: by its binding, or by giving it to where the focus is by now.

    Usually a key goes up to the app before its binding is found, and keys that follow it at once are taken by the
    widget as if nothing had happened: ``y`` and ``p`` would open a menu and hide the preview behind it.
    """
    if not isinstance(event, events.Key):
        return False
    if widget.app.screen.focused is not widget:
        event.stop()
        event.prevent_default()
        widget.app.post_message(events.Key(event.key, event.character))
        return True
    if widget.check_consume_key(event.key, event.character):
        return False
    active = widget.screen.active_bindings.get(event.key)
    if active is None or not active.enabled:
        return False
    event.stop()
    event.prevent_default()
    await widget.app.run_action(active.binding.action, active.node)
    return True
