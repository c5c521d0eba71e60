import type { Spoken } from '../spoken.ts';
import { zhHans } from './zh-hans.ts';

/** 繁體中文. */
export const zhHant: Spoken = {
  words: {
    triesLeft: { 1: '還可以輸入一次', 2: '還可以輸入兩次', 3: '還可以輸入三次' },
    digits: {
      0: '還沒有輸入',
      1: '已輸入一位，共四位',
      2: '已輸入兩位，共四位',
      3: '已輸入三位，共四位',
      4: '四位已全部輸入',
    },
    certificateEnding: '電子憑證即將到期，請到市區町村窗口更新',
    certificateGrace: '電子憑證已到期，只能確認資格。請到市區町村更新',
  },
  digit: zhHans.digit,
  aloud: {
    language: '繁體中文',
    speechOn: '語音已打開',
    invitation: '如果不看畫面操作，請用兩個手指按住畫面兩秒',
    eyesFreeOn:
      '可以聽聲音操作。用一個手指在畫面上滑動，會讀出手指下的內容。在任何地方連敲兩下，就選擇最後聽到的內容。用兩個手指敲一下，會再讀一遍',
    eyesFreeOff: '已回到普通操作',
    earphoneIn: '從現在起，聲音從耳機出來',
    earphoneOut: '耳機已拔出',
    pinNeedsEarphone: '數字只在耳機裡讀出。請插入耳機，或選擇其他方式',
    faceByTone: '請聽聲音移動。聲音在哪一邊，就向哪一邊移動。低音請靠近，高音請後退，連續音請不要動',
    notYet: '還不能按',
    on: '已打開',
    off: '已關閉',
    onScreen: '畫面上還有其他內容，工作人員會讀給您聽',
  },
};
