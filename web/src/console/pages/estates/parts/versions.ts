import { type EstateVersion, estateVersions } from '../../../api/estates.ts';
import { type Home, ofEstate, partVersions } from '../../../api/parts.ts';
import type { Noun, Target } from './noun.ts';
import { finderOf, type Finder } from './targets.ts';

/** The versions with names where they hold ids of other things; what cannot be looked up any more
 * keeps its id. Its own id tells nobody anything. */
async function named(versions: EstateVersion[], finders: Record<string, Finder>): Promise<EstateVersion[]> {
  const known = new Map<string, Promise<string>>();
  const nameOf = (finder: Finder, id: string): Promise<string> => {
    const asked = known.get(id) ?? finder.load(id).then(({ name }) => name || id, () => id);
    known.set(id, asked);
    return asked;
  };
  const show = async (finder: Finder | undefined, value: string | undefined) => (finder && value ? nameOf(finder, value) : value);
  return Promise.all(
    versions.map(async (version) => ({
      ...version,
      changes: await Promise.all(
        version.changes
          .filter(({ field }) => field !== 'id')
          .map(async (change) => {
            const finder = finders[change.field ?? ''];
            const [before, after] = await Promise.all([show(finder, change.before), show(finder, change.after)]);
            return { ...change, before, after };
          }),
      ),
    })),
  );
}

const findersOf = (targets: Record<string, Target>, home: Home): Record<string, Finder> =>
  Object.fromEntries(Object.entries(targets).map(([field, target]) => [field, finderOf(target, home)]));

export const versionsOf = async (noun: Noun, home: Home, id: string) =>
  named(await partVersions(noun.part, home, id), findersOf(noun.targets ?? {}, home));

export const versionsOfEstate = async (estate: string) =>
  named(await estateVersions(estate), findersOf({ region_id: 'region', company_id: 'organisation', developer_id: 'organisation' }, ofEstate(estate)));
