"""Whole corpora: from the files that people hold to tables they can publish.

The data's way is the file list: `files` (bytes of any packing) and `encoding` (text of
any encoding), `tabular`, `plain` and `europresse` (records to `Source`), `reading` (one
stream of them all), `duplicates`, `tables` (rows and Arrow schemas), `batch` (the run),
`summary` and `sheets` (what is published), `exchange` (other tools' formats).
"""
