"use strict";
/* The quarters: a slider chooses which words of the page are told, and marks and areas follow what these tell. */
const geoTime = (page) => {
  const { map, words, items, shapes, layers } = page;
  const bar = document.querySelector(".time");
  if (!bar) return { start: () => {}, reveal: () => undefined, row: () => null };
  const slider = bar.querySelector("input");
  const button = bar.querySelector("button");
  const last = Number(slider.max);
  const told = [...document.querySelectorAll("[data-quarters]")].map((one) => {
    const [from, until] = one.dataset.quarters.split(" ").map(Number);
    return { one, from, until };
  });
  const rows = told.filter(({ one }) => one.matches("tr.item"));
  const ticks = [...bar.querySelectorAll(".ticks span")];
  const signs = [...document.querySelectorAll("[data-during]")].map((one) => ({ one, during: new Set(one.dataset.during.split(" ").map(Number)) }));
  let now = -1;

  // ---- marks: each is the drawing that stands in the table, as large as its places ask
  const marks = [];
  layers.forEach(({ kind, group }, number) => {
    if (kind === "transition") page.walk(group, (marker) => marks.push({ marker, group, number, state: null }));
  });
  const stateOf = (marker) => items.get(marker.options.ref).querySelector(".state.transition .when:not(.elsewhen)");
  const drawMark = (mark) => {
    const state = stateOf(mark.marker);
    if (mark.state === state) return;
    mark.state = state;
    const drawing = state?.querySelector("svg")?.cloneNode(true);
    if (!drawing) {
      mark.group.removeLayer(mark.marker);
      return;
    }
    const width = Number(state.dataset.width);
    drawing.setAttribute("width", width);
    drawing.setAttribute("height", width);
    mark.marker.setIcon(L.divIcon({ html: drawing, className: "mark transition", iconSize: [width, width], iconAnchor: [width / 2, width / 2] }));
    mark.marker.setZIndexOffset(Math.round(1000 - (10 * width) / 1.9));
    mark.group.addLayer(mark.marker);
    page.label(mark.marker, mark.marker.options.ref);
  };

  // ---- areas: filled by the status that their row tells
  const STATUSES = ["short", "within", "above", "untestable"];
  const fillArea = (shape, ref) => {
    const status = items.get(ref).dataset.status;
    STATUSES.forEach((one) => shape._path?.classList.toggle(one, one === status));
  };
  const areas = [...new Set(rows.map(({ one }) => one.dataset.ref))].flatMap((ref) => (shapes.get(ref) ?? []).map((shape) => ({ ref, shape })));
  areas.forEach(({ ref, shape }) => shape.on("add", () => fillArea(shape, ref)));

  /* A list too long for its room scrolls, also by the keyboard. */
  const reachable = () => {
    const list = bar.querySelector(".quarter:not(.elsewhen) .events");
    if (list.scrollHeight > list.clientHeight) list.tabIndex = 0;
    else list.removeAttribute("tabindex");
  };

  const set = (quarter) => {
    now = Math.max(0, Math.min(last, quarter));
    slider.value = now;
    slider.setAttribute("aria-valuetext", bar.querySelectorAll(".quarter")[now].dataset.said);
    ticks.forEach((tick, number) => tick.classList.toggle("now", number === now));
    told.forEach(({ one, from, until }) => one.classList.toggle("elsewhen", now < from || now > until));
    signs.forEach(({ one, during }) => one.classList.toggle("absent", !during.has(now)));
    reachable();
    rows.filter(({ from }) => from === now).forEach(({ one }) => {
      one.classList.toggle("current", items.get(one.dataset.ref).classList.contains("current"));
      items.set(one.dataset.ref, one);
    });
    marks.forEach(drawMark);
    areas.forEach(({ ref, shape }) => fillArea(shape, ref));
    page.retell();
    page.refresh();
  };

  // ---- the layers that follow come on with the first move; marks of a fixed day make place
  const follows = ({ kind, ref }, number) => kind === "transition" || areas.some((area) => area.ref.startsWith(`layer-${number}-`));
  const follow = () => {
    const on = layers.map((_layer, number) => page.isOn(number));
    const fixed = layers.some(({ kind }, number) => on[number] && (kind === "portfolio" || kind === "allocation"));
    if (!fixed && layers.some((layer, number) => on[number] && follows(layer, number))) return;
    const wanted = [layers.findIndex(({ kind }) => kind === "transition"), layers.findIndex(follows)].find((number) => number >= 0);
    if (wanted !== undefined) page.toggle(wanted, true);
  };

  // ---- play; who asked for less motion goes on by one quarter at a time
  const PAUSE_MS = 1600;
  const still = window.matchMedia("(prefers-reduced-motion: reduce)");
  let timer = null;
  const name = () => {
    const title = timer ? words.time_pause : still.matches ? words.time_next : words.time_play;
    button.setAttribute("aria-label", title);
    button.title = title;
    button.classList.toggle("playing", timer !== null);
  };
  const pause = () => {
    clearInterval(timer);
    timer = null;
    name();
  };
  const onward = () => {
    set(now === last && timer === null ? 0 : now + 1);
    if (now === last) pause();
  };
  button.addEventListener("click", () => {
    if (timer) {
      pause();
      return;
    }
    follow();
    onward();
    if (!still.matches && now < last) timer = setInterval(onward, PAUSE_MS);
    name();
  });
  still.addEventListener("change", pause);
  slider.addEventListener("input", () => {
    pause();
    follow();
    set(Number(slider.value));
  });

  return {
    start: (first) => {
      name();
      set(first);
    },
    /* Goes to the first quarter in which a location stands, and gives its mark. */
    reveal: (ref) => {
      const mark = marks.find((one) => one.marker.options.ref === ref);
      const state = mark && [...items.get(ref).querySelectorAll(".state.transition .when")].find((one) => one.querySelector("svg"));
      if (!state) return undefined;
      set(Number(state.dataset.quarters.split(" ")[0]));
      return mark.marker;
    },
    /* Gives what a location is in the chosen quarter, as a row for its pop-up; null while marks of another day show. */
    row: (ref) => {
      const state = document.body.classList.contains("timed") && items.get(ref).querySelector(".state.transition .when:not(.elsewhen)");
      if (!state) return null;
      const row = page.element("div", "timed", "");
      row.append(page.element("dt", "", bar.querySelectorAll(".quarter")[now].dataset.short), page.element("dd", "", ""));
      row.lastChild.append(...[...state.querySelectorAll(".tell")].flatMap((part, number) => [number ? ", " : "", part.textContent.trim()]));
      return row;
    },
  };
};
