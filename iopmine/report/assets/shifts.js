// Shifts: each finding as a sentence, in numbers, in other settings, and with what it rests on.
"use strict";

(() => {
  const { core, t, term, h, date, number, percent, column, section, everyLanguage } = iopmine;
  const { table, bar, opener } = iopmine.lists;
  const { figureOf, nameOf } = iopmine.names;
  const { evidence, trust } = iopmine;
  const month = (iso) => date(iso.slice(0, 7));
  const points = (share) => number(Math.abs(share) * 100, Math.abs(share) < 0.1 ? 1 : 0);
  /** Forms of change without an inside and an outside. */
  const gradual = (shift) => ["trend", "season"].includes(shift.family);

  const sentence = (shift) => shift.told[column()]
    ?? t("shifts.untold", { what: nameOf(shift.kind, shift.key), form: term("family", shift.family), date: month(shift.date) });

  // ---- in numbers
  function side(kind, when, share, stories, top) {
    const told = { n: stories, share: percent(share), present: number(Math.round(share * stories)) };
    return [h("dt", {}, when), h("dd", {}, bar(share / top, t(kind === "topic" ? "shifts.content" : "shifts.texts", told)))];
  }

  /** Both sides in texts that can be counted; of a topic, in parts of their content. */
  function comparison(shift) {
    const { inside, outside, stories, stories_inside: here } = shift;
    if (gradual(shift) || [inside, outside, stories, here].includes(null)) return null;
    const top = Math.max(inside, outside, 0.01);
    const lasting = shift.family === "level";
    const when = lasting ? t("shifts.from", { begin: date(shift.begin) }) : t("shifts.during", { begin: date(shift.begin), end: date(shift.end) });
    return h("dl", { class: "compare" }, ...side(shift.kind, when, inside, here, top),
      ...side(shift.kind, t(lasting ? "shifts.before" : "shifts.around"), outside, stories - here, top));
  }

  function span(shift) {
    const [low, high] = [month(shift.low), month(shift.high)];
    if (low === high) return t("shifts.same", { low });
    return t(shift.family === "pulse" ? "shifts.middle" : "shifts.span", { low, high });
  }

  const small = (q) => (q < 0.001 ? `< ${number(0.001, 3)}` : number(q, 3));
  /** How large the difference is, without its sign, which the sentence tells. */
  function size({ effect, effect_low: low, effect_high: high }) {
    if (low === null) return t("shifts.effect", { effect: points(effect) });
    const ends = (effect < 0 ? [-high, -low] : [low, high]).map((end) => number(end * 100));
    return t("shifts.effect_span", { effect: points(effect), low: ends[0], high: ends[1] });
  }

  const chance = (shift) => t("shifts.chance", { odds: shift.chance[column()], q: small(shift.q) });

  // ---- in other settings
  /** One dot a setting, filled where the shift is found; told in words for those who do not see them. */
  function dots(held) {
    const missing = held.missing.map((name) => name[column()]);
    const label = [t("held.dots", { held: held.held, n: held.settings }), missing.length ? t("held.missing", { list: missing.join("; ") }) : ""];
    const dot = (_, index) => h("i", { class: index < held.held ? "dot full" : "dot", title: missing[index - held.held] });
    return h("div", { class: "held" },
      h("p", {}, h("b", {}, t("held.count", { held: held.held, n: held.settings })), " ",
        h("span", { class: "dots", role: "img", "aria-label": label.filter(Boolean).join(" ") }, ...Array.from({ length: held.settings }, dot))),
      h("p", { class: "fine" }, held.told[column()]));
  }

  function elsewhere() {
    const only = core.elsewhere;
    if (!only.length) return null;
    return h("details", {}, h("summary", {}, t("held.elsewhere", { n: only.length })), h("p", { class: "prose" }, t("held.elsewhere_lead")),
      h("ul", { class: "findings other" }, ...only.map((each) => h("li", {}, h("h4", {}, nameOf(each.kind, each.key)), dots(each)))));
  }

  // ---- what it rests on
  const group = (title, lead, items) => (items.length ? [h("h4", {}, title), lead ? h("p", { class: "fine" }, lead) : "", h("ul", { class: "plain" }, ...items)] : []);

  function organisation([figure, name, told]) {
    const text = told[column()] ?? name;
    if (figure === null || !text.startsWith(name)) return h("li", {}, text);
    return h("li", {}, opener(name, () => evidence.open({ title: name, key: `e${figure}` })), text.slice(name.length));
  }

  function event([place, told]) {
    const known = place === null ? null : core.events[place];
    if (!known) return h("li", {}, told[column()]);
    const label = known.label[column()];
    return h("li", {}, h("time", { datetime: known.date }, date(known.date)), " ", (known.url && iopmine.outside(known.url, label)) || label);
  }

  async function backing(shift, index) {
    const [found, all] = await Promise.all([iopmine.load("receipts"), evidence.articles()]);
    const rows = found[index];
    const open = (place) => () => evidence.open({ title: all[place][1], key: figureOf(shift.kind, shift.key) ?? "d", numbers: [place] });
    const made = [
      ...group(t("rests.words"), "", rows.word.map(([, told]) => h("li", {}, told[column()]))),
      ...group(t("rests.texts"), t("rests.texts_lead"), rows.document.map((place) => h("li", {},
        opener(all[place][1] || "–", open(place)), " ", evidence.where(all[place]), " ", evidence.toArticle(place)))),
      ...group(t("rests.organisations"), "", rows.organisation.map(organisation)),
      ...group(t("rests.events"), t("rests.events_lead"), rows.event.map(event)),
    ];
    return made.length ? made : [h("p", { class: "fine" }, t("rests.nothing"))];
  }

  function restsOn(shift, index) {
    return iopmine.lists.unfolded(t("rests.title"), () => backing(shift, index));
  }

  // ---- findings
  function finding(shift, index) {
    const figure = figureOf(shift.kind, shift.key);
    const title = nameOf(shift.kind, shift.key);
    const stretch = gradual(shift) || !shift.begin ? null : { begin: shift.begin, end: shift.end };
    return h("li", { class: shift.scope.length ? "exploratory" : null },
      shift.scope.length ? h("p", {}, h("span", { class: "badge" }, t("shifts.exploratory"))) : null,
      h("p", { class: "finding" }, sentence(shift)),
      comparison(shift),
      h("p", { class: "fine" }, [gradual(shift) && shift.stories ? t("shifts.rests", { n: shift.stories }) : "", size(shift),
        shift.family === "season" ? "" : span(shift), chance(shift)].filter(Boolean).join(" ")),
      shift.held ? dots(shift.held) : null,
      restsOn(shift, index),
      figure ? h("p", { class: "read" }, opener(t("shifts.open"), () => evidence.open({ title, key: figure, stretch }))) : null);
  }

  function unclear(rows) {
    if (!rows.length) return null;
    const title = t("shifts.unclear", { n: rows.length });
    return h("details", {}, h("summary", {}, title), h("p", { class: "fine" }, t("shifts.unclear_lead")),
      table([
        { title: t("column.what"), cell: (row) => nameOf(row.kind, row.key), sort: (row) => nameOf(row.kind, row.key) },
        { title: t("column.form"), cell: (row) => term("family", row.family), sort: (row) => row.family },
        { title: t("column.date"), cell: (row) => month(row.date), sort: (row) => row.date },
        { title: t("column.effect"), cell: (row) => `${row.effect < 0 ? "−" : "+"}${points(row.effect)}`, sort: (row) => row.effect, numeric: true },
        { title: t("column.q"), cell: (row) => small(row.q), sort: (row) => row.q, numeric: true },
      ], { caption: title, rows }).element);
  }

  everyLanguage(() => {
    const items = core.shifts.map((shift, index) => (shift.clear ? finding(shift, index) : null)).filter(Boolean);
    const untried = items.length && !core.shifts.some((shift) => shift.held) && !core.elsewhere.length;
    section("shifts").replaceChildren(...[
      items.length ? h("ul", { class: "findings" }, ...items) : h("p", { class: "note" }, t("shifts.none_clear")),
      untried ? trust.command(t("held.none"), "iopmine topics --what-if") : null,
      unclear(core.shifts.filter((shift) => !shift.clear)), elsewhere(), trust.tooFew(), trust.drift(), trust.calibration(),
    ].filter(Boolean));
  });
})();
