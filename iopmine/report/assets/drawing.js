// Charts: descriptions filled with words and colours, drawn with tips, tables beside them, and pictures to save.
"use strict";

iopmine.drawing = (() => {
  const { t, h, date } = iopmine;
  const { table } = iopmine.lists;
  const tip = document.getElementById("tip");
  const drawn = new Map();
  let vega = null;

  const style = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

  /** A chart's description with the page's words (@) and colours ($) in it. */
  function filled(value) {
    if (typeof value === "string" && value[0] === "@") return t(value.slice(1));
    if (typeof value === "string" && /^\$[a-z]+$/.test(value)) return style(value.slice(1));
    if (Array.isArray(value)) return value.map(filled);
    if (value && typeof value === "object") return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, filled(v)]));
    return value;
  }

  function config() {
    const [ink, rule] = [style("soft"), style("line")];
    const text = { labelColor: ink, titleColor: ink, labelFontSize: 12, titleFontSize: 12, titleFontWeight: "normal" };
    return {
      font: style("sans"),
      view: { stroke: null },
      axis: { ...text, domainColor: rule, gridColor: rule, tickColor: rule, labelPadding: 6, titlePadding: 8 },
      legend: text,
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

  /** What a mark stands for: a row of the chart, or an event; lines and bands stand for no single row. */
  function data(item) {
    const datum = item?.datum;
    return datum && (datum.row || datum.what) ? datum : null;
  }

  /** Draw a chart into an element. prepare(description, rows) may give it other data sets and axes. */
  async function draw(element, chart) {
    vega ??= iopmine.script("assets/vega.js");
    await vega;
    for (const [place, made] of drawn) {
      if (place.isConnected && place !== element) continue;
      made.finalize();
      drawn.delete(place);
    }
    const rows = chart.rows.map((row) => ({ ...row, row: true }));
    const spec = filled(chart.spec);
    const datasets = { rows, ...(chart.prepare ? chart.prepare(spec, rows) : {}) };
    const made = await window.vegaEmbed(element, { ...spec, description: chart.title, datasets, config: config() }, {
      ast: true, actions: false, renderer: "svg", defaultStyle: false, tooltip: false,
    });
    made.again = () => draw(element, chart);
    drawn.set(element, made);
    made.view.addEventListener("mousemove", (event, item) => showTip(event, data(item), chart.describe));
    made.view.addEventListener("mouseout", () => { tip.hidden = true; });
    made.view.addEventListener("click", (_, item) => {
      const datum = data(item);
      tip.hidden = true;
      if (datum?.row && chart.choose) chart.choose(datum);
    });
  }

  function save(element, name) {
    const view = () => drawn.get(element).view;
    const download = (blob, ending) => {
      const url = URL.createObjectURL(blob);
      h("a", { href: url, download: `${name}.${ending}` }).click();
      setTimeout(() => URL.revokeObjectURL(url), 10_000);
    };
    return h("span", { class: "save" },
      h("button", { type: "button", class: "quiet", onclick: async () => download(new Blob([await view().toSVG()], { type: "image/svg+xml" }), "svg") }, t("timeline.save_svg")),
      h("button", { type: "button", class: "quiet", onclick: async () => (await view().toCanvas(2)).toBlob((blob) => download(blob, "png")) }, t("timeline.save_png")));
  }

  /**
   * A chart with its heading, its table for those who do not see or click, and its pictures to save.
   * chart: {title, level of heading, note, spec, rows, describe(row) → lines of its tip, choose(row)?, prepare?, columns, name}.
   */
  function figure(place, chart) {
    const { title, level = "h3", note, rows, columns, name } = chart;
    const stage = h("div", { class: "chart", role: "img", "aria-label": title });
    const foot = h("div", { class: "foot" },
      h("details", {}, h("summary", {}, t("timeline.as_table")), table(columns, { caption: title, rows, size: 40 }).element));
    place.replaceChildren(h("figure", {}, h("figcaption", {}, h(level, {}, title), note ? h("p", {}, note) : null), stage, foot));
    draw(stage, chart)
      .then(() => foot.append(save(stage, name)))
      .catch((error) => stage.replaceChildren(h("p", { class: "note" }, t("evidence.failed", { name: error.message }))));
  }

  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    for (const made of [...drawn.values()]) made.again();
  });
  return { figure };
})();
