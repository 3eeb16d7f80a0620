/** Where marks stand that would cover each other: a little beside their spot. */

export interface Spot {
  readonly x: number;
  readonly y: number;
  /** Half the width that its mark takes. */
  readonly half: number;
}

const MOST_PX = 30;
const START_PX = 2;
const TURNS = 200;
const GOLDEN = 2.399963;

/** Gives how far each mark stands from its spot, in pixels. Who overlap part by the shortest way, none further than `MOST_PX` nor off the map. */
export const spread = (spots: readonly Spot[], size: { readonly x: number; readonly y: number }): [number, number][] => {
  const held = (at: number, x: number, y: number): [number, number] => {
    const back = Math.min(1, MOST_PX / Math.hypot(x, y));
    const spot = spots[at];
    return [within(spot.x, x * back, spot.half, size.x), within(spot.y, y * back, spot.half, size.y)];
  };
  const close = spots.flatMap((one, a) => spots.flatMap((other, b) => (a < b && Math.hypot(one.x - other.x, one.y - other.y) < 4 * MOST_PX ? [[a, b]] : [])));
  const covered = new Set(close.filter(([a, b]) => Math.hypot(spots[a].x - spots[b].x, spots[a].y - spots[b].y) < spots[a].half + spots[b].half).flat());
  // Who stand in one line would stay in it: each starts a little to a side of its own.
  const moved = spots.map((_, at): [number, number] => (covered.has(at) ? [START_PX * Math.cos(GOLDEN * at), START_PX * Math.sin(GOLDEN * at)] : [0, 0]));
  for (let turn = 0; turn < TURNS; turn += 1) {
    let parted = true;
    close.forEach(([a, b]) => {
      const across = spots[b].x + moved[b][0] - spots[a].x - moved[a][0];
      const down = spots[b].y + moved[b][1] - spots[a].y - moved[a][1];
      const apart = Math.hypot(across, down);
      const lack = (spots[a].half + spots[b].half - apart) / 2;
      if (lack <= 0.1) return;
      parted = false;
      const [x, y] = apart > 0.01 ? [across / apart, down / apart] : [Math.cos(GOLDEN * b), Math.sin(GOLDEN * b)];
      moved[a] = held(a, moved[a][0] - x * lack, moved[a][1] - y * lack);
      moved[b] = held(b, moved[b][0] + x * lack, moved[b][1] + y * lack);
    });
    if (parted) break;
  }
  return moved;
};

/** Keeps a step from leading a mark over an edge of the map; one whose spot lies beyond may stay there. */
const within = (from: number, step: number, half: number, size: number): number => {
  if (from < half || from > size - half) return step;
  return Math.min(Math.max(from + step, half), size - half) - from;
};
