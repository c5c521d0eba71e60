import type { PanelView } from '../../firmware/panel/view.ts';
import { Frame, Text } from '../frame.tsx';
import { CodeNotice } from '../notice.tsx';
import { Live } from '../pictures/live.tsx';
import { Oval } from '../pictures/oval.tsx';
import { usePhrases } from '../say.tsx';
import { WaysOut } from '../ways-out.tsx';

/** R18: the face before the camera, and what the person can mend. */
export function Face({ view: { hint, channel } }: { view: PanelView }) {
  const { title, text } = usePhrases().screens.face;
  return (
    <Frame
      title={title}
      kind="face"
      picture={<Oval>{channel && <Live channel={channel} />}</Oval>}
      actions={<WaysOut />}
    >
      {hint ? <CodeNotice code={hint} sign="hint" /> : <Text phrase={text} />}
    </Frame>
  );
}
