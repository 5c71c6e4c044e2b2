// The lists of the page: partnerships, names, challenges, frames, articles, method.
"use strict";

(() => {
  const { core, t, term, h, date, number, column, section, everyLanguage } = iopmine;
  const { table, bar, opener, segments } = iopmine.lists;
  const { evidence } = iopmine;

  // ---- partnerships
  const areaName = (id) => {
    const found = core.area_names.find((row) => row[0] === id);
    return found ? found[1 + column()] : id;
  };
  const lines = (items) => items.map((item) => h("span", { class: "line" }, item));

  /** A dash stands close between years, and with spaces where a date has spaces of its own. */
  const interval = (start, end) => [start, end].join(/\s/.test(start + end) ? " – " : "–");

  function when(row) {
    const pieces = [];
    if (row.start && row.end) pieces.push(interval(date(row.start), date(row.end)));
    else if (row.start) pieces.push(t("time.from", { start: date(row.start) }));
    else if (row.end) pieces.push(t("time.until", { end: date(row.end) }));
    if (row.years && !(row.start && row.end)) pieces.push(t("time.years", { n: row.years }));
    return pieces.join(", ");
  }

  const money = (row) => (row.amount === null ? "" : `${number(row.amount)} kr ${term("amount", row.basis)}`.trim());

  /** What the texts say differently: one line per field, each value with the number of texts that give it. */
  const differing = (row) => (row.conflicts.length ? h("details", {}, h("summary", {}, t("partnerships.differ")),
    ...lines(row.conflicts.map(([field, versions]) =>
      `${term("field", field)}: ${versions.map(([value, texts]) => `${claim(field, value)} (${texts})`).join(" / ")}`))) : null);
  /** An amount is told as number and basis; everything else is shown as it is told. */
  const claim = (field, value) => {
    if (field !== "amount_sek") return value;
    const [sum, basis] = value.split(" ");
    return `${number(Number(sum))} ${term("amount", basis)}`;
  };

  async function partnerships() {
    const rows = (await iopmine.load("partnerships")).map((row, index) => ({ ...row, index }));
    const title = (row) => [...row.public, ...row.idea].join(" · ");
    section("partnerships").replaceChildren(table([
      { title: t("partnerships.public"), cell: (row) => lines(row.public), sort: (row) => row.public.join() },
      { title: t("partnerships.idea"), cell: (row) => lines(row.idea), sort: (row) => row.idea.join() },
      { title: t("partnerships.about"), cell: (row) => lines(row.areas.map(areaName)), sort: (row) => row.areas.map(areaName).join() },
      { title: t("partnerships.since"), cell: when, sort: (row) => row.start || row.end },
      { title: t("partnerships.amount"), cell: money, sort: (row) => row.amount ?? -1, numeric: true },
      { title: t("partnerships.status"), cell: (row) => [term("status", row.status), differing(row)].filter(Boolean), sort: (row) => term("status", row.status) },
      {
        title: t("partnerships.sentence"),
        sort: (row) => row.stories,
        cell: (row) => opener(t("partnerships.read", { n: row.stories }), () => evidence.open({ title: title(row), key: `p${row.index}` })),
      },
    ], {
      caption: t("partnerships.title"), rows,
      text: (row) => [title(row), row.place, ...row.areas.map(areaName)].join(" "),
    }).element);
  }

  // ---- organisations and places
  function entities() {
    const all = core.entities.map((row, index) => ({ name: row[0], label: row[1], kind: row[2], side: row[3], stories: row[4], documents: row[5], index }));
    const place = h("div");
    const show = (which) => place.replaceChildren(table([
      { title: t("entities.name"), cell: (row) => opener(row.name, () => evidence.open({ title: row.name, key: `e${row.index}` })), sort: (row) => row.name },
      { title: t("entities.kind"), cell: (row) => row.kind, sort: (row) => row.kind },
      { title: t("entities.side"), cell: (row) => term("side", row.side), sort: (row) => row.side },
      { title: t("list.stories"), cell: (row) => number(row.stories), sort: (row) => row.stories, numeric: true },
      { title: t("list.documents"), cell: (row) => number(row.documents), sort: (row) => row.documents, numeric: true },
    ], {
      caption: t("entities.title"), rows: all.filter((row) => !which || row.label === which), text: (row) => `${row.name} ${row.kind}`,
      tools: [chooser(which, show)],
    }).element);
    show("");
    section("entities").replaceChildren(place);
  }

  const chooser = (which, show) => segments(t("entities.which"),
    [["", "all"], ["ORG", "org"], ["LOC", "loc"]].map(([value, name]) => [value, t(`entities.${name}`)]), which, show);

  // ---- challenges and frames: bars
  function bars(name, letter) {
    const rows = core[name].map((row, index) => ({ name: row[1 + column()], stories: row[3], documents: row[4], index }));
    const top = Math.max(1, ...rows.map((row) => row.stories));
    section(name).replaceChildren(table([
      { title: t(`${name}.title`), cell: (row) => opener(row.name, () => evidence.open({ title: row.name, key: letter + row.index })), sort: (row) => row.name },
      { title: t("list.stories"), cell: (row) => bar(row.stories / top, number(row.stories)), sort: (row) => row.stories, numeric: true },
    ], { caption: t(`${name}.title`), rows, size: 12 }).element);
    section(name).classList.add("bars");
  }

  // ---- articles
  let shown = null;
  async function articles() {
    const all = await evidence.articles();
    const rows = all.map(([, title, outlet, published, demo, url, first], index) => ({ title, outlet, published, demo, url, first, index, anchor: `artikel-${index}` }));
    const open = (row) => evidence.open({ title: row.title, key: "d", numbers: [row.index] });
    const made = table([
      { title: t("articles.headline"), cell: (row) => opener(row.title || "–", () => open(row)), sort: (row) => row.title },
      { title: t("articles.outlet"), cell: (row) => row.outlet, sort: (row) => row.outlet },
      { title: t("column.date"), cell: (row) => h("span", { class: "date" }, row.published ? date(row.published) : t("articles.undated")), sort: (row) => row.published },
      {
        title: "", cell: (row) => [evidence.mark(row.demo), " ",
          row.first !== row.index ? h("span", { class: "badge" }, t("articles.reprint")) : null, " ",
          row.url ? iopmine.outside(row.url, t("articles.source")) : null],
      },
    ], { caption: t("articles.title"), rows, text: (row) => `${row.title} ${row.outlet} ${row.published}`, size: 20 });
    shown = (index) => made.show(rows[index]);
    section("articles").replaceChildren(made.element);
    goTo();
  }

  /** Bring the article that the address names into view. */
  function goTo() {
    const match = /^artikel-(\d+)$/.exec(iopmine.address().place);
    if (!match || !shown || +match[1] >= core.documents) return;
    shown(+match[1]);
    const row = document.getElementById(`artikel-${match[1]}`);
    document.querySelector("tr.here")?.classList.remove("here");
    row?.classList.add("here");
    row?.scrollIntoView({ block: "center" });
    row?.querySelector("button")?.focus({ preventScroll: true });
  }

  // ---- method
  function method() {
    const list = (title, items) => (items.length ? [h("h3", {}, title), h("ul", {}, ...items.map((text) => h("li", {}, text)))] : []);
    const issues = core.issues.map(([level, text]) => `${level}: ${text}`);
    section("method").replaceChildren(h("div", { class: "prose" },
      ...list(t("method.quality"), core.quality.map((pair) => pair[column()])),
      issues.length ? h("details", {}, h("summary", {}, t("method.issues", { n: issues.length })), h("ul", {}, ...issues.map((text) => h("li", {}, text)))) : ""));
  }

  everyLanguage(() => {
    partnerships();
    entities();
    bars("areas", "a");
    bars("frames", "f");
    method();
    articles();
  });
  window.addEventListener("hashchange", goTo);
})();
