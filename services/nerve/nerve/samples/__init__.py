"""Full payloads as the vendors send them, about the customers that come with the database."""
