/* Functions that have no place here, as compile errors. Included by the build into every file. */
#ifndef LINLI_BASE_BANNED_H
#define LINLI_BASE_BANNED_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#pragma GCC poison strcpy strcat strncpy strncat sprintf vsprintf gets strtok atoi atol atof
#pragma GCC poison asctime ctime localtime gmtime
#ifdef LINLI_DOMAIN /* above base, time is cx->now */
#pragma GCC poison time clock_gettime gettimeofday
#endif

#endif
