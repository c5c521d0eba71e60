import { isMatch } from './compare.ts';
import type { LiveTemplate } from './live-capture.ts';
import type { RecognizerPack } from './pack.ts';
import type { ReferenceTemplate } from './reference-template.ts';

/**
 * Whether the person before the camera is the one in the chip's photo, at the pack's threshold. Zeroes both templates;
 * nothing but the verdict is answered. Rows R03, R11.
 */
export function matchFaces(
  reference: ReferenceTemplate,
  live: LiveTemplate,
  pack: RecognizerPack,
): { readonly matched: boolean } {
  try {
    return { matched: isMatch(reference, live, pack.threshold) };
  } finally {
    reference.values.fill(0);
    live.values.fill(0);
  }
}
