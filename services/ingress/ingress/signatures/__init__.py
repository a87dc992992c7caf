"""How each sender proves who it is."""
