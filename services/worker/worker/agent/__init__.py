"""The support agent: knows the domain and the ports, and has never heard of the engine."""
