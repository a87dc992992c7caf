"""The pretend model: the Responses API, answered by a rule-based support clerk."""
