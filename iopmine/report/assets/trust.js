// How far the tests can be trusted: false alarms and power, what was too little to test, words that came or went.
"use strict";

iopmine.trust = (() => {
  const { core, specs, t, term, h, number, percent, column } = iopmine;
  const { table, opener, segments } = iopmine.lists;
  const { figureOf, nameOf } = iopmine.names;
  const { figure } = iopmine.drawing;
  const exact = (share) => percent(share, 1);
  const interval = (row) => `${exact(row.low)} – ${exact(row.high)}`;
  const sentences = (rows) => h("ul", { class: "plain" }, ...rows.map((row) => h("li", {}, row.told[column()])));
  const command = (text, name) => h("p", { class: "fine" }, text, " ", h("code", {}, name));

  // ---- calibration
  function alarms(rows) {
    const place = h("div");
    figure(place, {
      title: t("trust.alarms"), note: t("trust.alarms_note"), level: "h4", name: "iopmine-falsklarm", spec: specs.alarms,
      rows: rows.map((row) => ({ ...row, label: term("scenario", row.scenario) })),
      describe: (row) => [row.label, `${exact(row.value)} (${interval(row)})`],
      columns: [
        { title: t("trust.scenario"), cell: (row) => row.label },
        { title: t("trust.rate"), cell: (row) => exact(row.value), numeric: true },
        { title: t("column.interval"), cell: interval, numeric: true },
        { title: t("trust.simulations"), cell: (row) => number(row.simulations), numeric: true },
      ],
    });
    return h("div", {}, place, sentences(rows));
  }

  function power(rows, detectable) {
    const bases = [...new Set(rows.map((row) => row.base))].sort((a, b) => a - b);
    const place = h("div");
    const choice = (base) => h("div", { class: "chosen" }, t("trust.base"),
      segments(t("trust.base"), bases.map((each) => [each, percent(each)]), base, show));
    function show(base) {
      const made = powerOf(rows.filter((row) => row.base === base));
      if (bases.length > 1) made.querySelector("figcaption").append(choice(base));
      place.replaceChildren(made, sentences(detectable.filter((row) => row.base === base)));
    }
    show(bases[Math.floor((bases.length - 1) / 2)]);
    return place;
  }

  function powerOf(rows) {
    const place = h("div");
    const dashed = { step: "", pulse: ` (${t("trust.dashed")})` };
    const order = ["step", "pulse"];
    const told = rows.map((row) => ({ ...row, form: term("change", row.scenario), label: term("change", row.scenario) + dashed[row.scenario] }))
      .sort((a, b) => order.indexOf(a.scenario) - order.indexOf(b.scenario) || a.size - b.size);
    const points = (row) => t("trust.points", { points: number(row.size * 100, 1) });
    figure(place, {
      title: t("trust.power"), note: t("trust.power_note"), level: "h4", name: "iopmine-styrka", spec: specs.power,
      rows: told,
      describe: (row) => [`${row.form}, ${points(row)}`, `${percent(row.value)} (${interval(row)})`],
      columns: [
        { title: t("column.form"), cell: (row) => row.form, sort: (row) => row.form },
        { title: t("trust.size"), cell: (row) => number(row.size * 100, 1), sort: (row) => row.size, numeric: true },
        { title: t("trust.found"), cell: (row) => percent(row.value), sort: (row) => row.value, numeric: true },
        { title: t("column.interval"), cell: interval, numeric: true },
      ],
    });
    return place;
  }

  function calibration() {
    const { false_alarms: false_, power: powers, detectable } = core.calibration;
    const title = h("h3", {}, t("trust.title"));
    if (!false_.length && !powers.length) return h("div", { class: "part" }, title, command(t("trust.none"), "iopmine topics --calibrate"));
    return h("div", { class: "part" }, title, h("p", { class: "prose" }, t("trust.lead")),
      h("div", { class: "pairs" }, false_.length ? alarms(false_) : null, powers.length ? power(powers, detectable) : null));
  }

  // ---- what was too little to test
  function tooFew() {
    const rows = core.too_few;
    if (!rows.length) return null;
    const title = t("few.title", { n: rows.length });
    const smallest = (row) => (row.smallest === null ? t("few.none") : t("few.smallest", { points: number(row.smallest * 100, 0) }));
    return h("details", { class: "few" }, h("summary", {}, title), h("p", { class: "prose" }, t("few.lead")),
      table([
        {
          title: t("column.what"), sort: (row) => nameOf(row.kind, row.key),
          cell: (row) => h("details", {}, h("summary", {}, nameOf(row.kind, row.key)), h("p", { class: "fine" }, row.told[column()] ?? "")),
        },
        {
          title: t("column.present"), cell: (row) => t("shifts.of", { present: number(row.present, 1), n: row.stories }),
          sort: (row) => row.present, numeric: true,
        },
        { title: t("few.seen"), cell: smallest, sort: (row) => row.smallest ?? 2 },
      ], { caption: title, rows, text: (row) => nameOf(row.kind, row.key), size: 10 }).element);
  }

  // ---- words that came or went
  function drift() {
    if (!core.drift.length) return null;
    const line = (row) => {
      const key = figureOf(row.kind, row.key);
      const name = nameOf(row.kind, row.key);
      return h("li", {}, row.told[column()], " ", key ? opener(t("shifts.open"), () => iopmine.evidence.open({ title: name, key })) : null);
    };
    return h("div", { class: "part" }, h("h3", {}, t("drift.title")), h("p", { class: "prose" }, t("drift.lead")),
      h("ul", { class: "plain" }, ...core.drift.map(line)));
  }

  return { calibration, tooFew, drift, command };
})();
