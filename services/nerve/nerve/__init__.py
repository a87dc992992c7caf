"""The operator's command line: make traffic, watch runs, see what is kept and what is stuck."""
