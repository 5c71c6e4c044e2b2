// What curves, shifts and topics follow: its name, and the figure whose sentences show it.
"use strict";

iopmine.names = (() => {
  const { core, t } = iopmine;

  /** The figure of what a curve follows, e4, a0, f2 or t1; null where no document shows it. */
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

  /** Its name in the chosen language. */
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

  return { figureOf, nameOf };
})();
