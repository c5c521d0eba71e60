import { type FaultTable, faultsOf } from '../records/coded-error.ts';

export const terminalFaults = {
  MESSAGE_TOO_LARGE: {
    at: 'terminal',
    what: 'The message is larger than 64 KiB.',
    next: 'Send only what the schema names.',
  },
  MESSAGE_NOT_JSON: {
    at: 'terminal',
    what: 'The message is not a JSON object in UTF-8.',
    next: 'Send one CloudEvent as JSON.',
  },
  MESSAGE_INVALID: { at: 'terminal', what: 'The message breaks its schema.', next: 'Mend what stands at the path.' },
  PROTOCOL_VERSION_UNKNOWN: {
    at: 'terminal',
    what: 'The reader does not speak this version of the protocol.',
    next: 'Use version 1: topics kazasu/1/…, types kazasu.v1.…',
  },
  REQUEST_UNKNOWN: { at: 'terminal', what: 'There is no such request.', next: 'See asyncapi.json for the requests.' },
  REQUEST_NOT_ALLOWED_NOW: {
    at: 'terminal',
    what: "This request is not allowed in the reader's present state.",
    next: 'Wait for the event that allows it.',
  },
  SESSION_UNKNOWN: {
    at: 'terminal',
    what: 'This is not the visit that runs now.',
    next: 'Use the session of the last session-started.',
  },
  REQUEST_EXPIRED: {
    at: 'terminal',
    what: "The request's time is too far from the reader's.",
    next: "Send it with the present time; if it was, set the terminal's clock: the reader's stands in each of its messages.",
  },
  REQUEST_ID_USED: {
    at: 'terminal',
    what: 'Another request of this sender had the same id.',
    next: 'Give each request an id of its own; repeat one only with the same content.',
  },
  NOT_PAIRED: {
    at: 'terminal',
    what: 'This terminal is not paired with the reader, or not any more.',
    next: 'Pair it: it asks, and staff confirm the code with kazasu pair.',
  },
  SOURCE_OF_ANOTHER: {
    at: 'attack',
    what: "The source is not that of this terminal's certificate.",
    next: 'Send /terminals/<name>, with the name that was paired.',
  },
  SIGN_ON_WRONG: {
    at: 'attack',
    what: "The proof does not fit the certificate and the reader's last nonce.",
    next: 'Ask for a nonce by sign-on, sign it as the reference says, and send the proof once.',
  },
  PAIRING_REQUEST_WRONG: {
    at: 'terminal',
    what: 'The certificate request cannot be read, or its signature does not fit its key.',
    next: 'Send a PKCS #10 request as PEM, signed by its own key (ECDSA P-256, or RSA with SHA-256).',
  },
  PAIRING_BUSY: {
    at: 'staff',
    what: 'Too many terminals wait to be paired.',
    next: 'Confirm or refuse them with kazasu pair, or wait ten minutes.',
  },
  PAIRING_UNKNOWN: {
    at: 'terminal',
    what: 'There is no such pairing, or its ten minutes are over.',
    next: 'Ask anew.',
  },
  PAIRING_NONCE_WRONG: {
    at: 'attack',
    what: 'The nonce is not the one that was committed to.',
    next: 'Ask anew; if it happens again, look who else is on the network.',
  },
  PAIRING_REFUSED: { at: 'staff', what: 'Staff have refused the pairing.', next: 'Ask staff, then ask anew.' },
  PAIRING_CODE_UNKNOWN: {
    at: 'staff',
    what: 'No terminal with this code waits.',
    next: 'Compare the codes again: kazasu pair. If they differ, refuse: somebody may be between the two.',
  },
  TERMINAL_NAME_UNKNOWN: { at: 'staff', what: 'No terminal of this name is paired.', next: 'See kazasu pair list.' },
  PLAIN_NOT_ALLOWED: {
    at: 'vendor',
    what: 'MQTT without TLS is for a loopback address alone, and only where terminal.mqtt.plain says so.',
    next: 'Set terminal.mqtt.plain and a loopback address, or leave it out: then TLS is spoken.',
  },
  TERMINAL_BROKER_UNREACHABLE: {
    at: 'device',
    what: 'The MQTT broker of the facility cannot be reached, or has refused the reader.',
    next: 'Check the broker, the network and terminal.mqtt.broker; the reader tries again by itself.',
  },
  VISIT_OF_ANOTHER: {
    at: 'terminal',
    what: 'Another terminal serves this visit.',
    next: 'Serve the next one, or let that terminal go on.',
  },
  MODE_NOT_AVAILABLE: {
    at: 'terminal',
    what: 'This reader has no such mode: it cannot let a card sign without its PIN.',
    next: 'Use the PIN, or install the PIN-less authorization of the card issuer.',
  },
  EXPORT_GONE: {
    at: 'terminal',
    what: 'The reader does not have this export any more, or it is not so long.',
    next: 'Ask for a new one: records-export without export.',
  },
  REQUESTS_TOO_MANY: {
    at: 'terminal',
    what: 'Too many requests at a time.',
    next: 'Wait for replies, then send again.',
  },
  REQUEST_UNANSWERED: { at: 'device', what: 'The reader did not come to answer in time.', next: 'Send it again.' },
  READER_NOT_READY: { at: 'device', what: 'The reader is still starting.', next: 'Wait for the state ready.' },
  READER_FAULT: { at: 'device', what: 'The reader failed at this request.', next: 'Send it again; see the error log.' },
  TERMINAL_LINK_UNAVAILABLE: {
    at: 'device',
    what: 'The terminals cannot be served at this address.',
    next: 'Look whether another program uses the port, or set another one.',
  },
  TERMINAL_LINK_CLOSED: { at: 'device', what: 'The link to the terminals is closed.', next: 'Start the reader again.' },
  TERMINAL_LINE_UNAVAILABLE: {
    at: 'device',
    what: 'The serial line to the terminal cannot be opened, or was lost.',
    next: 'Plug in its cable or adapter; if it is there, check terminal.serial.path and that no other program uses it.',
  },
  TERMINAL_LINE_SILENT: {
    at: 'terminal',
    what: 'Nothing is heard from the terminal on the serial line.',
    next: "Start the terminal's program; check the cable and the baud rate at both ends.",
  },
  TERMINAL_MESSAGE_LOST: {
    at: 'terminal',
    what: 'Too many events wait for the terminal on the serial line; the oldest was dropped.',
    next: 'Bring the terminal back; what was dropped stands in the operation log.',
  },
  OUTBOX_UNWRITABLE: {
    at: 'device',
    what: 'A verdict or consent could not be kept on the disk; it was told, but a power cut may lose it.',
    next: 'Make room on the disk, and check that the folder terminal.outboxFolder can be written to.',
  },
  TERMINAL_MESSAGE_WRONG: {
    at: 'device',
    what: 'The reader made a message that breaks its own schema; it was not sent.',
    next: 'Tell the vendor.',
  },
} as const satisfies FaultTable;

export const terminalFault = faultsOf(terminalFaults);
