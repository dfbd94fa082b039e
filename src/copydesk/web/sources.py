"""The sites of the collection, as screens."""

ROUTES = ()
