"""Arguments, wiring, and the headless twin of everything the screens do."""
