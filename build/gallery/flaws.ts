/**
 * Looks over the page that stands now for what a person could not read or hit: text that is cut, that lies on other text or beyond the panel,
 * and targets under 15 mm. Runs in the browser; answers each flaw in words. Staff's keyboard has its own size.
 */
export function flawsOfPage(): string[] {
  const flaws: string[] = [];
  const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  const words = (element: Element) => `“${(element.textContent ?? '').trim().slice(0, 24)}”`;
  /** The letters themselves: a line's box is higher than they are, in the panel's fonts by so much of it above and below. */
  const inkOf = ({ left, top, width, height }: DOMRect) => new DOMRect(left, top + height * 0.2, width, height * 0.68);
  const boxes: { readonly of: Element; readonly box: DOMRect }[] = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (!parent || !node.textContent?.trim()) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const line of range.getClientRects()) {
      if (line.width < 1) continue;
      const box = inkOf(line);
      boxes.push({ of: parent, box });
      if (box.left < -1 || box.top < -1 || box.right > innerWidth + 1 || box.bottom > innerHeight + 1)
        flaws.push(`beyond the panel: ${words(parent)}`);
      const holder = parent.closest('button, .notice, h1, .body, .actions, .languages');
      const room = holder?.getBoundingClientRect();
      if (
        room &&
        (box.left < room.left - 1 ||
          box.right > room.right + 1 ||
          box.top < room.top - 1 ||
          box.bottom > room.bottom + 1)
      )
        flaws.push(`outside its place: ${words(parent)}`);
    }
  }
  // Below it is a gap of so much.
  for (const body of document.querySelectorAll('.body')) {
    const room = body.getBoundingClientRect();
    for (const child of body.children) {
      const box = child.getBoundingClientRect();
      if (box.top < room.top - 1 || box.bottom > room.bottom + 0.4 * rem) flaws.push(`no room for it: ${words(child)}`);
    }
  }
  const blockOf = (element: Element) => element.closest('p, h1, button, .label, small');
  for (const [at, one] of boxes.entries())
    for (const other of boxes.slice(at + 1)) {
      if (blockOf(one.of) === blockOf(other.of)) continue;
      const across = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
      const down = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
      if (across > 1 && down > 1) flaws.push(`one on the other: ${words(one.of)} and ${words(other.of)}`);
    }
  const controls = [...document.querySelectorAll('button')]
    .map((button) => ({
      button,
      box: button.getBoundingClientRect(),
    }))
    .filter(({ box }) => box.width > 0);
  for (const [at, { button, box }] of controls.entries()) {
    const least = button.closest('.keyboard') ? 2.4 : 5.5;
    if (box.height < least * rem - 1 || box.width < least * rem - 1)
      flaws.push(`too small to hit: ${words(button)} ${Math.round(box.width)}×${Math.round(box.height)}`);
    for (const other of controls.slice(at + 1))
      if (
        Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left) > 1 &&
        Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top) > 1
      )
        flaws.push(`buttons on each other: ${words(button)} and ${words(other.button)}`);
    for (const { of, box: text } of boxes) {
      if (button.contains(of)) continue;
      const across = Math.min(box.right, text.right) - Math.max(box.left, text.left);
      const down = Math.min(box.bottom, text.bottom) - Math.max(box.top, text.top);
      if (across > 1 && down > 1) flaws.push(`text under a button: ${words(of)}`);
    }
  }
  return [...new Set(flaws)];
}
