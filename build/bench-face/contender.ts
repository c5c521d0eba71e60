/** A face pipeline as its package brings it: from an encoded picture to a template, from two templates to a verdict. */
export interface Contender {
  /** What runs it, for the report. */
  readonly engine: string;
  /** Likeness from which its package calls two faces one person's. */
  readonly threshold: number;
  /** The template of the person in a picture (JPEG); undefined when it finds no face. */
  look(jpeg: Uint8Array): Promise<Seen | undefined>;
  /** How alike two templates are by its own measure: higher is more alike. */
  likeness(one: Float32Array, other: Float32Array): number;
}

export interface Seen {
  readonly template: Float32Array;
  /** Whether its own quality gate lets the picture be used; a pipeline without one uses every face that it finds. */
  readonly passes: boolean;
}
