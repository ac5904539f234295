/**
 * What a caller may ask of the shopper: pose, expression, skin tone, light, camera noise, lipstick and a
 * thing before her mouth.
 * Plain objects only, so that a state crosses to a worker unchanged.
 */

/** The one lamp of the scene and how the camera is exposed to it. */
export interface LightState {
  /** Direction to the lamp: 0 at the camera, positive towards the picture's right. */
  azimuthDeg: number;
  /** Direction to the lamp: positive above the camera. */
  elevationDeg: number;
  /** Colour temperature of lamp and ambient light in kelvin; 6500 is the camera's white. */
  temperatureK: number;
  /** Exposure: 1 brings a white diffuser that faces the lamp to about 0.8 of the sensor's range. */
  strength: number;
  /** Share of the light that comes from all around, 0 (lamp only) … 1 (overcast). */
  ambient: number;
}

/**
 * An ideal lipstick: each channel's albedo a becomes `reflectance[channel][255·a]` (read with linear interpolation), and
 * the lip's specular light is multiplied by `specularKept`. Nothing else in the frame changes.
 */
export interface Lipstick {
  reflectance: readonly [Float32Array, Float32Array, Float32Array];
  specularKept: number;
}

export type OccluderKind = 'finger' | 'hand' | 'cup' | 'straw' | 'microphone' | 'hair' | 'mask' | 'food';

/** A thing before the mouth, lit like her face; see `occluder-shapes.ts` for what each kind is and where it is anchored. */
export interface OccluderState {
  kind: OccluderKind;
  /** Where its anchor stands, from the middle between the mouth's corners, in mouth widths: to the right and down. */
  x: number;
  y: number;
  /** Turn about the anchor, clockwise in the picture. */
  angleDeg: number;
  /** 1 is the usual size beside a mouth. */
  scale: number;
  /** Monk skin tone of a finger or hand, and the hair that goes with it; her own when left out. */
  tone?: number | undefined;
}

export interface ShopperState {
  /** Turn of the head about the neck; positive turns the nose towards the picture's right. */
  yawDeg: number;
  /** Positive lifts the chin. */
  pitchDeg: number;
  /** Positive tilts the head clockwise in the picture. */
  rollDeg: number;
  /** Where the face's centre stands when yaw, pitch and roll are 0, as fractions of the frame; the neck stays there. */
  centreX: number;
  centreY: number;
  /** Height of the face (hairline to chin) as a fraction of the frame's height. */
  scale: number;
  /** 0 lips closed … 1 wide open. */
  mouthOpen: number;
  /** −1 pursed … 1 broad smile. */
  smile: number;
  /** 0 closed … 1 open. */
  eyesOpen: number;
  /** Monk skin tone, 1 (lightest) … 10 (deepest). */
  tone: number;
  light: LightState;
  /** Standard deviation of the camera's luma noise in 8-bit codes; 0 for none. */
  noise: number;
  noiseSeed: number;
  lipstick?: Lipstick | undefined;
  occluder?: OccluderState | undefined;
  /** Fill `shopper.truth` as well. */
  wantTruth?: boolean | undefined;
}

/** A front view with closed lips in soft daylight: the state to start a sweep from. */
export const neutralState: ShopperState = Object.freeze({
  yawDeg: 0,
  pitchDeg: 0,
  rollDeg: 0,
  centreX: 0.5,
  centreY: 0.5,
  scale: 0.62,
  mouthOpen: 0,
  smile: 0.1,
  eyesOpen: 1,
  tone: 4,
  light: Object.freeze({
    azimuthDeg: -25,
    elevationDeg: 30,
    temperatureK: 5600,
    strength: 1.1,
    ambient: 0.36,
  }),
  noise: 1.2,
  noiseSeed: 1,
});
