"""The words that services share: events, their ids, their data. Pydantic, nothing else."""
