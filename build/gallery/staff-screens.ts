import type { StaffOrder } from '../../firmware/panel/staff-order.ts';
import type { SelfCheckPoint, StaffDone, StaffReport } from '../../firmware/panel/staff-report.ts';

/** What the reader tells staff on the stage, and what it answers to orders; a code refuses them. */
export interface StaffScene {
  readonly report: StaffReport;
  readonly answers: Partial<Record<StaffOrder['order'], StaffDone | { readonly code: string }>>;
}

/** One screen of the staff menu: the scene, and what is tapped to come to it, from the menu on. */
export interface StaffScreen {
  readonly scene: StaffScene;
  readonly taps: readonly string[];
}

const at = '2026-04-01T01:23:45.000Z';
const event = (what: StaffReport['events'][number]['what'], code: string) => ({ at, what, code });
const events = [
  event('fault-cleared', 'CARD_READER_UNAVAILABLE'),
  event('fault-raised', 'CARD_READER_UNAVAILABLE'),
  ...['FACILITY_PASSWORD_LOCKED', 'VERIFIED', 'CERTIFICATE_PAST_GRACE', 'CARD_REMOVED', 'CANCELLED', 'VERIFIED'].map(
    (code) => event('visit-ended', code),
  ),
  event('mode', 'system-failure'),
];
const waiting = [{ id: '1', name: 'reception-terminal-2', code: '048213', until: at }];
const report: StaffReport = { version: '1.20.3', faults: [], events, language: 'ja', volume: 70, waiting: [] };
const fault = (code: string, of: StaffReport['faults'][number]['of']) => ({ code, of, part: of, what: '', next: '' });
const broken: StaffReport = {
  ...report,
  faults: [
    fault('CARD_READER_UNAVAILABLE', 'card-reader'),
    fault('CAMERA_UNAVAILABLE', 'face-camera'),
    fault('TERMINAL_BROKER_UNREACHABLE', 'terminal'),
  ],
};
const names = ['card-reader', 'face-camera', 'card-camera', 'models', 'device-key', 'disk', 'log-chain', 'clock'];
const points: SelfCheckPoint[] = [...names, 'card-service', 'camera-tool', 'test-check'].map((name) => ({
  name,
  pass: true,
}));
const failed = points.map((point) =>
  point.name.endsWith('camera') ? { ...point, pass: false, found: 'CAMERA_UNAVAILABLE' } : point,
);
const file = 'kazasu-counter-2-20260401T012345Z.zip';
const usual: StaffScene = {
  report,
  answers: { 'self-check': { points }, restart: {}, choose: {}, export: { file }, pairing: {}, 'factory-reset': {} },
};
const unhappy: StaffScene = {
  report: broken,
  answers: {
    'self-check': { points: failed },
    restart: { code: 'VISIT_RUNS' },
    choose: { code: 'CHOICES_UNWRITABLE' },
    export: { code: 'EXPORT_UNWRITABLE' },
    pairing: { code: 'PAIRING_CODE_UNKNOWN' },
    'factory-reset': { code: 'VISIT_RUNS' },
  },
};
const waits: StaffScene = { ...usual, report: { ...report, waiting } };

const screen = (scene: StaffScene, ...taps: string[]): StaffScreen => ({ scene, taps });

/** Every screen of the staff menu, by its name. */
export const staffScreens: Readonly<Record<string, StaffScreen>> = {
  'staff, menu': screen(usual),
  'staff, health': screen(usual, '#staff-health'),
  'staff, health with faults': screen(unhappy, '#staff-health'),
  'staff, events': screen(usual, '#staff-events'),
  'staff, self-check': screen(usual, '#staff-self-check'),
  'staff, self-check passed': screen(usual, '#staff-self-check', '#staff-start'),
  'staff, self-check failed': screen(unhappy, '#staff-self-check', '#staff-start'),
  'staff, restart': screen(usual, '#staff-restart'),
  'staff, restarted': screen(usual, '#staff-restart', '#restart-cameras'),
  'staff, restart refused': screen(unhappy, '#staff-restart', '#restart-reader'),
  'staff, choices': screen(usual, '#staff-choices'),
  'staff, choice refused': screen(unhappy, '#staff-choices', '#facility-en'),
  'staff, export': screen(usual, '#staff-export'),
  'staff, exported': screen(usual, '#staff-export', '#staff-start'),
  'staff, export refused': screen(unhappy, '#staff-export', '#staff-start'),
  'staff, password': screen(usual, '#staff-password'),
  'staff, nobody to pair': screen(usual, '#staff-pairing'),
  'staff, pairing': screen(waits, '#staff-pairing'),
  'staff, factory reset': screen(usual, '#staff-factory-reset'),
  'staff, factory reset asked': screen(usual, '#staff-factory-reset', '#staff-start'),
  'staff, factory reset done': screen(usual, '#staff-factory-reset', '#staff-start', '#staff-sure'),
  'staff, factory reset refused': screen(unhappy, '#staff-factory-reset', '#staff-start', '#staff-sure'),
  'staff, paired': screen(waits, '#staff-pairing', '#pairing-confirm'),
};

/** The languages that staff words are in. */
export const staffLanguages = ['ja', 'en'] as const;
