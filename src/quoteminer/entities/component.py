"""Placeholder to be written."""


def make_press_entities():
    raise NotImplementedError
