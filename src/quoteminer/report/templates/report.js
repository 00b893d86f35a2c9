// The charts of a report and the quotes behind them. Texts are only ever set as text.
const read = (id) => JSON.parse(document.getElementById(id).textContent);
const specs = read("specs");
const said = read("said");
const total = said.text.length;
const PAGE = 40;
const views = {};

const make = (tag, props, ...children) => {
  const node = Object.assign(document.createElement(tag), props);
  node.append(...children);
  return node;
};
const value = (name, i) => (said[name].words ? said[name].words[said[name].at[i]] : said[name][i]);

// Charts: the expressions of a specification are interpreted, never compiled, so that the
// content security policy can forbid evaluation.
for (const host of document.querySelectorAll("[data-chart]")) {
  const name = host.dataset.chart;
  vegaEmbed(host, specs[name], {
    ast: true, renderer: "svg", actions: false, defaultStyle: false,
    tooltip: { disableDefaultStyle: true },
  }).then(({ view }) => {
    views[name] = view;
    host.dataset.ready = "yes";
    view.addEventListener("click", (event, item) => {
      if (item && item.datum && item.datum.where) open(item.datum);
    });
    byKeyboard(host);
  });
}

function open(datum) {
  location.hash = "quotes?" + datum.where;
}

// A chart is one stop of the tab key; arrows go from mark to mark, Enter opens the quotes.
function byKeyboard(host) {
  const marks = [...host.querySelectorAll(".mark-rect path, .mark-rule line, .mark-symbol path")]
    .filter((mark) => mark.__data__?.datum?.where && mark.__data__.datum.quotes !== 0);
  marks.forEach((mark, at) => {
    const { datum } = mark.__data__;
    mark.setAttribute("role", "link");
    mark.removeAttribute("aria-roledescription");
    mark.setAttribute("aria-label", `${datum.told}: read the quotes`);
    mark.setAttribute("tabindex", at ? "-1" : "0");
    mark.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") open(datum);
      else {
        const to = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: marks.length - 1 }[event.key];
        if (to === undefined) return;
        const next = marks[Math.max(0, Math.min(marks.length - 1, to))];
        mark.setAttribute("tabindex", "-1");
        next.setAttribute("tabindex", "0");
        next.focus();
      }
      event.preventDefault();
    });
  });
}

// The quotes behind a figure: #quotes?speaker=…&outlet=…
let chosen = [];
let shown = 0;

function wanted() {
  const [place, query] = decodeHash();
  return place === "quotes" ? [...new URLSearchParams(query)] : [];
}

function decodeHash() {
  const hash = location.hash.slice(1);
  const at = hash.indexOf("?");
  return at < 0 ? [hash, ""] : [hash.slice(0, at), hash.slice(at + 1)];
}

function select() {
  const where = wanted().filter(([name]) => name in said);
  const unattributed = where.some(([name]) => name === "month" || name === "repeat");
  const words = document.getElementById("words").value.trim().toLocaleLowerCase("fr");
  chosen = [];
  for (let i = 0; i < total; i++) {
    // the figures count direct and mixed quotes, and most of them only those with a speaker
    if (where.length && value("kind", i) === "scare") continue;
    if (where.length && !unattributed && !value("speaker", i)) continue;
    if (!where.every(([name, want]) => value(name, i) === want)) continue;
    if (words && !`${value("text", i)} ${value("speaker", i)}`.toLocaleLowerCase("fr").includes(words)) continue;
    chosen.push(i);
  }
  const label = where.map(([name, want]) =>
    `${name.replace("_", " ")}: ${name === "repeat" ? "this quote" : want || "none"}`).join(", ");
  document.getElementById("count").textContent =
    `${chosen.length} quote${chosen.length === 1 ? "" : "s"}` + (label ? ` (${label})` : "");
  document.getElementById("found").replaceChildren();
  shown = 0;
  more();
}

function more() {
  const list = document.getElementById("found");
  for (const i of chosen.slice(shown, shown + PAGE)) {
    const text = make("blockquote", { lang: "fr" }, make("bdi", {},
      value("before", i), make("mark", { textContent: value("text", i) }), value("after", i)));
    const who = make("p", {}, make("b", {}, make("bdi", { textContent: value("speaker", i) || "no speaker" })),
      ` — ${value("kind", i)}${value("cue", i) ? `, «${value("cue", i)}» (${value("cue_class", i)})` : ""}` +
      (value("speaker", i) ? `, ${Math.round(value("confidence", i) * 100)} % sure` : ""));
    const where = make("p", { className: "meta" }, make("bdi", {
      textContent: [value("outlet", i), value("date", i), value("title", i) || value("article", i)].filter(Boolean).join(" · ") }));
    list.append(make("li", {}, text, who, where));
  }
  shown = Math.min(shown + PAGE, chosen.length);
  document.getElementById("more").hidden = shown >= chosen.length;
}

function go() {
  const [place] = decodeHash();
  select();
  if (place === "quotes") {
    document.getElementById("quotes").scrollIntoView();
    document.getElementById("quotes-title").focus({ preventScroll: true });
  }
}

addEventListener("hashchange", () => { if (decodeHash()[0] === "quotes") { document.getElementById("words").value = ""; go(); } });
document.getElementById("words").addEventListener("input", select);
document.getElementById("search").addEventListener("submit", (event) => event.preventDefault());
document.getElementById("clear").addEventListener("click", () => {
  document.getElementById("words").value = "";
  history.replaceState(null, "", "#quotes");
  select();
});
document.getElementById("more").addEventListener("click", more);

// Downloads. A cell that a spreadsheet would run as a formula is made plain text.
const inert = (text) => (/^[=+\-@\t\r]/.test(text) && !/^-?[\d.,\s%]+$/.test(text) ? "'" + text : text);
const csv = (rows) => "\ufeff" + rows.map((row) => row.map((cell) => `"${inert(String(cell)).replaceAll('"', '""')}"`).join(",")).join("\r\n") + "\r\n";

function save(name, type, text) {
  const url = URL.createObjectURL(new Blob([text], { type }));
  make("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}

for (const button of document.querySelectorAll("[data-csv]")) {
  button.addEventListener("click", () => {
    const name = button.dataset.csv;
    const table = document.querySelector(`[data-table="${name}"]`);
    save(`${name}.csv`, "text/csv", csv([...table.rows].map((row) => [...row.cells].map((cell) => cell.textContent))));
  });
}
for (const button of document.querySelectorAll("[data-svg]")) {
  button.addEventListener("click", async () => {
    const svg = await views[button.dataset.svg].toSVG();
    save(`${button.dataset.svg}.svg`, "image/svg+xml", svg);
  });
}
document.getElementById("quotes-csv").addEventListener("click", () => {
  const names = ["article", "outlet", "date", "title", "speaker", "speaker_kind", "gender", "kind", "cue", "cue_class", "confidence", "text"];
  save("quotes.csv", "text/csv", csv([names, ...chosen.map((i) => names.map((name) => value(name, i)))]));
});

go();
