import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** A package that is delivered. */
export interface Component {
  readonly name: string;
  readonly version: string;
  /** SPDX identifiers or expressions; `unknown` where the package says none. */
  readonly licences: readonly string[];
}

/** The software bill of materials of what is delivered, CycloneDX JSON as npm writes it, and its components in short. */
export interface Materials {
  readonly cyclonedx: object;
  readonly components: readonly Component[];
}

const longest = 64 * 2 ** 20;

/** Asks npm, of the packages that are installed, without those for development. `home`: the project's folder. */
export async function materialsOf(home: string): Promise<Materials> {
  const args = ['sbom', '--sbom-format', 'cyclonedx', '--omit', 'dev'];
  const { stdout } = await promisify(execFile)('npm', args, { cwd: home, maxBuffer: longest });
  const cyclonedx = JSON.parse(stdout);
  const components: Component[] = cyclonedx.components.map(({ name, group, version, licenses }: Listed) => ({
    name: group ? `${group}/${name}` : name,
    version,
    licences: licencesOf(licenses ?? []),
  }));
  return { cyclonedx, components: components.sort((a, b) => (a.name < b.name ? -1 : 1)) };
}

interface Listed {
  readonly name: string;
  readonly group?: string;
  readonly version: string;
  readonly licenses?: readonly {
    readonly license?: { readonly id?: string; readonly name?: string };
    readonly expression?: string;
  }[];
}

function licencesOf(licenses: NonNullable<Listed['licenses']>): string[] {
  const named = licenses.map(({ license, expression }) => expression ?? license?.id ?? license?.name ?? 'unknown');
  return named.length > 0 ? named : ['unknown'];
}
