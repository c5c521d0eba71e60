import type { PanelView } from '../firmware/panel/view.ts';
import { Notice } from './notice.tsx';
import { Say, usePhrases } from './say.tsx';

/** The certificate's last day, as Japan's calendar has it. */
const lastDay = (notAfter: string): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Tokyo' }).format(new Date(notAfter)).replaceAll('-', '/');

/** R26, R27: the certificate is about to end, or in its months of grace. It holds nobody up. */
export function CertificateNotice({ certificate }: { certificate: PanelView['certificate'] | undefined }) {
  const { words } = usePhrases();
  if (!certificate || certificate.state === 'valid') return null;
  const phrase = certificate.state === 'ending' ? words.certificateEnding : words.certificateGrace;
  return (
    <Notice sign="date">
      <Say phrase={phrase} values={{ date: lastDay(certificate.notAfter) }} />
    </Notice>
  );
}
