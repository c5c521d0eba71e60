import type { Area } from './card-layout.ts';
import { areas, cardPixels, cardSize, pixelsPerMm } from './card-layout.ts';

const { width, height } = cardPixels;

/** The card without its holder, as SVG of the drawn card's size: pastel ground, fine pattern, panels, round corners. */
export function cardBackground(): Buffer {
  return Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
    <defs>
      <linearGradient id="ground" x1="0" y1="0" x2="1" y2="1">
        <stop offset="0" stop-color="#fbe3e2"/><stop offset="0.5" stop-color="#f8d9df"/><stop offset="1" stop-color="#f6dfd3"/>
      </linearGradient>
      <radialGradient id="glow" cx="0.72" cy="0.3" r="0.6">
        <stop offset="0" stop-color="#fff6ee" stop-opacity="0.9"/><stop offset="1" stop-color="#fff6ee" stop-opacity="0"/>
      </radialGradient>
      <clipPath id="card"><rect width="${width}" height="${height}" rx="${cardSize.corner * pixelsPerMm}"/></clipPath>
    </defs>
    <g clip-path="url(#card)">
      <rect width="100%" height="100%" fill="url(#ground)"/><rect width="100%" height="100%" fill="url(#glow)"/>
      ${waves(34, '#e7a9b4', 9, 260, 0)}${waves(34, '#e9bfa6', 13, 340, 1.9)}${rosettes()}
      ${panel(areas.signaturePanel, '#fdfaf6', 0.82)}${panel(areas.certificateEnd, '#fdfaf6', 0.7)}
      ${panel(areas.organNotes, '#fdf3ee', 0.55)}${signatureLines()}
    </g>
  </svg>`);
}

/** Fine wave lines across the card, each a little out of step with the one above. */
function waves(count: number, ink: string, swing: number, length: number, phase: number): string {
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

/** Turned ellipses around two centres, as on documents that are hard to copy. */
function rosettes(): string {
  const centres = [
    { x: 0.79, y: 0.3, size: 150 },
    { x: 0.16, y: 0.66, size: 190 },
  ];
  const rings = centres.flatMap(({ x, y, size }) =>
    Array.from(
      { length: 18 },
      (_, ring) =>
        `<ellipse cx="${x * width}" cy="${y * height}" rx="${size}" ry="${size * 0.42}" transform="rotate(${ring * 10} ${x * width} ${y * height})"/>`,
    ),
  );
  return `<g fill="none" stroke="#e2a3b6" stroke-width="0.7" stroke-opacity="0.38">${rings.join('')}</g>`;
}

function panel(area: Area, fill: string, opacity: number): string {
  return `<rect ${box(area)} rx="6" fill="${fill}" fill-opacity="${opacity}" stroke="#d9a9b0" stroke-width="1"/>`;
}

/** Two ruled lines in the signature panel (サインパネル領域), where changes of address and name are written. */
function signatureLines(): string {
  const { x, y, width: wide, height: high } = areas.signaturePanel;
  const lines = [1 / 3, 2 / 3].map((part) => {
    const at = (y + high * part) * pixelsPerMm;
    return `<line x1="${(x + 1) * pixelsPerMm}" x2="${(x + wide - 1) * pixelsPerMm}" y1="${at}" y2="${at}"/>`;
  });
  return `<g stroke="#e3c3c6" stroke-width="1" stroke-dasharray="5 4">${lines.join('')}</g>`;
}

function box(area: Area): string {
  const px = (mm: number) => (mm * pixelsPerMm).toFixed(1);
  return `x="${px(area.x)}" y="${px(area.y)}" width="${px(area.width)}" height="${px(area.height)}"`;
}
