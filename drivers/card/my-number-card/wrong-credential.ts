import { CodedError } from '../../../firmware/records/coded-error.ts';
import { cardFaults } from '../faults.ts';

export type CredentialFaultCode = 'PIN_WRONG' | 'PIN_LOCKED' | 'CODE_B_REFUSED' | 'CODE_B_LOCKED' | 'CODE_B_TRIES_LOW';

/** A credential that the card refused or that is locked. `triesLeft` is the card's own counter, 0 once it is locked. */
export class WrongCredential extends CodedError<CredentialFaultCode> {
  readonly triesLeft: number;

  constructor(code: CredentialFaultCode, triesLeft: number) {
    super(code, cardFaults[code], `tries left: ${triesLeft}`);
    this.name = 'WrongCredential';
    this.triesLeft = triesLeft;
  }
}
