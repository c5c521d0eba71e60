import type { Spoken } from '../spoken.ts';

/** Português. */
export const pt: Spoken = {
  words: {
    triesLeft: { 1: 'Resta uma tentativa', 2: 'Restam duas tentativas', 3: 'Restam três tentativas' },
    digits: {
      0: 'Nenhum dígito digitado',
      1: 'Um de quatro dígitos digitado',
      2: 'Dois de quatro dígitos digitados',
      3: 'Três de quatro dígitos digitados',
      4: 'Os quatro dígitos foram digitados',
    },
    certificateEnding: 'O certificado está para vencer. Renove-o na prefeitura',
    certificateGrace: 'O certificado venceu: só a verificação do seguro é possível. Renove-o na prefeitura',
  },
  digit: {
    0: 'zero',
    1: 'um',
    2: 'dois',
    3: 'três',
    4: 'quatro',
    5: 'cinco',
    6: 'seis',
    7: 'sete',
    8: 'oito',
    9: 'nove',
  },
  aloud: {
    language: 'Português',
    speechOn: 'O painel fala',
    invitation: 'Para usar sem olhar, mantenha dois dedos na tela por dois segundos',
    eyesFreeOn:
      'Uso sem olhar. Passe um dedo pela tela para ouvir o que está ali. Toque duas vezes, em qualquer lugar, para escolher o que ouviu por último. Toque com dois dedos para ouvir a página de novo',
    eyesFreeOff: 'A tela voltou ao uso normal',
    earphoneIn: 'A partir de agora o som sai pelo fone de ouvido',
    earphoneOut: 'O fone de ouvido foi retirado',
    pinNeedsEarphone: 'Os dígitos são falados só pelo fone de ouvido. Conecte um fone de ouvido ou escolha outra forma',
    faceByTone:
      'Um som guia você. Mova-se para o lado de onde ele vem. Grave: aproxime-se. Agudo: afaste-se. Contínuo: fique assim',
    notYet: 'ainda não',
    on: 'ligado',
    off: 'desligado',
    onScreen: 'Há mais na tela. Os funcionários leem para você',
  },
};
