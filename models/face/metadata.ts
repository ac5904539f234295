/**
 * Adds to a TFLite model the metadata entry from which the tasks runtime learns how pixels become the input
 * tensor.
 */
import { writeRoot } from './flatbuffer.ts';
import { type Model, metadataIdentifier, metadataShape, metadataValue } from './tflite-schema.ts';

const ENTRY_NAME = 'TFLITE_METADATA';
const MIN_PARSER_VERSION = '1.0.0';

/** Input value = (pixel − mean) / std, for pixels 0–255 of every channel. */
export interface InputNormalization {
  mean: number;
  std: number;
}

/**
 * Appends the metadata buffer and its entry to `model`, in place. `name` describes the model to people only.
 */
export function addInputMetadata(model: Model, name: string, { mean, std }: InputNormalization): void {
  const bytes = writeRoot(
    {
      name,
      subgraphs: [
        {
          inputs: [
            {
              name: 'image',
              content: {
                propertiesType: metadataValue.imageContent,
                properties: { colorSpace: metadataValue.rgb },
              },
              processUnits: [
                { optionsType: metadataValue.normalization, options: { mean: [mean], std: [std] } },
              ],
            },
          ],
        },
      ],
      author: 'MediaPipe',
      license: 'Apache-2.0',
      minParserVersion: MIN_PARSER_VERSION,
    },
    metadataIdentifier,
    metadataShape,
  );
  model.buffers = [...(model.buffers ?? []), { data: bytes }];
  model.metadata = [...(model.metadata ?? []), { name: ENTRY_NAME, buffer: model.buffers.length - 1 }];
}
