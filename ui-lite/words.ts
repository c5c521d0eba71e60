import type { PanelView } from '../firmware/panel/view.ts';

/** A sentence in the two languages of this first page. */
export interface Words {
  readonly ja: string;
  readonly en: string;
}

/** What each screen says first. */
export const screenWords: Record<PanelView['screen'], Words> = {
  idle: { ja: 'マイナンバーカードを置いてください', en: 'Please lay your My Number Card on the reader' },
  reading: { ja: 'カードを読み取っています', en: 'Reading your card' },
  choosing: { ja: '本人確認の方法を選んでください', en: 'Choose how to confirm who you are' },
  face: { ja: 'カメラを見てください', en: 'Please look at the camera' },
  pin: { ja: '暗証番号（数字4桁）を入力してください', en: 'Enter your 4-digit PIN' },
  signing: { ja: '確認しています', en: 'Confirming' },
  consent: {
    ja: '過去の診療・薬剤・手術・健診の情報を提供しますか',
    en: 'Share your past care, medicine, surgery and health-check records?',
  },
  result: { ja: '資格を確認しています', en: 'Checking your eligibility' },
  'take-card': { ja: 'カードをお取りください', en: 'Please take your card' },
  erasing: { ja: 'データを消去しています', en: 'Erasing your data' },
  'out-of-order': { ja: 'ただいま使用できません', en: 'Out of order' },
};

/** What a code means to the person, in plain words. */
export const codeWords: Record<string, Words> = {
  PIN_WRONG: { ja: '暗証番号が違います', en: 'The PIN is wrong' },
  PIN_LOCKED: {
    ja: '暗証番号がロックされました。顔認証をお使いください',
    en: 'The PIN is locked. Please use face authentication',
  },
  PIN_TIMEOUT: { ja: '入力がありませんでした', en: 'No PIN was entered' },
  FACE_NOT_MATCHED: { ja: '顔を確認できませんでした', en: 'Your face could not be confirmed' },
  FACE_TIMEOUT: { ja: '顔を確認できませんでした', en: 'Your face could not be confirmed' },
  CARD_REMOVED: {
    ja: 'カードが読み取りの途中で外れました。もう一度置いてください',
    en: 'The card was taken too early. Please lay it again',
  },
  CARD_MUTE: {
    ja: 'カードのICチップを読めません。向きを確かめて置き直してください',
    en: 'The chip does not answer. Turn the card and lay it again',
  },
  CARD_READER_UNAVAILABLE: {
    ja: 'カードリーダーに接続できません。職員にお知らせください',
    en: 'The card reader is not connected. Please call staff',
  },
  CARD_FACE_NOT_READ: {
    ja: 'カードの券面を読めませんでした。暗証番号をお使いください',
    en: 'The printed face could not be read. Please use your PIN',
  },
  NOT_A_MY_NUMBER_CARD: { ja: 'マイナンバーカードではありません', en: 'This is not a My Number Card' },
  TERMINAL_NO_CHALLENGE: {
    ja: '資格確認端末から応答がありません。職員にお知らせください',
    en: 'The terminal does not answer. Please call staff',
  },
};

/** R25: the terminal's answer, and what to show instead. */
export const eligibilityWords: Record<NonNullable<PanelView['eligibility']>, Words> = {
  valid: { ja: '資格を確認しました（有効）', en: 'Your insurance is valid' },
  invalid: {
    ja: '資格（無効）です。マイナポータルの画面か資格情報のお知らせを窓口でお見せください',
    en: 'Your insurance is not valid. Please show Mynaportal or the notice of eligibility at the counter',
  },
  none: {
    ja: '資格情報がありません。窓口で被保険者資格申立書をお書きください',
    en: 'No eligibility was found. Please fill in the declaration form at the counter',
  },
  'no-answer': {
    ja: '資格を確認できませんでした。マイナポータルの画面か資格情報のお知らせを窓口でお見せください',
    en: 'Eligibility could not be checked. Please show Mynaportal or the notice of eligibility at the counter',
  },
};

/** R26, R27: the certificate's end. */
export const certificateWords: Record<'ending' | 'grace', Words> = {
  ending: {
    ja: '電子証明書の有効期限が近づいています。市区町村の窓口で更新してください',
    en: 'Your certificate ends soon. Please renew it at your municipal office',
  },
  grace: {
    ja: '電子証明書の有効期限が切れています。資格確認だけができます。市区町村の窓口で更新してください',
    en: 'Your certificate has ended. Only eligibility can be checked. Please renew it at your municipal office',
  },
};
