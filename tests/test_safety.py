"""Safe to open: no code from data, no network, no bombs, no markup, no formulas, no leaks."""

from __future__ import annotations

import ast
import base64
import bz2
import gzip
import hashlib
import io
import json
import lzma
import re
import shutil
import subprocess
import sys
import zipfile
from html.parser import HTMLParser
from pathlib import Path

import pytest
from conftest import HERE
from lxml import etree
from typer.testing import CliRunner

import quoteminer
from quoteminer import (
    Article,
    Candidate,
    Cue,
    Entity,
    Failure,
    MadeBy,
    Mention,
    Profile,
    Quote,
    Source,
    Speaker,
)
from quoteminer.cli import app
from quoteminer.corpus import files
from quoteminer.corpus.exchange import Network, convert, tei_document
from quoteminer.errors import reason_of
from quoteminer.models import _Record
from quoteminer.report.page import report
from quoteminer.show.html import article_html, page, quotes_html, speakers_html

PACKAGE = Path(quoteminer.__file__).parent

# --- Nothing that is read can run ------------------------------------------------------

RUNS_DATA = {"eval", "exec", "compile", "__import__"}
UNSAFE_MODULES = {"pickle", "marshal", "shelve", "dill", "cloudpickle", "joblib", "yaml", "code"}
REACHES_OUT = {"socket", "urllib.request", "http.client", "requests", "httpx", "ftplib", "smtplib"}


def trees():
    for path in sorted(PACKAGE.rglob("*.py")):
        yield path.relative_to(PACKAGE).as_posix(), ast.parse(path.read_text("utf-8"))


def imported(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_no_module_runs_data_or_reaches_out():
    found = []
    for name, tree in trees():
        modules = set(imported(tree))
        roots = modules | {m.partition(".")[0] for m in modules}
        found += [(name, m) for m in roots & (UNSAFE_MODULES | REACHES_OUT)]
        if "subprocess" in roots and name != "benchmark.py":  # times new interpreters
            found.append((name, "subprocess"))
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            call = ast.unparse(node.func)
            arguments = {k.arg: ast.unparse(k.value) for k in node.keywords}
            if call in RUNS_DATA or call in ("os.system", "os.popen"):
                found.append((name, call))
            if arguments.get("shell") == "True" or arguments.get("allow_pickle") == "True":
                found.append((name, ast.unparse(node)))
    assert not found


def empty_network() -> list[str]:
    """What runs a command where there is no network at all; nothing where that is not allowed."""
    for command in (["unshare", "--net"], ["unshare", "--map-root-user", "--net"]):
        if (
            shutil.which(command[0])
            and not subprocess.run([*command, "true"], check=False).returncode
        ):
            return command
    return []


def test_nothing_leaves_the_machine_and_nothing_is_unpickled(tmp_path):
    article = {"text": "«Le port rouvrira», a promis Anne Roy, maire de Dol.", "outlet": "L'Écho"}
    (tmp_path / "a.jsonl").write_text(json.dumps(article) + "\n", "utf-8")
    done = subprocess.run(
        [*empty_network(), sys.executable, HERE / "offline.py", tmp_path],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    assert json.loads(done.stdout) == {"attempts": [], "unpickled": []}
    assert (tmp_path / "report.html").stat().st_size and (
        tmp_path / "shared/manifest.json"
    ).exists()


# --- HTML and XML ------------------------------------------------------------------------

EXPORT = """<!DOCTYPE html [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY file SYSTEM "file://{secret}">]>
<html><body><article><div class="DocPublicationName" title="{attribute}">L'Écho</div>
<div class="titreArticle">Le port</div><div class="docOcurrContainer">{body}</div></article>
</body></html>"""


def test_html_expands_no_entity_and_opens_no_file(tmp_path):
    (tmp_path / "secret").write_text("SECRET", "utf-8")
    body = "<p>«Oui», dit &c; &file; Anne Roy &eacute;lue.</p>"
    path = tmp_path / "a.html"
    path.write_text(EXPORT.format(secret=tmp_path / "secret", attribute="", body=body), "utf-8")
    (source,) = quoteminer.read(path)
    assert "SECRET" not in source.text and "aaa" not in source.text
    assert source.text.endswith("Anne Roy élue.")


def test_html_with_huge_attributes_and_deep_nesting(tmp_path):
    path = tmp_path / "a.html"
    for depth, there in ((900, True), (30_000, False)):
        body = "<p>Avant.</p>" + "<div><b>" * depth + "«Oui», dit-elle." + "</b></div>" * depth
        attribute = "a" * 12_000_000
        path.write_text(EXPORT.format(secret="", attribute=attribute, body=body), "utf-8")
        (found,) = quoteminer.read(path)
        if there:
            assert (found.outlet, found.text) == ("L'Écho", "Avant.\n\n«Oui», dit-elle.")
        else:  # recorded, not cut short: the parser would leave out the rest without a word
            assert isinstance(found, Failure) and "nested deeper" in found.reason


# --- Archives ----------------------------------------------------------------------------


def packed(kind: str, data: bytes) -> bytes:
    if kind == "zst":
        return pytest.importorskip("zstandard").compress(data)
    if kind in ("zip", "gz.zip"):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            member = ("a.txt.gz", gzip.compress(data)) if kind == "gz.zip" else ("a.txt", data)
            archive.writestr(*member)
        return stream.getvalue()
    pack = {"gz": gzip.compress, "bz2": bz2.compress, "xz": lzma.compress}
    return pack[kind](data)


@pytest.mark.parametrize("kind", ["gz", "bz2", "xz", "zst", "zip", "gz.zip"])
def test_decompression_bomb_is_refused(tmp_path, monkeypatch, kind):
    monkeypatch.setattr(files, "FREE", 1 << 16)
    path = tmp_path / f"a.txt.{kind.split('.')[-1]}"
    path.write_bytes(packed(kind, b"oui " * (1 << 22)))
    (failure,) = quoteminer.read(path)
    assert isinstance(failure, Failure)
    assert failure.reason == files.BOMB


@pytest.mark.parametrize("kind", ["gz", "bz2", "xz", "zst"])
def test_decompression_bomb_on_stdin_is_refused(monkeypatch, kind):
    monkeypatch.setattr(files, "FREE", 1 << 16)
    data = io.BytesIO(packed(kind, b"oui " * (1 << 22)))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(data)))
    (failure,) = quoteminer.read("-", format="text")
    assert isinstance(failure, Failure) and failure.reason == files.BOMB


def test_many_members_that_unpack_to_far_more_are_refused_at_once(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "FREE", 1 << 20)
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(40):
            archive.writestr(f"{number}.txt", b"o" * ((1 << 20) - 1))
    (failure,) = quoteminer.read(path)
    assert files.BOMB in failure.reason


@pytest.mark.parametrize("kind", ["gz", "bz2", "xz", "zst", "zip"])
def test_text_that_packs_well_is_no_bomb(tmp_path, monkeypatch, kind):
    monkeypatch.setattr(files, "FREE", 1 << 16)
    same = "\n".join(f"{n}. «Le port rouvrira», a promis Anne Roy." for n in range(4000))
    path = tmp_path / f"a.txt.{kind}"
    path.write_bytes(packed(kind, same.encode()))
    (source,) = quoteminer.read(path)
    assert source.text == same


def test_archive_members_that_lead_out_are_refused_and_nothing_is_unpacked(tmp_path):
    path = tmp_path / "a.zip"
    bad = ["../out.txt", "a/../../out.txt", "/out.txt", "C:\\out.txt", "..\\out.txt"]
    with zipfile.ZipFile(path, "w") as archive:
        for name in [*bad, "a/in.txt", "a..b/in.txt"]:
            archive.writestr(name, "«Oui», dit Anne Roy.")
    found = list(quoteminer.read(path))
    refused = [f.where for f in found if isinstance(f, Failure) and "leads out" in f.reason]
    assert sorted(refused) == sorted(f"{path.as_posix()}/{name}" for name in bad)
    assert [f.where for f in found if isinstance(f, Source)] == [
        f"{path.as_posix()}/a..b/in.txt", f"{path.as_posix()}/a/in.txt",
    ]  # fmt: skip
    assert list(tmp_path.iterdir()) == [path]


def test_archive_with_one_name_twice_loses_neither(tmp_path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "Un.")
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("a.txt", "Deux.")
    assert sorted(s.text for s in quoteminer.read(path)) == ["Deux.", "Un."]


@pytest.mark.parametrize("tool", ["brat", "tei"])
def test_ids_that_lead_out_name_files_inside_the_folder(tmp_path, miner, tool):
    out = tmp_path / "a" / "out"
    out.parent.mkdir()
    ids = ["../../up", "/root/x", "C:\\x", "..", "a/b", "con\0trol", ""]
    convert((miner(Source(text="«Oui», dit Anne Roy.", id=i)) for i in ids), tool, out)
    suffix = ".xml" if tool == "tei" else ".txt"
    assert len(list(out.glob(f"*{suffix}"))) == len(ids)
    assert [p for p in tmp_path.rglob("*") if p.is_file() and p.parent != out] == []


# --- Pages -------------------------------------------------------------------------------

EVIL = (
    "\"'><script>alert(1)</script><img src=x onerror=alert(1)> --></style></title></textarea>"
    "<svg/onload=alert(1)>&lt;{{7*7}}{% raw %}</script><a href='javascript:alert(1)'>javascript:x</a>"
)
CODES = {"kind", "type", "label", "gender"}  # fields with a fixed list of values


@pytest.fixture(scope="module")
def evil() -> Article:
    """An article in which every text there can be is hostile."""
    long = len(EVIL)
    said = {"text": EVIL, "start": 0, "end": long}
    mention = Mention(**said, type="named")
    entity = Entity(**said, label="PER", name=EVIL)
    speaker = Speaker(name=EVIL, kind="person", entity=entity, mentions=(mention,))
    quote = Quote(
        **said, outer_start=0, outer_end=long, marks=(EVIL, EVIL), kind="direct", speaker=speaker,
        mention=mention, cue=Cue(**said, lemma=EVIL, cue_class=EVIL), construction=EVIL,
        incises=((3, 9),), paragraph=0, sentence_start=0, sentence_end=long, word_count=9,
        confidence=0.5, candidates=(Candidate(name=EVIL, probability=0.5),), explanation=(EVIL,),
    )  # fmt: skip
    other = Quote(
        **said, outer_start=0, outer_end=long, marks=(EVIL, EVIL), kind="mixed", construction=EVIL,
        candidates=(Candidate(name=EVIL, probability=0.5),), paragraph=0, sentence_start=0,
        sentence_end=long, word_count=9, explanation=(EVIL,),
    )  # fmt: skip
    profile = Profile(
        name=EVIL, label="PER", names=(EVIL,), roles=(EVIL,), gender="feminine",
        gender_evidence=EVIL, mentions=1, quotes=1, quoted_words=9,
    )  # fmt: skip
    return Article(
        id=EVIL, title=EVIL, outlet=EVIL, date="2024-05-06", meta={EVIL: EVIL}, text=EVIL,
        quotes=(quote, other), entities=(entity,), speakers=(speaker,), profiles=(profile,),
        made_by=MadeBy(quoteminer=EVIL, model=EVIL, model_version=EVIL, spacy=EVIL),
    )  # fmt: skip


def strings(record: object, name: str = ""):
    """Every text of a record with its field; a field without one is told by None."""
    if isinstance(record, _Record):
        for field in type(record).model_fields:
            yield from strings(getattr(record, field), field)
    elif isinstance(record, (tuple, list)):
        for one in record:
            yield from strings(one, name)
    elif isinstance(record, str):
        yield name, record


def test_the_hostile_article_is_hostile_everywhere(evil):
    found = {name for name, text in strings(evil) if text == EVIL}
    models = (Article, Quote, Speaker, Mention, Cue, Entity, Candidate, Profile, MadeBy)
    texts = {
        name
        for model in models
        for name, field in model.model_fields.items()
        if name not in CODES and re.search(r"\bstr\b", str(field.annotation))
    }
    assert texts - {"meta"} <= found | {"speaker", "mention", "cue"}


class Elements(HTMLParser):
    """The elements, attributes and words of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.inside: dict[str, list[str]] = {"script": [], "style": []}
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag in self.inside:
            self.inside[tag].append("")

    def handle_data(self, data):
        last = self.tags[-1][0] if self.tags else ""
        if last in self.inside and self.cdata_elem == last:
            self.inside[last][-1] += data
        else:
            self.words.append(data)


RENDERED = {
    "notebook": article_html,
    "quotes": lambda a: quotes_html(a.quotes),
    "speakers": lambda a: speakers_html(a.speakers),
    "page": lambda a: page([a, a]),
    "page with a title": lambda a: page([a], title=EVIL),
    "report": lambda a: report([a, Failure(position=1, id=EVIL, where=EVIL, error=EVIL, reason=EVIL)], title=EVIL),
}  # fmt: skip


@pytest.mark.parametrize("name", RENDERED)
def test_html_is_escaped_everywhere(evil, name):
    found = Elements(RENDERED[name](evil))
    tags = [tag for tag, _ in found.tags]
    assert not {"img", "svg", "iframe", "object", "embed", "base", "link"} & set(tags)
    scripts = {"page": 2, "page with a title": 2, "report": 3}.get(name, 0)
    assert tags.count("script") == scripts
    for tag, attributes in found.tags:
        assert not [a for a in attributes if a.startswith("on") or a == "srcdoc"], tag
        for address in ("href", "src", "action", "formaction", "xlink:href"):
            if address in attributes:
                assert attributes[address].startswith("#"), (tag, attributes[address][:80])
    assert EVIL[:60] in "".join(found.words)


@pytest.mark.parametrize("name", ["page", "report"])
def test_pages_carry_a_policy_that_lets_nothing_else_run(evil, name):
    found = Elements(RENDERED[name](evil))
    (policy,) = [
        a["content"] for tag, a in found.tags if tag == "meta" and a.get("http-equiv") == "Content-Security-Policy"
    ]  # fmt: skip
    rules = {rule.split()[0]: rule.split()[1:] for rule in policy.split(";")}
    assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == ["'none'"]
    types = [a.get("type") for tag, a in found.tags if tag == "script"]
    run = [s for s, kind in zip(found.inside["script"], types, strict=True) if kind is None]
    hashes = [base64.b64encode(hashlib.sha256(s.encode()).digest()).decode() for s in run]
    assert rules["script-src"] == [f"'sha256-{h}'" for h in hashes]
    # The first thing in the head after the encoding: nothing is loaded before it holds.
    names = [tag for tag, _ in found.tags]
    assert names[:4] == ["html", "head", "meta", "meta"]
    assert not [s for s in types if s not in (None, "application/json")]


def test_templates_escape_by_default_and_say_where_not():
    """Only the package's own style and script are written as they are."""
    raw = {}
    for path in PACKAGE.rglob("templates/*.html"):
        text = path.read_text("utf-8")
        raw[path.name] = sorted(re.findall(r"\{\{\s*(\w+)\|safe", text))
        assert "autoescape false" not in text and "|safe" not in re.sub(r"\w+\|safe", "", text)
    assert {k: v for k, v in raw.items() if v} == {
        "page.html": ["script", "style"], "report.html": ["script"],
    }  # fmt: skip
    scripts = [p.read_text("utf-8") for p in PACKAGE.rglob("templates/*.js")]
    assert scripts
    for script in scripts:
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", script
        )


def test_xml_is_escaped(evil):
    network = Network()
    network.add(evil)
    for document in (tei_document(evil), network.gexf()):
        assert b"<!DOCTYPE" not in document and b"<script" not in document
        root = etree.fromstring(document)
        assert not [e for e in root.iter() if etree.QName(e).localname in ("script", "img", "svg")]
    body = etree.fromstring(tei_document(evil)).find("{*}text/{*}body")
    assert "".join(body.itertext()) == EVIL


# --- CSV ---------------------------------------------------------------------------------

FORMULAS = ["=HYPERLINK(1)", "+1+1", "-1+1", "@SUM(A1)", "\t=1", " =1", "\n=1"]


@pytest.mark.parametrize("formula", FORMULAS)
def test_csv_cells_run_no_formula(tmp_path, formula):
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"text": f"«{formula}», a dit Anne Roy.", "id": formula}), "utf-8")
    done = CliRunner().invoke(app, ["extract", str(path), "--format", "csv"])
    assert done.exit_code == 0, done.output
    import csv

    header, *rows = csv.reader(io.StringIO(done.stdout, newline=""))
    assert header and rows
    for row in rows:
        assert not [c for c in row if re.match(r"[ \n]*[=+@\t\r]|[ \n]*-(?![\d.]+$)", c)]


@pytest.mark.parametrize("command", ["extract", "summary"])
def test_cells_stay_as_they_are_where_that_is_asked_for(tmp_path, command):
    path = tmp_path / "a.jsonl"
    article = {"text": "«=1+1», a dit Anne Roy. «=1+1», a dit Anne Roy.", "outlet": "=1+1"}
    path.write_text(json.dumps(article), "utf-8")
    run = CliRunner()
    arguments = ["extract", str(path), "--format", "csv"]
    if command == "summary":
        assert run.invoke(app, ["batch", str(path), "--out", str(tmp_path / "run")]).exit_code == 0
        arguments = ["summary", str(tmp_path / "run"), "--only", "outlets", "--format", "csv"]
    assert "'=1+1" in run.invoke(app, arguments).stdout
    raw = run.invoke(app, [*arguments, "--raw"]).stdout
    assert "=1+1" in raw and "'=1+1" not in raw


# --- A terminal ----------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["extract", "entities"])
def test_a_terminal_obeys_no_article(tmp_path, command):
    path = tmp_path / "a.jsonl"
    evil = "\x1b[2J\x1b]52;c;b3Vp\x07[/bold][red]\x9b1m"
    text = f"«Oui {evil}», a dit Anne Roy."
    path.write_text(json.dumps({"text": text, "title": f"Le port {evil}"}), "utf-8")
    options = ["--format", "table", "--explain"] if command == "extract" else []
    done = CliRunner().invoke(app, [command, str(path), *options])
    assert done.exit_code == 0, done.exception
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]", done.stdout)
    assert "Le port" in done.stdout and "[/bold]" in done.stdout


# --- What is logged -------------------------------------------------------------------------

# A word that stands in every hostile input below, and may stand in no message.
SECRET = "Xylophène"
LEAKY = {
    "not_json.jsonl": f'{{"text": "{SECRET}"\n{{"text": {SECRET}}}\n["{SECRET}"]\n{{"text": ["{SECRET}"]}}\n',
    "no_column.jsonl": json.dumps({"corps du texte": SECRET, f"{SECRET} dit que la digue tient": 1}),
    "headless.csv": f"Le maire a dit à la presse que {SECRET} et la digue tiennent;2024\n{SECRET};3\n",
    "fields.csv": f"id,text\n1,{SECRET}\n1,2,{SECRET},4\n{SECRET}\n",
    "open.csv": f'id,text\n1,"{SECRET}\n2,{SECRET},{SECRET}\n',
    "date.jsonl": json.dumps({"text": SECRET * 3, "date": SECRET}),
    "no_article.html": f"<html><p>{SECRET}</p></html>",
    "post.html": f"<article><h1 class='titreArticle'>{SECRET}</h1><p>{SECRET}</p></article>",
    "empty.html": f"<article><div class='DocPublicationName'>L'Écho</div><div class='titreArticle'>{SECRET}</div></article>",
    "broken.json": f'[{{"text": "{SECRET}"',
    "binary.txt": f"{SECRET}\0\1{SECRET}",
    "no.parquet": SECRET,
    "bad.gz": f"\x1f\x8b {SECRET}",
    "bad.zip": f"PK {SECRET}",
    "latin.txt": f"{SECRET} été",
}  # fmt: skip


def test_messages_and_failure_records_hold_no_words_of_articles(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    for name, text in LEAKY.items():
        (folder / name).write_text(text, "utf-8")
    failures = [f for f in quoteminer.read(folder) if isinstance(f, Failure)]
    assert {Path(re.sub(r"[:#]\d+$", "", f.where)).name for f in failures} >= {
        "not_json.jsonl", "no_column.jsonl", "headless.csv", "fields.csv", "no_article.html",
        "post.html", "empty.html", "broken.json", "binary.txt", "no.parquet", "bad.gz", "bad.zip",
    }  # fmt: skip
    told = [f.model_dump_json() for f in failures]
    run = CliRunner()
    for command in (
        ["extract", folder], ["batch", folder, "--out", tmp_path / "out"],
        ["convert", folder, "--to", "tei", "--out", tmp_path / "tei"],
        ["show", folder, "--out", tmp_path / "page.html"], ["entities", folder, "--jsonl"],
        ["extract", folder, "--encoding", "ascii"], ["evaluate", folder / "not_json.jsonl"],
    ):  # fmt: skip
        told.append(run.invoke(app, [str(part) for part in command]).stderr)
        assert told[-1], command
    rows = pytest.importorskip("pyarrow.parquet").read_table(tmp_path / "out" / "failures")
    told.append(str(rows.to_pylist()))
    manifest = (tmp_path / "out" / "manifest.json").read_text("utf-8")
    for text in [*told, manifest]:
        assert SECRET not in text and "Xyloph" not in text, text


def test_a_defect_is_recorded_by_its_place_without_the_words(miner, monkeypatch):
    import quoteminer.miner as module

    def broken(doc, *_, **__):
        raise KeyError(doc.text)

    monkeypatch.setattr(module, "analyse", broken)
    text = f"«{SECRET}», a dit Anne Roy."
    for workers in (1, 2):
        (failure,) = miner.pipe([text], on_error="record", n_process=workers)
        assert failure.error == "KeyError"
        assert "miner.py:" in failure.reason and SECRET not in failure.reason
    with pytest.raises(KeyError, match=SECRET):  # asked: the whole message
        list(miner.pipe([text]))


def test_invalid_records_are_refused_without_their_words():
    with pytest.raises(quoteminer.InputError) as caught:
        list(quoteminer.load(quotes=False).pipe([{"text": 3, SECRET: SECRET}]))
    assert reason_of(caught.value).count(SECRET) <= 1  # the name of the unknown field
    with pytest.raises(ValueError, match="does not measure") as wrong:
        Entity(text=SECRET, start=0, end=2, label="PER", name="x")
    assert SECRET not in str(wrong.value)
    with pytest.raises(ValueError, match="Entity") as wrong:
        Article(
            text="x" * 20, entities=(Entity(text=SECRET, start=0, end=9, label="PER", name="x"),)
        )
    assert SECRET not in str(wrong.value)
