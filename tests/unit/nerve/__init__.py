"""nerve without a database and without a network."""
