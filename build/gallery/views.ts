import type { PanelView, ServedView } from '../../firmware/panel/view.ts';
import { messageOf, type ShownCode } from '../../firmware/words/message-of.ts';

const page: ServedView['page'] = { language: 'ja', pinKeys: 'in-order', speech: { on: true, volume: 100 } };
/** Nobody is there yet. */
export const atRest: ServedView = { page, screen: 'idle', methods: [], cardLies: false, reminded: false, stages: [] };
const inSession: ServedView = { ...atRest, session: 'gallery', cardLies: true };
const methods: PanelView['methods'] = ['face', 'pin', 'visual'];
const choosing: ServedView = { ...inSession, screen: 'choosing', methods, pinTries: 3 };
const face: ServedView = { ...choosing, screen: 'face' };
/** Nobody listens there. */
const channel = { url: 'http://127.0.0.1:9', token: '00', key: '' };
const pin: ServedView = { ...choosing, screen: 'pin', channel };
const visual: ServedView = { ...choosing, screen: 'visual' };
const verified = { verdict: 'verified', reason: 'VERIFIED', method: 'face' } as const;
const end: ServedView = { ...inSession, screen: 'take-card', outcome: verified, eligibility: 'valid' };
const consent: ServedView = { ...inSession, screen: 'consent' };
const ending = { state: 'ending', notAfter: '2031-02-17T14:59:59.000Z' } as const;
const grace = { ...ending, state: 'grace' } as const;

const cardHints: readonly ShownCode[] = [
  'CARD_FACE_NOT_SEEN',
  'CARD_IN_SLEEVE',
  'CARD_BACK_SIDE_UP',
  'CARD_UPSIDE_DOWN',
  'CARD_FACE_GLARE',
  'CARD_FACE_MOVING',
  'CARD_FACE_TOO_DARK',
  'CARD_FACE_NOT_A_MY_NUMBER_CARD',
];
const faceHints: readonly ShownCode[] = [
  'FACE_NONE',
  'FACE_MANY',
  'FACE_TOO_CLOSE',
  'FACE_TOO_FAR',
  'FACE_LOOK_HERE',
  'FACE_MOVE_LEFT',
  'FACE_MOVE_RIGHT',
  'FACE_MOVE_UP',
  'FACE_MOVE_DOWN',
  'FACE_HOLD_STILL',
  'FACE_MASK',
  'FACE_OPEN_EYES',
  'FACE_TURN_LEFT',
  'FACE_TURN_RIGHT',
  'FACE_BACKLIGHT',
  'FACE_TOO_DARK',
];
const troubles: readonly ShownCode[] = [
  'CARD_FACE_NOT_READ',
  'CODE_B_LOCKED',
  'FACE_NOT_MATCHED',
  'CAMERA_LOST',
  'PIN_LOCKED',
  'PIN_TIMEOUT',
  'VISUAL_TIMEOUT',
  'FACILITY_PASSWORD_LOCKED',
  'FACILITY_PASSWORD_BROKEN',
];
const endings: readonly ShownCode[] = [
  'CARD_REMOVED',
  'CARD_MUTE',
  'NOT_A_MY_NUMBER_CARD',
  'CARD_COPIED',
  'CARD_MEMORY_FAILURE',
  'CERTIFICATE_PAST_GRACE',
  'USER_CERTIFICATE_MISSING',
  'CERTIFICATE_NOT_YET_VALID',
  'METHOD_TIMEOUT',
  'CANCELLED',
  'TERMINAL_NO_CHALLENGE',
  'NO_METHOD_LEFT',
  'CHECK_DIED',
  'RECORDS_UNWRITABLE',
  'TRUST_STORE_EMPTY',
];

/** One screen after each code, named by its message. */
const after = (screen: string, codes: readonly ShownCode[], view: (code: ShownCode) => ServedView) =>
  Object.fromEntries(codes.map((code) => [`${screen}, ${messageOf(code)}`, view(code)]));

/** Every screen that the panel can show, by its name. */
export const views: Readonly<Record<string, ServedView>> = {
  welcome: atRest,
  'welcome, cardSilent': { ...atRest, trouble: 'CARD_MUTE' },
  reading: { ...inSession, screen: 'reading' },
  ...after('reading', cardHints, (hint) => ({ ...inSession, screen: 'reading', hint })),
  choosing,
  'choosing, without the PIN': { ...choosing, methods: ['face', 'visual'], pinTries: 0 },
  'choosing, certificate ending': { ...choosing, certificate: ending },
  'choosing, certificate in grace': { ...choosing, certificate: grace },
  ...after('choosing', troubles, (trouble) => ({ ...choosing, trouble })),
  face,
  ...after('face', faceHints, (hint) => ({ ...face, hint })),
  pin,
  'pin, wrong': { ...pin, pinTries: 2, trouble: 'PIN_WRONG' },
  'pin, last try': { ...pin, pinTries: 1, trouble: 'PIN_WRONG' },
  visual,
  'visual, wrong': { ...visual, trouble: 'FACILITY_PASSWORD_WRONG' },
  signing: { ...inSession, screen: 'signing' },
  'consent, records': { ...consent, question: 'records' },
  'consent, limits': { ...consent, question: 'limits' },
  'consent, disease': { ...consent, question: 'disease' },
  registration: { ...inSession, screen: 'registration' },
  result: { ...inSession, screen: 'result' },
  'end, valid': end,
  'end, valid, all there is to say': {
    ...end,
    certificate: ending,
    patient: { name: '番号 ●子', localNumber: '0012-3456' },
  },
  'end, valid in grace': { ...end, certificate: grace },
  'end, invalid': { ...end, eligibility: 'invalid' },
  'end, none': { ...end, eligibility: 'none' },
  'end, unregistered': { ...end, eligibility: 'unregistered' },
  'end, no-answer': { ...end, eligibility: 'no-answer' },
  ...after('end', endings, (reason) => ({
    ...inSession,
    screen: 'take-card',
    outcome: { verdict: 'refused', reason },
  })),
  'end, called out': { ...end, reminded: true },
  'choosing, a phone': { ...choosing, phone: true, methods: ['pin'] },
  'signing, a phone': { ...inSession, phone: true, screen: 'signing' },
  'end, a phone': { ...end, phone: true },
  'phone left behind': { ...inSession, phone: true, screen: 'card-left-behind', reminded: true },
  'end, card taken': { ...end, cardLies: false },
  'card left behind': { ...inSession, screen: 'card-left-behind', reminded: true },
  erasing: { ...inSession, screen: 'erasing', outcome: verified },
  'visual mode': { ...atRest, screen: 'visual-mode' },
  'system failure': { ...atRest, screen: 'system-failure' },
  'system failure, a card lies there': { ...atRest, screen: 'system-failure', cardLies: true },
  disaster: { ...atRest, screen: 'disaster' },
  'out of order': { ...atRest, screen: 'out-of-order', trouble: 'CARD_READER_UNAVAILABLE' },
};
