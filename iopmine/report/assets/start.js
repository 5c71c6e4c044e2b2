// Words that stand in the page itself, the search over names and headlines, and where the reader is.
"use strict";

(() => {
  const { core, t, h, number, column, everyLanguage } = iopmine;
  const { plain } = iopmine.lists;
  const input = document.getElementById("search");
  const hits = document.getElementById("hits");
  const MOST = 8;

  function words() {
    for (const element of document.querySelectorAll("[data-t]")) {
      element.textContent = t(element.dataset.t, element.dataset.args ? core[element.dataset.args] : {});
    }
    for (const element of document.querySelectorAll("[data-t-label]")) element.setAttribute("aria-label", t(element.dataset.tLabel));
    for (const element of document.querySelectorAll("[data-pair]")) {
      const own = core[element.dataset.pair][column()];
      element.textContent = own || t(core.demo ? "about.demo" : "about.own");
    }
    for (const element of document.querySelectorAll("[data-count]")) {
      element.textContent = t(`count.${element.dataset.count}`, { n: core[element.dataset.count] });
    }
    for (const element of document.querySelectorAll("[data-number]")) element.textContent = number(core[element.dataset.number]);
    input.placeholder = t("page.search");
    document.title = `${core.title[column()]} – iopmine`;
  }

  everyLanguage(words);
  // A browser knows no place with a language behind it: go there, and again when the lists above it have come.
  const place = location.hash.includes("~") ? document.getElementById(iopmine.address().place) : null;
  if (place) {
    let moved = false;
    for (const name of ["wheel", "touchmove", "keydown", "pointerdown"]) {
      window.addEventListener(name, () => { moved = true; }, { once: true, passive: true });
    }
    const go = () => { if (!moved) place.scrollIntoView({ behavior: "instant" }); };
    history.scrollRestoration = "manual";
    go();
    Promise.all([iopmine.load("partnerships"), iopmine.evidence.articles()]).then(() => setTimeout(go)).catch(() => {});
  }
  window.addEventListener("hashchange", iopmine.keepLanguage);
  document.getElementById("language").addEventListener("click", () => iopmine.setLanguage(column() ? "sv" : "en"));

  // ---- search
  async function find(query) {
    const inNames = core.entities.map(([name, label], index) => [name, label, index])
      .filter(([name]) => plain(name).includes(query)).slice(0, MOST)
      .map(([name, label, index]) => [name, `search.${label}`, () => iopmine.evidence.open({ title: name, key: `e${index}` })]);
    const all = await iopmine.evidence.articles();
    const inTitles = [];
    for (let index = 0; index < all.length && inTitles.length < MOST; index += 1) {
      const title = all[index][1];
      if (plain(title).includes(query)) {
        inTitles.push([title, "search.article", () => iopmine.evidence.open({ title, key: "d", numbers: [index] })]);
      }
    }
    return [...inNames, ...inTitles];
  }

  function close() {
    hits.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function choose(run) {
    close();
    run();
  }

  input.addEventListener("input", async () => {
    const query = plain(input.value.trim());
    if (query.length < 2) {
      close();
      return;
    }
    const found = await find(query);
    if (query !== plain(input.value.trim())) return;
    const items = found.map(([text, kind, run], index) => h("li", { role: "option", id: `hit-${index}`, onmousedown: (event) => { event.preventDefault(); choose(run); } },
      h("span", {}, text), h("small", {}, t(kind))));
    hits.replaceChildren(...(items.length ? items : [h("li", { class: "empty" }, t("page.no_hits"))]));
    hits.hidden = false;
    input.setAttribute("aria-expanded", "true");
  });

  input.addEventListener("keydown", (event) => {
    const items = [...hits.querySelectorAll("[role=option]")];
    const at = items.findIndex((item) => item.getAttribute("aria-selected") === "true");
    if (event.key === "Escape") close();
    if (event.key === "Enter" && items.length && !hits.hidden) items[Math.max(0, at)].dispatchEvent(new MouseEvent("mousedown"));
    if (!["ArrowDown", "ArrowUp"].includes(event.key) || !items.length) return;
    event.preventDefault();
    const next = items[(at + (event.key === "ArrowDown" ? 1 : -1) + items.length) % items.length];
    for (const item of items) item.setAttribute("aria-selected", String(item === next));
    input.setAttribute("aria-activedescendant", next.id);
    next.scrollIntoView({ block: "nearest" });
  });
  input.addEventListener("blur", close);

  // ---- where the reader is
  const links = new Map([...document.querySelectorAll(".contents a")].map((link) => [link.hash.slice(1), link]));
  const observer = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      for (const link of links.values()) link.removeAttribute("aria-current");
      links.get(entry.target.id)?.setAttribute("aria-current", "true");
    }
  }, { rootMargin: "-20% 0px -70% 0px" });
  for (const id of links.keys()) observer.observe(document.getElementById(id));
})();
