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
  visual: {
    ja: '職員の方へ：カードの写真と見比べ、施設のパスワードを入力',
    en: 'Staff: compare the person with the photo, then type the facility password',
  },
  signing: { ja: '確認しています', en: 'Confirming' },
  consent: {
    ja: '過去の診療・薬剤・手術・健診の情報を提供しますか',
    en: 'Share your past care, medicine, surgery and health-check records?',
  },
  registration: {
    ja: 'マイナンバーカードの保険証利用を登録しますか',
    en: 'Register your card for use as health insurance card?',
  },
  result: { ja: '資格を確認しています', en: 'Checking your eligibility' },
  'take-card': { ja: 'カードをお取りください', en: 'Please take your card' },
  erasing: { ja: 'データを消去しています', en: 'Erasing your data' },
  'card-left-behind': {
    ja: 'カードの取り忘れがあります。職員にお知らせください',
    en: 'A card was left behind. Please tell staff',
  },
  'visual-mode': {
    ja: '目視確認モード：職員の確認が済んだ方は、カードを置いてください',
    en: 'Visual check: once staff have seen you, please lay your card',
  },
  'system-failure': {
    ja: 'システム障害のため、ただいま資格を確認できません。マイナポータルの画面か資格情報のお知らせを窓口でお見せください',
    en: 'The eligibility service is down. Please show Mynaportal or the notice of eligibility at the counter',
  },
  disaster: {
    ja: '災害時の対応中です。マイナンバーカードがなくても受診できます。窓口でお名前などをお知らせください',
    en: 'Disaster mode: you can be treated without your card. Please give your name at the counter',
  },
  'out-of-order': { ja: 'ただいま使用できません', en: 'Out of order' },
};

/** The consent pages. */
export const questionWords: Record<NonNullable<PanelView['question']>, Words> = {
  records: screenWords.consent,
  limits: {
    ja: '高額療養費制度の限度額情報を提供しますか（支払いが限度額までになります）',
    en: 'Share your limit information, so that you pay up to the limit of high-cost care only?',
  },
  disease: {
    ja: '特定疾病療養受療証の情報を提供しますか',
    en: 'Share your certificate for a specified disease?',
  },
};

/** R20: the consents that can be given one by one. */
export const recordWords: Record<'care' | 'surgery' | 'healthChecks', Words> = {
  care: { ja: '診療・薬剤情報', en: 'Care and medicine' },
  surgery: { ja: '手術情報', en: 'Surgery' },
  healthChecks: { ja: '特定健診等情報', en: 'Health checks' },
};

/** What a code means to the person, in plain words. */
export const codeWords: Record<string, Words> = {
  PIN_WRONG: { ja: '暗証番号が違います', en: 'The PIN is wrong' },
  PIN_LOCKED: {
    ja: '暗証番号がロックされました。ほかの方法をお使いください',
    en: 'The PIN is locked. Please use another way',
  },
  PIN_TIMEOUT: { ja: '入力がありませんでした', en: 'No PIN was entered' },
  VISUAL_TIMEOUT: { ja: '施設のパスワードが入力されませんでした', en: 'The facility password was not entered' },
  FACILITY_PASSWORD_WRONG: { ja: '施設のパスワードが違います', en: 'The facility password is wrong' },
  FACILITY_PASSWORD_LOCKED: {
    ja: '施設のパスワードは、しばらく使えません。ほかの方法をお使いください',
    en: 'The facility password is locked for a while. Please use another method',
  },
  FACE_NOT_MATCHED: { ja: '顔を確認できませんでした', en: 'Your face could not be confirmed' },
  FACE_NOT_LIVE: {
    ja: '顔を確認できませんでした。ほかの方法を選んでください',
    en: 'Your face could not be confirmed. Please choose another way',
  },
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
  CARD_FACE_NOT_SEEN: {
    ja: 'カードが見えません。写真のある面をカメラに向けて置いてください',
    en: 'No card can be seen. Please lay it with its photo to the camera',
  },
  CARD_FACE_TOO_DARK: {
    ja: '暗くてカードを読めません。職員にお知らせください',
    en: 'It is too dark to read the card. Please call staff',
  },
  CARD_FACE_GLARE: {
    ja: 'カードに光が映っています。手で影をつくるか、向きを少し変えてください',
    en: 'Light is mirrored in the card. Please shade it or turn it a little',
  },
  CARD_FACE_BLURRED: {
    ja: 'カードがぼやけています。平らに置いてください',
    en: 'The card is out of focus. Please lay it flat',
  },
  CARD_FACE_MOVING: { ja: 'カードから手をはなしてください', en: 'Please let go of the card' },
  CARD_UPSIDE_DOWN: {
    ja: 'カードの上下が逆です。写真が正しい向きになるように置いてください',
    en: 'The card is upside down. Please turn it so that its photo stands upright',
  },
  CARD_WRONG_WAY_ROUND: { ja: 'カードを横向きに置いてください', en: 'Please turn the card by a quarter' },
  CARD_BACK_SIDE_UP: {
    ja: 'カードが裏返しです。写真のある面を上にして置いてください（裏面は読み取りません）',
    en: 'The card lies on its face. Please turn it over (its back is never read)',
  },
  CARD_IN_SLEEVE: {
    ja: 'カードを袋（ケース）から出して置いてください',
    en: 'Please take the card out of its sleeve',
  },
  CARD_FACE_NOT_A_MY_NUMBER_CARD: {
    ja: 'マイナンバーカードではないようです。マイナンバーカードを置いてください',
    en: 'This seems to be another card. Please lay the My Number Card',
  },
  CARD_FACE_WORN: {
    ja: 'カードの文字がかすれて読めません。暗証番号をお使いください',
    en: 'The print of the card is worn. Please use your PIN',
  },
  CARD_FACE_ALTERED: {
    ja: 'このカードは使えません。職員にお知らせください',
    en: 'This card cannot be used. Please call staff',
  },
  CODE_B_TRIES_LOW: {
    ja: 'このカードでは顔認証を使えません。暗証番号をお使いください',
    en: 'Face authentication cannot be used with this card. Please use your PIN',
  },
  CODE_B_REFUSED: {
    ja: 'カードの券面を正しく読めませんでした。暗証番号をお使いください',
    en: 'The printed face could not be read rightly. Please use your PIN',
  },
  FACE_NONE: { ja: 'カメラに顔を向けてください', en: 'Please look at the camera' },
  FACE_MANY: { ja: 'お一人で映ってください', en: 'One person only, please' },
  FACE_TOO_CLOSE: { ja: '少し離れてください', en: 'Please move back a little' },
  FACE_TOO_FAR: { ja: '少し近づいてください', en: 'Please come a little closer' },
  FACE_LOOK_HERE: { ja: 'まっすぐカメラを見てください', en: 'Please look straight at the camera' },
  FACE_HOLD_STILL: { ja: '少しの間、動かないでください', en: 'Please hold still for a moment' },
  FACE_MASK: { ja: '少しの間、マスクをはずしてください', en: 'Please take off your mask for a moment' },
  FACE_OPEN_EYES: { ja: '目を開けてください', en: 'Please open your eyes' },
  FACE_TURN_LEFT: {
    ja: '顔をゆっくり左に向けてください。むずかしいときは、ほかの方法を選べます',
    en: 'Please turn your head slowly to your left. If you cannot, choose another way',
  },
  FACE_TURN_RIGHT: {
    ja: '顔をゆっくり右に向けてください。むずかしいときは、ほかの方法を選べます',
    en: 'Please turn your head slowly to your right. If you cannot, choose another way',
  },
  FACE_BACKLIGHT: {
    ja: '後ろが明るすぎます。向きを変えてください',
    en: 'The light behind you is too bright. Please turn a little',
  },
  FACE_TOO_DARK: {
    ja: '顔が暗く映っています。明るい方を向いてください',
    en: 'Your face is too dark. Please turn to the light',
  },
  NOT_A_MY_NUMBER_CARD: { ja: 'マイナンバーカードではありません', en: 'This is not a My Number Card' },
  CERTIFICATE_PAST_GRACE: {
    ja: '電子証明書の有効期限から3か月を過ぎたため使えません。資格確認書か資格情報のお知らせを窓口でお見せください。更新は市区町村の窓口でできます',
    en: 'Your certificate ended more than three months ago. Please show your certificate or notice of eligibility at the counter; renew at your municipal office',
  },
  USER_CERTIFICATE_MISSING: {
    ja: 'このカードには電子証明書がありません。資格確認書を窓口でお見せください',
    en: 'This card holds no certificate. Please show your certificate of eligibility at the counter',
  },
  METHOD_TIMEOUT: {
    ja: '時間がたったので終わりました。もう一度置いてください',
    en: 'Time is up. Please lay your card again',
  },
  CANCELLED: { ja: '中止しました', en: 'Cancelled' },
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
  unregistered: {
    ja: '保険証利用の登録がありません。資格情報のお知らせか資格確認書を窓口でお見せください',
    en: 'Your card is not registered as insurance card. Please show the notice or certificate of eligibility at the counter',
  },
  'no-answer': {
    ja: '資格を確認できませんでした。マイナポータルの画面か資格情報のお知らせを窓口でお見せください',
    en: 'Eligibility could not be checked. Please show Mynaportal or the notice of eligibility at the counter',
  },
};

/** R26, R27: the certificate's end; `day` is its last one. A notice: nobody is held up by it. */
export const certificateWords: Record<'ending' | 'grace', (day: string) => Words> = {
  ending: (day) => ({
    ja: `電子証明書の有効期限（${day}）が近づいています。市区町村の窓口で更新してください`,
    en: `Your certificate ends on ${day}. Please renew it at your municipal office`,
  }),
  grace: (day) => ({
    ja: `電子証明書の有効期限（${day}）が切れています。資格確認だけができます。市区町村の窓口で更新してください`,
    en: `Your certificate ended on ${day}. Only eligibility can be checked. Please renew it at your municipal office`,
  }),
};
