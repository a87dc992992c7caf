"""What nerve asks of Postgres, one file per subject. Reads, and one write: pushing an inbox row."""
