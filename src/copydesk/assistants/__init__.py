"""A desk for assistants: what programs that write in answer to people ask of it, over the Model Context Protocol.

A face like the command line: it asks the desk, sets what comes back in few words, and adds no logic of its own. Read
`fitting` (an answer of bounded size), then `rows` (records as an answer has them), `answers` (the six questions),
`server` (the protocol, which needs the library `mcp`) and `talking` (the wire, whose lines are bounded).
"""
