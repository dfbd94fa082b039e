"""Search, as screens."""

ROUTES = ()
