/* Linli as it is, on a file system on which power can fail (tests/power/power.h). */
#include <stdlib.h>

#include "app/app.h"
#include "power.h"

enum { EARLY_PERCENT = 20 };

int main(int argc, char **argv)
{
	if (power_vfs_register(EARLY_PERCENT))
		return EXIT_FAILURE;
	return app_main(argc, argv);
}
