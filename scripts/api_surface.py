"""What users may rely on, written down: `python scripts/api_surface.py --renew`.

`tests/api` holds the public names with their signatures, the commands with their options,
the columns of the tables and the JSON schemas. `tests/test_api.py` fails where the code says
something else; a change that is meant is renewed here, and told in the CHANGELOG.
"""

from __future__ import annotations

import argparse
import inspect
import json
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from enum import Enum
from importlib import import_module
from importlib.metadata import distribution
from pathlib import Path
from typing import Any, get_args, get_type_hints

from pydantic import BaseModel
from typer.models import ArgumentInfo

FOLDER = Path(__file__).parent.parent / "tests" / "api"
MODULES = (
    "quoteminer", "quoteminer.corpus.exchange", "quoteminer.corpus.summary",
    "quoteminer.corpus.tables", "quoteminer.corrections", "quoteminer.entities",
    "quoteminer.errors", "quoteminer.evaluation", "quoteminer.models", "quoteminer.notation",
    "quoteminer.own_rules", "quoteminer.plot", "quoteminer.show", "quoteminer.spark",
)  # fmt: skip
MODELS = ("Article", "Failure", "Source")


def names() -> Iterator[str]:
    """Yield a line for each public name, with signature, fields and methods."""
    told: list[Any] = []
    for module in MODULES:
        yield f"[{module}]"
        held = import_module(module)
        for name in sorted(held.__all__):
            value = getattr(held, name)
            if any(value is one for one in told):
                yield f"{name}: as above"
            else:
                yield from _described(name, value)
                told.append(value)
        yield ""
    yield "[spaCy]"
    yield from sorted(f"{e.group}: {e.name}" for e in distribution("quoteminer").entry_points)
    yield from sorted(_extensions())


def _extensions() -> Iterator[str]:
    """What the components add to a Doc; the factories are found by their entry points."""
    import spacy
    from spacy.tokens.underscore import Underscore

    nlp = spacy.blank("fr")
    for name in ("press_entities", "quoteminer"):
        nlp.add_pipe(name)
    yield from (f"doc._.{name}" for name in Underscore.doc_extensions)


def _described(name: str, value: Any) -> Iterator[str]:
    if hasattr(value, "__origin__"):  # the name of a type
        yield name
    elif inspect.isclass(value) and issubclass(value, BaseException):
        yield f"class {name}({', '.join(base.__name__ for base in value.__bases__)})"
    elif inspect.isclass(value):
        yield f"class {name}"
        if issubclass(value, BaseModel):
            yield from (f"    .{field}" for field in sorted(value.model_fields))
        elif is_dataclass(value):
            yield from (f"    .{field.name}: {field.type}" for field in fields(value))
        elif hasattr(value, "_fields"):
            yield from (f"    .{field}" for field in value._fields)
        elif "__init__" in vars(value):
            yield f"    {signature('__init__', value.__init__)}"
        for method, held in sorted(vars(value).items()):
            if method.startswith("_") and method != "__call__":
                continue
            if isinstance(held, property):
                yield f"    .{method}"
            elif inspect.isfunction(held) or isinstance(held, classmethod):
                yield f"    {signature(method, getattr(value, method))}"
    elif inspect.isfunction(value):
        yield signature(name, value)
    elif isinstance(value, int):
        yield f"{name} = {value}"
    else:
        yield name


def signature(name: str, function: Any) -> str:
    """Return the signature as it stands in the source, whatever Python reads it."""
    parts: list[str] = []
    seen_star = False
    for parameter in inspect.signature(function).parameters.values():
        text = parameter.name
        if parameter.kind is parameter.VAR_POSITIONAL:
            text, seen_star = f"*{text}", True
        elif parameter.kind is parameter.VAR_KEYWORD:
            text = f"**{text}"
        elif parameter.kind is parameter.KEYWORD_ONLY and not seen_star:
            parts.append("*")
            seen_star = True
        if parameter.annotation is not parameter.empty:
            text += f": {parameter.annotation}"
        if parameter.default is not parameter.empty:
            text += f" = {parameter.default!r}"
        parts.append(text)
    result = inspect.signature(function).return_annotation
    arrow = "" if result is inspect.Signature.empty else f" -> {result}"
    return f"{name}({', '.join(parts)}){arrow}"


def commands() -> Iterator[str]:
    """Yield a line for each command and each of its arguments and options."""
    from quoteminer.cli import app

    found = {c.name or c.callback.__name__: c.callback for c in app.registered_commands}
    for name, callback in sorted(found.items()):
        yield f"quoteminer {name.replace('_', '-')}"
        hints = get_type_hints(callback, include_extras=True)
        for parameter in inspect.signature(callback).parameters.values():
            yield f"    {_option(parameter, *_annotated(hints[parameter.name]))}"


def _annotated(hint: Any) -> tuple[Any, Any]:
    """The type of an option and what typer is told of it; Python 3.10 wraps it for None."""
    for one in (hint, *get_args(hint)):
        if hasattr(one, "__metadata__"):
            return one.__origin__, one.__metadata__[0]
    return hint, None


def _option(parameter: inspect.Parameter, kind: Any, info: Any) -> str:
    long = parameter.name.replace("_", "-")
    if isinstance(info, ArgumentInfo):
        said = long.upper()
    elif declared := _declared(info):
        said = "/".join(declared)
    else:
        said = f"--{long}/--no-{long}" if kind is bool else f"--{long}"
    said += "".join(
        f" {'|'.join(one.value for one in e)}" for e in (kind, *get_args(kind)) if _choices(e)
    )
    default = parameter.default
    if default is parameter.empty:
        return f"{said}, required"
    if default is None or default is False:
        return said
    return f"{said} = {default.value if isinstance(default, Enum) else default}"


def _declared(info: Any) -> list[str]:
    """The names an option was given; Annotated leaves the first in the place of the default."""
    if info is None:
        return []
    first = [info.default] if isinstance(info.default, str) else []
    return [*first, *(info.param_decls or ())]


def _choices(kind: Any) -> bool:
    return inspect.isclass(kind) and issubclass(kind, Enum)


def columns() -> Iterator[str]:
    """Yield a line for each column of each table."""
    from quoteminer.corpus.tables import COLUMNS, SCHEMA_VERSION

    yield f"schema {SCHEMA_VERSION}"
    for table, held in COLUMNS.items():
        yield f"[{table}]"
        yield from (f"{column.name}: {column.type}" for column in held)


def schema(name: str) -> str:
    """Return the JSON Schema of a model, as it is written."""
    model = getattr(import_module("quoteminer"), name)
    made = model.model_json_schema(by_alias=True, mode="serialization")
    return json.dumps(made, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def surface() -> dict[str, str]:
    """Return the files of `tests/api` as the code has them now."""
    found = {
        "names.txt": "\n".join(names()) + "\n",
        "commands.txt": "\n".join(commands()) + "\n",
        "columns.txt": "\n".join(columns()) + "\n",
    }
    return found | {f"{name}.schema.json": schema(name) for name in MODELS}


def main() -> None:
    """Write the files anew with `--renew`; else print them."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--renew", action="store_true", help="write tests/api")
    given = parser.parse_args()
    for name, text in surface().items():
        if given.renew:
            FOLDER.mkdir(exist_ok=True)
            (FOLDER / name).write_text(text, "utf-8")
        else:
            print(f"== {name}\n{text}")


if __name__ == "__main__":
    main()
