"use strict";
/* Ties the map of folium to the tables of the page. Words enter the map as copies of elements or as text, never as markup. */
(() => {
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const setting = read("setting");
  const words = setting.words;
  const map = window[setting.map];
  const layers = setting.layers.map((name) => window[name]);
  const items = new Map([...document.querySelectorAll(".item")].map((item) => [item.dataset.ref, item]));
  const shapes = new Map(); // reference -> shapes on the map
  const element = (tag, className, text) => {
    const made = document.createElement(tag);
    made.className = className;
    made.textContent = text;
    return made;
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
  const tie = (shape, ref) => {
    if (!items.has(ref)) return;
    if (!shapes.has(ref)) shapes.set(ref, []);
    shapes.get(ref).push(shape);
    shape.bindPopup(() => cardOf(ref), { maxWidth: Math.min(400, window.innerWidth - 60), minWidth: 220, maxHeight: Math.max(220, map.getSize().y - 140), autoPanPadding: [12, 12] });
    shape.bindTooltip(() => element("span", "", nameOf(ref)), { direction: "top", sticky: !shape.getLatLng });
    shape.on("popupopen", () => mark(ref, true)).on("popupclose", () => mark(ref, false));
    const label = () => {
      shape._icon?.setAttribute("aria-label", nameOf(ref));
    };
    shape.on("add", label);
    label();
  };
  const mark = (ref, on) => {
    items.get(ref).classList.toggle("current", on);
    light(ref, on);
  };
  const light = (ref, on) => (shapes.get(ref) ?? []).forEach((shape) => shape._icon?.classList.toggle("lit", on));
  const walk = (group, visit) => group.eachLayer((layer) => (layer.eachLayer ? walk(layer, visit) : visit(layer)));
  layers.forEach((group) => walk(group, (shape) => tie(shape, shape.options.ref ?? shape.feature?.properties.ref)));

  // ---- layers
  const boxes = [...document.querySelectorAll("input[data-layer]")];
  const toggle = (number, on) => {
    layers[number][on ? "addTo" : "removeFrom"](map);
    boxes[number].checked = on;
    dim();
    placeLabels();
  };
  boxes.sort((a, b) => a.dataset.layer - b.dataset.layer);
  boxes.forEach((box, number) => box.addEventListener("change", () => toggle(number, box.checked)));

  // ---- from table to map
  const show = (ref) => {
    const found = shapes.get(ref) ?? [];
    if (!found.length) return;
    let shape = found.find((one) => map.hasLayer(one));
    if (!shape) {
      shape = found[0];
      toggle(layers.findIndex((group) => { let inside = false; walk(group, (one) => { inside ||= one === shape; }); return inside; }), true);
    }
    if (shape.getBounds) map.fitBounds(shape.getBounds(), { animate: false, padding: [30, 30], maxZoom: 15 });
    else map.setView(shape.getLatLng(), Math.max(map.getZoom(), 14), { animate: false });
    shape.openPopup(shape.getBounds ? shape.getBounds().getCenter() : undefined);
    if (window.matchMedia("(max-width: 60rem)").matches) map.getContainer().scrollIntoView({ block: "nearest" });
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

  // ---- search
  const search = document.getElementById("search");
  const count = document.getElementById("count");
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const texts = new Map([...items].map(([ref, item]) => [ref, plain(item.textContent)]));
  const found = (ref) => !items.get(ref).hidden;
  const dim = () => shapes.forEach((list, ref) => list.forEach((shape) => shape._icon?.classList.toggle("dim", !found(ref))));
  const filter = () => {
    const parts = plain(search.value).split(/\s+/).filter(Boolean);
    items.forEach((item, ref) => { item.hidden = !parts.every((part) => texts.get(ref).includes(part)); });
    const bodies = [...document.querySelectorAll("tbody.item")];
    count.textContent = fill(words.count, { shown: bodies.filter((body) => !body.hidden).length, total: bodies.length });
    dim();
    placeLabels();
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
  const drawn = base.classes.map((one) => {
    const places = one.parts.map((part) => part.map(unfold));
    const made = one.area
      ? [L.polygon(places, { ...common, stroke: false, fillColor: paint[one.name][0], fillOpacity: 1, fillRule: "nonzero" })]
      : paint[one.name].map((style) => L.polyline(places.map((part) => part[0]), { ...common, fill: false, ...style }));
    return { zoom: one.zoom, group: L.layerGroup(made) };
  });
  const present = new Set(base.classes.map((one) => one.name));
  document.querySelectorAll("[data-base]").forEach((row) => { row.hidden = !present.has(row.dataset.base); row.style.display = row.hidden ? "none" : ""; });
  document.getElementById("base-legend").hidden = !present.size;
  const drawBase = () => {
    const zoom = map.getZoom();
    drawn.forEach((one) => one.group.remove());
    drawn.filter((one) => zoom >= one.zoom).forEach((one) => one.group.addTo(map));
  };
  let drawnFor = null;
  const levelOf = (zoom) => drawn.filter((one) => zoom >= one.zoom).length;
  const freshBase = () => {
    const level = levelOf(map.getZoom());
    if (level !== drawnFor) drawBase();
    drawnFor = level;
  };

  // ---- names on the map, placed without overlap: locations first, then places by rank
  map.createPane("labels").style.zIndex = 620;
  const labels = L.layerGroup().addTo(map);
  const ruler = document.createElement("canvas").getContext("2d");
  ruler.font = "650 14px sans-serif";
  const widthOf = (text) => ruler.measureText(text).width + 6;
  const wanted = () => {
    const own = [];
    shapes.forEach((list, ref) => {
      const shape = list.find((one) => one._icon && map.hasLayer(one));
      if (shape && found(ref)) own.push({ place: shape.getLatLng(), name: nameOf(ref), kind: "location", shift: shape.options.icon.options.iconSize[0] / 2 + 4 });
    });
    const zoom = map.getZoom();
    const around = base.labels.filter((label) => zoom >= label[3]).map(([lon, lat, kind, , name]) => ({ place: L.latLng(lat, lon), name, kind, shift: 0 }));
    return { own, around };
  };
  const boxOf = (label) => {
    const at = map.latLngToContainerPoint(label.place);
    const width = widthOf(label.name);
    const left = label.kind === "location" ? at.x + label.shift : at.x - width / 2;
    return [left, at.y - 10, left + width, at.y + 10];
  };
  const meet = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
  const placeLabels = () => {
    labels.clearLayers();
    const { own, around } = wanted();
    const size = map.getSize();
    const taken = own.map((label) => {
      const at = map.latLngToContainerPoint(label.place);
      return [at.x - label.shift, at.y - label.shift, at.x + label.shift - 1, at.y + label.shift];
    });
    [...own, ...around].forEach((label) => {
      const box = boxOf(label);
      if (box[2] < 0 || box[0] > size.x || box[3] < 0 || box[1] > size.y || taken.some((other) => meet(box, other))) return;
      taken.push(box);
      const html = element("div", `map-label ${label.kind}`, label.name);
      const icon = L.divIcon({ html, className: "label-icon", iconSize: [0, 0], iconAnchor: [-label.shift, 0] });
      L.marker(label.place, { icon, pane: "labels", interactive: false, keyboard: false }).addTo(labels);
    });
  };

  // ---- controls
  const controls = L.control({ position: "topleft" });
  controls.onAdd = () => {
    const bar = element("div", "leaflet-bar", "");
    const whole = map.getBounds();
    [["+", words.zoom_in, () => map.zoomIn()], ["−", words.zoom_out, () => map.zoomOut()], ["⛶", words.whole, () => map.fitBounds(whole)]].forEach(([sign, title, act]) => {
      const button = bar.appendChild(element("button", "", sign));
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
  map.on("keydown", (event) => { if (event.originalEvent.key === "Escape") map.closePopup(); });
  map.on("zoomend moveend resize", () => { freshBase(); placeLabels(); });
  const holder = map.getContainer();
  holder.setAttribute("role", "application");
  holder.setAttribute("aria-label", words.map);
  holder.setAttribute("aria-describedby", "map-help");
  if (window.matchMedia("(max-width: 60rem)").matches) document.querySelector(".legend").open = false;
  window.addEventListener("beforeprint", () => document.querySelectorAll("details").forEach((one) => { one.open = true; }));
  freshBase();
  filter();
  document.documentElement.dataset.ready = "true";
})();
