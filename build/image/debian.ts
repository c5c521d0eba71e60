import { run } from './run.ts';

/** Where this machine gets its own Debian packages from, and how it reaches them. */
const hostSources = '/etc/apt/sources.list.d/debian.sources';
const hostOptions = ['Acquire::Check-Valid-Until', 'Acquire::http::Proxy', 'Acquire::https::Proxy'];

export interface DebianOrder {
  readonly architecture: 'amd64' | 'arm64';
  readonly packages: readonly string[];
  /** A Debian mirror or a sources file; undefined: where this machine has its own packages from. */
  readonly mirror?: string | undefined;
  /** Seconds since 1970, of what it makes. */
  readonly epoch: number;
}

/** Runs mmdebstrap for Debian 12 into a tar file. `more`: its other options. */
export async function makeDebian(order: DebianOrder, more: readonly string[], tar: string): Promise<void> {
  const { architecture, packages, mirror = hostSources, epoch } = order;
  await run(
    'mmdebstrap',
    [
      ...[`--architectures=${architecture}`, '--format=tar', `--include=${packages.join(',')}`],
      ...(await aptOptions()).map((option) => `--aptopt=${option}`),
      '--aptopt=APT::Install-Recommends "false"',
      '--dpkgopt=force-unsafe-io',
      ...more,
      ...['bookworm', tar, mirror],
    ],
    { env: { ...process.env, SOURCE_DATE_EPOCH: `${epoch}` } },
  );
}

/** How this machine's own apt reaches its sources. */
async function aptOptions(): Promise<string[]> {
  const dump = await run('apt-config', ['dump', '--format', '%f "%v"%n', ...hostOptions]);
  return dump
    .split('\n')
    .filter((line) => hostOptions.some((name) => line.startsWith(`${name} `)) && !line.endsWith('""'));
}
