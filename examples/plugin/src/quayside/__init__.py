"""What the newsroom of Quayside adds to copydesk, a module a plug-in."""
