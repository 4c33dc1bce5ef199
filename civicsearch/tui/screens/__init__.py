"""The screens: each composes widgets, hears what was done to them, and decides what follows."""
