/** The languages of the panel, in the order in which it offers them. */
export const languages = ['ja', 'ja-easy', 'en', 'zh-Hans', 'zh-Hant', 'ko', 'vi', 'pt'] as const;

export type Language = (typeof languages)[number];

/** Each in its own words. */
export const languageNames: Record<Language, string> = {
  ja: '日本語',
  'ja-easy': 'やさしい にほんご',
  en: 'English',
  'zh-Hans': '简体中文',
  'zh-Hant': '繁體中文',
  ko: '한국어',
  vi: 'Tiếng Việt',
  pt: 'Português',
};

/** The tag by which browsers choose glyphs and voices (BCP 47): やさしい日本語 is Japanese. */
export const tagOf = (language: Language): string => (language === 'ja-easy' ? 'ja' : language);
