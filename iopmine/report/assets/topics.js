// Topics: what each is about, in words, areas, texts and sentences; what became of them; how many there are.
"use strict";

(() => {
  const { core, specs, t, h, number, percent, column, section, everyLanguage } = iopmine;
  const { bar, opener, unfolded } = iopmine.lists;
  const { evidence } = iopmine;
  const list = (title, items, tag = "ul") => (items.length ? [h("h4", {}, title), h(tag, { class: "plain" }, ...items)] : []);

  // ---- one topic
  function matter([figure, told]) {
    const names = { a: core.areas, f: core.frames };
    const text = told[column()];
    if (!figure) return h("li", {}, text);
    const name = names[figure[0]][+figure.slice(1)][1 + column()];
    return h("li", {}, text, " ", opener(t("shifts.open"), () => evidence.open({ title: name, key: figure })));
  }

  async function portrait(topic, index) {
    const [found, all] = await Promise.all([iopmine.load("topics"), evidence.articles()]);
    const { matters, documents, sentences } = found[index];
    const open = (place) => () => evidence.open({ title: all[place][1], key: `t${index}`, numbers: [place] });
    return [
      ...topic.growing.length ? [h("p", {}, topic.growing[column()])] : [],
      h("p", { class: "words" }, topic.terms.slice(0, 12).join(" · ")),
      topic.stability === null ? "" : h("p", { class: "fine" }, t("topics.steady", { share: percent(topic.stability) })),
      ...list(t("topics.matters"), matters.map(matter)),
      ...list(t("topics.sentences"), sentences.map(([place, text]) => h("li", {}, evidence.quote(["", text, "", ""]),
        h("p", { class: "source" }, evidence.where(all[place]), " ", evidence.toArticle(place))))),
      ...list(t("topics.documents"), documents.map((place) => h("li", {}, opener(all[place][1] || "–", open(place)), " ",
        evidence.where(all[place]), " ", evidence.toArticle(place)))),
      h("p", { class: "read" }, opener(t("topics.read", { n: topic.stories }), () => evidence.open({ title: topic.label, key: `t${index}` }))),
    ];
  }

  function line(topic, index, top) {
    const head = [h("span", { class: "label" }, topic.label), topic.growing.length ? h("span", { class: "badge growing" }, t("topics.growing")) : null,
      h("span", { class: "amount" }, bar(topic.stories / top, number(topic.stories)))];
    return h("li", {}, unfolded(head, () => portrait(topic, index)));
  }

  // ---- what became of them
  function fates() {
    if (!core.fates.length) return null;
    const said = (rows) => h("ul", { class: "plain" }, ...rows.map((row) => h("li", {}, row.told[column()])));
    const kept = core.fates.filter((row) => row.kind === "kept");
    const changed = core.fates.filter((row) => row.kind !== "kept");
    return h("div", { class: "part" }, h("h3", {}, t("fates.title")),
      changed.length ? said(changed) : h("p", { class: "prose" }, t("fates.same")),
      kept.length ? h("details", {}, h("summary", {}, t("fates.kept", { n: kept.length })), said(kept)) : null);
  }

  // ---- how many there are
  function numbers() {
    const { tried, told } = core.topic_numbers;
    if (!told[column()]) return null;
    const place = h("div");
    const interval = (row) => `${number(row.low, 2)}–${number(row.high, 2)}`;
    if (tried.length > 1) {
      iopmine.drawing.figure(place, {
        title: t("numbers.title"), note: t("numbers.note"), level: "h4", name: "iopmine-antal", spec: specs.numbers, rows: tried,
        prepare: (spec) => {
          for (const { encoding } of spec.layer) encoding.x.axis.values = tried.map((row) => row.topics);
        },
        describe: (row) => [t("numbers.topics", { n: row.topics }), `${number(row.stability, 2)} (${interval(row)})`],
        columns: [
          { title: t("numbers.axis"), cell: (row) => number(row.topics), sort: (row) => row.topics, numeric: true },
          { title: t("topics.stability"), cell: (row) => number(row.stability, 2), sort: (row) => row.stability, numeric: true },
          { title: t("numbers.spread"), cell: interval, numeric: true },
          { title: t("numbers.chosen"), cell: (row) => (row.chosen ? t("numbers.yes") : "") },
        ],
      });
    }
    return h("div", { class: "part" }, h("h3", {}, t("numbers.heading")), h("p", { class: "prose" }, told[column()]), h("div", { class: "narrow" }, place));
  }

  everyLanguage(() => {
    const top = Math.max(1, ...core.topics.map((topic) => topic.stories));
    section("topics").replaceChildren(...[
      core.topics.length ? h("ol", { class: "topics" }, ...core.topics.map((topic, index) => line(topic, index, top)))
        : h("p", { class: "note" }, t("list.empty")),
      fates(), numbers(),
    ].filter(Boolean));
  });
})();
