"""The terminal UI: ``civicsearch tui``. Textual is known only here.

`app` wires, `screens` decide, `widgets` show and tell what was done to them as `messages`. Everything that is searched
goes through `civicsearch.api`.
"""
