"""Articles in, copies out: who carries whose text, how, which way, and what was altered."""
