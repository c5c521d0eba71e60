/** Debian packages of every device, beside the essential ones and the board's kernel, and what each is for. */
export const devicePackages: Readonly<Record<string, string>> = {
  'systemd-sysv': 'starts everything',
  udev: 'names the devices',
  dbus: 'carries the requests to RAUC',
  kmod: 'loads drivers',
  'initramfs-tools': 'finds the slot that was chosen',
  'systemd-timesyncd': 'sets the clock',
  'systemd-resolved': 'finds names',
  'ca-certificates': 'whom updates by https believe',
  e2fsprogs: 'checks and makes the data partition',
  pcscd: 'the PC/SC daemon',
  libccid: 'USB card readers',
  libpcsclite1: 'talks to it',
  'libstdc++6': 'Node and its native modules',
  rauc: 'installs updates',
  'rauc-service': 'on request by D-Bus',
  mosquitto: 'a broker for several readers; off unless the vendor switches it on',
};

/** What a device has besides that somebody stands before. */
export const counterPackages: Readonly<Record<string, string>> = {
  ffmpeg: 'reads cameras',
  'v4l-utils': 'has a USB camera expose for the face',
  seatd: "lends screen and touch to the panel's browser",
  cage: 'shows one program and nothing else',
  chromium: 'the panel',
  'fonts-noto-cjk': 'writes its eight languages',
  'espeak-ng': 'speaks them',
};
