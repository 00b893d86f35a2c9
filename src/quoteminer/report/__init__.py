"""A corpus as one page of figures, each with its table and the quotes behind every number.

`tables` turns articles or a `batch` folder into rows, `figures` counts them,
`quoteminer.plot` draws them, `page` writes the report.
"""
