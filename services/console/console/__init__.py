"""What a person looks at: refunds to decide, cases, audit, health."""
