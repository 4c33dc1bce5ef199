"""The pages of the reference that are made from the code, so that they cannot say anything else than the code does.

``python -m docs.generate`` writes them and the pictures; with ``--check`` it names those that are out of date.
"""
