// Review: each quote is marked right, wrong (with what it should be) or no quote at all,
// and saved as annotated articles, one JSON object a line. Texts are only ever set as text.
"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const panel = document.getElementById("review");
  const reviews = []; // one entry a quote: {article, quote, state, …its controls}
  let unsaved = false;

  const make = (tag, props, ...children) => {
    const node = Object.assign(document.createElement(tag), props);
    node.append(...children);
    return node;
  };

  document.querySelectorAll("[data-article]").forEach((section, a) => {
    const article = data[a];
    const names = make("datalist", { id: `names-${a}` });
    new Set(article.quotes.map((q) => q.speaker).filter(Boolean)).forEach((name) =>
      names.append(make("option", { value: name })));
    section.append(names);
    section.querySelectorAll("[data-review]").forEach((cell, q) => {
      const quote = article.quotes[q];
      const entry = { article: a, quote: q, state: "" };
      const speaker = make("input", { value: quote.speaker || "", autocomplete: "off" });
      speaker.setAttribute("list", names.id);
      const kind = make("select", {});
      for (const value of ["direct", "mixed", "scare"]) {
        kind.append(make("option", { value, textContent: value, selected: value === quote.kind }));
      }
      const note = make("input", { autocomplete: "off" });
      const fix = make("div", { className: "fix", hidden: true },
        make("label", {}, "Kind", kind), make("label", {}, "Speaker (empty: nobody)", speaker),
        make("label", {}, "Note", note));
      const choices = [["right", "right"], ["wrong", "wrong"], ["none", "not a quote"]].map(
        ([value, words]) => {
          const radio = make("input", { type: "radio", name: `r-${a}-${q}`, value });
          radio.addEventListener("change", () => choose(entry, value));
          return make("label", {}, radio, " ", words);
        });
      const group = make("fieldset", {}, ...choices);
      group.setAttribute("aria-label", `Quote ${q + 1}`);
      kind.addEventListener("change", () => { if (kind.value === "scare") speaker.value = ""; unsaved = true; });
      for (const input of [speaker, note]) input.addEventListener("input", () => { unsaved = true; });
      cell.append(group, fix);
      Object.assign(entry, { group, fix, kind, speaker, note });
      reviews.push(entry);
    });
  });

  function choose(entry, state) {
    entry.state = state;
    entry.fix.hidden = state !== "wrong";
    unsaved = true;
    tell();
  }

  function tell() {
    const done = reviews.filter((r) => r.state).length;
    const wrong = reviews.filter((r) => r.state && r.state !== "right").length;
    document.getElementById("progress").textContent =
      `${done} of ${reviews.length} quotes reviewed, ${wrong} corrected.`;
  }

  function corrected() {
    const by = document.getElementById("by").value.trim();
    return data.map((article, a) => {
      const mine = reviews.filter((r) => r.article === a);
      if (!mine.some((r) => r.state)) return null;
      const quotes = [];
      const removed = [];
      for (const entry of mine) {
        const found = article.quotes[entry.quote];
        if (entry.state === "none") { removed.push([found.start, found.end]); continue; }
        const quote = { ...found, reviewed: entry.state !== "" };
        if (entry.state === "wrong") {
          // what tied the words to the wrong speaker was not confirmed by anybody
          Object.assign(quote, { mention: null, cue: null, kind: entry.kind.value,
            speaker: entry.kind.value === "scare" ? null : entry.speaker.value.trim() || null });
          if (entry.note.value.trim()) quote.note = entry.note.value.trim();
        }
        quotes.push(quote);
      }
      return { id: article.id, text: article.text, quotes,
        review: { by: by || null, saved: new Date().toISOString(), removed } };
    }).filter(Boolean);
  }

  document.getElementById("rest").addEventListener("click", () => {
    for (const entry of reviews.filter((r) => !r.state)) {
      entry.group.querySelector("[value=right]").checked = true;
      choose(entry, "right");
    }
  });

  document.getElementById("save").addEventListener("click", () => {
    const lines = corrected();
    if (!lines.length) {
      document.getElementById("progress").textContent = "Nothing reviewed yet: nothing to save.";
      return;
    }
    const blob = new Blob([lines.map((one) => JSON.stringify(one) + "\n").join("")],
      { type: "application/x-ndjson" });
    const url = URL.createObjectURL(blob);
    make("a", { href: url, download: "corrections.jsonl" }).click();
    setTimeout(() => URL.revokeObjectURL(url), 10000);
    unsaved = false;
    tell();
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.matches("input:not([type=radio], [type=checkbox]), select, textarea")) return;
    const step = { n: 1, p: -1 }[event.key];
    if (!step) return;
    const badges = [...document.querySelectorAll(".qm-badge")].filter((b) => b.offsetParent);
    const at = badges.indexOf(document.activeElement);
    const next = badges[at < 0 ? (step > 0 ? 0 : badges.length - 1) : at + step];
    if (next) { next.focus({ focusVisible: true }); next.scrollIntoView({ block: "nearest" }); }
  });

  addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });
  panel.hidden = !reviews.length;
  tell();
})();
