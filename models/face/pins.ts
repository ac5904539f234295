/**
 * SHA-256 of what goes in and what must come out. After a change of the builder `node models/face/cli.ts` says
 * the new values; they are pinned here once the lips were looked at on real faces.
 */

/** Names of the three files in the output folder. */
export const assetNames = ['face_landmarker.task', 'face_detector.tflite', 'canonical-mesh.json'] as const;

export type AssetName = (typeof assetNames)[number];

/** The files of @mediapipe/face_mesh 0.4.1657299874 that hold the models and say where each begins and ends. */
export const packageSha256 = {
  'face_mesh_solution_packed_assets.data': 'dbe5905c582c0462cdaea17e7e6ecea92edaa8cccc515c5e2e7291f2cbb5fb99',
  'face_mesh_solution_packed_assets_loader.js':
    '95147c15fdf12ba8b9ffc3c3964dbdfa1ffa4251182749babca19e75962bf128',
} as const;

/** The files built from it. */
export const builtSha256: Readonly<Record<AssetName, string>> = {
  'face_landmarker.task': '0ce6294497db191443b95cade7e323cf3cfa80a21eb4aeaff928a1a3f11c7a87',
  'face_detector.tflite': '78e1c74b6eaf7371dba8ba88f94ed1ba25901d3b393f6c1649ea73d2c4268721',
  'canonical-mesh.json': 'c67cf4c94e87b38cd1df2148eeb542cb01202c96f51f709002b211016fffeabd',
};
