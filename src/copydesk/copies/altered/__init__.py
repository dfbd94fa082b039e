"""The parts of `alterations`, to be read in this order.

`tokens` cuts a text into words and marks, `facing` lays two rows of them beside each other, `facts` finds names,
numbers and days, `pairing` puts these together for a source and its copy. On a pairing stand the comparisons: `names`,
`compass`, `numbers` (with `units`), `days`, `quotes`, `sources` (attributions), `polarity`, `blocks` (with `spam`),
`terms`, `wording`; `outside` compares what stands around the texts.
"""
