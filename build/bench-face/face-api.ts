import { join } from 'node:path';
import type * as FaceApi from '@vladmandic/face-api';
import { decodeJpeg, forbidPictureCache } from '../../firmware/face/picture.ts';
import { nearestTheMiddle } from '../certify/nearest-the-middle.ts';
import type { Contender } from './contender.ts';
import { folderOf, requireBeside, startWasmBackend } from './peer-package.ts';

const name = '@vladmandic/face-api';

/** face-api's path for recognition as its documentation has it: SSD MobileNet, 68 landmarks, dlib's descriptor, Euclidean distance. */
export async function loadFaceApi(): Promise<Contender> {
  forbidPictureCache(1);
  const { engine } = await startWasmBackend();
  const faceApi = requireBeside(name, 'face-api.node-wasm.js') as typeof FaceApi;
  const { ssdMobilenetv1, faceLandmark68Net, faceRecognitionNet } = faceApi.nets;
  for (const net of [ssdMobilenetv1, faceLandmark68Net, faceRecognitionNet])
    await net.loadFromDisk(join(folderOf(name), '../model'));
  const detection = new faceApi.SsdMobilenetv1Options();
  return {
    engine,
    threshold: 1 - new faceApi.FaceMatcher([new Float32Array(1)]).distanceThreshold,
    likeness: (one, other) => 1 - faceApi.euclideanDistance(one, other),
    look: async (jpeg) => {
      const picture = await decodeJpeg(jpeg);
      const tensor = faceApi.tf.tensor3d(picture.rgb, [picture.height, picture.width, 3], 'int32');
      try {
        const faces = await faceApi.detectAllFaces(tensor, detection).withFaceLandmarks().withFaceDescriptors();
        const boxes = faces.map(({ detection: { box }, descriptor }) => {
          const { x, y, width, height } = box;
          return { x, y, width, height, descriptor };
        });
        const person = nearestTheMiddle(picture, boxes);
        return person && { template: person.descriptor, passes: true };
      } finally {
        tensor.dispose();
      }
    },
  };
}
