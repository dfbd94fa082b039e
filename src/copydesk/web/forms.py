"""Notes and decisions, as screens."""

ROUTES = ()
