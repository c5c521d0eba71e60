import type { cryptoFaults } from '../../crypto/faults.ts';
import type { boardFaults } from '../../drivers/board/faults.ts';
import type { cameraFaults } from '../../drivers/camera/faults.ts';
import type { cardFaults } from '../../drivers/card/faults.ts';
import type { cardFaceFaults } from '../card-face/faults.ts';
import type { checkFaults } from '../check/faults.ts';
import type { deviceFaults } from '../device/device-faults.ts';
import type { faceFaults, faceHints } from '../face/faults.ts';
import type { panelFaults } from '../panel/faults.ts';
import type { recordsFaults } from '../records/faults.ts';
import { type MessageName, messages } from './messages.ts';

/** Why the flow itself ends a method or a visit. */
type FlowReason =
  | 'CANCELLED'
  | 'METHOD_TIMEOUT'
  | 'PIN_TIMEOUT'
  | 'VISUAL_TIMEOUT'
  | 'FACE_TIMEOUT'
  | 'CARD_READ_TIMEOUT'
  | 'SIGNATURE_TIMEOUT'
  | 'TERMINAL_NO_CHALLENGE'
  | 'NO_METHOD_LEFT';

/** Every code that can stand on the panel or as a fault of the reader; what only a terminal's programmer meets is not among them. */
export type ShownCode =
  | keyof typeof cardFaults
  | keyof typeof cryptoFaults
  | keyof typeof checkFaults
  | keyof typeof cardFaceFaults
  | keyof typeof faceFaults
  | keyof typeof faceHints
  | keyof typeof cameraFaults
  | keyof typeof recordsFaults
  | keyof typeof panelFaults
  | keyof typeof deviceFaults
  | keyof typeof boardFaults
  | 'TERMINAL_BROKER_UNREACHABLE'
  | 'TERMINAL_LINE_UNAVAILABLE'
  | 'TERMINAL_LINE_SILENT'
  | 'TERMINAL_LINK_UNAVAILABLE'
  | 'TERMINAL_MESSAGE_LOST'
  | 'TERMINAL_MESSAGE_WRONG'
  | FlowReason;

/** The message that tells of a code; a new code without one does not compile. */
const byCode: Record<ShownCode, MessageName> = {
  CARD_ABSENT: 'cardTakenEarly',
  CARD_REMOVED: 'cardTakenEarly',
  CARD_RESET: 'cardTakenEarly',
  CARD_MUTE: 'cardSilent',
  CARD_READ_TIMEOUT: 'cardSilent',
  CARD_INTERNAL_ERROR: 'cardSilent',
  CARD_ANSWER_UNEXPECTED: 'cardSilent',
  CARD_BUSY: 'cardTrouble',
  CARD_READER_UNAVAILABLE: 'cardReaderGone',
  NOT_A_MY_NUMBER_CARD: 'otherCard',
  JUKI_CARD: 'otherCard',
  USER_CERTIFICATE_MISSING: 'certificateMissing',
  PIN_MALFORMED: 'pinWrong',
  PIN_WRONG: 'pinWrong',
  PIN_LOCKED: 'pinLocked',
  CODE_B_MALFORMED: 'printNotRead',
  CODE_B_REFUSED: 'printNotRead',
  CODE_B_TRIES_LOW: 'faceNotForCard',
  CODE_B_LOCKED: 'faceNotForCard',
  TERMINAL_NOT_AUTHORIZED: 'setUpTrouble',
  CARD_FILE_MALFORMED: 'cardTrouble',
  CARD_FILE_TOO_LONG: 'cardTrouble',
  CARD_END_OF_FILE: 'cardTrouble',
  CARD_AUTHENTICATION_FAILED: 'cardTrouble',
  CARD_MEMORY_FAILURE: 'cardTrouble',
  CARD_LENGTH_REFUSED: 'cardTrouble',
  CARD_FILE_TYPE_WRONG: 'cardTrouble',
  CARD_SECURITY_NOT_SATISFIED: 'cardTrouble',
  CARD_CREDENTIAL_BLOCKED: 'faceNotForCard',
  CARD_CONDITIONS_NOT_MET: 'cardTrouble',
  CARD_NO_CURRENT_FILE: 'cardTrouble',
  CARD_DATA_REFUSED: 'cardTrouble',
  CARD_FUNCTION_UNKNOWN: 'cardTrouble',
  CARD_FILE_NOT_FOUND: 'cardTrouble',
  CARD_RECORD_NOT_FOUND: 'cardTrouble',
  CARD_PARAMETERS_REFUSED: 'cardTrouble',
  CARD_DATA_NOT_FOUND: 'cardTrouble',
  CARD_OFFSET_REFUSED: 'cardTrouble',
  CARD_INSTRUCTION_UNKNOWN: 'cardTrouble',
  CARD_CLASS_UNKNOWN: 'cardTrouble',

  TRUST_STORE_EMPTY: 'setUpTrouble',
  TRUST_STORE_BROKEN: 'setUpTrouble',
  CV_CERTIFICATE_MALFORMED: 'cardNotAccepted',
  CARD_ISSUER_UNKNOWN: 'cardNotAccepted',
  CV_CERTIFICATE_FORGED: 'cardNotAccepted',
  CARD_FACE_FORGED: 'cardNotAccepted',
  CARD_KEY_MALFORMED: 'cardNotAccepted',
  CARD_COPIED: 'cardNotAccepted',
  CARD_SIGNATURE_INVALID: 'cardNotAccepted',
  CARD_FACE_ALTERED: 'cardNotAccepted',
  CERTIFICATE_MALFORMED: 'certificateMissing',
  CERTIFICATE_UNTRUSTED: 'cardNotAccepted',
  CERTIFICATE_NOT_YET_VALID: 'certificateDoubtful',
  CERTIFICATE_CHAIN_EXPIRED: 'certificateDoubtful',
  CERTIFICATE_PAST_GRACE: 'certificateOver',
  FACILITY_PASSWORD_NOT_SET: 'passwordUnusable',
  FACILITY_PASSWORD_ALREADY_SET: 'passwordUnusable',
  FACILITY_PASSWORD_UNFIT: 'passwordUnusable',
  FACILITY_PASSWORD_WRONG: 'passwordWrong',
  FACILITY_PASSWORD_LOCKED: 'passwordLocked',
  FACILITY_PASSWORD_BROKEN: 'passwordUnusable',
  FACILITY_PASSWORD_BUSY: 'passwordUnusable',
  FACILITY_PASSWORD_UNWRITABLE: 'passwordUnusable',
  DIGEST_MALFORMED: 'readerTrouble',
  DEVICE_KEY_BROKEN: 'setUpTrouble',
  DEVICE_KEY_EXPOSED: 'setUpTrouble',
  DEVICE_KEY_UNWRITABLE: 'setUpTrouble',
  TPM_UNAVAILABLE: 'setUpTrouble',
  DEVICE_CERTIFICATE_UNUSABLE: 'setUpTrouble',
  CLOCK_WRONG: 'setUpTrouble',
  CLOCK_JUMPED: 'setUpTrouble',
  DISK_NEARLY_FULL: 'recordsTrouble',
  DISK_UNREADABLE: 'recordsTrouble',
  CASE_OPENED: 'caseOpened',

  BOARD_UNAVAILABLE: 'boardTrouble',
  BOARD_SILENT: 'boardTrouble',
  BOARD_RESET: 'boardTrouble',
  BOARD_UNFIT: 'boardTrouble',
  BOARD_LIBRARY_MISSING: 'boardTrouble',
  BED_SENSOR_STUCK: 'boardTrouble',

  CHECK_DIED: 'readerTrouble',
  CHECK_FAILED: 'readerTrouble',
  CHECK_NOT_READY: 'setUpTrouble',
  CHECK_TIMEOUT: 'timeUp',
  PINLESS_NOT_AVAILABLE: 'setUpTrouble',
  CARD_FACE_MODEL_MISSING: 'setUpTrouble',
  CARD_FACE_MODEL_BROKEN: 'setUpTrouble',
  CARD_FACE_NOT_READ: 'printNotRead',
  CARD_FACE_WORN: 'printNotRead',
  CARD_FACE_NOT_SEEN: 'cardNotSeen',
  CARD_FACE_TOO_DARK: 'cardTooDark',
  CARD_FACE_GLARE: 'cardGlare',
  CARD_FACE_BLURRED: 'cardMoving',
  CARD_FACE_MOVING: 'cardMoving',
  CARD_UPSIDE_DOWN: 'cardTurned',
  CARD_WRONG_WAY_ROUND: 'cardTurned',
  CARD_BACK_SIDE_UP: 'cardBackUp',
  CARD_IN_SLEEVE: 'cardInSleeve',
  CARD_FACE_NOT_A_MY_NUMBER_CARD: 'otherCard',

  FACE_NONE: 'faceNone',
  FACE_MANY: 'faceMany',
  FACE_TOO_FAR: 'faceTooFar',
  FACE_TOO_CLOSE: 'faceTooClose',
  FACE_LOOK_HERE: 'faceLookHere',
  FACE_MOVE_LEFT: 'faceMoveLeft',
  FACE_MOVE_RIGHT: 'faceMoveRight',
  FACE_MOVE_UP: 'faceMoveUp',
  FACE_MOVE_DOWN: 'faceMoveDown',
  FACE_TOO_DARK: 'faceTooDark',
  FACE_BACKLIGHT: 'faceBacklight',
  FACE_HOLD_STILL: 'faceHoldStill',
  FACE_MASK: 'faceMask',
  FACE_OPEN_EYES: 'faceOpenEyes',
  FACE_TURN_LEFT: 'faceTurnLeft',
  FACE_TURN_RIGHT: 'faceTurnRight',
  FACE_NOT_MATCHED: 'faceNotConfirmed',
  FACE_NOT_LIVE: 'faceNotConfirmed',
  FACE_TIMEOUT: 'faceNotConfirmed',
  FACE_LIVENESS_MISSING: 'setUpTrouble',
  FACE_FRAMES_ENDED: 'cameraTrouble',
  FACE_PICTURE_UNREADABLE: 'cameraTrouble',
  CHIP_PHOTO_UNREADABLE: 'faceNotForCard',
  CHIP_PHOTO_NO_FACE: 'faceNotForCard',
  FACE_PACK_UNREADABLE: 'setUpTrouble',
  FACE_MODEL_MISSING: 'setUpTrouble',
  FACE_MODEL_MISMATCH: 'setUpTrouble',
  FACE_MODEL_UNUSABLE: 'setUpTrouble',
  CAMERA_UNAVAILABLE: 'cameraTrouble',
  CAMERA_LOST: 'cameraTrouble',
  CAMERA_TOOL_MISSING: 'cameraTrouble',
  CAMERA_EXPOSURE_FIXED: 'setUpTrouble',
  CAMERA_BLACK: 'cameraTrouble',
  CAMERA_FROZEN: 'cameraTrouble',
  PICTURE_UNREADABLE: 'setUpTrouble',

  PIN_TIMEOUT: 'pinTimeout',
  VISUAL_TIMEOUT: 'visualTimeout',
  CANCELLED: 'cancelled',
  METHOD_TIMEOUT: 'timeUp',
  SIGNATURE_TIMEOUT: 'readerTrouble',
  NO_METHOD_LEFT: 'noWayLeft',
  TERMINAL_NO_CHALLENGE: 'terminalSilent',
  TERMINAL_BROKER_UNREACHABLE: 'terminalSilent',
  TERMINAL_LINE_UNAVAILABLE: 'terminalSilent',
  TERMINAL_LINE_SILENT: 'terminalSilent',
  TERMINAL_LINK_UNAVAILABLE: 'terminalSilent',
  TERMINAL_MESSAGE_LOST: 'terminalSilent',
  TERMINAL_MESSAGE_WRONG: 'setUpTrouble',
  RECORDS_UNWRITABLE: 'recordsTrouble',
  RECORDS_IN_USE: 'recordsTrouble',
  RECORDS_CLOSED: 'recordsTrouble',
  RECORD_NOT_ALLOWED: 'recordsTrouble',
  PANEL_UNAVAILABLE: 'setUpTrouble',
};

const known = new Map<string, MessageName>(Object.entries(byCode));

/** The message of a code; a driver's own code, which the catalogue cannot know, is trouble of the reader. */
export const messageOf = (code: string): MessageName => known.get(code) ?? 'readerTrouble';

/** The number of a code's message. */
export const numberOf = (code: string): number => messages[messageOf(code)].number;

/** Each message with the codes that it tells of. */
export function codesOf(name: MessageName): readonly string[] {
  return [...known].filter(([, message]) => message === name).map(([code]) => code);
}
