"""Promises: public names, signatures, commands, columns and JSON schemas change only on purpose.

A failure here is a change that users will see. Where it is meant:
`python scripts/api_surface.py --renew`, and a line in the CHANGELOG (docs/api.md says what
kind of version it needs).
"""

from __future__ import annotations

import importlib.util
import pkgutil
from importlib import import_module

import pytest
from conftest import HERE

import quoteminer

spec = importlib.util.spec_from_file_location(
    "api_surface", HERE.parent / "scripts" / "api_surface.py"
)
api_surface = importlib.util.module_from_spec(spec)
spec.loader.exec_module(api_surface)


@pytest.fixture(scope="module")
def surface():
    return api_surface.surface()


@pytest.mark.parametrize("name", sorted(p.name for p in (HERE / "api").iterdir()))
def test_what_users_rely_on_is_as_it_was(surface, name):
    assert surface[name] == (HERE / "api" / name).read_text("utf-8"), (
        f"tests/api/{name}: if this is meant, python scripts/api_surface.py --renew"
    )


def test_every_file_of_the_surface_is_kept(surface):
    assert set(surface) == {p.name for p in (HERE / "api").iterdir()}


def test_a_change_would_be_seen(monkeypatch, surface):
    """The snapshot sees a new name, another default, another option and another field."""
    from quoteminer import notation

    def parse(source: str, *, id: str = "x"):
        """Another default."""

    monkeypatch.setattr(notation, "parse", parse)
    changed = "\n".join(api_surface.names())
    assert (
        "parse(source: str, *, id: str = 'x')" in changed and changed + "\n" != surface["names.txt"]
    )


@pytest.mark.parametrize("name", api_surface.MODULES)
def test_public_names_are_there_and_documented(name):
    module = import_module(name)
    for public in module.__all__:
        value = getattr(module, public)
        if callable(value) and not hasattr(value, "__args__"):  # not a Literal
            assert value.__doc__, f"{name}.{public}"
    text = (HERE.parent / "docs" / "api.md").read_text("utf-8")
    assert f"`{name}`" in text


def test_everything_with_a_public_list_is_promised_or_inner():
    """A module gets `__all__` because it is public, or because others of the package use it."""
    inner = {"quoteminer.phrases", "quoteminer.speakers.cast", "quoteminer.entities.names",
             "quoteminer.entities.evidence"}  # fmt: skip
    found = set()
    for module in pkgutil.walk_packages(quoteminer.__path__, "quoteminer."):
        if "__all__" in vars(import_module(module.name)):
            found.add(module.name)
    assert found | {"quoteminer"} == {*api_surface.MODULES, *inner}
