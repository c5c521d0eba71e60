import type { ServedView } from '../../firmware/panel/view.ts';
import type { Look } from '../look.ts';
import { AtRest } from './at-rest.tsx';
import { Choosing } from './choosing.tsx';
import { Consent } from './consent.tsx';
import { Face } from './face.tsx';
import { Pin } from './pin.tsx';
import { Registration } from './registration.tsx';
import { TakeCard } from './take-card.tsx';
import { Visual } from './visual.tsx';
import { Waiting } from './waiting.tsx';

/** The page of a view. */
export function Screen({ view, look }: { view: ServedView | undefined; look: Look }) {
  if (!view) return <Waiting screen="starting" />;
  const { screen } = view;
  switch (screen) {
    case 'reading':
    case 'signing':
    case 'result':
    case 'erasing':
      return <Waiting screen={screen} hint={view.hint} phone={view.phone} />;
    case 'choosing':
      return <Choosing view={view} />;
    case 'face':
      return <Face view={view} />;
    case 'pin':
      return <Pin key={`${view.session} ${view.pinTries} ${look.fixedKeys}`} view={view} fixedKeys={look.fixedKeys} />;
    case 'visual':
      return <Visual view={view} />;
    case 'consent':
      return view.question ? <Consent key={view.question} question={view.question} /> : null;
    case 'registration':
      return <Registration />;
    case 'take-card':
      return <TakeCard view={view} />;
    default:
      return <AtRest screen={screen} view={view} />;
  }
}
