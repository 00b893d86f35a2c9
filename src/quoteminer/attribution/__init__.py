"""From quoted stretches and the narrator's words to kind, cue and mention.

In the order in which a sentence goes through them:

    cues.py, clause.py   the words that may report, and how they stand in their clause
    inside.py            the narrator's clause between the marks
    parse.py             a sentence taken apart: cues, phrases, finite clauses (subject.py)
    reading.py           what small networks read around marks, phrases and cues
    layout.py, path.py   what stands between two places of a sentence
    evidence.py, kind.py, mention.py   what is observed for each possible decision
    decide.py            the decisions: observations weighed against each other
"""
