"""The command line: one command a module, each a thin layer over `civicsearch.api`.

`output` alone writes to stdout, which is data; `diagnostics` alone writes to stderr, which is talk, and owns the exit
codes. What a command needs is imported inside it, so that a search does not pay for a watch.
"""

COMPLETION_VARIABLE = "_CIVICSEARCH_COMPLETE"
"""Environment variable by which a shell asks for completions in place of a run."""
