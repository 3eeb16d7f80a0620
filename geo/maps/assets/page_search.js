"use strict";
/* Search: rows that do not answer are hidden and their marks fade; tables with answers open; places of the base map are offered. */
const geoSearch = (page) => {
  const { map, words, base, element, fill } = page;
  const search = document.getElementById("search");
  const count = document.getElementById("count");
  const offer = document.getElementById("places");
  const tables = [...document.querySelectorAll(".layer-table")];
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  /* What a row says at any time; what it says of one quarter alone is left out. */
  const textOf = (row) => {
    const timed = row.querySelectorAll("[data-quarters]");
    if (!timed.length) return plain(row.textContent);
    const copy = row.cloneNode(true);
    copy.querySelectorAll("[data-quarters]").forEach((one) => one.remove());
    return plain(copy.textContent);
  };
  const texts = page.rows.map((row) => ({ row, text: textOf(row) }));
  const towns = base.labels.map((label) => ({ label, text: plain(label[4]) }));
  const SITES = "tbody.item";

  const tell = (asked) => {
    const sites = [...document.querySelectorAll(SITES)];
    let others = 0;
    tables.forEach((table) => {
      const hits = table.querySelectorAll(".item:not([hidden], .elsewhen)").length;
      others += hits;
      table.hidden = asked && !hits;
      table.open = asked ? hits > 0 : table.dataset.open === "true";
      table.querySelector(".hits").textContent = asked ? fill(words.hits, { count: hits }) : "";
    });
    const values = { shown: sites.filter((body) => !body.hidden).length, total: sites.length, others };
    count.textContent = fill(asked && others ? words.count_more : words.count, values);
  };
  tables.forEach((table) => table.querySelector("summary").addEventListener("click", () => { table.dataset.open = !table.open; }));

  // ---- places of the base map
  const MOST = 6;
  const ring = L.layerGroup().addTo(map);
  const goTo = ([lon, lat, , zoom, name]) => {
    ring.clearLayers();
    if (page.small.matches) document.querySelector(".chart").scrollIntoView({ block: "start" });
    map.closePopup();
    map.setView([lat, lon], Math.max(13, zoom), { animate: false });
    L.circleMarker([lat, lon], { radius: 22, color: "#0a5c91", weight: 3, fill: false, interactive: false }).addTo(ring)
      .bindTooltip(element("span", "", name), { permanent: true, direction: "bottom", offset: [0, 22] });
  };
  const offerTowns = (parts) => {
    offer.replaceChildren();
    const found = parts.length ? towns.filter(({ text }) => parts.every((part) => text.includes(part))) : [];
    offer.hidden = !found.length;
    if (!found.length) {
      ring.clearLayers();
      return [];
    }
    offer.append(element("span", "", words.place_found));
    found.slice(0, MOST).forEach(({ label }) => {
      const button = offer.appendChild(element("button", "town", label[4]));
      button.type = "button";
      button.setAttribute("aria-label", fill(words.place_show, { name: label[4] }));
      button.addEventListener("click", () => goTo(label));
    });
    if (found.length > MOST) offer.append(element("span", "", fill(words.place_more, { count: found.length - MOST })));
    return found;
  };

  let first = null;
  const filter = () => {
    const parts = plain(search.value).split(/\s+/).filter(Boolean);
    texts.forEach(({ row, text }) => { row.hidden = !parts.every((part) => text.includes(part)); });
    tell(parts.length > 0);
    const towned = offerTowns(parts);
    const row = parts.length ? page.rows.find((one) => !one.hidden && !one.classList.contains("elsewhen")) : null;
    const named = row && plain(page.nameOf(row.dataset.ref));
    const exact = towned.find(({ text }) => text === parts.join(" ")) && named !== parts.join(" ");
    const town = towned.find(({ text }) => text === parts.join(" ")) ?? towned[0];
    first = row && !exact ? () => page.show(row.dataset.ref) : town ? () => goTo(town.label) : null;
    page.refresh();
  };
  search.addEventListener("input", filter);
  search.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !first) return;
    event.preventDefault();
    first();
    map.getContainer().focus({ preventScroll: true });
  });
  return { filter, tell: () => tell(search.value.trim() !== "") };
};
