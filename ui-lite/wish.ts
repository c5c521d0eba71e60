/** Tells the reader what the person tapped. A reader that is gone hears nothing; the page says so by itself. */
export function wish(path: string, body: object = {}): void {
  fetch(path, { method: 'POST', body: JSON.stringify(body) }).catch(() => undefined);
}
