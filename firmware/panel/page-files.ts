/** A file of the bundled page. */
export interface PageFile {
  readonly name: string;
  readonly type: string;
}

const html = 'text/html; charset=utf-8';
const javascript = 'text/javascript; charset=utf-8';
const css = 'text/css; charset=utf-8';

/** The files of the page, by the path under which each is asked for. */
export const pageFiles: Readonly<Record<string, PageFile>> = {
  '/': { name: 'index.html', type: html },
  '/app.js': { name: 'app.js', type: javascript },
  '/chunk.js': { name: 'chunk.js', type: javascript }, // what page and staff menu share
  '/staff-menu.js': { name: 'staff-menu.js', type: javascript },
  '/app-style.css': { name: 'app-style.css', type: css },
};
