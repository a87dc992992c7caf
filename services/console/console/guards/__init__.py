"""Who may come in, and which requests are really theirs."""
