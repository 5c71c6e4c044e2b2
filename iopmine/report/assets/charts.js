// The timeline: what is written when, and the share of one frame, area or topic with its interval.
"use strict";

iopmine.charts = (() => {
  const { core, specs, t, h, date, number, percent } = iopmine;
  const { select, opener, table } = iopmine.lists;
  const KINDS = ["frame", "area", "topic", "entity"];
  const GRAINS = ["year", "quarter", "month"];
  const tip = document.getElementById("tip");
  const choice = { grain: null, group: "all", curve: null };
  const views = new Set();
  let vega = null;

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

  /** The number of a document's figure from the key of a curve: e4, a0, f2, t1. */
  function figureOf(kind, key) {
    const places = {
      area: () => core.areas.findIndex((row) => row[0] === key),
      frame: () => core.frames.findIndex((row) => row[0] === key),
      topic: () => core.topics.findIndex((row) => row.id === key),
      entity: () => (core.entity_ids.find((row) => row[0] === key) ?? [0, -1])[1],
    };
    const index = places[kind] ? places[kind]() : -1;
    return index < 0 ? null : kind[0] + index;
  }

  function nameOf(kind, key) {
    const figure = figureOf(kind, key);
    const index = figure ? +figure.slice(1) : -1;
    if (kind === "documents") return t("kind.documents");
    if (kind === "topic") return index < 0 ? key : core.topics[index].label;
    if (kind === "entity") return index < 0 ? key : core.entities[index][0];
    const names = kind === "area" ? core.area_names : core.frame_names;
    const found = names.find((row) => row[0] === key);
    return found ? found[1 + iopmine.column()] : key;
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

  /** The years to write under the axis: each in the middle of its bars. */
  function ticks(rows) {
    if (!rows.length) return [];
    const years = rows.map((row) => new Date(row.middle).getUTCFullYear());
    const [first, last] = [Math.min(...years), Math.max(...years)];
    return Array.from({ length: last - first + 1 }, (_, index) => Date.UTC(first + index, 6, 2));
  }

  /** The chart's description with the page's words (@) and colours ($) in it. */
  function filled(spec, rows) {
    const style = getComputedStyle(document.documentElement);
    const fill = (value) => {
      if (typeof value === "string" && value[0] === "@") return t(value.slice(1));
      if (typeof value === "string" && /^\$[a-z]+$/.test(value)) return style.getPropertyValue(`--${value.slice(1)}`).trim();
      if (Array.isArray(value)) return value.map(fill);
      if (value && typeof value === "object") return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, fill(v)]));
      return value;
    };
    const made = fill(spec);
    const bounds = rows.flatMap((row) => [times(row.period).from, times(row.period).to]);
    const domain = [Math.min(...bounds), Math.max(...bounds)];
    for (const { encoding } of made.layer) {
      encoding.x.scale.domain = domain;
      if (encoding.x.axis) encoding.x.axis.values = ticks(rows);
    }
    const events = core.events
      .map((event) => ({ time: times(event.date).from + (event.date.length > 7 ? (event.date.slice(8) - 1) * 864e5 : 0), event }))
      .filter(({ time }) => time >= domain[0] && time <= domain[1])
      .map(({ time, event }) => ({ time, what: event.label[iopmine.column()], when: event.date }));
    const ink = style.getPropertyValue("--soft").trim();
    const rule = style.getPropertyValue("--line").trim();
    return {
      ...made,
      datasets: { rows, events },
      config: {
        font: style.getPropertyValue("--sans").trim(),
        view: { stroke: null },
        axis: { labelColor: ink, titleColor: ink, domainColor: rule, gridColor: rule, tickColor: rule, labelFontSize: 12, labelPadding: 6 },
      },
    };
  }

  function showTip(event, datum, describe) {
    if (!datum) {
      tip.hidden = true;
      return;
    }
    const lines = datum.what ? [date(datum.when), datum.what] : describe(datum);
    tip.replaceChildren(...lines.map((line, index) => h(index ? "span" : "strong", {}, line)));
    tip.hidden = false;
    const { innerWidth, scrollX, scrollY } = window;
    tip.style.left = `${scrollX + Math.min(event.clientX + 14, innerWidth - tip.offsetWidth - 12)}px`;
    tip.style.top = `${scrollY + event.clientY + 16}px`;
  }

  /** Draw a chart into an element; describe(row) gives the lines of its tip, choose(row) opens it. */
  async function draw(element, spec, rows, describe, choose) {
    vega ??= iopmine.script("assets/vega.js");
    await vega;
    const made = await window.vegaEmbed(element, filled(spec, rows), {
      ast: true, actions: false, renderer: "svg", defaultStyle: false, tooltip: false,
    });
    const { view } = made;
    views.add(made);
    view.addEventListener("mousemove", (event, item) => showTip(event, data(item), describe));
    view.addEventListener("mouseout", () => { tip.hidden = true; });
    view.addEventListener("click", (_, item) => {
      const datum = data(item);
      tip.hidden = true;
      if (datum && datum.period) choose(datum);
    });
    return view;
  }

  function data(item) {
    const datum = item?.datum;
    return datum && (datum.period || datum.what) ? datum : null;
  }

  function save(view, name) {
    const download = (blob, ending) => {
      const url = URL.createObjectURL(blob);
      h("a", { href: url, download: `${name}.${ending}` }).click();
      setTimeout(() => URL.revokeObjectURL(url), 10_000);
    };
    return h("span", { class: "save" },
      h("button", { type: "button", class: "quiet", onclick: async () => download(new Blob([await view.toSVG()], { type: "image/svg+xml" }), "svg") }, t("timeline.save_svg")),
      h("button", { type: "button", class: "quiet", onclick: async () => (await view.toCanvas(2)).toBlob((blob) => download(blob, "png")) }, t("timeline.save_png")));
  }

  /** A chart with its heading, its table for those who do not see or click, and its pictures to save. */
  function figure(place, { title, note, spec, rows, describe, choose, columns, name }) {
    const stage = h("div", { class: "chart", role: "img", "aria-label": title });
    const foot = h("div", { class: "foot" },
      h("details", {}, h("summary", {}, t("timeline.as_table")), table(columns, { caption: title, rows, size: 40 }).element));
    place.replaceChildren(h("figure", {}, h("figcaption", {}, h("h3", {}, title), note ? h("p", {}, note) : null), stage, foot));
    draw(stage, spec, rows, describe, choose)
      .then((view) => foot.append(save(view, name)))
      .catch((error) => stage.replaceChildren(h("p", { class: "note" }, t("evidence.failed", { name: error.message }))));
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
      title: t("timeline.count", { grain: t(`grain.${curve.grain}`) }), spec: specs.count, rows: rowsOf(curve), choose,
      describe: (row) => [date(row.period), reach(row)], name: "iopmine-texter",
      columns: [
        { title: t("column.period"), cell: (row) => opener(date(row.period), () => choose(row)), sort: (row) => row.period },
        { title: t("list.stories"), cell: (row) => number(row.stories), sort: (row) => row.stories, numeric: true },
        { title: t("list.documents"), cell: (row) => number(row.documents), sort: (row) => row.documents, numeric: true },
      ],
    });
  }

  const interval = (row) => (row.low === null ? "" : `${percent(row.low)}–${percent(row.high)}`);

  function drawShare(place) {
    const curve = shares().find((each) => `${each.kind}:${each.key}` === choice.curve) ?? shares()[0];
    if (!curve) {
      place.replaceChildren(h("p", { class: "note" }, t("timeline.no_series")));
      return;
    }
    const choose = (row) => openPeriod(curve.kind, curve.key, row.period);
    figure(place, {
      title: `${t("timeline.share")}: ${nameOf(curve.kind, curve.key)}`, note: t("timeline.band"),
      spec: specs.share, rows: rowsOf(curve), choose, name: "iopmine-andel",
      describe: (row) => [date(row.period), `${percent(row.value)} (${interval(row)})`, reach(row)],
      columns: [
        { title: t("column.period"), cell: (row) => opener(date(row.period), () => choose(row)), sort: (row) => row.period },
        { title: t("column.value"), cell: (row) => percent(row.value), sort: (row) => row.value, numeric: true },
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
      const control = select(label, options, (value) => { choice[name] = value; redraw(); });
      if (choice[name]) control.querySelector("select").value = choice[name];
      made.push(control);
    };
    if (curves.length) add(t("timeline.choose"), curves, "curve");
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
    for (const made of views) made.finalize();
    views.clear();
    const counts = h("div");
    const share = h("div");
    const tools = h("div", { class: "tools" });
    const redraw = (whole) => {
      tools.replaceChildren(...controls(() => redraw(true)));
      drawShare(share);
      if (whole) drawCounts(counts);
    };
    iopmine.section("timeline").replaceChildren(h("div", { class: "timeline" }, h("div", {}, counts, tools, share), events() ?? ""));
    redraw(true);
  }

  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", render);
  iopmine.everyLanguage(render);
  return { figureOf, nameOf };
})();
