/* What measures are asked about, as far as the register keeps it: where it stands, and what a change in
 * a home concerns. */
#ifndef LINLI_REGISTRY_SUBJECTS_H
#define LINLI_REGISTRY_SUBJECTS_H

#include "policy/subject.h"

extern const struct subject_tables registry_subjects;

#endif
