"""Words: what a text is made of, and which spellings and forms count as one. NLTK is known only here."""
