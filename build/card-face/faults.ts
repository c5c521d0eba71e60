import { type FaultTable, faultsOf } from '../../firmware/records/coded-error.ts';

/** What can go wrong when card faces are drawn, read by hand and benched. */
export const cardPictureFaults = {
  CARD_PICTURE_MISSING: {
    at: 'staff',
    what: 'the picture of a card is not there',
    next: 'give the path of a PNG or JPEG file that you may read',
  },
  CARD_PICTURE_UNREADABLE: {
    at: 'staff',
    what: 'the file is no whole picture',
    next: 'give a PNG or JPEG of the printed side of a card; scan or photograph it again if it is damaged',
  },
  CARD_PICTURE_NOT_WRITTEN: {
    at: 'staff',
    what: 'the drawn picture could not be written',
    next: 'give a path in a folder that exists and that you may write to: --out FILE',
  },
  TESSERACT_MISSING: {
    at: 'staff',
    what: 'tesseract, which our reader is compared with, is not there or does not read Japanese',
    next: 'install the Debian packages tesseract-ocr and tesseract-ocr-jpn, or leave the comparison out: --peer 0',
  },
} as const satisfies FaultTable;

/** Makes a coded error of this room: `throw cardPictureFault('CARD_PICTURE_MISSING', file)`. */
export const cardPictureFault = faultsOf(cardPictureFaults);
