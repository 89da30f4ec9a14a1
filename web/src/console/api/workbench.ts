import { api, ok } from '../../shared/client.ts';

export type Counted = Awaited<ReturnType<typeof loadWorkbench>>[number];

/** What waits for who is signed in, falls due, and stands within reach: counts. */
export const loadWorkbench = async () => (await ok(api.GET('/api/v1/workbench'))).items;
