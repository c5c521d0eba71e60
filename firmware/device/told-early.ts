/** What is told before anybody listens waits, in its order, for who does. */
export interface ToldEarly<Told> {
  tell(told: Told): void;
  hear(listener: (told: Told) => void): void;
}

export function toldEarly<Told>(): ToldEarly<Told> {
  const waiting: Told[] = [];
  let tell = (told: Told): void => void waiting.push(told);
  return {
    tell: (told) => tell(told),
    hear: (listener) => {
      tell = listener;
      waiting.splice(0).forEach(listener);
    },
  };
}
