import { CodedError } from '../../firmware/records/coded-error.ts';
import { type Command, WrongUse } from './command.ts';

/** Every command, loaded when it is called. */
const commands: Record<string, () => Promise<Command>> = {
  demo: async () => (await import('./demo.ts')).demo,
  run: async () => (await import('./run.ts')).run,
  check: async () => (await import('./check.ts')).check,
  init: async () => (await import('./init.ts')).init,
  bringup: async () => (await import('./bringup.ts')).bringup,
  'provision request': async () => (await import('./provision.ts')).provisionRequest,
  'provision ca': async () => (await import('./provision.ts')).provisionCa,
  'provision take': async () => (await import('./provision.ts')).provisionTake,
  'provision state': async () => (await import('./provision.ts')).provisionState,
  'provision install': async () => (await import('./provision.ts')).provisionInstall,
  'provision retire': async () => (await import('./provision.ts')).provisionRetire,
  'factory-reset': async () => (await import('./factory-reset.ts')).factoryResetCommand,
  'card make': async () => (await import('./card-make.ts')).cardMake,
  'card serve': async () => (await import('./card-serve.ts')).cardServe,
  'card show': async () => (await import('./card-show.ts')).cardShow,
  'card-face draw': async () => (await import('./card-face-draw.ts')).cardFaceDraw,
  'card-face read': async () => (await import('./card-face-read.ts')).cardFaceRead,
  'password set': async () => (await import('./password-set.ts')).passwordSet,
  'password state': async () => (await import('./password-state.ts')).passwordState,
  'password reset': async () => (await import('./password-reset.ts')).passwordReset,
  'case state': async () => (await import('./case.ts')).caseState,
  'case clear': async () => (await import('./case.ts')).caseClear,
  gallery: async () => (await import('./gallery.ts')).gallery,
  messages: async () => (await import('./messages.ts')).messages,
  'voice list': async () => (await import('./voice-list.ts')).voiceList,
  'voice check': async () => (await import('./voice-check.ts')).voiceCheck,
  'voice make': async () => (await import('./voice-make.ts')).voiceMake,
  pair: async () => (await import('./pair.ts')).pair,
  'pair confirm': async () => (await import('./pair.ts')).pairConfirm,
  'pair refuse': async () => (await import('./pair.ts')).pairRefuse,
  'pair list': async () => (await import('./pair.ts')).pairList,
  'pair revoke': async () => (await import('./pair.ts')).pairRevoke,
  'log verify': async () => (await import('./log-verify.ts')).logVerify,
  'log export': async () => (await import('./log-export.ts')).logExport,
  doctor: async () => (await import('./doctor.ts')).doctor,
  fuzz: async () => (await import('./fuzz.ts')).fuzz,
  replay: async () => (await import('./replay.ts')).replay,
  soak: async () => (await import('./soak.ts')).soak,
  'proof erasure': async () => (await import('./proof-erasure.ts')).proofErasure,
  'proof delivery': async () => (await import('./proof-delivery.ts')).proofDelivery,
  'proof messages': async () => (await import('./proof-messages.ts')).proofMessages,
  'bench card-face': async () => (await import('./bench-card-face.ts')).benchCardFace,
  'bench hostile-faces': async () => (await import('./bench-hostile-faces.ts')).benchHostileFaces,
  'bench face': async () => (await import('./bench-face.ts')).benchFace,
  'bench panel': async () => (await import('./bench-panel.ts')).benchPanel,
  certify: async () => (await import('./certify.ts')).certify,
  'certify verify': async () => (await import('./certify.ts')).certifyVerify,
  'certify compare': async () => (await import('./certify.ts')).certifyCompare,
  'certify face': async () => (await import('./certify-face.ts')).certifyFace,
  'calibrate face': async () => (await import('./calibrate-face.ts')).calibrateFace,
  'conformance driver': async () => (await import('./conformance-driver.ts')).conformanceDriver,
  conformance: async () => (await import('./conformance.ts')).conformance,
  'terminal ask': async () => (await import('./terminal-ask.ts')).terminalAsk,
  terminal: async () => (await import('./terminal.ts')).terminal,
  docs: async () => (await import('./docs.ts')).docs,
  'bench protocol': async () => (await import('./bench-protocol.ts')).benchProtocol,
  'bench start': async () => (await import('./bench-start.ts')).benchStart,
  image: async () => (await import('./image.ts')).image,
  'proof image': async () => (await import('./proof-image.ts')).proofImage,
  'proof update': async () => (await import('./proof-update.ts')).proofUpdate,
  'proof boot': async () => (await import('./proof-boot.ts')).proofBoot,
  'bench check': async () => (await import('./bench-check.ts')).benchCheck,
};

let readerGone = false;
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  // Whoever read along (`| head`) has gone: a command ends as for any other stop, with its own clearing up.
  if (!readerGone) process.kill(process.pid, 'SIGTERM');
  readerGone = true;
});

process.exitCode = await main(process.argv.slice(2));

async function main(args: string[]): Promise<number> {
  const name = [`${args[0]} ${args[1]}`, `${args[0]}`].find((words) => Object.hasOwn(commands, words));
  const load = name === undefined ? undefined : commands[name];
  if (name === undefined || !load) return overview(args);
  const command = await load();
  const rest = args.slice(name.split(' ').length);
  if (rest.includes('--help') || rest.includes('-h')) {
    console.log(command.help);
    return 0;
  }
  try {
    return await command.run(rest);
  } catch (error) {
    return complain(name, error);
  }
}

async function overview(args: readonly string[]): Promise<number> {
  const asked = args.length === 0 || args[0] === 'help' || args[0] === '--help' || args[0] === '-h';
  if (!asked) {
    console.error(`kazasu: there is no command '${args.join(' ')}'\nsee: kazasu --help`);
    return 2;
  }
  console.log('kazasu COMMAND [--help]\n');
  for (const [name, load] of Object.entries(commands)) console.log(`  ${name.padEnd(20)} ${(await load()).summary}`);
  return 0;
}

function complain(name: string, error: unknown): number {
  if (error instanceof CodedError) {
    console.error(`${error.code}: ${error.message}\nnext: ${error.next}`);
    return 1;
  }
  if (Reflect.get(Object(error), 'syscall') !== undefined) {
    console.error(`kazasu ${name}: ${(error as Error).message}`); // a file or a port: Node's sentence names it
    return 1;
  }
  const wrongUse =
    error instanceof WrongUse || Reflect.get(Object(error), 'code')?.toString().startsWith('ERR_PARSE_ARGS');
  console.error(wrongUse ? `kazasu ${name}: ${(error as Error).message}\nsee: kazasu ${name} --help` : error);
  return wrongUse ? 2 : 1;
}
