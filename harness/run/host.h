/* The devices of a host that are measured by one command, and where each belongs. */
#ifndef RUN_HOST_H
#define RUN_HOST_H

#include <sys/types.h>
#include "run/run.h"
#include "topo/topo.h"

#define RUN_DEVICES_MAX 64
#define RUN_SELECTOR_SIZE 512

struct run_member {
    char selector[RUN_SELECTOR_SIZE], name[160]; /* name: of its folder */
    struct topo_place place;
    char processors[256];
    char folder[4096], alone[4096];
    char plan[4096]; /* of the plans' folder, "" without */
    pid_t child;     /* 0: none */
    int status;
};

struct run_host {
    const char *command;
    const struct run_options *options;
    struct run_member *members;
    size_t count;
};

/* Fill the members, with room for RUN_DEVICES_MAX, from options->device: who they are, their
 * folders below options->out, and their processors. DW_ERROR_INVALID_ARGUMENT or
 * DW_ERROR_NO_DEVICE, logged. */
int run_find_members(struct run_host *host);

#endif
