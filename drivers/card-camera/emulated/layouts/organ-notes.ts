import type { Notes } from '../card-layout.ts';

/** The organ-donation notes as both generations carry them. */
export const organNotes = {
  em: 1.02,
  pitch: 1.3,
  inset: 0.6,
  ink: '#8d6a72',
  lines: [
    '《　1. 私は、脳死後及び心臓が停止した死後のいずれでも、移植の為に臓器を提供します。',
    '　　2. 私は、心臓が停止した死後に限り、移植の為に臓器を提供します。　　3. 私は、臓器を提供しません。',
    '　　〈1又は2を選んだ方で、提供したくない臓器があれば、×をつけてください。〉',
    '　　【心臓・肺・肝臓・腎臓・膵臓・小腸・眼球】　〔特記欄：　　　　　　　　　　〕',
    '',
    '　　署名年月日：　　　　年　　月　　日　　署名：　　　　　　　　　　　　　　》',
  ],
} as const satisfies Notes;
