"use strict";
/* Ties the map of folium to the tables of the page. Words enter the map as copies of elements or as text, never as markup. */
(() => {
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const setting = read("setting");
  const words = setting.words;
  const map = window[setting.map];
  const layers = setting.layers.map((layer) => ({ kind: layer.kind, group: window[layer.name] }));
  const items = new Map([...document.querySelectorAll(".item")].map((item) => [item.dataset.ref, item]));
  const shapes = new Map(); // reference -> shapes on the map
  const small = window.matchMedia("(max-width: 60rem)");
  const element = (tag, className, text) => {
    const made = document.createElement(tag);
    made.className = className;
    made.textContent = text;
    return made;
  };
  const drawing = (sign) => {
    const [svg, path] = ["svg", "path"].map((tag) => document.createElementNS("http://www.w3.org/2000/svg", tag));
    Object.entries({ viewBox: "0 0 16 16", width: 16, height: 16, "aria-hidden": true }).forEach(([name, value]) => svg.setAttribute(name, value));
    Object.entries({ d: sign, fill: "none", stroke: "currentColor", "stroke-width": 2 }).forEach(([name, value]) => path.setAttribute(name, value));
    svg.append(path);
    return svg;
  };
  const nameOf = (ref) => items.get(ref)?.querySelector(".name").textContent ?? "";
  const fill = (text, values) => Object.entries(values).reduce((made, [key, value]) => made.replace(`{${key}}`, () => value), text);

  // ---- pop-ups and tooltips: copies of the tables
  const cardOf = (ref) => {
    const item = items.get(ref);
    const card = item.querySelector(".card");
    if (card) return card.cloneNode(true);
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
    const label = () => shape._icon?.setAttribute("aria-label", nameOf(ref));
    shape.on("add", label);
    label();
  };
  const walk = (group, visit) => group.eachLayer((layer) => (layer.eachLayer ? walk(layer, visit) : visit(layer)));
  layers.forEach(({ group }) => walk(group, (shape) => tie(shape, shape.options.ref ?? shape.feature?.properties.ref)));

  // ---- layers; those that would cover each other take turns
  const TURNS = { portfolio: "sites", allocation: "sites", coverage: "coverage" };
  const boxes = [...document.querySelectorAll("input[data-layer]")].sort((a, b) => a.dataset.layer - b.dataset.layer);
  const put = (number, on) => {
    layers[number].group[on ? "addTo" : "removeFrom"](map);
    boxes[number].checked = on;
    boxes[number].closest(".layer").querySelectorAll("ul").forEach((list) => { list.hidden = !on; });
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
    let shape = found.find((one) => map.hasLayer(one));
    if (!shape) {
      shape = found[0];
      toggle(layers.findIndex((layer) => holds(layer, shape)), true);
    }
    if (small.matches) document.querySelector(".chart").scrollIntoView({ block: "start" });
    if (shape.getBounds) map.fitBounds(shape.getBounds(), { animate: false, padding: [30, 30], maxZoom: 15 });
    else map.setView(shape.getLatLng(), Math.max(map.getZoom(), 14), { animate: false });
    Object.assign(shape.getPopup().options, room());
    shape.openPopup(shape.getBounds ? shape.getCenter() : undefined);
  };
  items.forEach((item, ref) => {
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

  // ---- search: rows that do not answer are hidden, their marks fade; tables with answers open
  const search = document.getElementById("search");
  const count = document.getElementById("count");
  const tables = [...document.querySelectorAll(".layer-table")];
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const texts = new Map([...items].map(([ref, item]) => [ref, plain(item.textContent)]));
  const found = (ref) => !items.get(ref).hidden;
  const dim = () => shapes.forEach((list, ref) => list.forEach((shape) => (shape._icon ?? shape._path)?.classList.toggle("dim", !found(ref))));
  const tell = (asked) => {
    const sites = [...document.querySelectorAll("tbody.item")];
    let others = 0;
    tables.forEach((table) => {
      const hits = table.querySelectorAll(".item:not([hidden])").length;
      others += hits;
      table.hidden = asked && !hits;
      table.open = asked ? hits > 0 : table.dataset.open === "true";
      table.querySelector(".hits").textContent = asked ? fill(words.hits, { count: hits }) : "";
    });
    const values = { shown: sites.filter((body) => !body.hidden).length, total: sites.length, others };
    count.textContent = fill(asked && others ? words.count_more : words.count, values);
  };
  tables.forEach((table) => table.querySelector("summary").addEventListener("click", () => { table.dataset.open = !table.open; }));
  const filter = () => {
    const parts = plain(search.value).split(/\s+/).filter(Boolean);
    items.forEach((item, ref) => { item.hidden = !parts.every((part) => texts.get(ref).includes(part)); });
    tell(parts.length > 0);
    refresh();
  };
  search.addEventListener("input", filter);

  // ---- base map
  const base = read("base");
  map.createPane("base").style.zIndex = 150;
  const canvas = L.canvas({ pane: "base", padding: 0.3 });
  const road = (color, weight) => ({ color, weight, lineCap: "round", lineJoin: "round" });
  const paint = {
    farmland: ["#f1f0dc"], built: ["#e6e0da"], industry: ["#dcd9e3"], green: ["#cfe3c4"], water: ["#b5d3e7"], building: ["#cabfb4"],
    stream: [road("#b5d3e7", 1.2)],
    path: [{ ...road("#b09f8d", 1.1), dashArray: "1 3" }],
    minor: [road("#c3c7ca", 3), road("#ffffff", 1.8)],
    rail: [road("#5d666d", 2), { color: "#ffffff", weight: 1, dashArray: "6 6", lineCap: "butt" }],
    ferry: [{ ...road("#4a83ad", 1.5), dashArray: "6 5" }],
    major: [road("#c8923c", 4.2), road("#f6c777", 2.8)],
  };
  const unfold = (steps) => {
    const places = [];
    let lon = 0;
    let lat = 0;
    for (let i = 0; i < steps.length; i += 2) {
      lon += steps[i];
      lat += steps[i + 1];
      places.push([lat / base.scale, lon / base.scale]);
    }
    return places;
  };
  const common = { renderer: canvas, pane: "base", interactive: false, smoothFactor: 1.2 };
  const draw = (one) => {
    const places = one.parts.map((part) => part.map(unfold));
    return L.layerGroup(one.area
      ? [L.polygon(places, { ...common, stroke: false, fillColor: paint[one.name][0], fillOpacity: 1, fillRule: "nonzero" })]
      : paint[one.name].map((style) => L.polyline(places.map((part) => part[0]), { ...common, fill: false, ...style })));
  };
  const drawn = base.classes.map((one) => ({ zoom: one.zoom, draw: () => draw(one), group: null }));
  const present = new Set(base.classes.map((one) => one.name));
  document.querySelectorAll("[data-base]").forEach((row) => { row.hidden = !present.has(row.dataset.base); });
  document.getElementById("base-legend").hidden = !present.size;
  let level = null;
  const freshBase = () => {
    const visible = drawn.filter((one) => map.getZoom() >= one.zoom);
    if (visible.length === level) return;
    level = visible.length;
    drawn.forEach((one) => one.group?.remove());
    visible.forEach((one) => {
      one.group ??= one.draw();
      one.group.addTo(map);
    });
  };

  // ---- names on the map, placed without overlap: sites first, then places by rank; letters in the dots of facilities
  map.createPane("labels").style.zIndex = 620;
  const labels = L.layerGroup().addTo(map);
  const sizes = new Map();
  const sizeOf = ({ kind, name }) => {
    const key = `${kind} ${name}`;
    if (!sizes.has(key)) {
      const probe = map.getPane("labels").appendChild(element("div", `map-label ${kind}`, name));
      sizes.set(key, [probe.offsetWidth + 4, probe.offsetHeight]);
      probe.remove();
    }
    return sizes.get(key);
  };
  const meet = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
  const boxAt = ({ x, y }, [width, height], side, shift) => {
    const across = { right: shift + width / 2, left: -shift - width / 2 }[side] ?? 0;
    const down = { below: shift + height / 2, above: -shift - height / 2 }[side] ?? 0;
    return [x + across - width / 2, y + down - height / 2, x + across + width / 2, y + down + height / 2];
  };
  const sites = () => {
    const own = [];
    shapes.forEach((list, ref) => {
      const shape = list.find((one) => one._icon && map.hasLayer(one));
      if (shape && found(ref)) own.push({ place: shape.getLatLng(), name: nameOf(ref), kind: "site", shift: shape.options.icon.options.iconSize[0] * 0.32 + 3, sides: ["right", "left", "below", "above"] });
    });
    return own.sort((a, b) => b.shift - a.shift);
  };
  const areas = () => layers.filter(({ kind, group }) => ["areas", "coverage"].includes(kind) && map.hasLayer(group)).flatMap(({ kind, group }) => {
    const own = [];
    walk(group, (shape) => {
      const ref = shape.feature.properties.ref;
      const name = kind === "coverage" ? `${nameOf(ref)}\n${items.get(ref).cells[1].textContent}` : nameOf(ref);
      if (found(ref)) own.push({ place: shape.getCenter(), name, kind: "area", shift: 0, sides: ["middle", "below", "above"] });
    });
    return own;
  });
  const places = () => base.labels.filter((label) => map.getZoom() >= label[3])
    .map(([lon, lat, kind, , name]) => ({ place: L.latLng(lat, lon), name, kind, shift: 0, sides: ["middle"] }));
  const placeLabels = () => {
    labels.clearLayers();
    const own = sites();
    const size = map.getSize();
    const at = (label) => map.latLngToContainerPoint(label.place);
    const taken = own.map((label) => [at(label).x - label.shift, at(label).y - label.shift, at(label).x + label.shift, at(label).y + label.shift]);
    [...own, ...areas(), ...places()].forEach((label, number) => {
      const point = at(label);
      if (point.x < 0 || point.y < 0 || point.x > size.x || point.y > size.y) return;
      const others = taken.filter((_, other) => label.kind !== "site" || other !== number);
      const boxes = label.sides.map((side) => boxAt(point, sizeOf(label), side, label.shift));
      const inside = ([left, top, right, bottom]) => left > 2 && top > 2 && right < size.x - 2 && bottom < size.y - 2;
      const free = boxes.findIndex((box) => inside(box) && !others.some((other) => meet(box, other)));
      if (free < 0) return;
      taken.push(boxes[free]);
      const icon = L.divIcon({ html: element("div", `map-label ${label.kind} ${label.sides[free]}`, label.name), className: "label-icon", iconSize: [0, 0], iconAnchor: [point.x - (boxes[free][0] + boxes[free][2]) / 2, point.y - (boxes[free][1] + boxes[free][3]) / 2] });
      L.marker(label.place, { icon, pane: "labels", interactive: false, keyboard: false }).addTo(labels);
    });
    letters(size);
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
      L.marker(shape.getLatLng(), { icon, pane: "letters", interactive: false, keyboard: false }).addTo(labels);
    }));
  };
  const refresh = () => {
    dim();
    placeLabels();
  };

  // ---- controls
  const whole = () => map.fitBounds(setting.bounds, { padding: [24, 24], animate: false });
  const controls = L.control({ position: "topleft" });
  controls.onAdd = () => {
    const bar = element("div", "leaflet-bar", "");
    const signs = [["M8 3V13M3 8H13", words.zoom_in, () => map.zoomIn()], ["M3 8H13", words.zoom_out, () => map.zoomOut()], ["M2 6V2H6M10 2H14V6M14 10V14H10M6 14H2V10", words.whole, whole]];
    signs.forEach(([sign, title, act]) => {
      const button = bar.appendChild(element("button", "", ""));
      button.append(drawing(sign));
      button.type = "button";
      button.title = title;
      button.setAttribute("aria-label", title);
      button.addEventListener("click", act);
    });
    L.DomEvent.disableClickPropagation(bar);
    return bar;
  };
  controls.addTo(map);
  L.control.scale({ imperial: false, position: "bottomright" }).addTo(map);
  map.on("popupopen", (event) => {
    const close = event.popup.getElement().querySelector(".leaflet-popup-close-button");
    close?.setAttribute("aria-label", words.close);
    const scroll = event.popup.getElement().querySelector(".leaflet-popup-scrolled");
    if (scroll) scroll.tabIndex = 0;
  });
  map.on("popupopen popupclose", (event) => map.getContainer().classList.toggle("told", event.type === "popupopen"));
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") map.closePopup(); });
  map.on("zoomend moveend resize", () => {
    freshBase();
    placeLabels();
  });
  const holder = map.getContainer();
  holder.setAttribute("role", "application");
  holder.setAttribute("aria-label", words.map);
  holder.setAttribute("aria-describedby", "map-help");
  const legend = document.querySelector(".legend");
  legend.addEventListener("toggle", () => map.invalidateSize({ animate: false }));
  legend.open = window.matchMedia("(min-width: 76rem)").matches;
  map.invalidateSize({ animate: false });
  whole();
  let before = null;
  const fit = (bounds) => {
    map.invalidateSize({ animate: false, pan: false });
    map.fitBounds(bounds, { animate: false });
  };
  window.addEventListener("beforeprint", () => {
    before = { bounds: map.getBounds().pad(-0.03), open: legend.open };
    legend.open = true;
    document.body.classList.add("paper");
    fit(before.bounds);
  });
  window.addEventListener("afterprint", () => {
    document.body.classList.remove("paper");
    legend.open = before.open;
    fit(before.bounds);
  });
  freshBase();
  filter();
  document.documentElement.dataset.ready = "true";
})();
