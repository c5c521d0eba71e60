import type { ApplicationName } from './card-file.ts';

/** AIDs of the My Number Card's applications, hex (card reference, "Applications"). */
export const aids: Readonly<Record<ApplicationName, string>> = {
  jpki: 'd392f000260100000001',
  'visual-inspection': 'd3921000310001010402',
  'input-support': 'd3921000310001010408',
  juki: 'd3921000310001010401',
  'common-card': 'd3921000310001010100',
};
