"""Every kind of file that holds articles, whole and damaged, as one stream of sources."""

from __future__ import annotations

import bz2
import datetime as dt
import gzip
import io
import json
import lzma
import zipfile

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import quoteminer
from quoteminer import Failure, InputError, Source
from quoteminer.corpus.columns import match_columns
from quoteminer.corpus.dates import find, iso
from quoteminer.corpus.encoding import decode

TEXT = "«Le pont tiendra», a assuré la préfète, Élise Bréhat, à l'été."
LINES = [{"id": f"a{i}", "text": f"{TEXT} Fin {i}.", "titre": f"Pont {i}"} for i in range(3)]
JSONL = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in LINES)


def texts(items):
    return [i.text for i in items if isinstance(i, Source)]


def failures(items):
    return [i for i in items if isinstance(i, Failure)]


@pytest.mark.parametrize("packing", ["", ".gz", ".bz2", ".xz", ".zst"])
def test_jsonl_in_every_packing(tmp_path, packing):
    import zstandard

    pack = {
        "": bytes, ".gz": gzip.compress, ".bz2": bz2.compress, ".xz": lzma.compress,
        ".zst": zstandard.ZstdCompressor().compress,
    }[packing]  # fmt: skip
    path = tmp_path / f"presse.jsonl{packing}"
    path.write_bytes(pack(JSONL.encode()))
    found = list(quoteminer.read(path))
    assert [s.id for s in found] == ["a0", "a1", "a2"]
    assert [s.title for s in found] == ["Pont 0", "Pont 1", "Pont 2"]
    assert texts(found) == [line["text"] for line in LINES]
    assert found[2].where == f"{path.as_posix()}:3"


def test_truncated_packing_keeps_what_came_before(tmp_path):
    path = tmp_path / "presse.jsonl.gz"
    many = "".join(json.dumps({"text": f"{TEXT} {i * 7919}"}) + "\n" for i in range(20_000))
    path.write_bytes(gzip.compress(many.encode())[:-2000])
    found = list(quoteminer.read(path))
    assert len(texts(found)) > 1000
    assert "breaks off" in found[-1].reason


@pytest.mark.parametrize(
    ("suffix", "pack", "kept"),
    [(".gz", gzip.compress, 400), (".bz2", bz2.compress, 0), (".xz", lzma.compress, 400)],
)
def test_a_short_file_that_breaks_off_keeps_what_can_be_read(tmp_path, suffix, pack, kept):
    """bzip2 packs blocks of 900 kB, of which a broken one is lost; and that is said."""
    path = tmp_path / f"presse.jsonl{suffix}"
    lines = [json.dumps({"text": f"{TEXT} {i * 7919}"}) for i in range(500)]
    path.write_bytes(pack("\n".join(lines).encode())[:-60])
    *found, last = quoteminer.read(path)
    assert isinstance(last, Failure) and "breaks off" in last.reason
    assert len(found) >= kept
    assert texts(found) == [json.loads(line)["text"] for line in lines[: len(found)]]


def test_broken_lines_are_failures_in_place(tmp_path):
    path = tmp_path / "x.jsonl"
    good = json.dumps({"id": "g", "text": TEXT})
    bad = [
        "{",
        '{"id": "n"}',
        '{"id": "l", "text": [1]}',
        '{"id": "e", "text": " "}',
        "7",
        "[" * 5000,
    ]
    path.write_text("\n".join([good, *bad, "", good]), "utf-8")
    found = list(quoteminer.read(path))
    assert [type(f) for f in found] == [Source, *[Failure] * len(bad), Source]
    assert [f.position for f in failures(found)] == [1, 2, 3, 4, 5, 6]
    assert [f.where.rsplit(":", 1)[1] for f in failures(found)] == ["2", "3", "4", "5", "6", "7"]
    assert [f.id for f in failures(found)][1:4] == ["n", "l", "e"]
    assert all(f.reason for f in failures(found))


def test_other_fields_go_to_meta(tmp_path):
    path = tmp_path / "x.jsonl"
    record = {
        "texte": TEXT,
        "rubrique": "Monde",
        "n": 3,
        "date": "14 mars 2019",
        "journal": "Le Phare",
    }
    path.write_text(json.dumps(record), "utf-8")
    (source,) = quoteminer.read(path)
    assert source.meta == {"rubrique": "Monde", "n": 3}
    assert (source.date, source.outlet) == (dt.date(2019, 3, 14), "Le Phare")


def test_results_are_read_as_articles_again(tmp_path, miner):
    path = tmp_path / "x.jsonl"
    article = miner(Source(text=TEXT, id="a", date=dt.date(2020, 1, 2), meta={"k": "v"}))
    path.write_text(article.model_dump_json(), "utf-8")
    (source,) = quoteminer.read(path)
    assert (source.id, source.text, source.date, source.meta) == (
        "a",
        TEXT,
        article.date,
        {"k": "v"},
    )


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_csv(tmp_path, separator, encoding):
    path = tmp_path / "x.csv"
    cell = f'"{TEXT}\nDeuxième ligne, avec \'\'; et """'
    rows = [["Identifiant", "Texte", "Date"], ["1", cell, "03/04/2021"], ["2", f'"{TEXT}"', ""]]
    path.write_bytes("\r\n".join(separator.join(r) for r in rows).encode(encoding))
    found = list(quoteminer.read(path))
    assert [s.id for s in found] == ["1", "2"]
    assert found[0].text == f"{TEXT}\nDeuxième ligne, avec ''; et \""
    assert found[0].date == dt.date(2021, 4, 3)
    assert found[1].where.endswith(":4")
    assert ("encoding" in found[0].meta) == (encoding in ("cp1252", "utf-16"))


def test_csv_rows_that_do_not_fit(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("id,text\n1,un texte\n2,trop,de champs\n3\n4,un autre\n", "utf-8")
    found = list(quoteminer.read(path))
    assert texts(found) == ["un texte", "un autre"]
    assert [f.where.rsplit(":", 1)[1] for f in failures(found)] == ["3", "4"]


def test_csv_mark_never_closed_swallows_nothing(tmp_path):
    path = tmp_path / "x.csv"
    rows = [
        "id,text",
        "1,bon",
        '2,"ouvert et jamais fermé',
        *[f"{i},bon {i}" for i in range(3, 50)],
    ]
    path.write_text("\n".join(rows), "utf-8")
    found = list(quoteminer.read(path))
    assert len(texts(found)) >= 48
    assert {s.id for s in found if isinstance(s, Source)} >= {str(i) for i in [1, *range(3, 50)]}


def test_csv_columns_can_be_named(tmp_path):
    path = tmp_path / "x.tsv"
    path.write_text("a\tb\n1\tun texte\n", "utf-8")
    (failure,) = quoteminer.read(path)
    assert "--column text=NAME" in failure.reason
    (source,) = quoteminer.read(path, columns={"text": "b", "id": "a"})
    assert (source.text, source.id) == ("un texte", "1")
    (failure,) = quoteminer.read(path, columns={"text": "c"})
    assert "no column 'c'" in failure.reason
    with pytest.raises(InputError, match="no such field"):
        quoteminer.read(path, columns={"texte": "b"})


def test_column_names():
    names = [
        "Nom du journal",
        "Date de publication",
        "Titre",
        "Texte intégral",
        "Doc_ID",
        "content",
    ]
    assert match_columns(names) == {
        "text": "content", "id": "Doc_ID", "title": "Titre", "date": "Date de publication",
        "outlet": "Nom du journal",
    }  # fmt: skip


def test_parquet(tmp_path):
    path = tmp_path / "x.parquet"
    when = dt.datetime(2020, 1, 2, 3, 4)
    table = {"contenu": [TEXT, None, TEXT], "date": [when, None, when], "media": ["M", "M", None]}
    pq.write_table(pa.table(table), path)
    found = list(quoteminer.read(path))
    assert [type(f) for f in found] == [Source, Failure, Source]
    assert found[0].date == when
    assert found[1].where.endswith("#2")
    path.write_bytes(b"PAR1 nothing")
    (failure,) = quoteminer.read(path)
    assert "Parquet" in failure.reason


def test_folders_and_archives(tmp_path):
    folder = tmp_path / "corpus"
    (folder / "2019").mkdir(parents=True)
    (folder / "2019" / "b.txt").write_text(TEXT, "utf-8")
    (folder / "a.txt").write_bytes(TEXT.encode("cp1252"))
    (folder / "vide.txt").write_text(" \n")
    (folder / "notes.docx").write_bytes(b"PK..")
    (folder / ".DS_Store").write_bytes(b"x")
    with zipfile.ZipFile(folder / "z.zip", "w") as archive:
        archive.writestr("été/c.txt", TEXT)
        archive.writestr("__MACOSX/._c.txt", "x")
        archive.writestr("d.jsonl.gz", gzip.compress(JSONL.encode()))
    found = list(quoteminer.read(folder))
    names = [f.where.removeprefix(f"{folder.as_posix()}/") for f in found]
    assert names == [
        "2019/b.txt", "a.txt", "notes.docx", "vide.txt",
        "z.zip/d.jsonl.gz:1", "z.zip/d.jsonl.gz:2", "z.zip/d.jsonl.gz:3", "z.zip/été/c.txt",
    ]  # fmt: skip
    assert found[1].text == TEXT
    assert found[1].meta == {"encoding": "cp1252"}
    assert [type(found[i]) for i in (2, 3)] == [Failure, Failure]


@pytest.mark.parametrize("name", ["absent.txt", "broken.zip", "empty"])
def test_what_is_not_there_is_a_failure(tmp_path, name):
    (tmp_path / "broken.zip").write_bytes(b"PK\3\4 no archive")
    (tmp_path / "empty").mkdir()
    (failure,) = quoteminer.read(tmp_path / name)
    assert isinstance(failure, Failure)
    assert failure.reason


@pytest.mark.parametrize(
    ("data", "ids"),
    [
        (JSONL.encode(), ["a0", "a1", "a2"]),
        (gzip.compress(JSONL.encode()), ["a0", "a1", "a2"]),
        (TEXT.encode(), ["stdin"]),
    ],
)
def test_stdin(monkeypatch, data, ids):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))
    assert [s.id for s in quoteminer.read("-")] == ids


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman", "cp850"])
def test_legacy_encodings(encoding):
    text = (
        "L'été dernier, la préfète a été élue à l'unanimité : c'était prévu dès février, "
        "où l'on s'était félicité du succès. Où étaient les députés ? À côté, près du théâtre."
    )
    assert decode(text.encode(encoding)) == (text, encoding)


def test_damaged_utf8_stays_utf8():
    data = ("L'été, à l'école, la préfète fête Noël. " * 5).encode() + b"\xff fin"
    text, note = decode(data)
    assert text.startswith("L'été, à l'école")
    assert text.endswith("\ufffd fin")
    assert note == "utf-8, 1 undecodable"


def test_encoding_of_each_line_alone(tmp_path):
    path = tmp_path / "x.jsonl"
    lines = [
        json.dumps({"text": f"Été {i}, préfète élue à Noël"}, ensure_ascii=False) for i in range(4)
    ]
    path.write_bytes(
        b"\n".join(x.encode("cp1252" if i % 2 else "utf-8") for i, x in enumerate(lines))
    )
    assert texts(quoteminer.read(path)) == [json.loads(x)["text"] for x in lines]


def test_given_encoding_binds(tmp_path):
    path = tmp_path / "x.txt"
    path.write_bytes("été".encode("cp1252"))
    (failure,) = quoteminer.read(path, encoding="utf-8")
    assert "not utf-8" in failure.reason
    with pytest.raises(InputError, match="no such encoding"):
        quoteminer.read(path, encoding="klingon")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2019-03-14", "2019-03-14"),
        ("2019-03-14T07:05:00Z", "2019-03-14T07:05:00+00:00"),
        ("14 mars 2019", "2019-03-14"),
        ("jeudi 14 mars 2019", "2019-03-14"),
        ("1er août 2020", "2020-08-01"),
        ("14 févr. 2019", "2019-02-14"),
        ("March 14, 2019", "2019-03-14"),
        ("Thursday, March 14, 2019", "2019-03-14"),
        ("03/04/2021", "2021-04-03"),
        ("3.4.2021", "2021-04-03"),
        ("14 mars 2019 à 18h05", "2019-03-14T18:05:00"),
        ("31 décembre 2019 - 07:05 UTC +01:00", "2019-12-31T07:05:00+01:00"),
    ],
)
def test_dates(written, expected):
    assert iso(written).isoformat() == expected


@pytest.mark.parametrize("written", ["", "hier", "2019", "32 mars 2019", "p. 12", "99/99/2019"])
def test_no_dates(written):
    assert iso(written) is None


def test_a_date_within_a_line():
    found = find("Économie, mardi 5 janvier 2021 1240 mots, p. 12")
    assert found.value == dt.date(2021, 1, 5)


def test_one_long_article(tmp_path):
    path = tmp_path / "x.txt"
    path.write_text(f"{TEXT}\n" * 80_000, "utf-8")
    (source,) = quoteminer.read(path)
    assert len(source.text) > 5_000_000


def test_pipe_passes_failures_on(miner, tmp_path):
    path = tmp_path / "x.jsonl"
    path.write_text(json.dumps({"text": TEXT}) + "\n{\n", "utf-8")
    article, failure = miner.pipe(quoteminer.read(path), on_error="record")
    assert article.quotes[0].text == "Le pont tiendra"
    assert failure.where.endswith(":2")
    with pytest.raises(InputError, match="not JSON"):
        list(miner.pipe(quoteminer.read(path)))
