import type { Spoken } from '../spoken.ts';

/** English. */
export const en: Spoken = {
  words: {
    triesLeft: { 1: 'One try left', 2: 'Two tries left', 3: 'Three tries left' },
    digits: {
      0: 'No digit entered',
      1: 'One of four digits entered',
      2: 'Two of four digits entered',
      3: 'Three of four digits entered',
      4: 'All four digits entered',
    },
    certificateEnding: 'Your certificate ends soon. Please renew it at your municipal office',
    certificateGrace: 'Your certificate has ended: insurance check only. Please renew it at your municipal office',
  },
  digit: {
    0: 'zero',
    1: 'one',
    2: 'two',
    3: 'three',
    4: 'four',
    5: 'five',
    6: 'six',
    7: 'seven',
    8: 'eight',
    9: 'nine',
  },
  aloud: {
    language: 'English',
    speechOn: 'The panel speaks',
    invitation: 'To go on without looking, hold two fingers on the screen for two seconds',
    eyesFreeOn:
      'Without looking. Move one finger over the screen to hear what is there. Tap twice, anywhere, to choose what you heard last. Tap with two fingers to hear the page again',
    eyesFreeOff: 'The screen answers to single taps again',
    earphoneIn: 'From now on the sound comes from the earphone',
    earphoneOut: 'The earphone is out',
    pinNeedsEarphone:
      'The digits are spoken through an earphone only. Please plug in an earphone, or choose another way',
    faceByTone:
      'A tone leads you. It comes from the side to move to. Low: come closer. High: move back. Steady: stay as you are',
    notYet: 'not yet',
    on: 'on',
    off: 'off',
    onScreen: 'There is more on the screen. The staff will read it to you',
  },
};
