import { type FullConfig, request } from '@playwright/test';
import { PASSWORD, SHARED, statePath } from './accounts.ts';

/** Signs every shared account in once; the tests begin with what is kept here. */
export default async function signInAll(config: FullConfig): Promise<void> {
  const baseURL = config.projects[0]!.use.baseURL!;
  for (const account of SHARED) {
    const context = await request.newContext({ baseURL });
    const reply = await context.post('/api/v1/session', { data: { login: account, password: PASSWORD } });
    if (!reply.ok()) throw new Error(`${account} cannot sign in: ${reply.status()} ${await reply.text()}`);
    await context.storageState({ path: statePath(account) });
    await context.dispose();
  }
}
