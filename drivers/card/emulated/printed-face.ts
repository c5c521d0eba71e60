/** The words and the picture printed on a card's front: what a person, or the reader's card camera, sees of it. */
export interface PrintedFace {
  readonly name: string;
  readonly address: string;
  /** `男`, `女` or nothing. */
  readonly sex: string;
  /** `昭和55年 2月17日生`, or `1980年 2月17日生` on a foreign resident's card. */
  readonly birth: string;
  /** `2035年 2月17日まで有効` */
  readonly expiry: string;
  readonly securityCode: string;
  readonly issuer: string;
  /** A card without a PIN says `顔認証` in its notes. */
  readonly pinless: boolean;
  /** JPEG or PNG in base64. */
  readonly photo: string;
}
