"""copydesk reads news pages as they are: articles, copies, stories, claims and checks, each with its evidence."""

__version__ = "0.1.0"
