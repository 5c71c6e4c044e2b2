// The ground of the page: data, words, elements, numbers, and files loaded as scripts.
// Elements are built from text only; nothing here or elsewhere parses HTML.
"use strict";

const iopmine = (() => {
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const core = read("core");
  const words = read("strings");
  const specs = read("specs");
  const root = document.documentElement;
  const waiting = new Map();

  const language = () => (root.lang === "en" ? "en" : "sv");
  const column = () => (language() === "en" ? 1 : 0);
  const locale = () => (language() === "en" ? "en-GB" : "sv-SE");

  /** The string under a key, its {names} filled in; a number n chooses the form for one. */
  function t(key, values = {}) {
    const table = words[language()];
    const chosen = values.n === 1 && Object.hasOwn(table, key + ".one") ? key + ".one" : key;
    if (!Object.hasOwn(table, chosen)) return key;
    return table[chosen].replace(/\{(\w+)\}/g, (whole, name) =>
      Object.hasOwn(values, name) ? (typeof values[name] === "number" ? number(values[name]) : values[name]) : whole);
  }

  /** A term of a closed list (status, side …): its string, or the term itself. */
  const term = (list, value) => (Object.hasOwn(words[language()], `${list}.${value}`) ? t(`${list}.${value}`) : value);

  /** An element: h("a", {class: "x", onclick: f, href: "#y"}, "text", element, …). */
  function h(tag, given = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(given)) {
      if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
      else if (value === true) element.setAttribute(name, "");
      else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
    }
    element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
    return element;
  }

  /** A link to the outside, only ever made from an address that the builder has checked. */
  function outside(url, text) {
    if (!/^https?:\/\//.test(url)) return null;
    return h("a", { href: url, rel: "noopener nofollow", target: "_blank", class: "outside" }, text);
  }

  const number = (value, digits = 0) =>
    new Intl.NumberFormat(locale(), { maximumFractionDigits: digits }).format(value);
  const percent = (value, digits = value < 0.1 ? 1 : 0) =>
    new Intl.NumberFormat(locale(), { style: "percent", maximumFractionDigits: digits }).format(value);

  /** A truncated ISO date in words, as precise as it is: 2018, juni 2018, 7 juni 2018; 2018-Q2 as it stands. */
  function date(iso) {
    const match = /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?$/.exec(iso);
    if (!match) return iso;
    const [, year, month, day] = match;
    const shape = { timeZone: "UTC", year: "numeric" };
    if (month) shape.month = "long";
    if (day) shape.day = "numeric";
    return new Intl.DateTimeFormat(locale(), shape).format(Date.UTC(+year, month ? month - 1 : 0, day ? +day : 1));
  }

  function script(source) {
    return new Promise((resolve, reject) => {
      const element = h("script", { src: source });
      element.addEventListener("load", resolve);
      element.addEventListener("error", () => reject(new Error(source)));
      document.body.append(element);
    });
  }

  /** The value that data/NAME.js hands over to receive(); loaded once. */
  function load(name) {
    if (!waiting.has(name)) {
      const entry = {};
      entry.promise = script(`data/${name}.js`).then(() => entry.value);
      waiting.set(name, entry);
    }
    return waiting.get(name).promise;
  }

  function receive(name, value) {
    const entry = waiting.get(name);
    if (entry) entry.value = value;
  }

  const listeners = [];
  /** Run now and after every change of language. */
  function everyLanguage(render) {
    listeners.push(render);
    render();
  }

  const built = language();
  /** What the address says: a place, and the language if it is not the one the page was built in: #skiften~en. */
  function address() {
    const [, place, code] = /^#?([^~]*)(?:~(sv|en))?$/.exec(location.hash) ?? [];
    return { place: place ?? "", language: code ?? built };
  }

  root.lang = address().language;

  /** Write the chosen language into the address, so that it outlives a reload. */
  function keepLanguage() {
    const { place, language: written } = address();
    if (written === language()) return;
    history.replaceState(null, "", `#${place}${language() === built ? "" : `~${language()}`}`);
  }

  function setLanguage(code) {
    root.lang = code;
    keepLanguage();
    for (const render of listeners) render();
  }

  const section = (name) => document.querySelector(`[data-section="${name}"] .body`);

  return {
    core, specs, t, term, h, outside, number, percent, date, script, load, receive, everyLanguage, setLanguage,
    address, keepLanguage, language, column, section,
  };
})();
