"""The only rooms that read the world: tables, boundaries, streets, facilities, population."""
