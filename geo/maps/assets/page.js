"use strict";
/* Ties the map of folium to the tables of the page. Words enter the map as copies of elements or as text, never as markup. */
(() => {
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const setting = read("setting");
  const words = setting.words;
  const map = window[setting.map];
  const layers = setting.layers.map((layer) => ({ kind: layer.kind, group: window[layer.name] }));
  const rows = [...document.querySelectorAll(".item")];
  const items = new Map(rows.map((item) => [item.dataset.ref, item])); // reference -> its row, of the chosen quarter where there are more
  const shapes = new Map(); // reference -> shapes on the map
  const small = window.matchMedia("(max-width: 60rem)");
  const { element } = geoMap;
  const nameOf = (ref) => items.get(ref)?.querySelector(".name").textContent ?? "";
  const fill = (text, values) => Object.entries(values).reduce((made, [key, value]) => made.replace(`{${key}}`, () => value), text);

  const page = { map, words, setting, layers, rows, items, shapes, small, element, nameOf, fill };

  // ---- pop-ups and tooltips: copies of the tables
  const cardOf = (ref) => {
    const item = items.get(ref);
    const card = item.querySelector(".card");
    if (card) {
      const copy = card.cloneNode(true);
      const timed = time.row(ref);
      if (timed) copy.querySelector("dl").prepend(timed);
      return copy;
    }
    const copy = element("div", "card", "");
    copy.append(element("p", "title", nameOf(ref)));
    const list = copy.appendChild(document.createElement("dl"));
    const headings = item.closest("table").querySelectorAll("thead th");
    [...item.cells].slice(1).forEach((cell, index) => {
      const row = list.appendChild(document.createElement("div"));
      row.append(element("dt", "", headings[index + 1].textContent), element("dd", "", cell.textContent));
    });
    return copy;
  };
  const room = () => {
    const { x, y } = map.getSize();
    return { maxWidth: Math.min(400, x - 60), minWidth: Math.min(220, x - 60), maxHeight: Math.max(160, y - 110), autoPanPadding: [12, 12] };
  };
  const light = (ref, on) => (shapes.get(ref) ?? []).forEach((shape) => (shape._icon ?? shape._path)?.classList.toggle("lit", on));
  const mark = (ref, on) => {
    items.get(ref).classList.toggle("current", on);
    light(ref, on);
  };
  const tie = (shape, ref) => {
    if (!items.has(ref)) return;
    if (!shapes.has(ref)) shapes.set(ref, []);
    shapes.get(ref).push(shape);
    shape.bindPopup(() => cardOf(ref), room());
    shape.bindTooltip(() => element("span", "", nameOf(ref)), { direction: "top", sticky: !shape.getLatLng });
    shape.on("popupopen", () => mark(ref, true)).on("popupclose", () => mark(ref, false));
    shape.on("add", () => label(shape, ref));
    label(shape, ref);
  };
  const label = (shape, ref) => shape._icon?.setAttribute("aria-label", nameOf(ref));
  const walk = (group, visit) => group.eachLayer((layer) => (layer.eachLayer ? walk(layer, visit) : visit(layer)));
  layers.forEach(({ group }) => walk(group, (shape) => tie(shape, shape.options.ref ?? shape.feature?.properties.ref)));

  // ---- layers; those that would cover each other take turns
  const TURNS = { portfolio: "sites", allocation: "sites", transition: "sites", coverage: "coverage" };
  const boxes = [...document.querySelectorAll("input[data-layer]")].sort((a, b) => a.dataset.layer - b.dataset.layer);
  const put = (number, on) => {
    layers[number].group[on ? "addTo" : "removeFrom"](map);
    boxes[number].checked = on;
    boxes[number].closest(".layer").classList.toggle("off", !on);
    boxes[number].closest(".layer").querySelectorAll("ul").forEach((list) => { list.hidden = !on; });
    document.body.classList.toggle("timed", layers.some(({ kind }, other) => kind === "transition" && boxes[other].checked));
    document.body.classList.toggle("covered", layers.some(({ kind }, other) => kind === "coverage" && boxes[other].checked));
  };
  const toggle = (number, on) => {
    const turn = TURNS[layers[number].kind];
    if (on && turn) layers.forEach(({ kind }, other) => { if (other !== number && TURNS[kind] === turn && boxes[other].checked) put(other, false); });
    put(number, on);
    refresh();
  };
  boxes.forEach((box, number) => {
    put(number, box.checked);
    box.addEventListener("change", () => toggle(number, box.checked));
  });

  // ---- from table to map
  const holds = ({ group }, shape) => {
    let inside = false;
    walk(group, (one) => { inside ||= one === shape; });
    return inside;
  };
  const show = (ref) => {
    const found = shapes.get(ref) ?? [];
    if (!found.length) return;
    const holder = (one) => layers.findIndex((layer) => holds(layer, one));
    let shape = found.find((one) => map.hasLayer(one));
    if (!shape) {
      shape = found.find((one) => holder(one) >= 0) ?? time.reveal(ref);
      if (!shape) return;
      toggle(holder(shape), true);
    }
    if (small.matches) document.querySelector(".chart").scrollIntoView({ block: "start" });
    if (shape.getBounds) map.fitBounds(shape.getBounds(), { animate: false, padding: [30, 30], maxZoom: 15 });
    else map.setView(shape.getLatLng(), Math.max(map.getZoom(), 14), { animate: false });
    Object.assign(shape.getPopup().options, room());
    shape.openPopup(shape.getBounds ? shape.getCenter() : undefined);
  };
  rows.forEach((item) => {
    const { ref } = item.dataset;
    const button = item.querySelector("button.show");
    button.addEventListener("click", () => show(ref));
    button.addEventListener("focus", () => light(ref, true));
    button.addEventListener("blur", () => light(ref, item.classList.contains("current")));
    item.addEventListener("mouseenter", () => light(ref, true));
    item.addEventListener("mouseleave", () => light(ref, item.classList.contains("current")));
    const more = item.querySelector("button.more");
    if (!more) return;
    const fold = (open) => {
      more.setAttribute("aria-expanded", open);
      item.querySelector(".detail").hidden = !open;
      item.classList.toggle("open", open);
    };
    more.addEventListener("click", () => fold(more.getAttribute("aria-expanded") !== "true"));
    fold(false);
  });

  const found = (ref) => !items.get(ref).hidden;
  const dim = () => shapes.forEach((list, ref) => list.forEach((shape) => (shape._icon ?? shape._path)?.classList.toggle("dim", !found(ref))));

  // ---- base map
  const base = read("base");
  const present = new Set(base.classes.map((one) => one.name));
  document.querySelectorAll("[data-base]").forEach((row) => { row.hidden = !present.has(row.dataset.base); });
  document.getElementById("base-legend").hidden = !present.size;
  /* What is drawn only from nearby is not explained on a paper that shows it nowhere. */
  const near = () => base.classes.forEach((one) => document.querySelector(`[data-base="${one.name}"]`)?.classList.toggle("far", map.getZoom() < one.zoom));
  map.on("zoomend", near);

  // ---- names on the map, placed without overlap: sites first, then places by rank; letters in the dots of facilities
  const names = geoMap.labeller(map);
  const sites = () => {
    const own = [];
    shapes.forEach((list, ref) => {
      const shape = list.find((one) => one._icon && map.hasLayer(one));
      if (shape && found(ref)) own.push({ place: shape.getLatLng(), name: nameOf(ref), kind: "site", shift: shape.options.icon.options.iconSize[0] * 0.32 + 3, sides: ["right", "left", "below", "above"] });
    });
    return own.sort((a, b) => b.shift - a.shift);
  };
  /* Names of areas; where the coverage of an area shows, its verdict stands under its name, which is told once. */
  const areas = () => {
    const own = new Map();
    ["coverage", "areas"].forEach((wanted) => layers.filter(({ kind, group }) => kind === wanted && map.hasLayer(group)).forEach(({ group }) => walk(group, (shape) => {
      const ref = shape.feature.properties.ref;
      const name = nameOf(ref);
      if (!found(ref) || own.has(name)) return;
      const told = wanted === "coverage" ? `${name}\n${items.get(ref).querySelector(".verdict").textContent}` : name;
      own.set(name, { place: shape.getCenter(), name: told, kind: "area", shift: 0, sides: ["middle", "below", "above"] });
    })));
    return [...own.values()];
  };
  let open = false; // until all is in its place, names need no place
  const placeLabels = () => {
    if (!open) return;
    names.place([...sites(), ...areas(), ...(document.body.classList.contains("tiled") ? [] : geoMap.townLabels(map, base))]);
    letters(map.getSize());
  };
  const LETTERS_FROM = 14;
  map.createPane("letters").style.zIndex = 450;
  const letters = (size) => {
    const taken = [];
    const near = map.getZoom() >= LETTERS_FROM;
    layers.filter(({ kind, group }) => kind === "facilities" && map.hasLayer(group)).forEach(({ group }) => walk(group, (shape) => {
      shape.setRadius(near ? 9 : 4);
      const point = map.latLngToContainerPoint(shape.getLatLng());
      if (!near || point.x < -20 || point.y < -20 || point.x > size.x + 20 || point.y > size.y + 20) return;
      if (taken.some((other) => point.distanceTo(other) < 13)) return;
      taken.push(point);
      const icon = L.divIcon({ html: element("div", "map-label letters", shape.feature.properties.note), className: "label-icon", iconSize: [0, 0] });
      L.marker(shape.getLatLng(), { icon, pane: "letters", interactive: false, keyboard: false }).addTo(names.group);
    }));
  };
  const refresh = () => {
    if (!open) return;
    dim();
    placeLabels();
  };

  // ---- pop-ups, legend and paper
  map.on("popupopen", (event) => {
    const close = event.popup.getElement().querySelector(".leaflet-popup-close-button");
    close?.setAttribute("aria-label", words.close);
    const scroll = event.popup.getElement().querySelector(".leaflet-popup-scrolled");
    if (scroll) scroll.tabIndex = 0;
  });
  map.on("popupopen popupclose", (event) => map.getContainer().classList.toggle("told", event.type === "popupopen"));
  map.on("popupopen", ({ popup }) => { told = popup; });
  map.on("popupclose", () => { told = null; });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || measure.stop()) return;
    if (told) map.closePopup();
    else routes?.clear();
  });
  map.on("zoomend moveend resize", placeLabels);
  const legend = document.querySelector(".legend");
  legend.addEventListener("toggle", () => map.invalidateSize({ animate: false }));
  legend.open = window.matchMedia("(min-width: 76rem)").matches;
  page.addButton = geoMap.addControls(map, words, setting.bounds);
  geoMap.onPaper(map, () => {
    const unfolded = legend.open;
    legend.open = true;
    const today = new Date();
    const date = [today.getDate(), today.getMonth() + 1, today.getFullYear()].map((part) => String(part).padStart(2, "0")).join("-");
    document.querySelector(".printed").textContent = fill(words.paper_printed, { date });
    return () => { legend.open = unfolded; };
  });
  geoMap.drawBase(map, base);

  // ---- the parts that stand on these
  let told = null;
  Object.assign(page, { base, walk, label, toggle, refresh, show, isOn: (number) => boxes[number].checked, retell: () => told?.update() });
  const time = geoTime(page);
  const routes = geoRoutes(page);
  const measure = geoMeasure(page);
  const search = geoSearch(page);
  if (setting.tiles) geoTiles(page);
  time.start(setting.first);
  near();
  open = true;
  search.filter();
  document.documentElement.dataset.ready = "true";
})();
