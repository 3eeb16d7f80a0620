/** The map: a mark a site, tied to the list. */

import { effect } from "@preact/signals";
import { base, content, say } from "./content";
import { count } from "./figures";
import { arrange, type Mark } from "./marks";
import { HEAD, PAUSE_MS, compared, failedRules, found, pointed, selected, standing, toggleSelected } from "./state";

const ROOM_PX = 30;
const { bounds, sites, words } = content;

type Setting = { _setPos(place: L.Point): void };

/** A mark placed by left and top: those that stand by a transform are all composed anew whenever one of them changes. */
const PlainMarker = L.Marker.extend({
  _setPos(this: L.Marker, place: L.Point): void {
    (L.Marker.prototype as unknown as Setting)._setPos.call(this, place);
    Object.assign(this.getElement()!.style, { transform: "", left: `${place.x}px`, top: `${place.y}px` });
  },
}) as unknown as new (spot: [number, number], options: L.MarkerOptions) => L.Marker;

const markOf = (map: L.Map, site: number): Mark => {
  const pin = geoMap.element("span", "pin", "");
  const icon = L.divIcon({ html: pin, className: "mark", iconSize: [26, 26], iconAnchor: [13, 13] });
  const marker = new PlainMarker(sites[site].spot, { icon, riseOnHover: true }).addTo(map);
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
  return { marker, pin, holder, look: "", text: "", label: "" };
};

const dress = (mark: Mark, look: string, text: string): void => {
  if (mark.look !== look) mark.pin.className = look;
  if (mark.text !== text) {
    mark.pin.textContent = text;
    mark.marker.setZIndexOffset(Number(text) ? 1000 * (HEAD + 1 - Number(text)) : 0);
  }
  mark.look = look;
  mark.text = text;
};

/** Tells what each mark says; who cannot see the marks hears of a change once the reader pauses. */
const name = (marks: readonly Mark[]): void => {
  const { rank } = standing.peek();
  marks.forEach((mark, site) => {
    const own = rank[site];
    const name = sites[site].name;
    const label = own === null ? say(`mark_${failedRules.peek()[site].length ? "out" : "bare"}`, { name }) : say("mark_ranked", { name, rank: count(own) });
    if (label === mark.label) return;
    mark.holder.setAttribute("aria-label", label);
    mark.label = label;
  });
};

/** Gives every mark the look of its site; the first time at once, and later in the frame after the list's, as the list is what a reader watches. */
const follow = (marks: readonly Mark[]): void => {
  const look = (): void => {
    const { rank } = standing.peek();
    const [fails, chosen] = [failedRules.peek(), compared.peek()];
    marks.forEach((mark, site) => {
      const own = rank[site];
      const ring = chosen.includes(site) ? " compared" : "";
      if (own === null) dress(mark, fails[site].length ? `pin out${ring}` : `pin bare${ring}`, fails[site].length ? "×" : "?");
      else dress(mark, `pin ranked${own === 1 ? " first" : own > HEAD ? " far" : ""}${ring}`, own > HEAD ? "" : count(own));
    });
  };
  look();
  let waits = false;
  const later = (): void => {
    if (waits) return;
    waits = true;
    requestAnimationFrame(() => setTimeout(() => {
      waits = false;
      look();
    }));
  };
  effect(() => {
    [standing.value, failedRules.value, compared.value];
    later();
  });
  effect(() => found.value.forEach((is, site) => marks[site].holder.classList.toggle("dim", !is)));
};

/** Lights the mark of the site that is pointed at or open. */
const light = (map: L.Map, marks: readonly Mark[]): void => {
  let lit: number[] = [];
  effect(() => {
    const now = [pointed.value, selected.value].filter((site): site is number => site !== null);
    lit.forEach((site) => marks[site].holder.classList.remove("lit"));
    now.forEach((site) => marks[site].holder.classList.add("lit"));
    lit = now;
  });
  effect(() => {
    const site = selected.value;
    if (site !== null) map.panInside(sites[site].spot, { padding: [40, 40], animate: false });
  });
};

/** Names the sites and parts their marks; anew where the map moves, and once the reader pauses. */
const settle = (map: L.Map, marks: readonly Mark[]): void => {
  const place = arrange(map, marks);
  map.on("zoomend moveend resize", place);
  place();
  name(marks);
  let timer = 0;
  effect(() => {
    standing.value;
    clearTimeout(timer);
    timer = window.setTimeout(() => {
      name(marks);
      place();
    }, PAUSE_MS);
  });
};

/** Keeps all sites in sight while the size of the map changes, until the reader moves it. */
const keepWhole = (map: L.Map): void => {
  let [ours, fitting] = [true, false];
  map.on("movestart", () => (ours = ours && fitting));
  const fit = (): void => {
    if (document.body.classList.contains("paper")) return;
    map.invalidateSize({ animate: false });
    if (!ours) return;
    fitting = true;
    map.fitBounds(bounds, { padding: [ROOM_PX, ROOM_PX], animate: false });
    fitting = false;
  };
  new ResizeObserver(fit).observe(map.getContainer());
};

/** Draws the map in its place; the same sites stand in the list. */
export const drawMap = (holder: HTMLElement): void => {
  const map = L.map(holder, { zoomControl: false, attributionControl: false, zoomSnap: 0.25, maxZoom: 18, fadeAnimation: false, zoomAnimation: false });
  map.fitBounds(bounds, { padding: [ROOM_PX, ROOM_PX], animate: false });
  sites.forEach((site) => {
    if (site.areas.length) L.polygon(site.areas, { className: "site-area", interactive: false }).addTo(map);
  });
  const marks = sites.map((_, site) => markOf(map, site));
  geoMap.addControls(map, words, bounds, { scale: "topright", padding: ROOM_PX });
  geoMap.drawBase(map, base);
  follow(marks);
  settle(map, marks);
  light(map, marks);
  geoMap.onPaper(map, () => () => undefined, { bounds, padding: ROOM_PX });
  keepWhole(map);
};
