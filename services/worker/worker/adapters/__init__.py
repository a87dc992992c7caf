"""What keeps the ports' promises: vendor first, port noun second."""
