/** One step by which the layout of the settings changed: from the layout before to `to`. */
export interface LayoutStep {
  readonly to: number;
  /** What changed, in a line, for the release notes. */
  readonly what: string;
  change(settings: Readonly<Record<string, unknown>>): Record<string, unknown>;
}

/** Every change of the layout so far, oldest first. Declared here, so that a settings file of any age stays readable. */
export const layoutSteps: readonly LayoutStep[] = [];

/**
 * Brings settings of an older layout forward. The file itself stays as it is: the system in the other slot, which may have to start again, still
 * reads it. Without `layout` it is the first one. What is newer than the steps is left alone, to be judged by the schema.
 */
export function inPresentLayout(settings: unknown, steps: readonly LayoutStep[] = layoutSteps): unknown {
  if (typeof settings !== 'object' || settings === null || Array.isArray(settings)) return settings;
  const { layout = 1, ...rest } = settings as Record<string, unknown>;
  if (typeof layout !== 'number' || layout > 1 + steps.length) return settings;
  return steps.filter(({ to }) => to > layout).reduce((before, step) => step.change(before), rest);
}
