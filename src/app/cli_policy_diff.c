#include "app/cli_policy.h"
err policy_diff(struct policy_call *c)
{
	(void)c;
	return OK;
}
