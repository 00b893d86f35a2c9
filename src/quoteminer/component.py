"""Placeholder to be written."""


def make_quoteminer():
    raise NotImplementedError
