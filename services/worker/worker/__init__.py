"""The back office: durable functions, and the support agent inside them."""
