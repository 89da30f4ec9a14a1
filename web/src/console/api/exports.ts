import { request } from '../../shared/client.ts';

/** Gets a file below the API and hands it to the browser; the id of the job where the server makes
 * it later. */
export async function download(path: string, query: Record<string, string>): Promise<string | undefined> {
  const response = await request(`/api/v1/${path}?${new URLSearchParams(query)}`);
  if (response.status === 202) return ((await response.json()) as { job: string }).job;
  const address = URL.createObjectURL(await response.blob());
  const link = document.createElement('a');
  link.href = address;
  link.download = path;
  link.click();
  URL.revokeObjectURL(address);
  return undefined;
}
