import type { Spoken } from '../spoken.ts';

/** Tiếng Việt. */
export const vi: Spoken = {
  words: {
    triesLeft: { 1: 'Còn một lần nhập', 2: 'Còn hai lần nhập', 3: 'Còn ba lần nhập' },
    digits: {
      0: 'Chưa nhập số nào',
      1: 'Đã nhập một trong bốn số',
      2: 'Đã nhập hai trong bốn số',
      3: 'Đã nhập ba trong bốn số',
      4: 'Đã nhập đủ bốn số',
    },
    certificateEnding: 'Chứng thư điện tử sắp hết hạn. Xin gia hạn tại văn phòng thành phố',
    certificateGrace: 'Chứng thư điện tử đã hết hạn, chỉ kiểm tra bảo hiểm được. Xin gia hạn tại văn phòng thành phố',
  },
  digit: {
    0: 'không',
    1: 'một',
    2: 'hai',
    3: 'ba',
    4: 'bốn',
    5: 'năm',
    6: 'sáu',
    7: 'bảy',
    8: 'tám',
    9: 'chín',
  },
  aloud: {
    language: 'Tiếng Việt',
    speechOn: 'Máy sẽ nói',
    invitation: 'Nếu không nhìn màn hình, xin giữ hai ngón tay trên màn hình trong hai giây',
    eyesFreeOn:
      'Dùng bằng tai. Rê một ngón tay trên màn hình để nghe nội dung ở đó. Gõ hai lần ở bất cứ đâu để chọn nội dung vừa nghe. Gõ bằng hai ngón tay để nghe lại',
    eyesFreeOff: 'Đã trở lại cách dùng thường',
    earphoneIn: 'Từ bây giờ, tiếng phát ra từ tai nghe',
    earphoneOut: 'Tai nghe đã rút ra',
    pinNeedsEarphone: 'Các số chỉ được đọc qua tai nghe. Xin cắm tai nghe, hoặc chọn cách khác',
    faceByTone:
      'Xin nghe tiếng mà di chuyển. Tiếng ở bên nào thì sang bên đó. Tiếng trầm: lại gần. Tiếng cao: lùi ra. Tiếng liền: giữ nguyên',
    notYet: 'chưa bấm được',
    on: 'đang bật',
    off: 'đang tắt',
    onScreen: 'Trên màn hình còn thông báo khác. Nhân viên sẽ đọc cho quý vị',
  },
};
