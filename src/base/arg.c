#include "base/arg.h"

const struct arg_kind arg_is_null = {"null"};
const struct arg_kind arg_is_i64 = {"integer"};
const struct arg_kind arg_is_str = {"text"};
const struct arg_kind arg_is_blob = {"bytes"};
const struct arg_kind arg_is_i64s = {"integers"};
