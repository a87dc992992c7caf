"""The pretend chat: one channel with an incoming webhook."""
