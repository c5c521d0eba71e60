import type { Spoken } from '../spoken.ts';

/** 简体中文. */
export const zhHans: Spoken = {
  words: {
    triesLeft: { 1: '还可以输入一次', 2: '还可以输入两次', 3: '还可以输入三次' },
    digits: {
      0: '还没有输入',
      1: '已输入一位，共四位',
      2: '已输入两位，共四位',
      3: '已输入三位，共四位',
      4: '四位已全部输入',
    },
    certificateEnding: '电子证书即将到期，请到市区町村窗口更新',
    certificateGrace: '电子证书已到期，只能确认资格。请到市区町村更新',
  },
  digit: { 0: '零', 1: '一', 2: '二', 3: '三', 4: '四', 5: '五', 6: '六', 7: '七', 8: '八', 9: '九' },
  aloud: {
    language: '简体中文',
    speechOn: '语音已打开',
    invitation: '如果不看画面操作，请用两个手指按住画面两秒',
    eyesFreeOn:
      '可以听声音操作。用一个手指在画面上滑动，会读出手指下的内容。在任何地方连敲两下，就选择最后听到的内容。用两个手指敲一下，会再读一遍',
    eyesFreeOff: '已回到普通操作',
    earphoneIn: '从现在起，声音从耳机出来',
    earphoneOut: '耳机已拔出',
    pinNeedsEarphone: '数字只在耳机里读出。请插入耳机，或选择其他方式',
    faceByTone: '请听声音移动。声音在哪一边，就向哪一边移动。低音请靠近，高音请后退，连续音请不要动',
    notYet: '还不能按',
    on: '已打开',
    off: '已关闭',
    onScreen: '画面上还有其他内容，工作人员会读给您听',
  },
};
