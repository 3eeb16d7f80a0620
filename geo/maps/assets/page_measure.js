"use strict";
/* Measuring: points by mouse or by keyboard, and their length over the ellipsoid (Vincenty 1975, WGS 84). */
const geoMeasure = (page) => {
  const { map, words, element } = page;
  const A = 6378137;
  const F = 1 / 298.257223563;
  const B = A * (1 - F);
  const METRES_PER_KM = 1000;
  const rad = (degrees) => (degrees * Math.PI) / 180;
  const between = (one, other) => {
    const longitude = rad(other.lng - one.lng);
    const [u1, u2] = [one, other].map(({ lat }) => Math.atan((1 - F) * Math.tan(rad(lat))));
    const [s1, c1, s2, c2] = [Math.sin(u1), Math.cos(u1), Math.sin(u2), Math.cos(u2)];
    let lambda = longitude;
    for (let turn = 0; turn < 100; turn += 1) {
      const [sl, cl] = [Math.sin(lambda), Math.cos(lambda)];
      const sine = Math.hypot(c2 * sl, c1 * s2 - s1 * c2 * cl);
      if (sine === 0) return 0;
      const cosine = s1 * s2 + c1 * c2 * cl;
      const sigma = Math.atan2(sine, cosine);
      const alpha = (c1 * c2 * sl) / sine;
      const square = 1 - alpha * alpha;
      const middle = square === 0 ? 0 : cosine - (2 * s1 * s2) / square;
      const c = (F / 16) * square * (4 + F * (4 - 3 * square));
      const before = lambda;
      lambda = longitude + (1 - c) * F * alpha * (sigma + c * sine * (middle + c * cosine * (2 * middle * middle - 1)));
      if (Math.abs(lambda - before) > 1e-12) continue;
      const u = (square * (A * A - B * B)) / (B * B);
      const large = 1 + (u / 16384) * (4096 + u * (u * (320 - 175 * u) - 768));
      const small = (u / 1024) * (256 + u * (u * (74 - 47 * u) - 128));
      const last = (small / 6) * middle * (4 * sine * sine - 3) * (4 * middle * middle - 3);
      return B * large * (sigma - small * sine * (middle + (small / 4) * (cosine * (2 * middle * middle - 1) - last)));
    }
    return NaN;
  };
  const length = (places) => places.slice(1).reduce((sum, place, number) => sum + between(places[number], place), 0);
  const dutch = (number, decimals) => {
    const [whole, part] = number.toFixed(decimals).split(".");
    return whole.replace(/\B(?=(\d{3})+$)/g, ".") + (part ? `,${part}` : "");
  };
  const written = (metres) => (Math.round(metres) < METRES_PER_KM ? `${dutch(metres, 0)} m` : `${dutch(metres / METRES_PER_KM, 2)} km`);

  // ---- the button, and a panel with what was measured
  const holder = map.getContainer();
  const panel = element("div", "measure leaflet-bar", "");
  panel.setAttribute("role", "group");
  panel.setAttribute("aria-label", words.measure_panel);
  const total = panel.appendChild(element("p", "total", ""));
  total.setAttribute("role", "status");
  panel.append(element("p", "help", words.measure_help));
  const keys = panel.appendChild(element("p", "keys", ""));
  const key = (title, act) => {
    const made = keys.appendChild(element("button", "", title));
    made.type = "button";
    made.addEventListener("click", act);
    return made;
  };
  L.DomEvent.disableClickPropagation(panel);
  L.DomEvent.disableScrollPropagation(panel);
  const cross = element("div", "cross", "");
  cross.setAttribute("aria-hidden", "true");
  map.createPane("measure").style.zIndex = 640;
  const group = L.layerGroup().addTo(map);
  let places = [];
  let on = false;

  const draw = () => {
    group.clearLayers();
    const common = { pane: "measure", interactive: false };
    L.polyline(places, { ...common, color: "#fff", weight: 6 }).addTo(group);
    L.polyline(places, { ...common, color: "#1d1d1b", weight: 2.5, dashArray: "7 5" }).addTo(group);
    places.forEach((place) => L.circleMarker(place, { ...common, radius: 5, color: "#1d1d1b", weight: 2, fillColor: "#fff", fillOpacity: 1 }).addTo(group));
    total.textContent = page.fill(words.measure_total, { length: written(length(places)) });
    panel.dataset.metres = length(places);
    panel.classList.toggle("measured", places.length > 0);
    [undo, wipe].forEach((one) => { one.disabled = !places.length; });
  };
  const change = (next) => {
    places = next;
    draw();
  };
  const undo = key(words.measure_undo, () => change(places.slice(0, -1)));
  const wipe = key(words.measure_clear, () => change([]));
  const turn = (wanted) => {
    on = wanted;
    start.setAttribute("aria-pressed", on);
    holder.classList.toggle("measuring", on);
    map.doubleClickZoom[on ? "disable" : "enable"]();
    if (on) {
      map.closePopup();
      holder.append(panel, cross);
      change([]);
      holder.focus({ preventScroll: true });
      return;
    }
    panel.remove();
    cross.remove();
    group.clearLayers();
    start.focus({ preventScroll: true });
  };
  key(words.measure_stop, () => turn(false));
  const start = page.addButton("M1.5 11L11 1.5L14.5 5L5 14.5ZM4 8.5L5.5 10M6.5 6L8 7.5M9 3.5L10.5 5", words.measure_start, () => turn(!on));
  start.setAttribute("aria-pressed", "false");
  map.on("click", (event) => { if (on) change([...places, event.latlng]); });
  holder.addEventListener("keydown", (event) => {
    if (!on || event.target !== holder) return;
    if (event.key === "Enter") change([...places, map.getCenter()]);
    else if (event.key === "Backspace") change(places.slice(0, -1));
    else return;
    event.preventDefault();
  });
  const stop = () => {
    if (!on) return false;
    turn(false);
    return true;
  };
  return { stop };
};
