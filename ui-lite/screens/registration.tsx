import { Button } from '../button.tsx';
import { Frame, Text } from '../frame.tsx';
import { usePhrases } from '../say.tsx';
import { wish } from '../wish.ts';

/** R24: the terminal knows no insurance use of this card. */
export function Registration() {
  const { screens, words } = usePhrases();
  const say = (wanted: boolean) => () => wish('/register', { wanted });
  return (
    <Frame
      title={screens.registration.title}
      actions={
        <>
          <Button main phrase={words.register} onTap={say(true)} />
          <Button phrase={words.notNow} onTap={say(false)} />
        </>
      }
    >
      <Text phrase={screens.registration.text} />
    </Frame>
  );
}
