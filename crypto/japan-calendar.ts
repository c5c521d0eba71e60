/** A day as ISO 8601 writes it, `2027-03-31`: such strings sort by time. */
export type Day = string;

const japanMs = 9 * 3_600_000; // Asia/Tokyo: UTC+9 all year, since 1951

/** The day in Japan at a wall-clock time in ms since 1970. */
export const dayInJapan = (wallMs: number): Day => new Date(wallMs + japanMs).toISOString().slice(0, 10);

/** The same day `months` later (or earlier), or the last day of a month that is too short: 31 May less three months is 28 or 29 February. */
export function addMonths(day: Day, months: number): Day {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  const lastDay = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, lastDay))).toISOString().slice(0, 10);
}
