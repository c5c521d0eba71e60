import type { CodedError } from '../records/coded-error.ts';
import { messageType, problemsOf } from './cloud-event.ts';
import { terminalFault } from './faults.ts';
import type { Validator } from './generated/validators.mjs';
import { incoming, type RequestMessage, type RequestName, type TerminalRequest } from './messages.ts';
import { isReplyTopic, maxMessageBytes, parseRequestTopic, protocolVersion, unaddressedTopic } from './topics.ts';

/** What came of reading a message: a request, or why not; and where the reply goes, about which message. */
export type ReadRequest = { readonly replyTopic: string; readonly inreplyto?: string } & (
  | { readonly request: TerminalRequest; readonly error?: undefined }
  | { readonly request?: undefined; readonly error: CodedError }
);

/**
 * Reads what a terminal sent. Pure; never throws, whatever the bytes are.
 * @param reader the reader's name
 * @param topic where it was published; undefined on a line that has no topics, where the type alone says what is asked
 * @param payload a CloudEvent as JSON; any bytes
 */
export function readRequest(reader: string, topic: string | undefined, payload: Uint8Array): ReadRequest {
  const nowhere = { replyTopic: unaddressedTopic(reader) };
  if (payload.length > maxMessageBytes) return { ...nowhere, error: terminalFault('MESSAGE_TOO_LARGE') };
  const message = parseObject(payload);
  if (message === undefined) return { ...nowhere, error: terminalFault('MESSAGE_NOT_JSON') };
  const envelope = {
    replyTopic: isReplyTopic(reader, message.replyto) ? message.replyto : nowhere.replyTopic,
    ...(isMessageId(message.id) ? { inreplyto: message.id } : {}),
  };

  const addressed = topic === undefined ? parseRequestType(message.type) : parseRequestTopic(reader, topic);
  const version = /^kazasu\.v([0-9]+)\./.exec(String(message.type))?.[1];
  if (topic === undefined && !addressed)
    return { ...envelope, error: terminalFault('MESSAGE_INVALID', '/type must be "kazasu.v1.request.<name>"') };
  if (addressed?.version !== protocolVersion || (version !== undefined && version !== String(protocolVersion)))
    return { ...envelope, error: terminalFault('PROTOCOL_VERSION_UNKNOWN') };
  if (!isRequestName(addressed.name)) return { ...envelope, error: terminalFault('REQUEST_UNKNOWN', addressed.name) };
  // A reply topic that cannot be used is refused, so that nobody waits there in vain.
  if (message.replyto !== undefined && !isReplyTopic(reader, message.replyto))
    return {
      ...envelope,
      error: terminalFault('MESSAGE_INVALID', "/replyto must be one of this reader's reply topics"),
    };

  const expected = messageType(`request.${addressed.name}`);
  if (message.type !== expected)
    return { ...envelope, error: terminalFault('MESSAGE_INVALID', `/type must be "${expected}" on this topic`) };
  return { ...envelope, ...validated(addressed.name, message) };
}

/** The request in a message of known name, or what its schema says against it. */
function validated<Name extends RequestName>(
  name: Name,
  message: unknown,
): { request: TerminalRequest } | { error: CodedError } {
  const validate = incoming[name] as unknown as Validator<RequestMessage<Name>>;
  if (!validate(message)) return { error: terminalFault('MESSAGE_INVALID', problemsOf(validate.errors)) };
  const { id, source, time, data } = message;
  return {
    request: { name, id, source, time: Date.parse(time ?? ''), data } as Extract<TerminalRequest, { name: Name }>,
  };
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function parseObject(payload: Uint8Array): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(utf8.decode(payload));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined; // not UTF-8, or not JSON
  }
}

/** What a type asks; undefined when it is no request's. */
function parseRequestType(type: unknown): { version: number; name: string } | undefined {
  const [, version, name = ''] =
    /^kazasu\.v([1-9][0-9]{0,3})\.request\.([a-z][a-z0-9-]{0,31})$/.exec(String(type)) ?? [];
  return version === undefined ? undefined : { version: Number(version), name };
}

const isRequestName = (name: string): name is RequestName => Object.hasOwn(incoming, name);
const isMessageId = (id: unknown): id is string => typeof id === 'string' && /^[\x21-\x7e]{1,64}$/.test(id);
