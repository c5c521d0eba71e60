/** Where a text stops being JSON, counted from 1, and what would have been right there. */
export interface JsonProblem {
  readonly line: number;
  readonly column: number;
  readonly problem: string;
}

const maxDepth = 64;
const space = /[ \t\n\r]*/y;
const string = /"(?:[ !#-[\]-\uffff]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const scalar = /true|false|null|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;

class Stop {
  readonly at: number;
  readonly problem: string;
  constructor(at: number, problem: string) {
    this.at = at;
    this.problem = problem;
  }
}

/**
 * Finds what keeps a text from being one JSON value (RFC 8259): the engine's own errors do not always say where.
 * Refuses two things that JSON.parse lets pass: a name given twice in one object, and nesting deeper than 64.
 * @returns undefined when nothing is wrong
 */
export function findJsonProblem(text: string): JsonProblem | undefined {
  try {
    const end = skip(text, value(text, 0, 0));
    if (end < text.length) throw new Stop(end, 'nothing more is expected here');
    return undefined;
  } catch (stop) {
    if (!(stop instanceof Stop)) throw stop;
    const before = text.slice(0, stop.at).split('\n');
    return { line: before.length, column: (before.at(-1) ?? '').length + 1, problem: stop.problem };
  }
}

/** Each of these takes the place where its construct begins and returns the place after it. */
function value(text: string, from: number, depth: number): number {
  if (depth > maxDepth) throw new Stop(from, `nested deeper than ${maxDepth}`);
  const at = skip(text, from);
  if (text[at] === '{') return members(text, at, depth);
  if (text[at] === '[') return items(text, at, depth);
  const end = text[at] === '"' ? match(string, text, at) : match(scalar, text, at);
  if (end === undefined)
    throw new Stop(at, text[at] === '"' ? 'this text does not end rightly' : 'a value is expected');
  return end;
}

function members(text: string, open: number, depth: number): number {
  const names = new Set<string>();
  let at = skip(text, open + 1);
  if (text[at] === '}') return at + 1;
  for (;;) {
    const end = match(string, text, at);
    if (end === undefined) throw new Stop(at, 'a name in double quotes is expected');
    const name: string = JSON.parse(text.slice(at, end));
    if (names.has(name)) throw new Stop(at, `"${name}" is given twice`);
    names.add(name);
    const colon = skip(text, end);
    if (text[colon] !== ':') throw new Stop(colon, '":" is expected');
    at = skip(text, value(text, colon + 1, depth + 1));
    if (text[at] === '}') return at + 1;
    if (text[at] !== ',') throw new Stop(at, '"," or "}" is expected');
    at = skip(text, at + 1);
  }
}

function items(text: string, open: number, depth: number): number {
  let at = skip(text, open + 1);
  if (text[at] === ']') return at + 1;
  for (;;) {
    at = skip(text, value(text, at, depth + 1));
    if (text[at] === ']') return at + 1;
    if (text[at] !== ',') throw new Stop(at, '"," or "]" is expected');
    at += 1;
  }
}

const skip = (text: string, at: number): number => match(space, text, at) ?? at;

function match(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}
