/** The part of johnny-five that is used; the package brings no types. */
declare module 'johnny-five' {
  import type { EventEmitter } from 'node:events';
  import type { Firmata } from 'firmata-io';

  interface PartOptions {
    readonly board: Board;
    readonly pin: number | string;
  }

  class Board extends EventEmitter {
    constructor(options: { io: Firmata; repl: false; debug: false; sigint: false });
  }
  class Led {
    constructor(options: PartOptions);
    on(): this;
    off(): this;
  }
  namespace Led {
    class RGB {
      constructor(options: { board: Board; pins: { red: number; green: number; blue: number } });
      color(hex: string): this;
    }
  }
  class Relay {
    constructor(options: PartOptions & { type: 'NO' });
    open(): this;
    close(): this;
  }
  class Switch extends EventEmitter {
    constructor(options: PartOptions & { type: 'NO' });
    readonly isClosed: boolean;
    readonly isOpen: boolean;
  }
  class Sensor extends EventEmitter {
    constructor(options: PartOptions & { freq: number; threshold: number });
    disable(): this;
  }

  const library: {
    readonly Board: typeof Board;
    readonly Led: typeof Led;
    readonly Relay: typeof Relay;
    readonly Switch: typeof Switch;
    readonly Sensor: typeof Sensor;
  };
  export default library;
  export type { Board, Led, Relay, Sensor, Switch };
}
