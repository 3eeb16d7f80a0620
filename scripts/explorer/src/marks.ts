/** Where the marks and the names of the sites stand on the map. */

import { base, content } from "./content";
import { spread } from "./spread";
import { bare, out, standing } from "./state";

const NAMED = 60;
const AWAY_PX = 5;
const FURTHER_PX = 9;
const SIDES = ["right", "left", "below", "above", "right below", "right above", "left below", "left above"];
const { sites } = content;

export interface Mark {
  readonly marker: L.Marker;
  readonly pin: HTMLElement;
  readonly holder: HTMLElement;
  look: string;
  text: string;
  label: string;
}

/** Half the width of a mark with its border, in pixels, as in explorer.css. */
const halfOf = (mark: Mark): number => (/ first/.test(mark.look) ? 19 : / far/.test(mark.look) ? 9 : / out/.test(mark.look) ? 12.5 : 15);

/** Gives a function that parts the marks that cover each other and then names the sites, the highest rank first. */
export const arrange = (map: L.Map, marks: readonly Mark[]): (() => void) => {
  const labeller = geoMap.labeller(map);
  const lines = L.layerGroup().addTo(map);
  let moved: readonly (readonly [number, number])[] = marks.map(() => [0, 0]);
  const drawn = (site: number): L.Point => map.latLngToContainerPoint(sites[site].spot);

  const part = (): void => {
    lines.clearLayers();
    moved = spread(marks.map((mark, site) => ({ ...point(drawn(site)), half: halfOf(mark) })), map.getSize());
    moved.forEach(([x, y], site) => {
      const { marker, holder } = marks[site];
      holder.style.margin = `${y - 13}px 0 0 ${x - 13}px`;
      marker.getTooltip()!.options.offset = L.point(x, y - 10);
      if (Math.hypot(x, y) < AWAY_PX) return;
      const stands = map.containerPointToLatLng(drawn(site).add([x, y]));
      L.polyline([sites[site].spot, stands], { className: "lead", interactive: false }).addTo(lines);
      L.circleMarker(sites[site].spot, { className: "lead-spot", radius: 2.5, interactive: false }).addTo(lines);
    });
  };

  const label = (site: number, kind: string): MapLabel => {
    const shift = halfOf(marks[site]) + 2;
    const place = map.containerPointToLatLng(drawn(site).add(moved[site] as [number, number]));
    return { place, name: sites[site].name, kind, shift, reach: shift + FURTHER_PX, sides: SIDES };
  };

  return () => {
    if (marks.length <= NAMED) part();
    const of = (kind: string) => (site: number) => label(site, kind);
    const all = [...standing.peek().ranked.map(of("site")), ...bare.peek().map(of("site faint")), ...out.peek().map(of("site faint"))];
    labeller.place([...all.slice(0, NAMED), ...geoMap.townLabels(map, base)], all);
  };
};

const point = ({ x, y }: L.Point): { x: number; y: number } => ({ x, y });
