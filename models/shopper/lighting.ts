/**
 * Lights the posed figure per vertex: soft diffuse light with cast shadow and ambient occlusion, skin sheen, hair. The
 * picture interpolates the result, which is smooth because the mesh is.
 */
import type { Figure } from './figure.ts';
import type { Illumination } from './light.ts';
import type { Pose } from './pose.ts';
import { smoothStep } from './random.ts';
import { ambientOcclusion, buildVisibility } from './visibility.ts';

/** Light that bleeds through skin past the terminator, per channel: red travels furthest. */
const WRAP = [0.34, 0.22, 0.16];

/** Skin highlights: a broad sheen and a tighter one, as exponent and weight. */
const SHEEN_EXPONENT = 14;
const SHEEN = 0.032;
const GLINT_EXPONENT = 46;
const GLINT = 0.085;

/** Skylight reflected at grazing angles. */
const RIM = 0.035;

export interface Lighting {
  /**
   * Per vertex six numbers, side by side because every pixel reads them together: linear red, green, blue light arriving
   * there (lamp and surroundings), specular light of skin relative to the illuminant, and the skin map's u and v. On hair the last three
   * are the lamp's shadow, the place along the strand and the place across the hairstyle.
   */
  lit: Float32Array;
  /** Share of the lamp that reaches the vertex past the body. */
  shadow: Float32Array;
  /** Hair only: cosine between strand and the direction halfway to the lamp. */
  strandCosine: Float32Array;
  run(pose: Pose, illumination: Illumination): void;
}

/** Works out ambient occlusion of the figure as it is shaped now (about 0.1 s). `run` costs about 2 ms. */
export function buildLighting(figure: Figure): Lighting {
  const count = figure.vertexCount;
  const visibility = buildVisibility({ count, triangles: figure.triangles });
  const occlusion = restOcclusion(figure, visibility);
  const lighting: Lighting = {
    lit: new Float32Array(6 * count),
    shadow: new Float32Array(count),
    strandCosine: new Float32Array(count),
    run(pose, illumination) {
      visibility.run(pose.camera, illumination.direction, lighting.shadow);
      lightVertices(lighting, occlusion, pose.normals, illumination, count);
      lightStrands(lighting, figure, pose, illumination);
    },
  };
  for (let i = 0; i < count; i++) lighting.lit.set(figure.uvs.subarray(2 * i, 2 * i + 2), 6 * i + 4);
  return lighting;
}

function restOcclusion(figure: Figure, visibility: ReturnType<typeof buildVisibility>): Float32Array {
  const pick = (c: number) =>
    Float32Array.from({ length: figure.vertexCount }, (_, i) => figure.positions[3 * i + c]);
  const open = ambientOcclusion({ x: pick(0), y: pick(1), z: pick(2) }, figure.normals, visibility);
  return open.map((share) => Math.min(1, 0.12 + 0.95 * share));
}

function lightVertices(
  lighting: Lighting,
  occlusion: Float32Array,
  normals: Float32Array,
  illumination: Illumination,
  count: number,
): void {
  const [dx, dy, dz] = illumination.direction;
  const [hx, hy, hz] = illumination.halfway;
  const { lampShare, ambientShare } = illumination;
  const { lit } = lighting;
  for (let i = 0; i < count; i++) {
    const nx = normals[3 * i];
    const ny = normals[3 * i + 1];
    const nz = normals[3 * i + 2];
    const facing = nx * dx + ny * dy + nz * dz;
    const shadow = lighting.shadow[i];
    const lamp = lampShare * shadow;
    const sky = ambientShare * (0.86 + 0.14 * ny);
    const open = occlusion[i];
    lit[6 * i] = illumination.colour[0] * (lamp * wrapped(facing, WRAP[0]) + sky * (0.08 + 0.92 * open));
    lit[6 * i + 1] = illumination.colour[1] * (lamp * wrapped(facing, WRAP[1]) + sky * open);
    lit[6 * i + 2] = illumination.colour[2] * (lamp * wrapped(facing, WRAP[2]) + sky * open);
    const half = Math.max(0, nx * hx + ny * hy + nz * hz);
    const grazing = (1 - Math.max(0, nz)) ** 3;
    lit[6 * i + 3] =
      lampShare *
        (SHEEN * half ** SHEEN_EXPONENT + GLINT * half ** GLINT_EXPONENT) *
        shadow *
        Math.min(1, Math.max(0, 4 * facing)) +
      ambientShare * occlusion[i] * (0.012 + RIM * grazing);
  }
}

function wrapped(cosine: number, wrap: number): number {
  const value = (cosine + wrap) / (1 + wrap);
  return value > 0 ? value : 0;
}

/** Hair is darker at its roots; strands shine where they are square to the halfway direction (Kajiya and Kay, 1989). */
function lightStrands(lighting: Lighting, figure: Figure, pose: Pose, illumination: Illumination): void {
  const [hx, hy, hz] = illumination.halfway;
  const m = pose.rotation;
  const axisX = m[0] * hx + m[3] * hy + m[6] * hz;
  const axisY = m[1] * hx + m[4] * hy + m[7] * hz;
  const axisZ = m[2] * hx + m[5] * hy + m[8] * hz;
  const t = figure.hairTangents;
  for (let i = figure.hairFrom; i < figure.vertexCount; i++) {
    const root = 0.3 + 0.7 * smoothStep(0, 0.09, figure.uvs[2 * i]);
    for (let c = 0; c < 3; c++) lighting.lit[6 * i + c] *= root;
    lighting.lit[6 * i + 3] = lighting.shadow[i];
    lighting.strandCosine[i] = t[3 * i] * axisX + t[3 * i + 1] * axisY + t[3 * i + 2] * axisZ;
  }
}
