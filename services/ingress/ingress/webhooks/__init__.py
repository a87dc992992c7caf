"""One file per sender: what it sends, and which event that becomes."""
