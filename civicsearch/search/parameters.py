"""Every number that the ranking is made of; what each is worth is in ``docs/explanation/ranking.md``.

They were chosen on judged queries over two archives, those chosen on one checked on the other (``make relevance``).
Round values, as few as do the work: differences of a hundredth on so few queries are chance.
"""

from __future__ import annotations

# BM25F (`scoring`): Robertson, Zaragoza and Taylor, "Simple BM25 extension to multiple weighted fields" (CIKM 2004).

K1 = 2.0
"""How slowly further occurrences stop to count."""
B = 0.6
"""How much long posts are held back: 0 not at all, 1 in full."""
WEIGHTS = (5.0, 2.0, 1.0)
"""What an occurrence in the title, the summary and the body counts."""

# What a plain word of a query string adds to that (`words`): scores of the same kind, each times its share.

TITLE = 0.1
"""For the title alone: a post with the word in its title is about it, however long the post."""
SUMMARY = 0.1
"""For the summary alone."""
EXACT = 0.3
"""For the word as it was typed, beside all its forms."""

# What several plain words add in the best posts (`proximity`).

BEST = 200
"""Posts, best by the scores so far, that are looked at more closely."""
NEAR = 0.2
"""For pairs of words of the query near each other."""
REACH = 8
"""Words apart at most that count as near."""
ADJACENT = 2.0
"""What a pair side by side in the order of the query counts beside being near."""
APART = 0.5
"""What pairs count that are no neighbours in the query."""
PAIR_K1 = 1.0
"""`K1` of pairs: once is nearly enough."""
LEAD = 0.5
"""For words at the beginning of the body, where posts say what they are about."""
LEAD_WORDS = 100
"""Words of the body that are its beginning."""

# Which posts are listed (`relaxing`).

FEW = 10
"""Posts with all words below which posts with most of them follow."""
SHORT = 3
"""Words up to which a query means each of them: posts with all come first. A longer one is a description: posts with at
least half of its words are listed by their scores."""
