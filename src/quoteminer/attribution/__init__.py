"""From quoted stretches and the narrator's words to kind, cue and mention."""
