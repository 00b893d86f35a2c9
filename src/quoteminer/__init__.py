"""Who is quoted, word for word, and who is named in French press articles."""
