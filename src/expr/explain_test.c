#include "expr_test.h"

#include <stdio.h>
