// Tables that sort, filter and grow: one maker for all lists of the page.
"use strict";

iopmine.lists = (() => {
  const { t, h } = iopmine;
  let serial = 0;

  const plain = (text) => text.toLocaleLowerCase("sv").normalize("NFC");

  /**
   * A table of rows.
   * columns: [{title, cell(row) → node or text, sort(row) → value?, numeric?}]; the first column heads the row.
   * options: {caption, rows, text(row) → what the filter searches, size, tools: extra controls}.
   * Returns {element, show(row)}.
   */
  function table(columns, { caption, rows, text = null, size = 15, tools = [] }) {
    const state = { shown: size, order: null, down: false, query: "" };
    const id = `list-${++serial}`;
    const body = h("tbody");
    const status = h("span", { class: "status", role: "status" });
    const more = h("button", { type: "button", onclick: () => { state.shown += size * 2; fill(); } }, t("list.more"));
    const searched = text ? new Map(rows.map((row) => [row, plain(text(row))])) : null;
    const heads = columns.map((column, index) => head(column, index));
    const element = h("div", { class: "list" },
      text || tools.length ? h("div", { class: "tools" }, text ? filter() : null, ...tools) : null,
      h("div", { class: "scroll" },
        h("table", { id },
          h("caption", {}, caption),
          h("thead", {}, h("tr", {}, ...heads)),
          body)),
      h("p", { class: "more" }, status, more));

    function filter() {
      const input = h("input", {
        type: "search", "aria-label": `${t("list.filter")}: ${caption}`, placeholder: t("list.filter"),
        "aria-controls": id,
        oninput: () => { state.query = plain(input.value.trim()); state.shown = size; fill(); },
      });
      return input;
    }

    function head(column, index) {
      const cell = h("th", { scope: "col", class: column.numeric ? "number" : null });
      if (!column.sort) {
        cell.append(column.title);
        return cell;
      }
      cell.append(h("button", {
        type: "button", title: t("list.sort", { column: column.title }),
        onclick: () => {
          state.down = state.order === index ? !state.down : Boolean(column.numeric);
          state.order = index;
          for (const each of heads) each.removeAttribute("aria-sort");
          cell.setAttribute("aria-sort", state.down ? "descending" : "ascending");
          fill();
        },
      }, column.title));
      return cell;
    }

    function chosen() {
      const found = state.query ? rows.filter((row) => searched.get(row).includes(state.query)) : [...rows];
      if (state.order !== null) {
        const { sort } = columns[state.order];
        const sign = state.down ? -1 : 1;
        found.sort((a, b) => sign * compare(sort(a), sort(b)));
      }
      return found;
    }

    function fill(keep = null) {
      const found = chosen();
      if (keep !== null) state.shown = Math.max(state.shown, found.indexOf(keep) + 1);
      body.replaceChildren(...found.slice(0, state.shown).map(line));
      if (!found.length) body.append(h("tr", {}, h("td", { colspan: columns.length, class: "empty" }, t("list.empty"))));
      more.hidden = found.length <= state.shown;
      status.textContent = found.length > size || state.query
        ? t("list.shown", { shown: Math.min(state.shown, found.length), n: found.length }) : "";
    }

    function line(row) {
      const cells = columns.map((column, index) => h(index ? "td" : "th", {
        scope: index ? null : "row", class: column.numeric ? "number" : null, "data-label": column.title,
      }, column.cell(row)));
      const made = h("tr", {}, ...cells);
      if (row.anchor) made.id = row.anchor;
      return made;
    }

    fill();
    return { element, show: fill };
  }

  function compare(a, b) {
    if (typeof a === "number" && typeof b === "number") return a - b;
    return String(a).localeCompare(String(b), "sv");
  }

  /** A bar of a length between 0 and 1, with its number as text. */
  function bar(share, label) {
    const fill = h("span", { class: "fill" });
    fill.style.width = `${Math.max(0.5, 100 * share)}%`;
    return h("span", { class: "bar" }, h("span", { class: "track", "aria-hidden": "true" }, fill), h("b", {}, label));
  }

  /** A button that looks like a link: opens the sentences behind a figure. */
  const opener = (label, onclick) => h("button", { type: "button", class: "open", onclick }, label);

  /** A labelled select. options: [[value, text]] or [[group, [[value, text]]]]. */
  function select(label, options, onchange) {
    const option = ([value, text]) => h("option", { value }, text);
    const items = options.map(([name, inner]) =>
      (Array.isArray(inner) ? h("optgroup", { label: name }, ...inner.map(option)) : option([name, inner])));
    const control = h("select", { onchange: () => onchange(control.value) }, ...items);
    return h("label", { class: options.some(([, inner]) => Array.isArray(inner)) ? "choose" : "choose short" }, h("span", {}, label), control);
  }

  /** A row of buttons of which one is pressed, and keeps the focus if the row is made anew. options: [[value, text]]. */
  function segments(label, options, chosen, onchange) {
    const press = (value) => {
      onchange(value);
      const rows = [...document.querySelectorAll(".segments")];
      rows.find((row) => row.getAttribute("aria-label") === label)?.querySelector("[aria-pressed=true]").focus();
    };
    return h("div", { class: "segments", role: "group", "aria-label": label }, ...options.map(([value, text]) =>
      h("button", { type: "button", "aria-pressed": String(value === chosen), onclick: () => press(value) }, text)));
  }

  /** A fold whose content is made, perhaps from a file that must be loaded, when it is first opened. */
  function unfolded(summary, make) {
    const body = h("div", { class: "unfolded" });
    const fold = h("details", {}, h("summary", {}, ...[summary].flat().filter(Boolean)), body);
    fold.addEventListener("toggle", async () => {
      if (!fold.open || body.childElementCount) return;
      body.append(h("p", { class: "fine", role: "status" }, t("evidence.loading")));
      try {
        body.replaceChildren(...await make());
      } catch (error) {
        body.replaceChildren(h("p", { class: "note" }, t("evidence.failed", { name: error.message })));
      }
    });
    return fold;
  }

  return { table, bar, opener, segments, unfolded, select, plain };
})();
