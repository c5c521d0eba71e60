import type { Area, CardGround, Panel, Rule, Waves } from './card-layout.ts';
import { cardPixels, cardSize, pixelsPerMm } from './card-layout.ts';

const { width, height } = cardPixels;

/** A card without its holder, as SVG of the drawn card's size: pastel ground, fine pattern, panels, round corners. */
export function cardBackground({ stops, glow, waves, rosettes, panels, rules }: CardGround): Buffer {
  return Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
    <defs>
      <linearGradient id="ground" x1="0" y1="0" x2="1" y2="1">
        <stop offset="0" stop-color="${stops[0]}"/><stop offset="0.5" stop-color="${stops[1]}"/><stop offset="1" stop-color="${stops[2]}"/>
      </linearGradient>
      <radialGradient id="glow" cx="0.72" cy="0.3" r="0.6">
        <stop offset="0" stop-color="${glow}" stop-opacity="0.9"/><stop offset="1" stop-color="${glow}" stop-opacity="0"/>
      </radialGradient>
      <clipPath id="card"><rect width="${width}" height="${height}" rx="${cardSize.corner * pixelsPerMm}"/></clipPath>
    </defs>
    <g clip-path="url(#card)">
      <rect width="100%" height="100%" fill="url(#ground)"/><rect width="100%" height="100%" fill="url(#glow)"/>
      ${waves.map(waveLines).join('')}${rosetteRings(rosettes)}
      ${panels.map(panel).join('')}${rules.map(rule).join('')}
    </g>
  </svg>`);
}

/** Fine wave lines across the card, each a little out of step with the one above. */
function waveLines({ count, ink, swing, length, phase }: Waves): string {
  const lines = Array.from({ length: count }, (_, line) => {
    const middle = ((line + 0.5) / count) * height;
    const points = Array.from({ length: 64 }, (_, step) => {
      const x = (step / 63) * width;
      const y = middle + swing * Math.sin((2 * Math.PI * x) / length + phase + line * 0.34);
      return `${x.toFixed(1)},${y.toFixed(1)}`;
    });
    return `<polyline points="${points.join(' ')}"/>`;
  });
  return `<g fill="none" stroke="${ink}" stroke-width="0.8" stroke-opacity="0.42">${lines.join('')}</g>`;
}

function rosetteRings({ ink, at }: CardGround['rosettes']): string {
  const rings = at.flatMap(({ x, y, size }) =>
    Array.from(
      { length: 18 },
      (_, ring) =>
        `<ellipse cx="${x * width}" cy="${y * height}" rx="${size}" ry="${size * 0.42}" transform="rotate(${ring * 10} ${x * width} ${y * height})"/>`,
    ),
  );
  return `<g fill="none" stroke="${ink}" stroke-width="0.7" stroke-opacity="0.38">${rings.join('')}</g>`;
}

function panel({ fill, opacity, stroke = 'none', corner = 0, ...area }: Panel): string {
  return `<rect ${box(area)} rx="${corner}" fill="${fill}" fill-opacity="${opacity}" stroke="${stroke}" stroke-width="1"/>`;
}

function rule({ from, to, ink, solid }: Rule): string {
  const [x1, y1, x2, y2] = [...from, ...to].map((mm) => mm * pixelsPerMm);
  const dashes = solid ? '' : ' stroke-dasharray="5 4"';
  return `<line x1="${x1}" x2="${x2}" y1="${y1}" y2="${y2}" stroke="${ink}" stroke-width="1"${dashes}/>`;
}

function box(area: Area): string {
  const px = (mm: number) => (mm * pixelsPerMm).toFixed(1);
  return `x="${px(area.x)}" y="${px(area.y)}" width="${px(area.width)}" height="${px(area.height)}"`;
}
