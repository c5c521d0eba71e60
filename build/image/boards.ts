/** A machine that an image is made for. Both start by UEFI. */
export interface Board {
  /** Debian's name of the processor. */
  readonly architecture: 'amd64' | 'arm64';
  /** npm's name of it. */
  readonly cpu: 'x64' | 'arm64';
  readonly kernel: string;
  readonly grub: { readonly modules: string; readonly format: string; readonly file: string };
}

export const boards = {
  'qemu-amd64': {
    architecture: 'amd64',
    cpu: 'x64',
    kernel: 'linux-image-amd64',
    grub: { modules: 'grub-efi-amd64-bin', format: 'x86_64-efi', file: 'BOOTX64.EFI' },
  },
  'generic-arm64': {
    architecture: 'arm64',
    cpu: 'arm64',
    kernel: 'linux-image-arm64',
    grub: { modules: 'grub-efi-arm64-bin', format: 'arm64-efi', file: 'BOOTAA64.EFI' },
  },
} as const satisfies Record<string, Board>;

export type BoardName = keyof typeof boards;
