"""nerve on a real Postgres."""
