"""Every layout of the press archive's exports: articles counted, fields asserted."""

from __future__ import annotations

import datetime as dt
import io
import itertools

import pytest

import quoteminer
from quoteminer import Failure, InputError, Source
from quoteminer.corpus import europresse
from quoteminer.corpus.europresse import read_html

BODY = (
    "<p>«Le phare sera <mark>rénové</mark>», a promis\n   la maire, Lucie Kerdoncuff.</p>"
    "<p>Les travaux coûteront 3&nbsp;millions d'euros.</p>"
)
TEXT = (
    "«Le phare sera rénové», a promis la maire, Lucie Kerdoncuff.\n\n"
    "Les travaux coûteront 3\u00a0millions d'euros."
)


def export(*articles: str) -> str:
    contents = "<div class='toc'><a href='#1'>Le phare</a> <a href='#2'>Le port</a></div>"
    return (
        "<!DOCTYPE html><html><head><meta charset='utf-8'><style>p{}</style></head><body>"
        f"{contents}{' '.join(articles)}</body></html>"
    )


def classic(number: int = 1, body: str = BODY) -> str:
    """Header with section and pages, title in a `p`, authors in a `div`, footer."""
    return f"""<article><header><div><span class="DocPublicationName">La Gazette du Ponant</span>
      <span class="DocHeader">Région, jeudi 14 mars 2019, p. 8</span></div>
      <div class="titreArticle"><p class="titreArticleVisu">Le phare rénové</p></div>
      <div class="docAuthors">Anne Le Goff</div></header>
      <section><div class="DocText clearfix"><div class="docOcurrContainer">{body}</div></div></section>
      <footer><small>© 2019 La Gazette du Ponant. Tous droits réservés.</small>
      <p>Numéro de document : news·20190314·GP·{number:04}</p></footer></article>"""


MODERN = """<article class="x"><header>
  <div class="rdp__DocPublicationName"><span class="DocPublicationName">Le Courrier des Îles, no. 23456
      <br>France</span></div>
  <div><span class="DocHeader">Politique, mardi 5 janvier 2021 1 240 mots, p. 12,13</span></div>
  <div class="titreArticle">
    <p class="sm-margin-bottomNews">Littoral</p>
    <p class="sm-margin-TopNews titreArticleVisu rdp__articletitle">Le phare <span class="hit">rénové</span></p>
    <p class="sm-margin-TopNews rdp__subtitle">Trois ans de travaux</p></div>
  <p class="sm-margin-bottomNews">Par Anne Le Goff et Yves Morvan</p></header>
  <section><div class="docOcurrContainer">
    «Le phare sera <b>rénové</b>», a promis la maire.<br><br>Une deuxième ligne.<br/>
    <p><b>Un intertitre</b></p><p>La fin.</p>
    <p>Lire aussi : Le port s'ensable</p>
    <p>alegoff@courrier-iles.example</p>
    <p>Illustration(s) :</p><p>Le phare en 2018.</p><p>Photo Yves Morvan</p>
    <p>Note(s) :</p><p>Cet article a été mis à jour le 6 janvier.</p>
    <p>© 2021 Le Courrier des Îles. Tous droits réservés.</p>
  </div></section>
  <div class="publiC-lblNodoc">news·20210105·CI·0012</div></article>"""

WEB = """<ARTICLE><div><SPAN CLASS="DocPublicationName">L'Écho libre (site web)</SPAN></div>
  <span class="DocTitreSousSection">Monde</span> <span>jeudi 31 décembre 2020 - 07:05 UTC +01:00 310 mots</span>
  <div class="titreArticle"><div class="titreArticleVisu">Le phare rénové</div></div>
  <div class="DocText clearfix"><p>«Oui», dit-elle.</p>
  <a href="https://echo.example/phare?a=1&amp;b=2">Cet article est paru dans L'Écho libre (site web)</a></div></ARTICLE>"""

PLAIN = """<article><span class="DocPublicationName">Ouest-Matin - Édition de Rennes</span>
  <span class="DocHeader">Thursday, March 14, 2019 - p. RE3</span>
  <div class="titreArticle">Le phare rénové</div>
  <div class="docOcurrContainer"><div><p>«Oui», dit-elle.</p></div></div></article>"""

BARE = """<article><span class="DocPublicationName">Le Phare</span>
  <p class="titreArticleVisu">Sans date</p><div class="docAuthors">Anne Le Goff</div>
  <div class="docOcurrContainer"></div><div class="DocText clearfix">Un texte seul.</div></article>"""

POST = """<article><div class="twitter"><p class="titreArticleVisu">@phare</p>
  <div class="docOcurrContainer">Rénové !</div></div></article>"""
EMPTY = """<article><span class="DocPublicationName">Le Phare</span>
  <p class="titreArticleVisu">Image seule</p><div class="docOcurrContainer"> </div></article>"""


def one(article: str) -> Source:
    (found,) = read_html(io.BytesIO(export(article).encode()), "x.html")
    assert isinstance(found, Source), found
    return found


def test_classic():
    source = one(classic())
    assert source.text == TEXT
    assert source.id == "news·20190314·GP·0001"
    assert source.where == "x.html#1"
    assert source.title == "Le phare rénové"
    assert source.outlet == "La Gazette du Ponant"
    assert source.date == dt.date(2019, 3, 14)
    assert source.meta == {
        "publication": "La Gazette du Ponant",
        "header": "Région, jeudi 14 mars 2019, p. 8",
        "section": "Région",
        "page": "8",
        "author": "Anne Le Goff",
        "document": "news·20190314·GP·0001",
        "copyright": ["© 2019 La Gazette du Ponant. Tous droits réservés."],
    }


def test_modern():
    source = one(MODERN)
    assert source.text.split("\n\n") == [
        "«Le phare sera rénové», a promis la maire.",
        "Une deuxième ligne.",
        "Un intertitre",
        "La fin.",
    ]
    assert (source.outlet, source.title) == ("Le Courrier des Îles", "Le phare rénové")
    assert source.date == dt.date(2021, 1, 5)
    assert source.id == "news·20210105·CI·0012"
    meta = source.meta
    assert (meta["section"], meta["page"], meta["word_count"]) == ("Politique", "12,13", 1240)
    assert (meta["subtitle"], meta["kicker"]) == ("Trois ans de travaux", "Littoral")
    assert meta["author"] == "Anne Le Goff et Yves Morvan"
    assert meta["captions"] == ["Le phare en 2018.", "Photo Yves Morvan"]
    assert meta["notes"] == ["Cet article a été mis à jour le 6 janvier."]
    assert meta["see_also"] == ["Lire aussi : Le port s'ensable"]
    assert meta["contacts"] == ["alegoff@courrier-iles.example"]
    assert meta["copyright"] == ["© 2021 Le Courrier des Îles. Tous droits réservés."]


def test_web():
    source = one(WEB)
    assert (source.outlet, source.text) == ("L'Écho libre", "«Oui», dit-elle.")
    assert source.date.isoformat() == "2020-12-31T07:05:00+01:00"
    assert source.meta["url"] == "https://echo.example/phare?a=1&b=2"
    assert source.meta["word_count"] == 310


def test_plain_title_and_english_dates():
    source = one(PLAIN)
    assert (source.outlet, source.meta["edition"]) == ("Ouest-Matin", "Édition de Rennes")
    assert (source.title, source.date) == ("Le phare rénové", dt.date(2019, 3, 14))
    assert source.meta["page"] == "RE3"
    assert "section" not in source.meta


def test_hooks_may_be_missing():
    source = one(BARE)
    assert (source.date, source.title, source.text) == (None, "Sans date", "Un texte seul.")
    assert source.meta["author"] == "Anne Le Goff"


def test_what_is_no_article_is_a_failure(tmp_path):
    path = tmp_path / "x.html"
    path.write_text(export(POST, classic(), EMPTY, WEB), "utf-8")
    found = list(quoteminer.read(path))
    assert [type(f) for f in found] == [Failure, Source, Failure, Source]
    assert "not a press article" in found[0].reason
    assert "no text" in found[2].reason
    assert [f.where for f in found] == [f"{path.as_posix()}#{i}" for i in (1, 2, 3, 4)]


@pytest.mark.parametrize("chunk", [7, 64, 1000, 1 << 20])
def test_cut_anywhere(monkeypatch, chunk):
    data = export(classic(1), MODERN, WEB, POST, PLAIN, BARE).encode()
    whole = [getattr(i, "text", str(i)) for i in read_html(io.BytesIO(data), "x")]
    monkeypatch.setattr(europresse, "CHUNK", chunk)
    again = [getattr(i, "text", str(i)) for i in read_html(io.BytesIO(data), "x")]
    assert len(whole) == 6
    assert again == whole


def test_article_never_closed():
    page = export(classic(1).replace("</article>", ""), classic(2))
    found = list(read_html(io.BytesIO(page.encode()), "x"))
    assert [f.id[-4:] for f in found] == ["0001", "0002"]


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16"])
def test_encodings(encoding):
    page = export(classic(), MODERN).replace("charset='utf-8'", "charset=iso-8859-1")
    found = list(read_html(io.BytesIO(page.encode(encoding)), "x"))
    assert found[0].text == TEXT
    assert found[1].outlet == "Le Courrier des Îles"


def test_a_caption_label_in_the_middle_takes_no_body():
    long = "Un paragraphe de l'article, assez long pour n'être pas une légende. " * 6
    source = one(classic(body=f"<p>Début.</p><p>Photo :</p><p>Yves Morvan</p><p>{long}</p>"))
    assert long.strip() in source.text
    assert "Début." in source.text


def test_other_html_is_a_failure(tmp_path):
    path = tmp_path / "x.html"
    path.write_text("<html><p>Bonjour</p></html>", "utf-8")
    (failure,) = quoteminer.read(path)
    assert "no <article>" in failure.reason
    with pytest.raises(InputError):
        list(read_html(io.BytesIO(b""), "x"))


def test_20_megabytes_as_a_stream(tmp_path):
    filler = "<p>" + "La criée a fermé ses portes, disent les pêcheurs. " * 1000 + "</p>"
    page = export(*(classic(i, BODY + filler) for i in range(400))).encode()
    assert len(page) > 20_000_000
    path = tmp_path / "gros.HTML"
    path.write_bytes(page)
    with path.open("rb", buffering=0) as stream:
        for number, source in enumerate(read_html(stream, "x")):
            assert source.id == f"news·20190314·GP·{number:04}"
            assert source.text.startswith(TEXT)
            # no more is read than what is being cut and the article that straddles it
            here = page.index(source.id.encode())
            assert stream.tell() <= here + europresse.CHUNK + 200_000
    assert number == 399
    assert sum(isinstance(s, Source) for s in quoteminer.read(path)) == 400


# --- Every hook with every other: what stands where in the layouts of all years -----------

OUTLETS = {
    "Le Phare": ("Le Phare", None),
    "Le Phare, no. 23456": ("Le Phare", None),
    "Le Phare, n° 12 France": ("Le Phare", None),
    "Le Phare (site web)": ("Le Phare", None),
    "Ouest-Matin - Édition de Rennes": ("Ouest-Matin", "Édition de Rennes"),
}
HEADERS = {
    "jeudi 14 mars 2019 - p. 8": ("2019-03-14", None, "8", None),
    "Politique, mardi 5 janvier 2021 1240 mots, p. 12": ("2021-01-05", "Politique", "12", 1240),
    "Monde, 1er avril 2020 - 07:05 UTC +01:00 310 mots": (
        "2020-04-01T07:05:00+01:00", "Monde", None, 310,
    ),
    "Thursday, March 14, 2019 - p. RE3, 1,240 words": ("2019-03-14", None, "RE3", 1240),
    "Culture, samedi 6 juin 2020, p. 8, 540 mots": ("2020-06-06", "Culture", "8", 540),
}  # fmt: skip
SUB = '<p class="sm-margin-TopNews rdp__subtitle">Trois ans de travaux</p>'
TITLES = {
    "paragraph in the block": (
        '<div class="titreArticle"><p class="sm-margin-TopNews titreArticleVisu rdp__articletitle">'
        f'Le <span class="hit">phare</span></p>{SUB}</div>'
    ),
    "div in the block": (
        f'<div class="titreArticle"><div class="titreArticleVisu">Le phare</div>{SUB}</div>'
    ),
    "plain text": f'<div class="titreArticle">Le phare{SUB}</div>',
    "paragraph alone": f'<p class="titreArticleVisu">Le phare</p>{SUB}',
}
AUTHORS = {
    "after the title": '<p class="sm-margin-bottomNews">Par Anne Le Goff</p>',
    "of its own": '<div class="docAuthors">Anne Le Goff</div>',
}
LINK = '<a href="https://phare.example/1">Cet article est paru dans Le Phare (site web)</a>'
BODIES = {
    "paragraphs": f'<div class="docOcurrContainer"><p>«Oui», dit-elle.</p><p>La fin.</p>{LINK}</div>',
    "line breaks": f'<div class="docOcurrContainer">«Oui», dit-elle.<br><br/>La fin.<br>{LINK}</div>',
    "no container": f'<div class="DocText clearfix"><p>«Oui», <mark>dit</mark>-elle.</p>La fin.{LINK}</div>',
}
HOLDERS = {
    "DocHeader": '<span class="DocHeader">{}</span>',
    "section": '<span class="DocTitreSousSection">Rubrique</span> <span>{}</span>',
}
AROUND = (
    "<p>© 2019 Le Phare. Tous droits réservés.</p><p>Illustration(s) :</p><p>Le phare en 2018.</p>"
    "<p>Note(s) :</p><p>Mis à jour le 15 mars.</p>"
)


def test_every_layout():
    """Each combination of the hooks in one export: all articles there, all fields right."""
    hooks = list(itertools.product(OUTLETS, HEADERS, HOLDERS, TITLES, AUTHORS, BODIES))
    parts = []
    for number, (outlet, header, holder, title, author, body) in enumerate(hooks):
        parts.append(
            f'<article><header><span class="DocPublicationName">{outlet}</span>'
            f"{HOLDERS[holder].format(header)}{TITLES[title]}{AUTHORS[author]}</header>"
            f'<section>{BODIES[body]}</section><footer>{AROUND}<div class="publiC-lblNodoc">'
            f"news·20190314·PH·{number:05}</div></footer></article>"
        )
    found = list(read_html(io.BytesIO(export(*parts).encode()), "x.html"))
    assert len(found) == len(hooks) == 1200
    for number, (source, hook) in enumerate(zip(found, hooks, strict=True)):
        outlet, header, _, _, _, _ = hook
        name, edition = OUTLETS[outlet]
        date, section, page, words = HEADERS[header]
        assert isinstance(source, Source), (hook, source)
        assert source.text == "«Oui», dit-elle.\n\nLa fin.", hook
        assert (source.outlet, source.title) == (name, "Le phare"), hook
        assert source.date.isoformat() == date, hook
        assert source.id == f"news·20190314·PH·{number:05}"
        meta = source.meta
        assert (meta.get("edition"), meta.get("section"), meta.get("page")) == (
            edition, section, page,
        ), hook  # fmt: skip
        assert (meta.get("word_count"), meta.get("author")) == (words, "Anne Le Goff"), hook
        assert (meta.get("subtitle"), meta.get("url")) == (
            "Trois ans de travaux", "https://phare.example/1",
        ), hook  # fmt: skip
        assert meta["copyright"] == ["© 2019 Le Phare. Tous droits réservés."], hook
        assert meta["captions"] == ["Le phare en 2018."], hook
        assert meta["notes"] == ["Mis à jour le 15 mars."], hook
