"""Articles as HTML: every word once, marks where they belong, nothing let in."""

from __future__ import annotations

import html.parser
import json
import re

import pytest
from conftest import HERE
from typer.testing import CliRunner

from quoteminer.cli import app
from quoteminer.models import Article, Cue, Entity, Mention, Quote, Speaker
from quoteminer.show import article_html, displacy, page
from quoteminer.show.layers import Stretch, tokens
from quoteminer.text import encodable

EVIL = '<script>alert("x")</script> & "Zoé" O\'Brien'


class Reader(html.parser.HTMLParser):
    """The text of an article as the HTML holds it, the marks in it, and every tag."""

    VOID = ("meta", "input", "link", "br")

    def __init__(self, source: str) -> None:
        super().__init__()
        self.stack: list[tuple[str, dict[str, str]]] = []
        self.tags: list[str] = []
        self.text = ""
        self.marks: dict[str, str] = {}
        self.feed(source)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        assert not any(name.startswith("on") for name, _ in attrs)
        if tag not in self.VOID:
            self.stack.append((tag, {k: v or "" for k, v in attrs}))

    def handle_endtag(self, tag):
        assert self.stack.pop()[0] == tag, "tags nest"

    def handle_data(self, data):
        classes = [a.get("class", "").split() for _, a in self.stack]
        inside = {c for names in classes for c in names}
        if "qm-par" not in inside or inside & {"qm-badge", "qm-card"}:
            return
        self.text += data
        for tag, attrs in self.stack:
            if tag == "mark":
                number = attrs["data-q"]
                self.marks[number] = self.marks.get(number, "") + data


def words(text: str) -> list[str]:
    return text.split()


def article(text: str, **parts) -> Article:
    return Article(text=text, **parts)


def quote(text: str, start: int, end: int, **more) -> Quote:
    fields = {
        "kind": "direct", "marks": ("«", "»"), "paragraph": 0, "sentence_start": 0,
        "sentence_end": len(text), "word_count": 1,
    }  # fmt: skip
    return Quote(
        text=text[start:end], start=start, end=end, outer_start=start - 1, outer_end=end + 1,
        **{**fields, **more},
    )  # fmt: skip


def test_every_word_once_and_every_mark_in_place(example):
    read = Reader(article_html(example))
    assert not read.stack
    assert "".join(words(read.text)) == "".join(words(example.text))
    assert len(read.marks) == len(example.quotes) == 8
    for number, one in enumerate(example.quotes, 1):
        assert read.marks[str(number)] == example.text[one.outer_start : one.outer_end]


def test_notebook_fragment_is_scriptless_and_fetches_nothing(example):
    shown = example._repr_html_()
    assert "<script" not in shown and "http" not in shown and "url(" not in shown
    for part in ("Hélène Castaing", "martelé", "</b> sure", "insistence", "3 quotes, 17 words"):
        assert part in shown


def test_hostile_texts_show_as_text():
    text = f"«{EVIL}», dit {EVIL}."
    start = len(text) - 1 - len(EVIL)
    who = Entity(text=EVIL, start=start, end=start + len(EVIL), label="PER", name=EVIL)
    mention = Mention(text=EVIL, start=start, end=start + len(EVIL), type="named")
    speaker = Speaker(name=EVIL, kind="person", entity=who, mentions=(mention,))
    cue = Cue(text="dit", start=start - 4, end=start - 1, lemma=EVIL, cue_class=EVIL)
    one = quote(
        text, 1, 1 + len(EVIL), speaker=speaker, mention=mention, cue=cue, confidence=0.5,
        explanation=(EVIL,), candidates=({"name": EVIL, "probability": 0.2},),
    )  # fmt: skip
    hostile = article(
        text, id=EVIL, title=EVIL, outlet=EVIL, quotes=(one,), entities=(who,), speakers=(speaker,)
    )
    calm = Reader(page([article("Rien.", title="t")]))
    shown = page([hostile], title=EVIL)
    read = Reader(shown)
    assert words(read.text) == words(text)
    assert read.tags.count("script") == calm.tags.count("script") == 2
    assert "<script>alert" not in shown and '"Zoé"' not in shown
    data = re.search(r'<script type="application/json" id="data">(.*?)</script>', shown, re.S)
    assert json.loads(data[1])[0]["id"] == EVIL
    Reader(hostile.quotes._repr_html_())
    Reader(hostile.speakers._repr_html_())
    assert "<script>" not in hostile.quotes._repr_html_() + hostile.speakers._repr_html_()


def test_page_allows_only_its_own_style_and_script(example):
    shown = page([example, example])
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', shown)[1].replace(
        "&#39;", "'"
    )
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy and "http" not in policy
    assert not re.search(r'\sstyle="', shown)
    ids = re.findall(r'\sid="([^"]+)"', shown)
    assert len(ids) == len(set(ids))


def test_crossing_stretches_are_cut_not_lost():
    marked = [Stretch(0, 6, "quote", (0,)), Stretch(4, 9, "entity", (0,))]
    found = [
        (t.what, t.stretch.layer if t.stretch else t.words) for t in tokens("abcdefghij", marked)
    ]
    assert found == [
        ("open", "quote"), ("words", "abcd"), ("open", "entity"), ("words", "ef"),
        ("close", "entity"), ("close", "quote"), ("open", "entity"), ("words", "ghi"),
        ("close", "entity"), ("words", "j"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        "«" * 500 + "a" + "»" * 500,
        "«un\n\ndeux», a dit Anne Roy.",
        "\x00\u202e«x»\ud800",
        "🙂 «é»",
    ],
)
def test_odd_texts(text, miner):
    found = miner(text)
    read = Reader(page([found]))
    assert "".join(words(read.text)) == "".join(words(encodable(text)))


def test_reprs(example):
    assert repr(example).startswith("<Article 'montaubry' 'Le tramway': 8 quotes, 4 speakers, ")
    assert re.match(
        r"<Quote \d+–\d+ mixed, Hélène Castaing 0\.\d\d: «crève-cœur»>", repr(example.quotes[0])
    )
    assert "Hélène Castaing" in repr(example.speakers[0])
    assert example.quotes == tuple(example.quotes)
    again = Article.model_validate_json(example.model_dump_json())
    assert again == example and again.quotes._repr_html_() == example.quotes._repr_html_()


def test_displacy(example):
    from spacy import displacy as spacys

    shown = displacy(example)
    for ent, one in zip(shown["ents"], example.quotes, strict=True):
        assert example.text[ent["start"] : ent["end"]] == one.text
    assert shown["ents"][0]["label"] == "Hélène Castaing"
    assert (
        "HÉLÈNE CASTAING" in spacys.render(shown, style="ent", manual=True, jupyter=False).upper()
    )
    spans = displacy(example, style="span")
    first = spans["spans"][0]
    assert spans["tokens"][first["start_token"] : first["end_token"]] == ["crève", "-", "cœur"]
    assert "crève" in spacys.render(spans, style="span", manual=True, jupyter=False)
    assert {e["label"] for e in displacy(example, "entities")["ents"]} <= {"PER", "LOC", "ORG"}


def test_command(tmp_path, example):
    out = tmp_path / "page.html"
    done = CliRunner().invoke(
        app, ["show", str(HERE.parent / "examples/article.txt"), "--out", str(out)]
    )
    assert done.exit_code == 0, done.output
    assert Reader(out.read_text("utf-8")).marks["1"] == "«crève-cœur»"
    mined = tmp_path / "mined.jsonl"
    mined.write_text(example.model_dump_json() + "\nnot json\n", "utf-8")
    done = CliRunner().invoke(app, ["show", str(mined), "--out", str(out)])
    assert done.exit_code == 1 and "article 2" in done.output
    assert len(Reader(out.read_text("utf-8")).marks) == 8
    done = CliRunner().invoke(app, ["show", str(tmp_path / "none.txt"), "--out", str(out)])
    assert done.exit_code == 2


def test_two_hundred_quotes_make_a_page_of_reasonable_size():
    text = " ".join("«abc»" for _ in range(200))
    many = article(text, quotes=tuple(quote(text, 6 * i + 1, 6 * i + 4) for i in range(200)))
    shown = article_html(many)
    assert len(Reader(shown).marks) == 200
    assert len(shown) < 400_000
