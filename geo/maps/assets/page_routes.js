"use strict";
/* Routes: a button in a cell of distances draws its way; length and time are copied from that cell. */
const geoRoutes = (page) => {
  const { map, words } = page;
  const note = document.querySelector(".route-note");
  if (!note) return;
  const { scale, lines } = JSON.parse(document.getElementById("routes").textContent);
  const COLOUR = "#6a1b8c";
  const NAMED_FROM_PX = 560; // on a narrower map the name of the goal stands in the note alone
  const NAME_PX = 250;
  const unfold = (text) => {
    const numbers = [];
    let value = 0;
    let shift = 0;
    for (let i = 0; i < text.length; i += 1) {
      const chunk = text.charCodeAt(i) - 63;
      value |= (chunk & 31) << shift;
      shift += 5;
      if (chunk < 32) {
        numbers.push(value & 1 ? ~(value >> 1) : value >> 1);
        value = 0;
        shift = 0;
      }
    }
    const places = [];
    let lon = 0;
    let lat = 0;
    for (let i = 0; i < numbers.length; i += 2) {
      lon += numbers[i];
      lat += numbers[i + 1];
      places.push([lat / scale, lon / scale]);
    }
    return places;
  };
  map.createPane("routes").style.zIndex = 590;
  const group = L.layerGroup().addTo(map);
  const common = { pane: "routes", interactive: false, lineCap: "round", lineJoin: "round" };
  const line = (places, style) => [
    L.polyline(places, { ...common, color: "#fff", weight: style.weight + 4, opacity: 0.9 }),
    L.polyline(places, { ...common, color: COLOUR, ...style }),
  ];
  const press = (number) => document.querySelectorAll(".panel button.route").forEach((one) => one.setAttribute("aria-pressed", one.dataset.route === number));

  const clear = () => {
    if (note.hidden) return false;
    group.clearLayers();
    note.hidden = true;
    press(null);
    return true;
  };
  const own = (element) => [...element.childNodes].filter((one) => one.nodeType === Node.TEXT_NODE).map((one) => one.textContent).join("").trim();
  const telling = (button) => {
    const cell = button.closest("td");
    const row = cell.closest("tr");
    const head = row.cells[0];
    const facility = (cell.querySelector(".facility") ?? head.querySelector(".facility"))?.textContent;
    const time = cell.querySelector(".extra")?.textContent;
    return {
      name: button.closest(".card").querySelector(".title").textContent,
      facility: facility ? `${facility} (${own(head)})` : own(head),
      goal: facility ?? own(head),
      mode: row.closest("table").tHead.rows[0].cells[cell.cellIndex].textContent,
      told: [button.textContent, time].filter(Boolean).join(", ").replaceAll(/(\d) (?=k?m|min)/g, "$1\u00a0"),
    };
  };
  const draw = (button) => {
    const places = unfold(lines[Number(button.dataset.route)]);
    const spoken = telling(button);
    group.clearLayers();
    [...line(places.slice(0, 2), { weight: 3, dashArray: "2 6" }), ...line(places.slice(-2), { weight: 3, dashArray: "2 6" }), ...line(places.slice(1, -1), { weight: 4 })].forEach((one) => group.addLayer(one));
    const goal = L.circleMarker(places.at(-1), { ...common, radius: 7, color: "#fff", weight: 2, fillColor: COLOUR, fillOpacity: 1 }).addTo(group);
    const named = map.getSize().x >= NAMED_FROM_PX;
    const east = places.at(-1)[1] >= places[0][1];
    if (named) goal.bindTooltip(page.element("span", "", spoken.goal), { permanent: true, direction: east ? "right" : "left", offset: [east ? 8 : -8, 0], className: "goal" });
    note.hidden = false;
    note.querySelector("p").textContent = page.fill(words.route_told, spoken);
    press(button.dataset.route);
    if (page.small.matches) document.querySelector(".chart").scrollIntoView({ block: "start" });
    const inPopup = button.closest(".leaflet-popup");
    if (inPopup) {
      map.closePopup();
      note.querySelector("button").focus({ preventScroll: true });
    }
    const below = note.offsetHeight + 24;
    const [left, right] = named ? [east ? 70 : NAME_PX, east ? NAME_PX : 70] : [60, 40];
    map.fitBounds(L.latLngBounds(places), { animate: false, paddingTopLeft: [left, 40], paddingBottomRight: [right, below], maxZoom: 16 });
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("button.route");
    if (button) draw(button);
  });
  note.querySelector("button").addEventListener("click", () => {
    const pressed = document.querySelector(".panel button.route[aria-pressed='true']");
    clear();
    (pressed?.offsetParent ? pressed : map.getContainer()).focus({ preventScroll: true });
  });
  L.DomEvent.disableClickPropagation(note);
  return { clear };
};
