/** What `geo/maps/assets/map.js`, which stands in the page before us, gives. */

interface MapBase {
  readonly scale: number;
  readonly classes: readonly unknown[];
  readonly labels: readonly unknown[];
}

interface MapLabel {
  readonly place: L.LatLng;
  readonly name: string;
  readonly kind: string;
  readonly shift: number;
  readonly reach?: number;
  readonly sides: readonly string[];
}

type Bounds = [[number, number], [number, number]];

declare const geoMap: {
  element(tag: string, className: string, text: string): HTMLElement;
  drawBase(map: L.Map, base: MapBase): void;
  townLabels(map: L.Map, base: MapBase): MapLabel[];
  labeller(map: L.Map): { place(labels: readonly MapLabel[], marks?: readonly MapLabel[]): void; group: L.LayerGroup };
  addControls(map: L.Map, words: Readonly<Record<string, string>>, bounds: Bounds, how?: { readonly scale: string; readonly padding: number }): void;
  onPaper(map: L.Map, open: () => () => void, whole?: { readonly bounds: Bounds; readonly padding: number }): void;
};
