"""Records, rendered: the contract's files, the brief, Markdown. No computing of findings here."""
