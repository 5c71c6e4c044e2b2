// The sentences behind a figure: a sheet that lists quotations with where they stand.
"use strict";

iopmine.evidence = (() => {
  const { core, t, h, date, outside } = iopmine;
  const [perArticles, perQuotes] = core.sizes;
  const sheet = document.getElementById("evidence");
  const list = document.getElementById("evidence-list");
  const more = document.getElementById("evidence-more");
  const STEP = 12;
  let current = null;

  let everything = null;
  /** All articles, [id, title, outlet, date, demo, url, first printing] each, in order. */
  function articles() {
    const files = Math.ceil(core.documents / perArticles);
    everything ??= Promise.all(Array.from({ length: files }, (_, index) => iopmine.load(`articles-${index}`)))
      .then((parts) => parts.flat());
    return everything;
  }

  let linked = null;
  /** The numbers of the documents behind a figure. */
  async function documentsOf(key) {
    linked ??= iopmine.load("links").then(([keys, numbers]) => new Map(keys.map((each, index) => [each, numbers[index]])));
    return (await linked).get(key) ?? [];
  }

  async function quotations(document, key) {
    const part = await iopmine.load(`quotes-${Math.floor(document / perQuotes)}`);
    const found = part[document % perQuotes].filter((row) => row[0] === key);
    return found.length ? found : part[document % perQuotes].filter((row) => row[0] === "d").slice(0, 1);
  }

  const mark = (demo) => (demo ? h("span", { class: `badge ${demo}` }, iopmine.term("demo", demo)) : null);

  function quote([, before, words, after]) {
    return h("blockquote", {}, h("p", {}, "”", before, words ? h("mark", {}, words) : null, after, "”"));
  }

  /** Outlet, date and kind of demo text of an article. */
  const where = ([, , outlet, published, demo]) => h("span", { class: "where" },
    [outlet, published ? date(published) : t("articles.undated")].filter(Boolean).join(" · "), " ", mark(demo));

  /** The link to an article in the list of articles. */
  const toArticle = (number) => h("a", { href: `#artikel-${number}`, onclick: () => sheet.close() }, t("evidence.to_article"));

  /** Where a quotation stands: title, outlet, date, kind of demo text, links. */
  const source = (article, number) => h("p", { class: "source" }, h("cite", {}, article[1]), " ", where(article), " ",
    h("span", { class: "links" }, toArticle(number), article[5] ? outside(article[5], t("articles.source")) : null));

  async function item(number, key, all) {
    const quoted = await quotations(number, key);
    return h("li", {}, ...quoted.map(quote), source(all[number], number));
  }

  /** A date as precise as it is, as the middle day of what it names. */
  const middle = (published) => published + (["-07-02", "-15", ""][published.split("-").length - 1] ?? "");

  /** Put what was published in a stretch of time first; returns the order and how many those are. */
  function insideFirst(numbers, all, { begin, end }) {
    const inside = (number) => all[number][3] && begin <= middle(all[number][3]) && middle(all[number][3]) <= end;
    const first = numbers.filter(inside);
    return { numbers: [...first, ...numbers.filter((number) => !inside(number))], split: first.length };
  }

  /** The heading before the first text inside or outside the stretch; none where all texts are on one side. */
  function divider(place) {
    const { numbers, split } = current;
    if (split === undefined || split === 0 || split === numbers.length || ![0, split].includes(place)) return null;
    const [key, n] = place ? ["evidence.rest", numbers.length - split] : ["evidence.inside", split];
    return h("li", { class: "part" }, h("h3", {}, t(key, { n })));
  }

  async function grow() {
    const asked = current;
    const next = asked.numbers.slice(asked.shown, asked.shown + STEP);
    const all = await articles();
    const items = await Promise.all(next.map((number) => item(number, asked.key, all)));
    if (asked !== current) return;
    list.append(...items.flatMap((each, index) => [divider(asked.shown + index), each]).filter(Boolean));
    asked.shown += next.length;
    more.parentElement.hidden = asked.shown >= asked.numbers.length;
  }

  /**
   * Open the sheet. title: heading; key: the figure; choose(numbers, articles) may narrow the documents down, or
   * numbers may be given outright; stretch, {begin, end} as ISO dates, tells which come first.
   */
  async function open({ title, key, numbers = null, choose = null, stretch = null }) {
    document.getElementById("evidence-title").textContent = title;
    const reach = document.getElementById("evidence-reach");
    reach.textContent = t("evidence.loading");
    list.replaceChildren();
    more.parentElement.hidden = true;
    if (!sheet.open) sheet.showModal();
    sheet.scrollTop = 0;
    try {
      const all = await articles();
      const given = numbers ?? (await documentsOf(key));
      const listed = choose ? choose(given, all) : given;
      current = { key, shown: 0, ...(stretch ? insideFirst(listed, all, stretch) : { numbers: listed }) };
      const stories = new Set(listed.map((number) => all[number][6])).size;
      const printings = `${iopmine.number(listed.length)} ${t("count.documents", { n: listed.length })}`;
      const unique = `${iopmine.number(stories)} ${t("count.stories", { n: stories })}`;
      reach.textContent = stories === listed.length ? unique : `${unique} · ${printings}`;
      await grow();
    } catch (error) {
      reach.textContent = t("evidence.failed", { name: error.message });
    }
  }

  more.addEventListener("click", grow);
  document.getElementById("evidence-close").addEventListener("click", () => sheet.close());
  sheet.addEventListener("click", (event) => { if (event.target === sheet) sheet.close(); });
  iopmine.everyLanguage(() => sheet.close());

  return { open, articles, quote, where, toArticle, mark };
})();
