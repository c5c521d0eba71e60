import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Frame } from '../../drivers/camera/contract.ts';
import type { PrintedDate } from '../../firmware/card-face/fields.ts';
import type { CardFaceReader } from '../../firmware/card-face/reader.ts';
import type {
  CardFaceReading,
  Glance,
  Lying,
  NotReadReason,
  ReadCardFace,
  SeenFields,
} from '../../firmware/card-face/reading.ts';
import type { ScanRules } from '../../firmware/card-face/scan.ts';
import { scanCardFace, usualRules } from '../../firmware/card-face/scan.ts';
import { CodedError } from '../../firmware/records/coded-error.ts';

const test = suite('scan of a card face');

const rules = { ...usualRules, today: { year: 2026, month: 3, day: 20 } };
const going = new AbortController().signal;
const place = { x: 1, y: 2, width: 3, height: 4 };
const corner = { x: 0, y: 0 };
const lying: Lying = { corners: [corner, corner, corner, corner], halfTurned: false, places: [place] };

interface Said {
  readonly code: string;
  readonly birth?: PrintedDate;
  readonly expiry?: PrintedDate;
  readonly confidence?: number;
}

/** A reading of a plausible card, changed as the test wants it; the code's last four digits are its security code. */
function read(said: Said): ReadCardFace {
  const confidence = said.confidence ?? 0.99;
  return {
    outcome: 'read',
    fields: fieldsOf(said),
    confidence,
    lying,
    code: Buffer.from(said.code),
  };
}

function fieldsOf({ code, birth, expiry, confidence = 0.99 }: Said): Required<SeenFields> {
  return {
    birth: birth ?? { style: 'showa', year: 55, month: 2, day: 17, confidence },
    expiry: expiry ?? { style: 'western', year: 2035, month: 2, day: 17, confidence },
    code: { digits: Uint8Array.from(code.slice(10), Number), confidences: new Float32Array(4).fill(confidence) },
  };
}

const notRead = (reason: NotReadReason): CardFaceReading => ({ outcome: 'not-read', reason });
const right = '55021720352285';
const wrong = '55021720352265';
const foreignCode = '80021720352285';
const foreign = { birth: { style: 'western', year: 1980, month: 2, day: 17, confidence: 1 } } as const;

/** Runs a scan over a reader that says these readings in turn, one a frame. */
async function scan(readings: readonly CardFaceReading[], changed: Partial<ScanRules> = {}) {
  const frames: Frame[] = readings.map((_, index) => ({ jpeg: Buffer.alloc(64, 0xab), at: index }));
  const glances: Glance[] = [];
  const reader: CardFaceReader = {
    read: async (_frame, glance = {}) => {
      glances.push(glance);
      return readings[glances.length - 1] as CardFaceReading;
    },
    close: async () => {},
  };
  async function* camera() {
    yield* frames;
  }
  const result = await scanCardFace(camera(), reader, { ...rules, ...changed }, going).catch((error: unknown) => {
    if (error instanceof CodedError) return error;
    throw error;
  });
  const codes = readings.flatMap((reading) => (reading.outcome === 'read' ? [reading.code] : []));
  const looked = frames.slice(0, glances.length);
  return { result, glances, codes, looked };
}

function codeOf(result: Awaited<ReturnType<typeof scan>>['result']): string | undefined {
  return result instanceof CodedError ? undefined : result.code.toString();
}

test('[R04] two frames that agree on all 14 digits are sure, one is not', async () => {
  const { result } = await scan([read({ code: right }), read({ code: right }), read({ code: right })]);
  assert.is(codeOf(result), right);
  assert.is(result instanceof CodedError ? 0 : result.frames, 2);
  assert.is(codeOf((await scan([read({ code: right })])).result), undefined);
});

test('[R04] frames that contradict each other are not sure until one value leads by two', async () => {
  const [yes, no] = [() => read({ code: right }), () => read({ code: wrong })];
  assert.is(codeOf((await scan([yes(), no(), yes()])).result), undefined);
  assert.is(codeOf((await scan([yes(), no(), no(), yes(), yes()])).result), undefined);
  assert.is(codeOf((await scan([yes(), no(), yes(), yes()])).result), right);
});

test('[R04] a value read in one width only is not sure, however many frames say it', async () => {
  const [yes, none] = [() => read({ code: right }), () => notRead('fields-missing')];
  const onceInFour = [yes(), none(), none(), none()];
  assert.is(codeOf((await scan([...onceInFour, ...onceInFour, ...onceInFour])).result), undefined);
  assert.is(codeOf((await scan([yes(), none(), none(), none(), none(), yes()])).result), right);
});

test('[R04] a card whose end need not be a birthday takes a frame more', async () => {
  const one = () => read({ code: foreignCode, ...foreign });
  assert.is(codeOf((await scan([one(), one()])).result), undefined);
  assert.is(codeOf((await scan([one(), one(), one()])).result), foreignCode);
});

test('[R06] a reading whose dates cannot be is never counted', async () => {
  const expiry = { style: 'western', year: 2035, month: 2, day: 11, confidence: 1 } as const;
  const { result } = await scan([1, 2, 3, 4].map(() => read({ code: right, expiry })));
  assert.ok(result instanceof CodedError);
  assert.is(result.detail, 'dates-impossible');
});

test('[R06] a reading with an unsure digit is never counted', async () => {
  const { result } = await scan(
    [1, 2, 3, 4].map(() => read({ code: right, confidence: rules.leastConfidence - 0.01 })),
  );
  assert.ok(result instanceof CodedError);
  assert.is(result.detail, 'unsure');
});

const partly = (said: Said, without: keyof SeenFields): CardFaceReading => {
  const { [without]: _, ...fields } = fieldsOf(said);
  return { outcome: 'not-read', reason: 'glare', fields, lying };
};

test('[R04] frames in which glare hides another field each are read together', async () => {
  const [noCode, noBirth] = [() => partly({ code: right }, 'code'), () => partly({ code: right }, 'birth')];
  const { result } = await scan([noCode(), noBirth(), noBirth(), noCode()]);
  assert.is(codeOf(result), right);
  assert.is(result instanceof CodedError ? 0 : result.frames, 4);
});

test('[R06] dates of two different cards do not make one value', async () => {
  const other = { style: 'showa', year: 40, month: 5, day: 6, confidence: 0.99 } as const;
  const mixed = () => read({ code: right, birth: other });
  const { result } = await scan([mixed(), mixed(), mixed(), mixed()]);
  assert.ok(result instanceof CodedError && result.detail === 'dates-impossible');
});

test('[R06] an empty bed between two cards ends what was seen of the first', async () => {
  const [first, second] = [partly({ code: right }, 'code'), partly({ code: wrong }, 'birth')];
  const away = notRead('no-card');
  assert.ok((await scan([first, first, away, second, second])).result instanceof CodedError);
});

test('[R06] a card that said once that it is another never gives a value, until it is taken away', async () => {
  const [licence, seen] = [notRead('not-my-number-card'), () => read({ code: right })];
  assert.ok((await scan([licence, seen(), seen(), seen(), seen(), seen()])).result instanceof CodedError);
  assert.is(codeOf((await scan([licence, notRead('no-card'), seen(), seen()])).result), right);
});

test('[R06] a value that the card refused never wins again, however many frames say it', async () => {
  const refused = (code: Uint8Array) => Buffer.from(code).equals(Buffer.from(right));
  const frames = () => Array.from({ length: 12 }, () => read({ code: right }));
  const { result, codes } = await scan(frames(), { refused });
  assert.ok(result instanceof CodedError && result.detail === 'unsure');
  for (const code of codes) assert.ok(code.every((byte) => byte === 0));
});

test('[R06] after a refusal more frames and a third look must agree', async () => {
  const one = () => read({ code: right });
  const { result } = await scan([one(), one(), one(), one(), one()], { strict: true });
  assert.is(result instanceof CodedError ? 0 : result.frames, 4);
});

test('[R18] trouble is told when two frames say it, and again when it becomes another', async () => {
  const told: string[] = [];
  const [glare, moving] = [notRead('glare'), notRead('moving')];
  await scan([moving, glare, glare, glare, moving, moving, moving, moving], {
    onTrouble: (reason) => told.push(reason),
  });
  assert.equal(told, ['glare', 'moving']);
});

test('[R18] a card that is read at once tells no trouble', async () => {
  const told: string[] = [];
  const seen = () => read({ code: right });
  await scan([notRead('moving'), seen(), seen()], { onTrouble: (reason) => told.push(reason) });
  assert.equal(told, []);
});

test('[R06] on a card whose end need not be a birthday month and day must be as sure as all digits', async () => {
  const sureness = [0.99, 0.99, 0.99, 0.99, 0.9, 0.9, 0.9, 0.9];
  const one = (code: string, birth: PrintedDate) => {
    const expiry = { style: 'western', year: 2035, month: 2, day: 17, confidence: 0.99, sureness } as const;
    return read({ code, birth: { ...birth, sureness }, expiry });
  };
  const japanese = { style: 'showa', year: 55, month: 2, day: 17, confidence: 0.99 } as const;
  const six = [1, 2, 3, 4, 5, 6];
  assert.is(codeOf((await scan(six.map(() => one(right, japanese)))).result), right);
  assert.is(codeOf((await scan(six.map(() => one(foreignCode, foreign.birth)))).result), undefined);
});

test('[R06] a scan that ends without a value says why, with a stable code', async () => {
  for (const reason of ['no-card', 'blurred', 'fields-missing', 'too-dark'] as const) {
    const { result } = await scan([notRead('frame-broken'), notRead(reason)]);
    assert.ok(result instanceof CodedError);
    assert.equal([result.code, result.at, result.detail], ['CARD_FACE_NOT_READ', 'person', reason]);
  }
  const { result } = await scan([]);
  assert.ok(result instanceof CodedError && result.detail === 'no-card');
});

test('[R42] every frame that was looked at is zero afterwards, and every value but the one handed out', async () => {
  const { result, looked, codes } = await scan([
    notRead('blurred'),
    read({ code: wrong }),
    read({ code: right, confidence: 0.1 }),
    read({ code: right }),
    read({ code: right }),
    read({ code: right }),
  ]);
  assert.is(codeOf(result), right);
  assert.is(looked.length, 6);
  for (const { jpeg } of looked) assert.ok(jpeg.every((byte) => byte === 0));
  for (const code of codes) assert.ok(code.every((byte) => byte === 0));
});

test('[R42] a scan that fails leaves no frame and no value', async () => {
  const { looked, codes } = await scan([
    read({ code: wrong }),
    read({ code: right }),
    read({ code: right, confidence: 0 }),
  ]);
  for (const { jpeg } of looked) assert.ok(jpeg.every((byte) => byte === 0));
  for (const code of codes) assert.ok(code.every((byte) => byte === 0));
});

test('[R42] a camera that is lost in mid-scan leaves no frame and no value, and its own error passes', async () => {
  const lost = new Error('camera lost');
  const frame: Frame = { jpeg: Buffer.alloc(64, 0xab), at: 0 };
  const reading = read({ code: right });
  async function* camera() {
    yield frame;
    throw lost;
  }
  const reader: CardFaceReader = { read: async () => reading, close: async () => {} };
  try {
    await scanCardFace(camera(), reader, rules, going);
    assert.unreachable();
  } catch (error) {
    assert.is(error, lost);
  }
  assert.ok(frame.jpeg.every((byte) => byte === 0));
  assert.ok(reading.outcome === 'read' && reading.code.every((byte) => byte === 0));
});

test('an aborted scan reads nothing more, zeroes the frame that came, and keeps the reason as the cause', async () => {
  const frame: Frame = { jpeg: Buffer.alloc(64, 0xab), at: 0 };
  const reason = new Error('time is over');
  async function* camera() {
    yield frame;
  }
  const reader: CardFaceReader = { read: () => Promise.reject(new Error('read after the end')), close: async () => {} };
  try {
    await scanCardFace(camera(), reader, rules, AbortSignal.abort(reason));
    assert.unreachable();
  } catch (error) {
    assert.ok(error instanceof CodedError && error.code === 'CARD_FACE_NOT_READ' && error.cause === reason);
  }
  assert.ok(frame.jpeg.every((byte) => byte === 0));
});

test('the next frame is looked at where the fields were, and in another width', async () => {
  const { glances } = await scan([read({ code: right }), read({ code: right })]);
  assert.is(glances[0]?.lying, undefined);
  assert.is(glances[1]?.lying, lying);
  assert.is.not(glances[0]?.stretch, glances[1]?.stretch);
});

test.run();
