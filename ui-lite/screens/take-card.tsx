import type { PanelView } from '../../firmware/panel/view.ts';
import { CertificateNotice } from '../certificate-notice.tsx';
import { Frame } from '../frame.tsx';
import { CodeNotice, Notice } from '../notice.tsx';
import { CardScene } from '../pictures/card-scene.tsx';
import { Say, usePhrases, useScreenWords } from '../say.tsx';

/** R25 to R28: what came of it, what to show instead, and the card back. */
export function TakeCard({ view }: { view: PanelView }) {
  const { screens, words } = usePhrases();
  const { outcome, eligibility, patient, certificate } = view;
  const take = useScreenWords('take-card', view.phone);
  const title = view.cardLies ? take.title : screens.erasing.title;
  return (
    <Frame
      title={title}
      kind={view.reminded && view.cardLies ? 'take-card calling' : 'take-card'}
      picture={<CardScene move="take" phone={view.phone} />}
    >
      {outcome && outcome.verdict !== 'verified' && <CodeNotice code={outcome.reason} />}
      {eligibility && <Result eligibility={eligibility} />}
      {(patient?.name || patient?.localNumber) && (
        <p class="patient" data-say="aloud.onScreen">
          {patient.name && <span>{patient.name}</span>}
          {patient.localNumber && (
            <span>
              <Say phrase={words.patientNumber} /> <b>{patient.localNumber}</b>
            </span>
          )}
        </p>
      )}
      {outcome?.verdict === 'verified' && <CertificateNotice certificate={certificate} />}
    </Frame>
  );
}

function Result({ eligibility }: { eligibility: NonNullable<PanelView['eligibility']> }) {
  const { title, text } = usePhrases().results[eligibility];
  return (
    <Notice sign={eligibility === 'valid' ? 'good' : 'attention'}>
      <p>
        <b>
          <Say phrase={title} />
        </b>
      </p>
      <p>
        <Say phrase={text} />
      </p>
    </Notice>
  );
}
