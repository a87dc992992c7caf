"""Plain data and rules. No I/O."""
