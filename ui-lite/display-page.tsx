import { Button } from './button.tsx';
import { Frame } from './frame.tsx';
import { type Look, looks } from './look.ts';
import { usePhrases } from './say.tsx';

interface DisplayOptions {
  readonly look: Look;
  readonly onChange: (change: Partial<Look>) => void;
  readonly onClose: () => void;
}

/** How this person wants to see the panel, for this visit. */
export function DisplayPage({ look, onChange, onClose }: DisplayOptions) {
  const { words } = usePhrases();
  return (
    <Frame
      title={words.display}
      kind="display-page"
      actions={
        <>
          {looks.map((name) => (
            <Button
              key={name}
              phrase={words[name]}
              id={name}
              pressed={look[name]}
              onTap={() => onChange({ [name]: !look[name] })}
            />
          ))}
          <Button main phrase={words.close} onTap={onClose} />
        </>
      }
    />
  );
}
