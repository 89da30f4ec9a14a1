/* A file system for SQLite on which power can fail.
 *
 * What is written stays in the memory of this process until the file is synced. So whatever ends
 * the process — kill -9 at any moment is enough — ends it as a power cut would: what was not synced
 * is not in the file. As disks do, some of it may have got there early, in any order and in torn
 * pieces: of `early_percent` in a hundred sectors of 512 bytes.
 *
 *     power_vfs_register(20);       // before the first database is opened
 *     store_open(…)                 // on sqlite:…, as always
 *
 * For one process at a time: another would not see what is in this one's memory. Creating and
 * deleting a file take effect at once.
 */
#ifndef LINLI_TEST_POWER_H
#define LINLI_TEST_POWER_H

/* Makes it SQLite's default; returns SQLite's code. */
int power_vfs_register(int early_percent);

#endif
