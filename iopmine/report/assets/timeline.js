// The timeline: what is written when, and the share of one frame, area or topic with its interval.
"use strict";

(() => {
  const { core, specs, t, h, date, number, percent } = iopmine;
  const { select, opener } = iopmine.lists;
  const { figureOf, nameOf } = iopmine.names;
  const { figure } = iopmine.drawing;
  const KINDS = ["frame", "area", "topic", "entity"];
  const GRAINS = ["year", "quarter", "month"];
  const choice = { grain: null, group: "all", curve: null, measure: "share" };

  /** A period as UTC times: its beginning, end and middle. */
  function times(period) {
    const [, year, quarter, month] = /^(\d{4})(?:-(?:Q(\d)|(\d{2})))?/.exec(period) ?? [null, 1970];
    const first = quarter ? (quarter - 1) * 3 : month ? month - 1 : 0;
    const length = quarter ? 3 : month ? 1 : 12;
    const from = Date.UTC(+year, first, 1);
    const to = Date.UTC(+year, first + length, 1);
    return { from, to, middle: (from + to) / 2 };
  }

  /** Whether a date, as precise as it is, lies in a period. */
  function lies(published, period) {
    if (!period.includes("-Q")) return published.startsWith(period);
    return published.length >= 7 && published.slice(0, 4) === period.slice(0, 4)
      && Math.ceil(published.slice(5, 7) / 3) === +period.at(-1);
  }

  function openPeriod(kind, key, period) {
    const figure = kind === "documents" ? "d" : figureOf(kind, key);
    const title = kind === "documents" ? date(period) : `${nameOf(kind, key)}, ${date(period)}`;
    iopmine.evidence.open({
      title, key: figure, numbers: figure === "d" ? [...Array(core.documents).keys()] : null,
      choose: (numbers, all) => numbers.filter((each) => lies(all[each][3], period)),
    });
  }

  const matching = (test) => core.curves.filter((curve) => curve.grain === choice.grain && curve.group === choice.group && test(curve));
  const counted = () => matching((curve) => curve.kind === "documents" && curve.measure === "count")[0]
    ?? core.curves.find((curve) => curve.kind === "documents" && curve.measure === "count");
  const height = (curve) => curve.points.reduce((sum, point) => sum + point[5], 0);
  /** The curves to choose from: frames, areas, topics, names; the most frequent first. */
  const shares = () => matching((curve) => KINDS.includes(curve.kind) && curve.measure === "share")
    .sort((a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) || height(b) - height(a));

  function rowsOf(curve) {
    return curve.points.map(([period, value, low, high, documents, stories]) => {
      const { from, to, middle } = times(period);
      const gap = (to - from) * 0.09;
      return { period, value, low, high, documents, stories, from: from + gap, to: to - gap, middle };
    });
  }

  /** Rows with an empty one for each period without, so that the line breaks there. */
  function withGaps(rows) {
    return rows.flatMap((row, index) => {
      const next = rows[index + 1];
      const gap = next && times(next.period).from - times(row.period).to > 0;
      const { from, to, middle } = row;
      return gap ? [row, { from, to, middle: middle + 1, value: null, low: null, high: null }] : [row];
    });
  }

  /** The years to write under the axis: each in the middle of its bars. */
  function ticks(rows) {
    if (!rows.length) return [];
    const years = rows.map((row) => new Date(row.middle).getUTCFullYear());
    const [first, last] = [Math.min(...years), Math.max(...years)];
    return Array.from({ length: last - first + 1 }, (_, index) => Date.UTC(first + index, 6, 2));
  }

  /** Give a chart the time of its rows, the years under its axis, and the events of that time. */
  function prepare(spec, rows) {
    const bounds = rows.flatMap((row) => [times(row.period).from, times(row.period).to]);
    const domain = [Math.min(...bounds), Math.max(...bounds)];
    for (const { encoding } of spec.layer) {
      encoding.x.scale.domain = domain;
      if (encoding.x.axis) encoding.x.axis.values = ticks(rows);
    }
    const events = core.events
      .map((event) => ({ time: times(event.date).from + (event.date.length > 7 ? (event.date.slice(8) - 1) * 864e5 : 0), event }))
      .filter(({ time }) => time >= domain[0] && time <= domain[1])
      .map(({ time, event }) => ({ time, what: event.label[iopmine.column()], when: event.date }));
    return { events };
  }

  const reach = (row) => `${number(row.stories)} ${t("count.stories", { n: row.stories })}`
    + (row.documents > row.stories ? ` · ${number(row.documents)} ${t("count.documents", { n: row.documents })}` : "");

  function drawCounts(place) {
    const curve = counted();
    if (!curve || !curve.points.length) {
      place.replaceChildren(h("p", { class: "note" }, t("timeline.no_series")));
      return;
    }
    const choose = (row) => openPeriod("documents", "", row.period);
    figure(place, {
      title: t("timeline.count", { grain: t(`grain.${curve.grain}`) }), spec: specs.count, rows: rowsOf(curve), prepare, choose,
      describe: (row) => [date(row.period), reach(row)], name: "iopmine-texter",
      columns: [
        { title: t("column.period"), cell: (row) => opener(date(row.period), () => choose(row)), sort: (row) => row.period },
        { title: t("list.stories"), cell: (row) => number(row.stories), sort: (row) => row.stories, numeric: true },
        { title: t("list.documents"), cell: (row) => number(row.documents), sort: (row) => row.documents, numeric: true },
      ],
    });
  }

  const followed = () => shares().find((each) => `${each.kind}:${each.key}` === choice.curve) ?? shares()[0];

  /** The chosen curve in the chosen measure; measures other than the share lie in files of their own. */
  async function measured() {
    const curve = followed();
    if (!curve || choice.measure === "share") return curve;
    const fields = ["kind", "key", "group", "grain"];
    return (await iopmine.load(`curves-${choice.measure}`)).find((each) => fields.every((name) => each[name] === curve[name]));
  }

  async function drawShare(place) {
    const { measure } = choice;
    const curve = await measured();
    if (measure !== choice.measure) return;
    if (!curve) {
      place.replaceChildren(h("p", { class: "note" }, t("timeline.no_series")));
      return;
    }
    const counted = !measure.startsWith("share");
    const shown = counted ? (value) => number(value, 1) : percent;
    const interval = (row) => (row.low === null ? "" : `${shown(row.low)}–${shown(row.high)}`);
    const choose = (row) => openPeriod(curve.kind, curve.key, row.period);
    figure(place, {
      title: `${t(`measure.${measure}`)}: ${nameOf(curve.kind, curve.key)}`, note: t(`measure.${measure}.note`),
      spec: specs.share, rows: rowsOf(curve), choose, name: "iopmine-andel",
      prepare: (spec, rows) => {
        if (counted) spec.layer[0].encoding.y.axis.format = "~g";
        return { ...prepare(spec, rows), rows: withGaps(rows) };
      },
      describe: (row) => [date(row.period), `${shown(row.value)} (${interval(row)})`, reach(row)],
      columns: [
        { title: t("column.period"), cell: (row) => opener(date(row.period), () => choose(row)), sort: (row) => row.period },
        { title: t(counted ? "measure.number" : "column.value"), cell: (row) => shown(row.value), sort: (row) => row.value, numeric: true },
        { title: t("column.interval"), cell: interval },
        { title: t("list.stories"), cell: (row) => number(row.stories), sort: (row) => row.stories, numeric: true },
      ],
    });
  }

  function controls(redraw) {
    const grains = GRAINS.filter((grain) => core.curves.some((curve) => curve.grain === grain && curve.kind !== "documents"));
    const groups = [...new Set(core.curves.map((curve) => curve.group))];
    choice.grain ??= grains[0] ?? "year";
    const curves = KINDS.map((kind) => [t(`kind.${kind}`), shares().filter((each) => each.kind === kind)
      .map((each) => [`${each.kind}:${each.key}`, nameOf(each.kind, each.key)])]).filter(([, list]) => list.length);
    const made = [];
    const add = (label, options, name) => {
      const control = select(label, options, (value) => { choice[name] = value; redraw(name); });
      control.dataset.choice = name;
      if (choice[name]) control.querySelector("select").value = choice[name];
      made.push(control);
    };
    if (curves.length) add(t("timeline.choose"), curves, "curve");
    if (curves.length && core.measures.length) add(t("timeline.measure"), ["share", ...core.measures].map((name) => [name, t(`measure.${name}`)]), "measure");
    if (grains.length > 1) add(t("timeline.grain"), grains.map((grain) => [grain, t(`grain.${grain}`)]), "grain");
    if (groups.length > 1) add(t("timeline.group"), groups.map((group) => [group, group === "all" ? t("timeline.group_all") : group]), "group");
    return made;
  }

  function events() {
    if (!core.events.length) return null;
    const items = core.events.map((event) => h("li", {}, h("time", { datetime: event.date }, date(event.date)), " ",
      (event.url && iopmine.outside(event.url, event.label[iopmine.column()])) || event.label[iopmine.column()]));
    return h("aside", { class: "events", "aria-label": t("timeline.events") },
      h("h3", {}, t("timeline.events")), h("p", {}, t("timeline.events_lead")), h("ol", { tabindex: "0" }, ...items));
  }

  function render() {
    const counts = h("div");
    const share = h("div");
    const tools = h("div", { class: "tools" });
    /** Draw both charts; the control that was used, made anew like all of them, keeps the focus. */
    const redraw = (used) => {
      tools.replaceChildren(...controls(redraw));
      if (used) tools.querySelector(`[data-choice="${used}"] select`)?.focus();
      drawShare(share).catch((error) => share.replaceChildren(h("p", { class: "note" }, t("evidence.failed", { name: error.message }))));
      drawCounts(counts);
    };
    iopmine.section("timeline").replaceChildren(h("div", { class: "timeline" }, h("div", {}, counts, tools, share), events() ?? ""));
    redraw(null);
  }

  iopmine.everyLanguage(render);
})();
