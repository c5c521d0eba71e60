import type { ErrorObject } from 'ajv';
import { terminalFault } from './faults.ts';
import { type OutgoingName, outgoing } from './messages.ts';
import { maxMessageBytes, protocolVersion } from './topics.ts';

/** What a message of the reader is made of. `time` is ms since 1970. */
export interface MessageParts {
  readonly id: string;
  readonly reader: string;
  readonly time: number;
  readonly inreplyto?: string;
}

/** `type` of a message: CloudEvents 1.0 section 3.1. */
export const messageType = (name: string): string => `kazasu.v${protocolVersion}.${name}`;

/**
 * Writes a message of the reader: CloudEvents 1.0, JSON structured mode, UTF-8.
 * @throws TERMINAL_MESSAGE_WRONG when it breaks its schema or is larger than 64 KiB
 */
export function writeMessage(name: OutgoingName, data: object, parts: MessageParts): Buffer {
  const message = {
    specversion: '1.0',
    id: parts.id,
    source: `/kazasu/${parts.reader}`,
    type: messageType(name),
    time: new Date(parts.time).toISOString(),
    datacontenttype: 'application/json',
    ...(parts.inreplyto === undefined ? {} : { inreplyto: parts.inreplyto }),
    data,
  };
  const validate = outgoing[name];
  if (!validate(message)) throw terminalFault('TERMINAL_MESSAGE_WRONG', `${name}: ${problemsOf(validate.errors)}`);
  const bytes = Buffer.from(JSON.stringify(message));
  if (bytes.length > maxMessageBytes) throw terminalFault('TERMINAL_MESSAGE_WRONG', `${name}: ${bytes.length} bytes`);
  return bytes;
}

/** Where a message breaks its schema and how, in words; never what stands there, since that may be personal. */
export function problemsOf(errors: readonly ErrorObject[] | null | undefined): string {
  const told = (errors ?? []).filter(({ keyword }) => keyword !== 'if').map(inWords);
  return [...new Set(told)].slice(0, 5).join('; ');
}

function inWords({ instancePath, keyword, message, params }: ErrorObject): string {
  if (keyword === 'required') return `${instancePath}/${params.missingProperty} is missing`;
  if (keyword === 'const') return `${instancePath} must be ${JSON.stringify(params.allowedValue)}`;
  if (keyword === 'enum') return `${instancePath} must be one of ${params.allowedValues.join(', ')}`;
  if (keyword === 'pattern') return `${instancePath} has not the form that the schema gives`;
  return `${instancePath || '/'} ${message}`;
}
