import type { Address } from './open-link.ts';

/** Major version of the protocol: the second level of every topic and in every `type`. */
export const protocolVersion = 1;

/** The largest message, in bytes of JSON. */
export const maxMessageBytes = 65536;

const root = (reader: string): string => `kazasu/${protocolVersion}/${reader}`;

/** Topic of the retained state. */
export const stateTopic = (reader: string): string => `${root(reader)}/state`;

/** Topic of an event. */
export const eventTopic = (reader: string, name: string): string => `${root(reader)}/event/${name}`;

/** The topic of a message to an address. */
export function topicOf(reader: string, to: Address): string {
  switch (to.is) {
    case 'state':
      return stateTopic(reader);
    case 'event':
      return eventTopic(reader, to.name);
    case 'reply':
      return to.topic;
  }
}

/** Topic of the replies to requests that name none, or one that may not be used. */
export const unaddressedTopic = (reader: string): string => `${root(reader)}/reply/unaddressed`;

/** Filter that matches the requests to a reader, in any version. */
export const requestFilter = (reader: string): string => `kazasu/+/${reader}/request/+`;

/** Whether who subscribes to this hears events: the filter has no level that an event's topic has otherwise. */
export function isEventFilter(reader: string, filter: string): boolean {
  const levels = [...root(reader).split('/'), 'event'];
  const asked = filter.split('/');
  const end = asked.indexOf('#');
  return asked
    .slice(0, end < 0 ? levels.length : end)
    .every((level, at) => level === '+' || (levels[at] ?? level) === level);
}

/** Takes a request topic apart; undefined when it is none of this reader's. */
export function parseRequestTopic(reader: string, topic: string): { version: number; name: string } | undefined {
  const [first, version = '', to, kind, name = '', ...more] = topic.split('/');
  if (first !== 'kazasu' || to !== reader || kind !== 'request' || more.length > 0) return undefined;
  if (!/^[1-9][0-9]{0,3}$/.test(version) || !/^[a-z][a-z0-9-]{0,31}$/.test(name)) return undefined;
  return { version: Number(version), name };
}

/** Whether a reply may go to this topic. Nothing else: else a terminal could make the reader speak on its own topics. */
export function isReplyTopic(reader: string, topic: unknown): topic is string {
  const prefix = `${root(reader)}/reply/`;
  return (
    typeof topic === 'string' && topic.startsWith(prefix) && /^[A-Za-z0-9_-]{1,64}$/.test(topic.slice(prefix.length))
  );
}
