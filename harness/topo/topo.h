/* The machine around the device, by hwloc: which processors stand beside it, what the host is. */
#ifndef TOPO_TOPO_H
#define TOPO_TOPO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* "CPU model, N threads": what a CPU device runs on; N is the rasteriser's threads (LP_NUM_THREADS
 * where it is set, else the processors this process may use). */
void topo_describe_host(char *text, size_t size);

/* Processors beside a PCI device, as a list such as "0-7"; without a PCI address, or where hwloc
 * does not know the device, those this process may use. */
void topo_list_near(bool has_pci, uint32_t domain, uint32_t bus, uint32_t device, uint32_t function,
                    char *text, size_t size);

/* Bind the calling thread to one processor of that set, the last (the first often serves
 * interrupts). Call it when the device and its queues exist: the driver's own threads would inherit
 * it. *processor is its number. Returns 0 or DW_ERROR_UNSUPPORTED, not logged. */
int topo_pin_thread(bool has_pci, uint32_t domain, uint32_t bus, uint32_t device, uint32_t function,
                    unsigned *processor);

/* Where a device is, as far as it is known. */
struct topo_place {
    bool has_pci;
    uint32_t domain, bus, device, function;
};

/* Processors of device `which` of these: those beside it that this process may use, shared out
 * evenly among the devices that stand beside the same; as a list. "" where hwloc does not know, or
 * where there are fewer processors than devices. */
void topo_share_processors(const struct topo_place *places, size_t count, size_t which, char *text,
                           size_t size);

/* Bind the calling thread, and what it starts from now on, to a list of processors; *before (size
 * bytes) becomes the list that it was bound to. DW_ERROR_UNSUPPORTED, not logged. */
int topo_bind_thread(const char *list, char *before, size_t size);

/* One line for run.csv: packages, cores, processors, NUMA nodes, memory. */
void topo_describe_machine(char *text, size_t size);
/* The frequency governor of processor 0, or "unknown". */
void topo_describe_governor(char *text, size_t size);
/* The kernel's name and release. */
void topo_describe_kernel(char *text, size_t size);

#endif
