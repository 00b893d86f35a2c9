"""Any input, long and many, the same every time: nothing lost, and nothing let in."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import random
import resource
import subprocess
import sys
import zipfile
from itertools import islice
from pathlib import Path

import hostile
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import spacy
from conftest import HERE, articles
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import quoteminer
from quoteminer import Article, Failure, InputError, OutputError, QuoteminerError, Source
from quoteminer.analysis import plan
from quoteminer.component import QuoteMiner
from quoteminer.corpus.exchange import brat_annotations, iramuteq_text, tei_document
from quoteminer.entities import find_entities
from quoteminer.evaluation import checked, evaluate, prediction
from quoteminer.notation import parse
from quoteminer.pipeline import Pipeline
from quoteminer.text import SECTION

MADE = st.randoms(use_true_random=False)
RELAXED = {
    "deadline": None,
    "suppress_health_check": [
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
    ],
}

# --- Any input: texts ------------------------------------------------------------------


@given(st.one_of(MADE.map(hostile.text), st.text(max_size=300)))
@settings(max_examples=150, **RELAXED)
def test_hostile_texts(miner, text):
    hostile.check(miner(text), text)


def test_articles_spoilt_in_every_way(miner):
    """Every mutation of every article written for the project, through `pipe`."""
    texts = [
        hostile.mutated(change(a["text"], choice), choice)
        for number, change in enumerate(hostile.MUTATIONS)
        for a in articles()[number::7]
        for choice in [random.Random(f"{number}.{a['id']}")]
    ]
    assert len(texts) > 80
    for article, text in zip(miner.pipe(texts, on_error="record"), texts, strict=True):
        assert isinstance(article, Article), article
        hostile.check(article, text)


def test_exports_of_hostile_texts(miner):
    from lxml import etree

    for seed in range(40):
        article = miner(hostile.text(random.Random(seed)))
        etree.fromstring(tei_document(article))
        brat_annotations(article).encode()
        iramuteq_text(article).encode()
        for view in (article, article.quotes, article.speakers):
            view._repr_html_().encode()


@pytest.mark.parametrize(
    "text",
    [
        "Ἀθήνα, Москва et Київ ont signé. Ἀθήνα a dit «oui».",
        "Ø a dit «oui». Ø, dit Ł, «non».",
        '«\n« »\n"\n"\n',
        "Il ajoute: «\n»",
    ],
)
def test_texts_that_once_failed(miner, text):
    hostile.check(miner(text), text)


def test_a_damaged_gzip_block_is_a_failure(tmp_path):
    """Whatever unpacks, its own errors included: each byte of a small file spoilt in turn."""
    path = _file(tmp_path, "jsonl.gz", [a["text"] for a in articles()[:2]])
    whole = path.read_bytes()
    failed = 0
    for at in range(0, len(whole), 7):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :])
        failed += any(isinstance(item, Failure) for item in quoteminer.read(path))
    assert failed > len(whole) / 7 * 0.9


def test_names_in_other_alphabets_are_not_one(miner):
    article = miner("Владимир Петров, maire de Lyon, a reçu Андрей Иванов à Paris mardi.")
    names = {e.text: e.name for e in article.entities if e.text[0] > "\u0370"}
    assert all(text == name for text, name in names.items())


def test_half_a_surrogate_pair_becomes_a_character_in_json(miner):
    text = "Il a dit \ud800 «oui \udfff», dit Anne Roy."
    article = miner(Source(text=text, id="a\ud801", meta={"\udc00": ["\udc01"]}))
    again = Article.model_validate_json(article.model_dump_json())
    assert again.text == text.replace("\ud800", "\ufffd").replace("\udfff", "\ufffd")
    assert [q.start for q in again.quotes] == [q.start for q in article.quotes]
    assert (again.id, again.meta) == ("a\ufffd", {"\ufffd": ["\ufffd"]})


# --- Any input: files ------------------------------------------------------------------


def _file(folder, kind, texts):
    """The path of a small corpus in a format."""
    records = [{"id": f"a{n:02}", "titre": "Une", "text": t} for n, t in enumerate(texts)]
    path = folder / f"x.{kind}"
    if kind in ("jsonl", "jsonl.gz"):
        data = "\n".join(json.dumps(r) for r in records).encode()
        path.write_bytes(gzip.compress(data, mtime=0) if kind.endswith("gz") else data)
    elif kind == "json":
        path.write_text(json.dumps(records))
    elif kind in ("csv", "tsv"):
        line = ";" if kind == "csv" else "\t"
        cells = [[r["id"], r["titre"], '"' + r["text"].replace('"', '""') + '"'] for r in records]
        rows = [["id", "titre", "text"], *cells]
        path.write_bytes("\n".join(line.join(row) for row in rows).encode("utf-8", "replace"))
    elif kind == "parquet":
        pq.write_table(pa.Table.from_pylist(records), path)
    elif kind == "zip":
        with zipfile.ZipFile(path, "w") as archive:
            for record in records:
                archive.writestr(f"{record['id']}.txt", record["text"].encode("utf-8", "replace"))
    elif kind == "html":
        body = "".join(
            f'<article><span class="DocPublicationName">Le Courrier</span>'
            f'<div class="docOcurrContainer"><p>{r["text"]}</p></div></article>'
            for r in records
        )
        path.write_bytes(f"<html><body>{body}</body></html>".encode("utf-8", "replace"))
    else:
        path.write_bytes(texts[0].encode("utf-8", "replace"))
    return path


KINDS = ("jsonl", "jsonl.gz", "json", "csv", "tsv", "parquet", "zip", "html", "txt")


@pytest.mark.parametrize("kind", KINDS)
@given(choice=MADE)
@settings(max_examples=20, **RELAXED)
def test_spoilt_files_give_sources_and_failures(tmp_path, kind, choice):
    texts = [hostile.text(choice).encode("utf-8", "replace").decode() or "x" for _ in range(3)]
    path = _file(tmp_path, kind, texts)
    data = bytearray(path.read_bytes())
    for _ in range(choice.randint(0, 3)):
        at = choice.randint(0, len(data))
        how = choice.randint(0, 3)
        if how == 0:
            data = data[:at]
        elif how == 1:
            data[at : at + choice.randint(1, 50)] = b""
        elif how == 2:
            data[at:at] = bytes(choice.randint(0, 255) for _ in range(choice.randint(1, 9)))
        elif data:
            data[at % len(data)] ^= 1 << choice.randint(0, 7)
    path.write_bytes(bytes(data))
    found = list(islice(quoteminer.read(path), 1000))
    for number, item in enumerate(found):
        assert isinstance(item, (Source, Failure))
        if isinstance(item, Source):
            assert item.text.strip()
        else:
            assert item.position == number and item.reason


@pytest.mark.parametrize("kind", ["jsonl.gz", "parquet", "zip", "jsonl"])
def test_a_cut_file_is_never_taken_for_whole(tmp_path, kind):
    texts = [a["text"] for a in articles()[:12]]
    path = _file(tmp_path, kind, texts)
    whole = path.read_bytes()
    assert [s.text for s in quoteminer.read(path)] == texts
    for part in (1, 2, 3):
        path.write_bytes(whole[: len(whole) * part // 4])
        found = list(quoteminer.read(path))
        read = [item.text for item in found if isinstance(item, Source)]
        assert isinstance(found[-1], Failure), "the end is missing, and nobody says so"
        assert read == texts[: len(read)]


@given(st.one_of(st.text(max_size=200), MADE.map(hostile.text)), MADE)
@settings(max_examples=200, **RELAXED)
def test_notation_gives_offsets_that_hold_or_its_error(text, choice):
    for _ in range(choice.randint(0, 4)):
        at = choice.randint(0, len(text))
        notes = ["{direct 1 Roy}", "{scare}", "{c1:dit}", "{n1:Roy}", "{", "}", "{p1,2:il}"]
        text = text[:at] + choice.choice(notes) + text[at:]
    try:
        article = parse(text)
    except QuoteminerError as error:
        assert "line" in str(error)
        return
    for quote in article["quotes"]:
        for span in (quote, quote["mention"], quote["cue"]):
            if span is not None:
                assert article["text"][span["start"] : span["end"]] == span["text"]


@given(MADE)
@settings(max_examples=200, **RELAXED)
def test_gold_records_are_measured_or_refused(choice):
    record = parse("«Oui»{direct 1 Zoé}, {c1:dit} {n1:Zoé}. Le «plan»{scare}.", id="a")
    record["entities"] = [{"start": 7, "end": 10, "label": "PER", "name": "Zoé"}]
    wrong = [None, -1, 10**9, "x", "", [], {}, 1.5, True, "\ud800", [{}], [None]]
    for _ in range(choice.randint(1, 3)):
        place = record
        while True:
            key = (
                choice.choice([*place]) if isinstance(place, dict) else choice.randrange(len(place))
            )
            inner = place[key]
            if isinstance(inner, (dict, list)) and inner and choice.random() < 0.7:
                place = inner
                continue
            if isinstance(place, dict) and choice.random() < 0.3:
                del place[key]
            else:
                place[key] = choice.choice(wrong)
            break
        if not record:
            break
    try:
        gold = checked(record)
    except InputError as error:
        assert str(error)
        return
    assert evaluate([gold], {gold["id"]: gold}).figures["articles"] == 1


def test_gold_files_are_refused_with_the_line(tmp_path, miner):
    path = tmp_path / "gold.jsonl"
    good = {**prediction(miner("«Oui», dit Anne Roy.")), "id": "a", "text": "«Oui», dit Anne Roy."}
    for bad in ("{", "[]", '{"id": "b"}', '{"id": "b", "quotes": [{"start": 3, "end": 1}]}'):
        path.write_text(json.dumps(good) + "\n" + bad + "\n")
        run = _command("evaluate", path, path)
        assert run.returncode == 2
        assert "line 2" in run.stderr and "Traceback" not in run.stderr
    path.write_text(json.dumps({k: v for k, v in good.items() if k != "text"}))
    assert "no text" in _command("evaluate", path).stderr


# --- Long and many ---------------------------------------------------------------------

PERSON = "Xa{}{}{} Dupond"


def _person(number):
    return PERSON.format(*(chr(97 + number // 26**k % 26) for k in range(3)))


LONG = {
    "quotations in one sentence": lambda n: "«a» " * n,
    "straight marks with spaces": lambda n: '"a" ' * n,
    "opening marks alone": lambda n: "«a " * n,
    "closing marks alone": lambda n: "a» " * n,
    "marks in a row": lambda n: "«" * 3 * n,
    "straight marks in a row": lambda n: '"' * 3 * n,
    "nested": lambda n: "«a " * n + "oui" + " b»" * n,
    "nested by turns": lambda n: "«a “b " * (n // 2) + "oui" + "” »" * (n // 2),
    "clauses without a stop": lambda n: "«Nous irons», dit Anne Roy, " * (n // 4),
    "cues without a stop": lambda n: "a dit que " * n + "«oui»",
    "phrases without a stop": lambda n: "le maire, " * n + "«oui», dit-il",
    "one name": lambda n: "Roy " * n,
    "names, each another": lambda n: ", ".join(map(_person, range(n // 3))),
    "speakers, each another": lambda n: "\n".join(
        f"«Nous irons à la mer {k}», a dit {_person(k)}." for k in range(n // 8)
    ),
    "pronouns after many people": lambda n: "\n".join(
        f"{_person(k)} arrive. «Nous irons à la mer {k}», a-t-il dit." for k in range(n // 12)
    ),
    "quotations without a clause": lambda n: "\n".join(f"«Irons à la mer {k}.»" for k in range(n // 4)),
    "one word": lambda n: "a" * 8 * n,
    "one word with hyphens": lambda n: "a-" * 4 * n,
    "elisions": lambda n: "l'" * 4 * n,
    "combining accents": lambda n: "e" + "\u0301" * 4 * n,
    "no-break spaces": lambda n: "\u00a0" * 8 * n + "a",
    "spaces and lines": lambda n: " \n" * 4 * n,
    "stops": lambda n: ". " * 4 * n,
    "initials": lambda n: "A." * 4 * n,
    "figures": lambda n: "1 " * 4 * n,
    "markup": lambda n: '<div class="a"><p>«Oui», dit-il</p></div>' * (n // 8),
    "emoji": lambda n: "👩‍👩‍👧‍👦" * n,
    "never closed": lambda n: "«Nous irons à la mer.\n" * (n // 4),
}  # fmt: skip


@pytest.mark.parametrize("name", LONG)
def test_twice_the_text_is_twice_the_work(miner, name, monkeypatch):
    """Within one section, where who is who is asked: counted in calls, not in seconds."""
    # With fewer figures a text need not be as long for the bound to hold.
    monkeypatch.setattr("quoteminer.speakers.resolve.NEAR_FIGURES", 20)

    def calls(number):
        count = 0

        def counted(_frame, event, _argument):
            nonlocal count
            count += event in ("call", "c_call")

        text = LONG[name](number)
        assert len(text) < SECTION
        sys.setprofile(counted)
        try:
            article = miner(text)
        finally:
            sys.setprofile(None)
        hostile.check(article, text)
        return count

    calls(400)  # fills the caches of words
    assert calls(1600) < 1.3 * 2 * calls(800)


@pytest.mark.parametrize(
    "text",
    ["«" * 100_000, '"' * 100_000, "«a " * 10_000 + "oui" + " b»" * 10_000, "a" * 1_000_000],
    ids=["opening marks", "straight marks", "nested", "one word"],
)
def test_very_long(miner, text):
    hostile.check(miner(text), text)


def test_a_text_above_the_models_limit(miner):
    """Longer than spaCy's `max_length` of a million characters: one article all the same."""
    calm = "Le temps est beau et la mer est calme depuis ce matin.\n" * 19_000
    text = f"«Nous partons», dit Anne Roy.\n{calm}«Nous rentrons», dit Anne Roy."
    assert len(text) > spacy.blank("fr").max_length
    article = miner(text)
    assert [q.text for q in article.quotes] == ["Nous partons", "Nous rentrons"]
    assert [s.name for s in article.speakers] == ["Anne Roy"]
    assert article.quotes[1].paragraph == 19_001


def test_the_component_reads_a_long_doc_in_sections():
    """As the miner does: twice the Doc, twice the work, and offsets of the whole."""
    pipeline = Pipeline()
    component = QuoteMiner(pipeline.nlp)
    paragraph = "«Nous tiendrons», a promis Anne Roy, et «plus vite», a-t-elle dit à Brest.  Oui.\n"

    def article(number):
        doc = pipeline.doc(plan(paragraph * number))
        for token in doc:  # what a pipeline's tagger fills in
            token.pos_ = token.pos_ or "X"
        return component(doc)._.article

    short = article(1)
    number = 3 * SECTION // len(paragraph)
    long = article(number)
    hostile.check(long, paragraph * number)
    assert len(long.quotes) == number * len(short.quotes)
    assert long.quotes[-1].paragraph == number - 1
    assert [s.name for s in long.speakers] == [s.name for s in short.speakers]


def _command(*given, limit=None, **options):
    """The command line in a process of its own; `limit`: bytes that a file may have."""

    def limited():
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    return subprocess.run(
        [sys.executable, "-m", "quoteminer.cli", *map(str, given)],
        capture_output=True, text=True, check=False,
        preexec_fn=limited if limit else None, **options,
    )  # fmt: skip


@pytest.fixture(scope="module")
def growing(tmp_path_factory):
    """A corpus whose later parts take more room than the earlier ones."""
    path = tmp_path_factory.mktemp("in") / "x.jsonl"
    choice = random.Random(3)
    words = [f"mot{n}" for n in range(9_000)]
    with path.open("w", encoding="utf-8") as lines:
        for n in range(12):
            text = "«Oui», dit Anne Roy.\n" + " ".join(choice.choices(words, k=1 + 300 * n))
            lines.write(json.dumps({"id": f"a{n}", "text": text}) + "\n")
    return path


def _tables(folder):
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.glob("*/part-*"))
    }


@pytest.fixture(scope="module")
def grown(growing, tmp_path_factory):
    out = tmp_path_factory.mktemp("out") / "o"
    quoteminer.batch(growing, out, shard_size=3)
    return _tables(out)


@pytest.mark.parametrize("duplicates", ["none", "near"])
def test_full_disk(growing, grown, tmp_path, duplicates):
    """No room for a part (or for the index of duplicates): said, tidied up, gone on from."""
    out = tmp_path / "o"
    given = ("batch", growing, "--out", out, "--shard-size", 3, "--duplicates", duplicates)
    # Room for every file but the articles of the last part.
    sizes = sorted(len(data) for data in grown.values())
    assert sizes[-2] < sizes[-1]
    run = _command(*given, limit=sizes[-2] if duplicates == "none" else 30_000)
    assert run.returncode == 2
    assert "cannot be written to" in run.stderr and "Traceback" not in run.stderr
    left = [p for p in out.rglob("*") if p.is_file() and not p.name.startswith(".lock")]
    assert all(p.name == "manifest.json" or p.name.startswith("part-") for p in left)
    assert json.loads((out / "manifest.json").read_text())["complete"] is False
    parts = sorted(p.name for p in (out / "articles").iterdir())
    assert len(parts) < 4
    for table in ("articles", "quotes", "entities", "speakers", "failures"):
        assert pq.read_table(out / "articles").num_rows == 3 * len(parts) if parts else True
        assert {p.name for p in (out / table).iterdir()} >= set(parts)
    if duplicates == "none":
        assert parts, "parts that fitted are kept"
    assert _command(*given).returncode == 0
    if duplicates == "near":
        assert _tables(out) == grown


def test_no_room_for_what_is_printed(growing):
    with Path("/dev/full").open("w") as full:
        run = subprocess.run(
            [sys.executable, "-m", "quoteminer.cli", "extract", str(growing)],
            stdout=full, stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
    assert run.returncode == 2
    assert "cannot be written" in run.stderr and "Traceback" not in run.stderr
    assert "Exception ignored" not in run.stderr


def test_folder_that_cannot_be(growing, tmp_path):
    (tmp_path / "file").write_text("mine")
    for out in (tmp_path / "file", tmp_path / "file" / "o"):
        with pytest.raises(OutputError, match="cannot be written to"):
            quoteminer.batch(growing, out)
    assert (tmp_path / "file").read_text() == "mine"


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_folder_without_permission(growing, tmp_path):
    (tmp_path / "o").mkdir(mode=0o500)
    with pytest.raises(OutputError, match="cannot be written to"):
        quoteminer.batch(growing, tmp_path / "o")


@pytest.mark.parametrize("table", ["articles", "quotes", "failures"])
@pytest.mark.parametrize("fault", ["cut", "emptied", "gone"])
def test_a_part_spoilt_after_it_was_written_is_made_anew(growing, grown, tmp_path, table, fault):
    out = tmp_path / "o"
    for name, data in grown.items():
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        (out / name).write_bytes(data)
    source = quoteminer.batch(growing, tmp_path / "p", limit=1, shard_size=3)
    (out / "manifest.json").write_bytes((source.out / "manifest.json").read_bytes())
    part = out / table / "part-000001.parquet"
    if fault == "gone":
        part.unlink()
    else:
        part.write_bytes(part.read_bytes()[: 200 if fault == "cut" else 0])
    report = quoteminer.batch(growing, out, shard_size=3)
    assert report.articles == 12
    assert _tables(out) == grown


def test_output_in_any_encoding(tmp_path):
    path = tmp_path / "x.jsonl"
    path.write_text(
        json.dumps({"id": "a\ud800", "text": "Il a dit \ud800 «oui \udfff», dit Anne Roy."})
    )
    for kind in ("jsonl", "json", "csv", "table"):
        run = subprocess.run(
            [sys.executable, "-m", "quoteminer.cli", "extract", "-f", kind, str(path)],
            capture_output=True, check=False, env={**os.environ, "PYTHONIOENCODING": "ascii"},
        )  # fmt: skip
        assert run.returncode == 0, run.stderr
        assert "oui" in run.stdout.decode("utf-8")


# --- The same every time ---------------------------------------------------------------

PRINTED = """
import hashlib, random, sys
sys.path.insert(0, {here!r})
import hostile, quoteminer
from conftest import articles
texts = [a["text"] for a in articles()]
texts += [hostile.text(random.Random(seed)) for seed in range(60)]
found = quoteminer.load().pipe(texts, n_process={workers}, batch_size={batch}, on_error="record")
for result in found:
    print(hashlib.sha256(result.model_dump_json().encode()).hexdigest())
"""


def test_no_hash_no_worker_no_batch_changes_anything(miner):
    """Other hash seeds, other numbers of processes and batches: the same bytes."""
    texts = [a["text"] for a in articles()]
    texts += [hostile.text(random.Random(seed)) for seed in range(60)]
    here = [hashlib.sha256(miner(t).model_dump_json().encode()).hexdigest() for t in texts]
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", PRINTED.format(here=str(HERE), workers=workers, batch=batch)],
            stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONHASHSEED": seed},
        )
        for seed, workers, batch in (("0", 1, 32), ("1", 2, 5), ("4294967295", 3, 1))
    ]  # fmt: skip
    for run in runs:
        told, _ = run.communicate()
        assert run.returncode == 0
        assert told.split() == here


def test_order_of_organisations_with_the_same_initials(miner):
    doc = miner.pipeline.doc(plan("Le Conseil National Breton et le Comité Nantais Blanc. Le CNB."))
    assert find_entities(doc) == find_entities(doc)
