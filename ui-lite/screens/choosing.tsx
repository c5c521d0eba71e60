import type { PanelView } from '../../firmware/panel/view.ts';
import { Button } from '../button.tsx';
import { CertificateNotice } from '../certificate-notice.tsx';
import { Frame } from '../frame.tsx';
import { CodeNotice } from '../notice.tsx';
import { Sign } from '../pictures/sign.tsx';
import { usePhrases } from '../say.tsx';
import { wish } from '../wish.ts';

/** R10: the methods that this card, this reader and the tries so far allow. */
export function Choosing({ view: { methods, trouble, hint, certificate } }: { view: PanelView }) {
  const { screens, words } = usePhrases();
  return (
    <Frame
      title={screens.choosing.title}
      kind="choosing"
      actions={
        <>
          {methods.map((method) => (
            <Button
              key={method}
              main={method !== 'visual'}
              picture={<Sign name={method} />}
              phrase={words[method]}
              how={words[`${method}How`]}
              onTap={() => wish('/choose', { method })}
            />
          ))}
          <Button picture={<Sign name="stop" />} phrase={words.cancel} onTap={() => wish('/cancel')} />
        </>
      }
    >
      {trouble ? <CodeNotice code={trouble} /> : hint && <CodeNotice code={hint} sign="hint" />}
      {!trouble && <CertificateNotice certificate={certificate} />}
    </Frame>
  );
}
