/** What staff do about a message, in the languages of staff. */
export interface StaffWords {
  readonly ja: string;
  readonly en: string;
}

interface Message {
  /** Stays for good: manuals and calls to the vendor name it. */
  readonly number: number;
  readonly staff: StaffWords;
}

const helpLay = {
  ja: 'カードの置き方をご案内ください。',
  en: 'Show how the card is laid.',
};
const helpFace = {
  ja: '立ち位置と顔の向きをご案内ください。続くときは別の方法を。',
  en: 'Show where to stand and look; if it goes on, suggest another way.',
};
const otherWay = {
  ja: '暗証番号か目視確認をご案内ください。',
  en: 'Suggest the PIN or the visual check.',
};
const callVendor = {
  ja: '電源を入れ直し、直らなければ番号を添えて保守業者に連絡してください。その間は端末で資格を確認できます。',
  en: 'Switch the reader off and on; if that does not help, call the vendor with this number. Use the terminal meanwhile.',
};

/**
 * The numbered messages: 1xx the card, 2xx the face, 3xx PIN and password, 4xx the certificate, 5xx the visit, 6xx the device. Cause and what the patient
 * does stand in each language's catalogue under the same name.
 */
export const messages = {
  cardTakenEarly: { number: 101, staff: helpLay },
  cardSilent: {
    number: 102,
    staff: {
      ja: '向きを確かめて置き直してください。続くときはICチップの破損が考えられます。資格確認書等で確認してください。',
      en: 'Lay the card anew. If it stays silent its chip may be broken: check by other papers.',
    },
  },
  otherCard: { number: 103, staff: helpLay },
  cardNotSeen: { number: 104, staff: helpLay },
  cardInSleeve: { number: 105, staff: helpLay },
  cardBackUp: { number: 106, staff: helpLay },
  cardTurned: { number: 107, staff: helpLay },
  cardGlare: {
    number: 108,
    staff: { ja: '照明の映り込みを避けてください。', en: 'Keep lamps from mirroring in the card.' },
  },
  cardMoving: { number: 109, staff: helpLay },
  cardTooDark: {
    number: 110,
    staff: {
      ja: '読み取り部の照明と、カメラをふさぐ物がないかを確かめてください。',
      en: "Check the card bed's light, and that nothing covers its camera.",
    },
  },
  printNotRead: { number: 111, staff: otherWay },
  faceNotForCard: { number: 112, staff: otherWay },
  cardNotAccepted: {
    number: 113,
    staff: {
      ja: 'このカードは受け付けず、資格確認書等で確認してください。繰り返すときは保守業者に連絡してください。',
      en: 'Do not accept this card; check by other papers, and tell the vendor if it happens again.',
    },
  },
  cardTrouble: {
    number: 114,
    staff: {
      ja: '置き直しても続くときは、資格確認書等で確認してください。',
      en: 'If laying it anew does not help, check by other papers.',
    },
  },
  faceNone: { number: 201, staff: helpFace },
  faceMany: { number: 202, staff: helpFace },
  faceTooClose: { number: 203, staff: helpFace },
  faceTooFar: { number: 204, staff: helpFace },
  faceLookHere: { number: 205, staff: helpFace },
  faceHoldStill: { number: 206, staff: helpFace },
  faceMask: { number: 207, staff: helpFace },
  faceOpenEyes: { number: 208, staff: helpFace },
  faceTurnLeft: { number: 209, staff: helpFace },
  faceTurnRight: { number: 210, staff: helpFace },
  faceBacklight: {
    number: 211,
    staff: {
      ja: '窓などの逆光を避けられる向きに置き直してください。',
      en: 'Turn the reader away from bright windows.',
    },
  },
  faceTooDark: { number: 212, staff: { ja: '顔が明るくなるようにしてください。', en: 'Give the face more light.' } },
  faceNotConfirmed: { number: 213, staff: otherWay },
  cameraTrouble: {
    number: 214,
    staff: {
      ja: '暗証番号か目視確認をご案内し、カメラの接続を確かめてください。',
      en: "Suggest the PIN or the visual check, and check the camera's cable.",
    },
  },
  faceMoveLeft: { number: 215, staff: helpFace },
  faceMoveRight: { number: 216, staff: helpFace },
  faceMoveUp: { number: 217, staff: helpFace },
  faceMoveDown: { number: 218, staff: helpFace },
  pinWrong: {
    number: 301,
    staff: {
      ja: '番号はお聞きにならないでください。顔認証や目視確認も選べます。',
      en: 'Never ask for the PIN. Face and visual check work too.',
    },
  },
  pinLocked: {
    number: 302,
    staff: {
      ja: '顔認証か目視確認をご案内ください。暗証番号の再設定は市区町村の窓口です。',
      en: 'Suggest the face or the visual check. The municipal office resets the PIN.',
    },
  },
  pinTimeout: { number: 303, staff: otherWay },
  visualTimeout: {
    number: 304,
    staff: {
      ja: '顔を見比べてから、施設のパスワードを入力してください。',
      en: 'Compare the face, then type the facility password.',
    },
  },
  passwordWrong: {
    number: 305,
    staff: {
      ja: '落ち着いて入力し直してください。間違いが続くと使えなくなります。',
      en: 'Type it again with care: wrong tries lock it.',
    },
  },
  passwordLocked: {
    number: 306,
    staff: {
      ja: '電源を入れたままお待ちください。その間は顔認証と暗証番号を使えます。',
      en: 'Wait with the reader switched on; face and PIN work meanwhile.',
    },
  },
  passwordUnusable: {
    number: 307,
    staff: {
      ja: '管理者が施設のパスワードを設定し直してください。',
      en: 'The administrator sets the facility password anew.',
    },
  },
  certificateOver: {
    number: 401,
    staff: {
      ja: '資格確認書か資格情報のお知らせで確認し、更新は市区町村の窓口をご案内ください。',
      en: 'Check by other papers; the municipal office renews the certificate.',
    },
  },
  certificateMissing: {
    number: 402,
    staff: {
      ja: '資格確認書等で確認し、電子証明書の発行は市区町村の窓口をご案内ください。',
      en: 'Check by other papers; the municipal office issues the certificate.',
    },
  },
  certificateDoubtful: {
    number: 403,
    staff: {
      ja: '機器の日付と時刻を確かめてください。正しければ保守業者に連絡してください。',
      en: "Check the reader's date and time; if they are right, call the vendor.",
    },
  },
  timeUp: { number: 501, staff: helpLay },
  cancelled: { number: 502, staff: helpLay },
  terminalSilent: {
    number: 503,
    staff: {
      ja: '資格確認端末のソフトと接続を確かめてください。',
      en: "Check the terminal's program and its cable or network.",
    },
  },
  noWayLeft: {
    number: 504,
    staff: {
      ja: '資格確認書等で確認してください。',
      en: 'Check by other papers.',
    },
  },
  cardReaderGone: {
    number: 601,
    staff: {
      ja: 'ケーブルを確かめ、電源を入れ直してください。直らなければ保守業者へ。資格は端末で確認できます。',
      en: 'Check its cable, then switch off and on. If that does not help, call the vendor; use the terminal meanwhile.',
    },
  },
  readerTrouble: { number: 602, staff: callVendor },
  recordsTrouble: {
    number: 603,
    staff: {
      ja: '記録用ディスクの空きを確かめ、保守業者に連絡してください。',
      en: 'Check that the disk has room, and call the vendor.',
    },
  },
  setUpTrouble: { number: 604, staff: callVendor },
  caseOpened: {
    number: 605,
    staff: {
      ja: '機器のふたが開けられました。見慣れない部品がないか確かめ、心当たりがなければ使わず、保守業者へ。',
      en: 'The case was opened. Look for strange parts; unless you know why, do not use it and call the vendor.',
    },
  },
  boardTrouble: {
    number: 606,
    staff: {
      ja: '表示灯とセンサーが働いていません。受付は続けられます。ケーブルを確かめ、続くときは保守業者に連絡してください。',
      en: 'Lights and sensors do not work; checks go on. Check the cable; if it goes on, call the vendor.',
    },
  },
} as const satisfies Record<string, Message>;

export type MessageName = keyof typeof messages;
