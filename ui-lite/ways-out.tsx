import { Button } from './button.tsx';
import { usePhrases } from './say.tsx';
import { wish } from './wish.ts';

/** R17: out of a method that runs, to another one. */
export function OtherMethod() {
  return <Button phrase={usePhrases().words.otherMethod} onTap={() => wish('/other-method')} />;
}

/** Out of the visit. */
export function Cancel() {
  return <Button phrase={usePhrases().words.cancel} onTap={() => wish('/cancel')} />;
}

/** Both. */
export function WaysOut() {
  return (
    <>
      <OtherMethod />
      <Cancel />
    </>
  );
}
