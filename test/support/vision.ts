/** Colours as eyes see them: WCAG contrast, CIEDE2000 and the simulations of Machado, Oliveira and Fernandes (2009). */

type Triple = readonly [number, number, number];

function linear(hex: string): Triple {
  const channel = (at: number): number => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
}

/** The contrast ratio of WCAG 2.1 between `#rrggbb` and white. */
export function contrastWithWhite(hex: string): number {
  const [r, g, b] = linear(hex);
  return 1.05 / (0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05);
}

const IDENTITY: readonly Triple[] = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
];
/** Complete protanopia, deuteranopia and tritanopia. */
const EYES: readonly (readonly Triple[])[] = [
  IDENTITY,
  [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
];

function seenBy(eye: readonly Triple[], color: Triple): Triple {
  const row = ([r, g, b]: Triple): number =>
    Math.min(1, Math.max(0, r * color[0] + g * color[1] + b * color[2]));
  return [row(eye[0]!), row(eye[1]!), row(eye[2]!)];
}

function lab([r, g, b]: Triple): Triple {
  const f = (t: number): number => (t > 216 / 24389 ? Math.cbrt(t) : (24389 / 27) * (t / 116) + 16 / 116);
  const x = f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047);
  const y = f(0.2126 * r + 0.7152 * g + 0.0722 * b);
  const z = f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** CIEDE2000 between two colours in CIELAB (Sharma, Wu and Dalal, 2005). */
export function ciede2000([l1, a1, b1]: Triple, [l2, a2, b2]: Triple): number {
  const mean7 = ((Math.hypot(a1, b1) + Math.hypot(a2, b2)) / 2) ** 7;
  const g = 0.5 * (1 - Math.sqrt(mean7 / (mean7 + 25 ** 7)));
  const [p1, p2] = [a1 * (1 + g), a2 * (1 + g)];
  const [c1, c2] = [Math.hypot(p1, b1), Math.hypot(p2, b2)];
  const hue = (a: number, b: number): number => ((Math.atan2(b, a) * 180) / Math.PI + 360) % 360;
  const [h1, h2] = [hue(p1, b1), hue(p2, b2)];
  const grey = c1 * c2 === 0;
  let dh = grey ? 0 : h2 - h1;
  if (dh > 180) dh -= 360;
  if (dh < -180) dh += 360;
  let h = grey ? h1 + h2 : (h1 + h2) / 2;
  if (!grey && Math.abs(h1 - h2) > 180) h += h1 + h2 < 360 ? 180 : -180;
  const dl = l2 - l1;
  const dc = c2 - c1;
  const dH = 2 * Math.sqrt(c1 * c2) * Math.sin(radians(dh / 2));
  const l50 = ((l1 + l2) / 2 - 50) ** 2;
  const c = (c1 + c2) / 2;
  const t =
    1 -
    0.17 * Math.cos(radians(h - 30)) +
    0.24 * Math.cos(radians(2 * h)) +
    0.32 * Math.cos(radians(3 * h + 6)) -
    0.2 * Math.cos(radians(4 * h - 63));
  const x = dl / (1 + (0.015 * l50) / Math.sqrt(20 + l50));
  const y = dc / (1 + 0.045 * c);
  const z = dH / (1 + 0.015 * c * t);
  const turn = -2 * Math.sqrt(c ** 7 / (c ** 7 + 25 ** 7));
  const rotation = turn * Math.sin(radians(60 * Math.exp(-(((h - 275) / 25) ** 2))));
  return Math.sqrt(x * x + y * y + z * z + rotation * y * z);
}

/** How much two colours (`#rrggbb`) differ at least, for eyes that see all colours and for the three colour-blind kinds. */
export function differenceForAnyEye(one: string, other: string): number {
  return Math.min(
    ...EYES.map((eye) => ciede2000(lab(seenBy(eye, linear(one))), lab(seenBy(eye, linear(other))))),
  );
}
