/** The map: a mark a site, tied to the list. */

import { effect } from "@preact/signals";
import { base, content, say } from "./content";
import { count } from "./figures";
import { HEAD, bare, compared, failedRules, found, out, pointed, selected, standing, toggleSelected } from "./state";

const NAMED = 60;
const { bounds, sites, words } = content;

interface Mark {
  readonly marker: L.Marker;
  readonly pin: HTMLElement;
  look: string;
  text: string;
}

const markOf = (map: L.Map, site: number): Mark => {
  const pin = geoMap.element("span", "pin", "");
  const icon = L.divIcon({ html: pin, className: "mark", iconSize: [26, 26], iconAnchor: [13, 13] });
  const marker = L.marker(sites[site].spot, { icon, riseOnHover: true }).addTo(map);
  marker.bindTooltip(() => geoMap.element("span", "", sites[site].name), { direction: "top", offset: [0, -10] });
  marker.on("click", () => toggleSelected(site));
  marker.on("keydown", (event) => {
    const key = (event as unknown as { originalEvent: KeyboardEvent }).originalEvent;
    if (key.key !== "Enter" && key.key !== " ") return;
    key.preventDefault();
    selected.value = site;
    document.getElementById(`site-${site}`)?.focus();
  });
  const point = (to: number | null) => () => (pointed.value = to);
  marker.on("mouseover", point(site)).on("mouseout", point(null));
  const holder = marker.getElement()!;
  holder.dataset.site = String(site);
  holder.addEventListener("focus", point(site));
  holder.addEventListener("blur", point(null));
  return { marker, pin, look: "", text: "" };
};

const dress = (mark: Mark, look: string, text: string, label: string): void => {
  if (mark.look !== look || mark.text !== text) {
    mark.pin.className = look;
    mark.pin.textContent = text;
    mark.marker.setZIndexOffset(text === "" || !Number(text) ? 0 : 1000 * (HEAD + 1 - Number(text)));
    mark.look = look;
    mark.text = text;
  }
  mark.marker.getElement()!.setAttribute("aria-label", label);
};

const follow = (marks: readonly Mark[]): void => {
  effect(() => {
    const { rank } = standing.value;
    marks.forEach((mark, site) => {
      const own = rank[site];
      const name = sites[site].name;
      const ring = compared.value.includes(site) ? " compared" : "";
      if (own !== null) {
        const size = own === 1 ? " first" : own > HEAD ? " far" : "";
        dress(mark, `pin ranked${size}${ring}`, own > HEAD ? "" : count(own), say("mark_ranked", { name, rank: count(own) }));
      } else {
        const kind = failedRules.value[site].length ? "out" : "bare";
        dress(mark, `pin ${kind}${ring}`, kind === "out" ? "×" : "?", say(`mark_${kind}`, { name }));
      }
    });
  });
  effect(() => found.value.forEach((is, site) => marks[site].marker.getElement()!.classList.toggle("dim", !is)));
};

/** Lights the mark of the site that is pointed at or open. */
const light = (map: L.Map, marks: readonly Mark[]): void => {
  let lit: number[] = [];
  effect(() => {
    const now = [pointed.value, selected.value].filter((site): site is number => site !== null);
    lit.forEach((site) => marks[site].marker.getElement()!.classList.remove("lit"));
    now.forEach((site) => marks[site].marker.getElement()!.classList.add("lit"));
    lit = now;
  });
  effect(() => {
    const site = selected.value;
    if (site !== null) map.panInside(sites[site].spot, { padding: [40, 40], animate: false });
  });
};

const name = (map: L.Map): void => {
  const labeller = geoMap.labeller(map);
  const place = (): void => {
    const { ranked } = standing.peek();
    const label = (site: number): MapLabel => ({ place: L.latLng(sites[site].spot), name: sites[site].name, kind: "site", shift: 17, sides: ["right", "left", "below", "above"] });
    const marks = [...ranked, ...bare.peek(), ...out.peek()].map(label);
    labeller.place([...marks.slice(0, NAMED), ...geoMap.townLabels(map, base)], marks);
  };
  map.on("zoomend moveend resize", place);
  let timer = 0;
  effect(() => {
    standing.value;
    clearTimeout(timer);
    timer = window.setTimeout(place, 300);
  });
};

/** Draws the map in its place; the same sites stand in the list. */
export const drawMap = (holder: HTMLElement): void => {
  const map = L.map(holder, { zoomControl: false, attributionControl: false, zoomSnap: 0.5, maxZoom: 18, fadeAnimation: false });
  map.fitBounds(bounds, { padding: [24, 24], animate: false });
  sites.forEach((site) => {
    if (site.areas.length) L.polygon(site.areas, { className: "site-area", interactive: false }).addTo(map);
  });
  const marks = sites.map((_, site) => markOf(map, site));
  geoMap.addControls(map, words, bounds);
  geoMap.drawBase(map, base);
  name(map);
  follow(marks);
  light(map, marks);
  geoMap.onPaper(map, () => () => undefined);
  new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(holder);
};
