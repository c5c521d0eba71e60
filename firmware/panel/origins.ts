/** The panel is part of the reader: nobody else reaches it. */
export const panelHost = '127.0.0.1';

/**
 * The origins of the page. One address, two names: to a browser they are two sites, and a page that goes from one to the other is given a new process
 * while the old one ends with all that it held (R42).
 */
export const panelOrigins = (port: number): readonly string[] => [
  `http://${panelHost}:${port}`,
  `http://localhost:${port}`,
];
