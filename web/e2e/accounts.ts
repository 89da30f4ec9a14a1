// The demo's accounts that the tests act as.

import { join } from 'node:path';
import { run } from './run.ts';

export const PASSWORD = 'Yanshi-2026';

/** A district's housing officer: reads and writes all of 西湖区. */
export const DISTRICT = 'xihu.fangguan';
/** A subdistrict's property office: 翠苑 and no other. */
export const TOWN = 'cuiyuan.wuye';
/** The security administrator: sees no estate. */
export const SECURITY = 'secadmin';
/** The system administrator: accounts, regions, settings. */
export const SYSTEM = 'sysadmin';
/** Decides who is bound to the houses of 翠苑一区社区. */
export const COMMUNITY = 'cuiyuan1.shequ';
export const OWNER = 'xihu.yezhu';
/** Manages a company that serves estates of 西湖区. */
export const MANAGER = 'xihu.jingli';
/** Reads the audit. */
export const AUDITOR = 'auditadmin';

export const SHARED = [DISTRICT, TOWN, COMMUNITY, SECURITY, SYSTEM, OWNER, MANAGER, AUDITOR];

/** Where the signed-in state of an account is kept between tests. */
export const statePath = (account: string): string => join(run.folder, `${account}.json`);
