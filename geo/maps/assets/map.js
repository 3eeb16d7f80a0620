"use strict";
/* What every map of ours has: base map, names without overlap, buttons, a scale, and a size of its own on paper. */
const geoMap = (() => {
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

  // ---- base map
  const road = (color, weight) => ({ color, weight, lineCap: "round", lineJoin: "round" });
  const paint = {
    farmland: ["#f2f5e4"], built: ["#f1e9e1"], industry: ["#e6e4ec"], green: ["#d3e6c6"], water: ["#c9e0ee"], building: ["#cfc1b5"],
    stream: [road("#8db9d3", 1.2)],
    path: [{ ...road("#8f6f5a", 1.1), dashArray: "1 3" }],
    minor: [road("#aaa69e", 3), road("#ffffff", 1.8)],
    rail: [road("#5b5b58", 2), { color: "#ffffff", weight: 1, dashArray: "6 6", lineCap: "butt" }],
    ferry: [{ ...road("#1f5f8b", 1.5), dashArray: "6 5" }],
    major: [road("#a5803a", 4.2), road("#f8d287", 2.8)],
  };
  const drawBase = (map, base) => {
    map.createPane("base").style.zIndex = 150;
    const canvas = L.canvas({ pane: "base", padding: 0.3 });
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
    let level = null;
    const fresh = () => {
      const visible = drawn.filter((one) => map.getZoom() >= one.zoom);
      if (visible.length === level) return;
      level = visible.length;
      drawn.forEach((one) => one.group?.remove());
      visible.forEach((one) => {
        one.group ??= one.draw();
        one.group.addTo(map);
      });
    };
    map.on("zoomend moveend resize", fresh);
    map.whenReady(fresh);
  };

  // ---- names on the map: each label has a place, a name, a kind, the sides where it may stand and how far off
  const meet = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
  const boxAt = ({ x, y }, [width, height], side, shift) => {
    const sides = side.split(" ");
    const off = sides.length > 1 ? 0.6 * shift : shift;
    const across = { right: off + width / 2, left: -off - width / 2 }[sides[0]] ?? 0;
    const down = { below: off + height / 2, above: -off - height / 2 }[sides.at(-1)] ?? 0;
    return [x + across - width / 2, y + down - height / 2, x + across + width / 2, y + down + height / 2];
  };
  const townLabels = (map, base) => base.labels.filter((label) => map.getZoom() >= label[3])
    .map(([lon, lat, kind, , name]) => ({ place: L.latLng(lat, lon), name, kind, shift: 0, sides: ["middle"] }));
  /* Gives a function that places labels in their order, each where it meets none of those before it nor a mark or button (a mark is of kind "site"). A label may have a second distance, `reach`; sites that find no place are tried again first of all. */
  const labeller = (map) => {
    map.createPane("labels").style.zIndex = 620;
    const group = L.layerGroup().addTo(map);
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
    const TURNS = 6;
    /* Finds a box for each label; null where there is none. */
    const fit = (labels, marks, taken, size) => {
      const boxes = new Map();
      const inside = ([left, top, right, bottom]) => left > 2 && top > 2 && right < size.x - 2 && bottom < size.y - 2;
      const seen = ({ x, y }) => x >= 0 && y >= 0 && x <= size.x && y <= size.y;
      const full = [...taken];
      labels.forEach((label) => {
        const point = map.latLngToContainerPoint(label.place);
        const own = marks.indexOf(label);
        const tries = !seen(point) ? [] : [label.shift, label.reach].filter((shift) => shift !== undefined).flatMap((shift) => label.sides.map((side) => boxAt(point, sizeOf(label), side, shift)));
        const found = tries.find((box) => inside(box) && !full.some((other, number) => number !== own && meet(box, other))) ?? null;
        if (found) full.push(found);
        boxes.set(label, { box: found, point, lost: !found && seen(point) && label.kind === "site" });
      });
      return boxes;
    };
    const place = (labels, marks = labels.filter((label) => label.kind === "site")) => {
      group.clearLayers();
      const corner = map.getContainer().getBoundingClientRect();
      const buttons = [...map.getContainer().parentElement.querySelectorAll(".leaflet-control, .north")].map((one) => one.getBoundingClientRect()).map((one) => [one.left - corner.left, one.top - corner.top, one.right - corner.left, one.bottom - corner.top]);
      const around = (label) => {
        const { x, y } = map.latLngToContainerPoint(label.place);
        return [x - label.shift, y - label.shift, x + label.shift, y + label.shift];
      };
      const taken = [...marks.map(around), ...buttons];
      const lostOf = (found) => labels.filter((label) => found.get(label).lost);
      let best = fit(labels, marks, taken, map.getSize());
      let first = lostOf(best);
      for (let turn = 0; turn < TURNS && lostOf(best).length; turn += 1) {
        const other = fit([...first, ...labels.filter((label) => !first.includes(label))], marks, taken, map.getSize());
        if (lostOf(other).length < lostOf(best).length) best = other;
        first = [...new Set([...lostOf(other), ...first])];
      }
      labels.forEach((label) => {
        const { box, point } = best.get(label);
        if (!box) return;
        const icon = L.divIcon({ html: element("div", `map-label ${label.kind}`, label.name), className: "label-icon", iconSize: [0, 0], iconAnchor: [point.x - (box[0] + box[2]) / 2, point.y - (box[1] + box[3]) / 2] });
        L.marker(label.place, { icon, pane: "labels", interactive: false, keyboard: false }).addTo(group);
      });
    };
    return { place, group };
  };

  // ---- buttons, scale, and what a screen reader hears
  const addControls = (map, words, bounds, { scale = "bottomright", padding = 24 } = {}) => {
    const whole = () => map.fitBounds(bounds, { padding: [padding, padding], animate: false });
    const controls = L.control({ position: "topleft" });
    const bar = element("div", "leaflet-bar", "");
    const addButton = (sign, title, act) => {
      const button = bar.appendChild(element("button", "", ""));
      button.append(drawing(sign));
      button.type = "button";
      button.title = title;
      button.setAttribute("aria-label", title);
      button.addEventListener("click", act);
      return button;
    };
    controls.onAdd = () => {
      const signs = [["M8 3V13M3 8H13", words.zoom_in, () => map.zoomIn()], ["M3 8H13", words.zoom_out, () => map.zoomOut()], ["M2 6V2H6M10 2H14V6M14 10V14H10M6 14H2V10", words.whole, whole]];
      signs.forEach((one) => addButton(...one));
      L.DomEvent.disableClickPropagation(bar);
      return bar;
    };
    controls.addTo(map);
    L.control.scale({ imperial: false, position: scale }).addTo(map);
    const holder = map.getContainer();
    holder.setAttribute("role", "application");
    holder.setAttribute("aria-label", words.map);
    holder.setAttribute("aria-describedby", "map-help");
    map.invalidateSize({ animate: false });
    whole();
    return addButton;
  };

  /* Gives the map the size of its place on paper while the page is printed; `open` readies the rest and gives a function that puts it back. Paper shows `whole`, or else what the screen shows. */
  const onPaper = (map, open, whole = null) => {
    let before = null;
    const resize = () => map.invalidateSize({ animate: false, pan: false });
    window.addEventListener("beforeprint", () => {
      before = { centre: map.getCenter(), zoom: map.getZoom(), snap: map.options.zoomSnap, close: open() };
      const { bounds, padding } = whole ?? { bounds: map.getBounds().pad(-0.03), padding: 0 };
      document.body.classList.add("paper");
      resize();
      if (whole) map.options.zoomSnap = 0;
      map.fitBounds(bounds, { padding: [padding, padding], animate: false });
    });
    window.addEventListener("afterprint", () => {
      document.body.classList.remove("paper");
      before.close();
      map.options.zoomSnap = before.snap;
      resize();
      map.setView(before.centre, before.zoom, { animate: false });
    });
  };
  return { element, drawBase, townLabels, labeller, addControls, onPaper };
})();
