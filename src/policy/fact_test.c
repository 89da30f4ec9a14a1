#include "policy/fact.h"
#include "test.h"
TEST(x)
{
}
