"""The ports that Postgres keeps. One module per port; every public method is one transaction."""
