"""The terminal UI: ``civicsearch tui``. Textual is known only here.

`app` wires, `screens` decide, `widgets` show and tell what was done to them as `messages`. Everything that is searched
goes through `civicsearch.api`.
"""

import os

# Textual reads it when it is loaded. What misses one of its ticks waits for up to two; of its usual 60 a second that
# made the slowest of 300 frames 50 to 59 ms, of these 27 to 35.
os.environ.setdefault("TEXTUAL_FPS", "120")
