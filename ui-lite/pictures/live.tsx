import { useEffect, useRef } from 'preact/hooks';
import type { PanelView } from '../../firmware/panel/view.ts';
import { preview } from '../patient-channel.ts';

/** R18: the face camera's live picture, as in a mirror. */
export function Live({ channel }: { channel: NonNullable<PanelView['channel']> }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { url, token } = channel;
  useEffect(() => {
    const leave = new AbortController();
    if (canvas.current) show(canvas.current, channel, leave.signal).catch(() => undefined); // no picture: the oval is there all the same
    return () => leave.abort();
  }, [url, token]);
  return <canvas ref={canvas} />;
}

async function show(canvas: HTMLCanvasElement, channel: Parameters<typeof preview>[0], signal: AbortSignal) {
  for await (const data of preview(channel, signal)) {
    // No Blob: the browser would keep it in a process that outlives the visit (R42).
    const { image } = await new ImageDecoder({ data, type: 'image/jpeg' }).decode();
    const { clientWidth: width, clientHeight: height } = canvas;
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    const { displayWidth, displayHeight } = image;
    const scale = Math.max(width / displayWidth, height / displayHeight);
    const pen = canvas.getContext('2d', { alpha: false }); // not before: it is black until then
    pen?.setTransform(-scale, 0, 0, scale, width / 2, height / 2);
    pen?.drawImage(image, -displayWidth / 2, -displayHeight / 2);
    image.close();
  }
}
