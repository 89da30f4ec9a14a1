/* The demo: five real districts filled with invented estates, companies, people and houses.
 *
 * The same seed gives the same data on the same day; only ids and instants differ. Nothing in it
 * can be taken for somebody (demo_dice.c says why): people are called by solar terms and flower
 * months, ID numbers and credit codes carry the division 000000, phones begin with 154, plates with
 * a letter that no city of the province has, companies have 示例 in their names.
 *
 * What a first visitor needs is filled before demo_start() returns: regions, organisations, estates
 * with their committees and staff, one estate of each district with its houses, accounts. The other
 * houses follow on a thread of their own, some dozen households a transaction, so that everybody
 * else's writes stay quick; a start that was broken off goes on where it was.
 */
#ifndef LINLI_APP_DEMO_H
#define LINLI_APP_DEMO_H

#include "app/app.h"

/* Of every account of the demo, and of no other. */
#define DEMO_PASSWORD "Yanshi-2026"

/* Fills and prints the accounts to standard output. NULL, with the reason on standard error, if it
 * cannot: above all if the store holds anything but a demo, which is left alone. */
struct demo *demo_start(mem *parent, struct app *app);
/* Between two transactions. What is missing is filled at the next start. */
void demo_stop(struct demo *d);

#endif
