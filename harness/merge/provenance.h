/* What a pooled calibration rests on. */
#ifndef MERGE_PROVENANCE_H
#define MERGE_PROVENANCE_H

#include "merge/device.h"

/* Count the machines and runs of rows[0..count), settled members of one device; liars' do not
 * count. Names them in the device's row: the run and its hash if it is one, else their numbers and
 * a hash of all. DW_ERROR_NO_MEMORY, not logged. */
int merge_fill_provenance(struct merge_device *device, const struct merge_members *members,
                          const struct merge_member *rows, size_t count,
                          const struct merge_machine *machines);

#endif
