/** Where the 478 points come from among the attention model's concatenated outputs. */
import { describe, expect, it } from 'vitest';
import { buildGatherIndices, concatenatedValues } from '../../../../models/face/refined-points.ts';

const indices = buildGatherIndices();
const point = (landmark: number) => Array.from(indices.subarray(3 * landmark, 3 * landmark + 3));

describe('the gathered points', () => {
  it('are 478 coordinate triples out of 1868 values', () => {
    expect(indices.length).toBe(1434);
    expect(concatenatedValues).toBe(1868);
    expect(Math.max(...indices)).toBeLessThan(concatenatedValues);
  });

  it('keep the mesh where nothing was refined', () => {
    expect(point(1)).toEqual([3, 4, 5]);
  });

  it('take x and y of a lip point from the refined lips and its depth from the mesh', () => {
    expect(point(61)).toEqual([1404, 1405, 3 * 61 + 2]);
    expect(point(146)).toEqual([1406, 1407, 3 * 146 + 2]);
  });

  it('take the irises from the last two outputs', () => {
    expect(point(468).slice(0, 2)).toEqual([1848, 1849]);
    expect(point(477).slice(0, 2)).toEqual([1866, 1867]);
    expect(point(468)[2]).toBe(point(472)[2]);
  });

  it('use every refined value once', () => {
    const refined = [...indices].filter((index) => index >= 1404);
    expect(new Set(refined).size).toBe(concatenatedValues - 1404);
    expect(refined.length).toBe(concatenatedValues - 1404);
  });
});
