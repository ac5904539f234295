import { expect, it } from 'vitest';
import { buildSearch } from '../../../../renderer/camera/search.ts';
import { FakeCameras } from '../../../fakes/camera/fake-cameras.ts';
import type { FakeTrack } from '../../../fakes/camera/fake-track.ts';
import { plain } from '../../../fakes/camera/watched-camera.ts';

it('takes no camera that ended on its first frame', async () => {
  const cameras = new FakeCameras();
  cameras.plug('Counter Cam');
  const told: string[] = [];
  const search = buildSearch({
    ...cameras.edges,
    permission: { state: 'granted' },
    firstFrame: async (track) => (track as unknown as FakeTrack).end(),
    found: () => told.push('found'),
    failed: (failure) => told.push(failure),
  });
  search.begin({ settings: plain, lastId: undefined });
  await cameras.clock.pass(1_000);
  search.cancel();
  expect(told).toEqual(['lost']);
});
