"""The pages in a real browser: marks in place, filters, safety, downloads, accessibility.

Skipped where no Chromium (`chromium`, `chromium-browser`, `google-chrome`) is installed or
the extra `browser` is missing.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator

import pytest
from conftest import HERE
from test_show import EVIL, article, quote
from typer.testing import CliRunner

from quoteminer.cli import app
from quoteminer.models import Article, Entity, Mention, Source, Speaker
from quoteminer.show import article_html, page

sync_api = pytest.importorskip("playwright.sync_api", reason="needs the extra: browser")
axe_sync = pytest.importorskip("axe_playwright_python.sync_playwright", reason="extra: browser")
BROWSER = os.environ.get("CHROMIUM") or next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
if BROWSER is None:
    pytest.skip("no Chromium is installed (apt-get install chromium)", allow_module_level=True)

FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-component-update "
    "--disable-background-networking --disable-sync"
).split()  # fmt: skip


@pytest.fixture(scope="module")
def browser(tmp_path_factory) -> Iterator[object]:
    with sync_api.sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            tmp_path_factory.mktemp("profile"), executable_path=BROWSER, headless=True,
            args=FLAGS, viewport={"width": 1280, "height": 900}, offline=True,
        )  # fmt: skip
        yield context
        context.close()


@pytest.fixture
def open_page(browser, tmp_path):
    """Open HTML from disk; at the end there must have been no error and no request."""
    complaints: list[str] = []
    opened = []

    def opening(html: str, name: str = "page.html"):
        path = tmp_path / name
        path.write_text(html, "utf-8")
        tab = browser.new_page()
        opened.append(tab)
        tab.on(
            "console", lambda m: complaints.append(m.text) if m.type in ("error", "warning") else 0
        )
        tab.on("pageerror", lambda error: complaints.append(str(error)))
        tab.on("dialog", lambda d: (complaints.append(d.message) if d.message else 0, d.accept()))
        tab.on(
            "request",
            lambda r: (
                complaints.append(r.url) if not r.url.startswith(("file:", "blob:", "data:")) else 0
            ),
        )
        tab.goto(path.as_uri())
        return tab

    yield opening
    for tab in opened:
        tab.close()
    assert complaints == []


@pytest.fixture(scope="module")
def corpus(miner) -> list[Article]:
    lines = (HERE.parent / "examples" / "corpus.jsonl").read_text("utf-8").splitlines()
    return list(miner.pipe(Source.model_validate_json(line) for line in lines))


def violations(tab) -> list[str]:
    found = axe_sync.Axe().run(tab).response["violations"]
    return [
        f"{v['id']} ({v['impact']}): {v['nodes'][0]['html'][:200]} {v['nodes'][0]['failureSummary']}"
        for v in found
    ]


def ground(tab, selector: str) -> str:
    return tab.locator(selector).first.evaluate(
        "e => getComputedStyle(e).backgroundColor + getComputedStyle(e).backgroundImage"
    )


def test_marks_stand_where_they_belong(open_page, example):
    tab = open_page(page([example]))
    words = "e => { const c = e.cloneNode(true); c.querySelectorAll('.qm-badge, .qm-card').forEach(x => x.remove()); return c.textContent; }"
    for number, one in enumerate(example.quotes, 1):
        mark = tab.locator(f"mark[data-q='{number}']")
        assert mark.evaluate(words) == example.text[one.outer_start : one.outer_end]
        if one.mention is not None:
            assert (
                tab.locator(f"u.qm-mention.qm-q{number}").first.evaluate(words) == one.mention.text
            )
    assert tab.locator("tbody tr").count() == len(example.quotes)


def test_pointer_and_keys_show_the_explanation(open_page, example):
    tab = open_page(page([example]))
    card = tab.locator("span.qm-card.qm-q3")
    assert not card.is_visible()
    tab.hover("mark[data-q='3']", position={"x": 10, "y": 10})
    assert card.is_visible() and "sure" in card.inner_text()
    assert (
        tab.locator("u.qm-cue.qm-q3").evaluate("e => getComputedStyle(e).outlineStyle") == "solid"
    )
    tab.mouse.move(0, 0)
    assert not card.is_visible()
    for _ in range(3):
        tab.keyboard.press("n")
    assert card.is_visible()
    tab.keyboard.press("p")
    assert not card.is_visible() and tab.locator("span.qm-card.qm-q2").is_visible()


def test_filters(open_page, example):
    tab = open_page(article_html(example))
    first = "mark[data-q='1']"
    shown = ground(tab, first)
    tab.uncheck(".qm-on-v0")
    assert ground(tab, first) != shown
    assert not tab.locator(f"{first} .qm-badge").is_visible()
    tab.check(".qm-on-v0")
    assert ground(tab, first) == shown
    tab.uncheck(f".qm-on-{example.quotes[0].kind}")
    assert ground(tab, first) != shown
    person = ".qm-text .qm-PER"
    assert tab.locator(person).first.evaluate("e => getComputedStyle(e).boxShadow") == "none"
    tab.check(".qm-on-PER")
    assert tab.locator(person).first.evaluate("e => getComputedStyle(e).boxShadow") != "none"


def test_hostile_text_is_text(open_page):
    text = f"«{EVIL}», dit {EVIL}."
    start = len(text) - 1 - len(EVIL)
    who = Entity(text=EVIL, start=start, end=start + len(EVIL), label="PER", name=EVIL)
    mention = Mention(text=EVIL, start=start, end=start + len(EVIL), type="named")
    speaker = Speaker(name=EVIL, kind="person", entity=who, mentions=(mention,))
    one = quote(text, 1, 1 + len(EVIL), speaker=speaker, mention=mention, confidence=0.9)
    hostile = article(
        text, id=EVIL, title=EVIL, quotes=(one,), entities=(who,), speakers=(speaker,)
    )
    tab = open_page(page([hostile]))
    assert EVIL in tab.locator("h1").inner_text()
    assert tab.locator(".qm-text script, .qm-side script, h1 script").count() == 0
    from quoteminer.report.page import report

    tab = open_page(report([hostile], title=EVIL), "report.html")
    tab.wait_for_selector("[data-ready]")
    assert EVIL in tab.locator("#found mark").inner_text()
    assert tab.locator("#found script").count() == 0


def test_corrections_download_and_are_measured(open_page, example, tmp_path):
    tab = open_page(page([example]))
    row = tab.locator("tr[data-row='0']")
    row.get_by_label("wrong").check()
    row.get_by_label("Speaker").fill("Paul Morin")
    row.get_by_label("Kind").select_option("direct")
    tab.locator("tr[data-row='1']").get_by_label("not a quote").check()
    tab.locator("tr[data-row='2']").get_by_label("right").check()
    tab.fill("#by", "AB")
    assert "3 of 8 quotes reviewed, 2 corrected" in tab.inner_text("#progress")
    with tab.expect_download() as coming:
        tab.click("#save")
    saved = tmp_path / "corrections.jsonl"
    coming.value.save_as(saved)
    assert coming.value.suggested_filename == "corrections.jsonl"
    record = json.loads(saved.read_text("utf-8"))
    assert record["text"] == example.text and record["review"]["by"] == "AB"
    assert [q["reviewed"] for q in record["quotes"]] == [True, True] + [False] * 5
    assert record["quotes"][0]["speaker"] == "Paul Morin" and record["quotes"][0]["cue"] is None
    assert record["quotes"][1]["cue"]["text"] == example.quotes[2].cue.text
    done = CliRunner().invoke(app, ["evaluate", str(saved), "--json"])
    figures = json.loads(done.stdout)
    assert figures["quotes"] == 2 and figures["kind"] == pytest.approx(
        (1 + (example.quotes[0].kind == "direct")) / 2
    )
    assert figures["spans"][0] == pytest.approx(2 / 3)  # what is no quote was found all the same
    gold = tmp_path / "gold.jsonl"
    done = CliRunner().invoke(app, ["corrections", str(saved), "--out", str(gold)])
    assert done.exit_code == 0 and len(gold.read_text("utf-8").splitlines()) == 1


def test_all_the_rest_is_right(open_page, example):
    tab = open_page(page([example, example.model_copy(update={"id": "again"})]))
    tab.click("#rest")
    assert "16 of 16" in tab.inner_text("#progress")
    with tab.expect_download() as coming:
        tab.click("#save")
    lines = coming.value.path().read_text("utf-8").splitlines()
    assert [json.loads(line)["id"] for line in lines] == ["montaubry", "again"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_page_is_accessible(open_page, example, scheme):
    tab = open_page(page([example, example.model_copy(update={"id": "again"})]))
    tab.emulate_media(color_scheme=scheme)
    for box in tab.locator(".qm-tools input").all():
        box.check()
    tab.keyboard.press("n")
    assert violations(tab) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_report_is_accessible_and_bars_lead_to_quotes(open_page, corpus, scheme):
    from quoteminer.report import figures
    from quoteminer.report.page import report
    from quoteminer.report.tables import Tables

    tables = Tables.of(corpus)
    tab = open_page(report(tables, title="Papers"))
    tab.emulate_media(color_scheme=scheme)
    charts = tab.locator("[data-chart]").count()
    tab.wait_for_function(f"document.querySelectorAll('[data-ready]').length === {charts}")
    assert charts >= 6
    for summary in tab.locator("summary").all():
        summary.click()
    assert violations(tab) == []
    # a bar, by the pointer
    tab.locator("[data-chart=speakers] .mark-rect path").first.click()
    tab.wait_for_function("location.hash.startsWith('#quotes?speaker')")
    top = max(
        {q.speaker for q in tables.attributed},
        key=lambda s: (sum(q.speaker == s for q in tables.attributed), s),
    )
    name = tab.evaluate("new URLSearchParams(location.hash.split('?')[1]).get('speaker')")
    said = [q for q in tables.attributed if q.speaker == name]
    assert len(said) == sum(q.speaker == top for q in tables.attributed)
    assert tab.locator("#found li").count() == len(said)
    assert tab.locator("#found mark").first.inner_text() in {q.text for q in said}
    # the next bar, and a line of the network, by the keyboard
    for chart, mark in (("speakers", ".mark-rect path"), ("network", ".mark-rule line")):
        tab.locator(f"[data-chart={chart}] [tabindex='0']").focus()
        tab.keyboard.press("ArrowRight")
        focused = tab.evaluate("document.activeElement.getAttribute('aria-label')")
        assert focused == tab.locator(f"[data-chart={chart}] {mark}").nth(1).get_attribute(
            "aria-label"
        )
        tab.keyboard.press("Enter")
        expected = re.search(r"Quotes (\d+)", focused).group(1)
        tab.wait_for_function(
            "n => document.querySelector('#count').textContent.startsWith(n + ' quote')",
            arg=expected,
        )
        assert tab.evaluate("document.activeElement.id") == "quotes-title"
    # a row of each table, by the keyboard
    drawn = [make(tables) for make in figures.FIGURES]
    for name in [figure.name for figure in drawn if figure.rows]:
        link = tab.locator(f"[data-table={name}] tbody a", has_text=re.compile("[1-9]")).last
        link.focus()
        tab.keyboard.press("Enter")
        count = int(link.inner_text())
        tab.wait_for_function(
            "h => location.hash === h && document.querySelector('#count').textContent",
            arg=link.get_attribute("href"),
        )
        if name == "repeated":
            assert tab.locator("#found li").count() >= count
        else:
            assert tab.locator("#count").inner_text().startswith(f"{count} quote")
    with tab.expect_download() as coming:
        tab.click("[data-csv=speakers]")
    table = coming.value.path().read_text("utf-8-sig").splitlines()
    assert table[0].startswith('"Speaker","Kind","Quotes"')
    with tab.expect_download() as coming:
        tab.click("[data-svg=network]")
    assert coming.value.path().read_text("utf-8").startswith("<svg")


def test_two_hundred_quotes_stay_smooth(open_page):
    sentence = (
        "«Le port numéro {:03d} rouvrira bientôt pour tous», a promis la maire, Anne Roy, hier. "
    )
    text = "".join(sentence.format(n) for n in range(200))
    step = len(sentence.format(0))
    quotes = tuple(quote(text, n * step + 1, text.index("»", n * step)) for n in range(200))
    tab = open_page(page([article(text, quotes=quotes)]))
    # of fifty moves the one that the machine was least busy in; about 50 ms on an idle one
    took = tab.evaluate(
        """() => [...document.querySelectorAll('mark')].slice(0, 50).map(mark => {
            const start = performance.now();
            mark.querySelector('.qm-badge').focus({focusVisible: true});
            mark.getBoundingClientRect(); document.body.offsetHeight;
            return performance.now() - start;
        }).sort((a, b) => a - b)[0]"""
    )
    assert took < 500, f"{took:.0f} ms to move from one quote to the next"
