/** Tells progress on standard error: on a terminal one line that changes, else a line for every tenth. */
export function tellShare(what: string): (done: number, of: number) => void {
  return (done, of) => {
    const said = `${what} ${done}/${of}`;
    if (process.stderr.isTTY) process.stderr.write(`\r${said}${done === of ? '\n' : ''}`);
    else if (Math.floor((10 * done) / of) > Math.floor((10 * (done - 1)) / of)) process.stderr.write(`${said}\n`);
  };
}
