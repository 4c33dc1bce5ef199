"""The parts of the screens, one a file: what it shows, its keys, its help and its styles beside each other."""
