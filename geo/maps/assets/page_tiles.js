"use strict";
/* The background of an open page: asked for only while its box is ticked. */
const geoTiles = (page) => {
  const { map, words, setting } = page;
  const box = document.getElementById("tiles");
  const failed = document.getElementById("tiles-failed");
  const layer = L.tileLayer(setting.tiles.address, { maxZoom: 18, minZoom: 6, referrerPolicy: "no-referrer" });
  const credit = page.element("p", "credit", words.credit);
  layer.on("tileerror", () => { failed.textContent = words.failed; });
  layer.on("tileload", () => { failed.textContent = ""; });
  box.checked = false;
  box.addEventListener("change", () => {
    failed.textContent = "";
    layer[box.checked ? "addTo" : "removeFrom"](map);
    document.body.classList.toggle("tiled", box.checked);
    if (box.checked) map.getContainer().append(credit);
    else credit.remove();
    page.refresh();
  });
};
