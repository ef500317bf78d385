#include "topo/topo.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>

#include <hwloc.h>

#include "base/text.h"
#include "dispatchwise/status.h"

static hwloc_topology_t load_topology(void)
{
    hwloc_topology_t topology;
    if (hwloc_topology_init(&topology) != 0)
        return NULL;
    hwloc_topology_set_io_types_filter(topology, HWLOC_TYPE_FILTER_KEEP_IMPORTANT);
    hwloc_topology_set_type_filter(topology, HWLOC_OBJ_PCI_DEVICE, HWLOC_TYPE_FILTER_KEEP_ALL);
    if (hwloc_topology_load(topology) != 0) {
        hwloc_topology_destroy(topology);
        return NULL;
    }
    return topology;
}

void topo_describe_host(char *text, size_t size)
{
    const char *model = NULL;
    hwloc_topology_t topology = load_topology();
    hwloc_obj_t package = topology ? hwloc_get_obj_by_type(topology, HWLOC_OBJ_PACKAGE, 0) : NULL;
    if (package)
        model = hwloc_obj_get_info_by_name(package, "CPUModel");
    int threads = topology ? hwloc_get_nbobjs_by_type(topology, HWLOC_OBJ_PU) : 0;
    uint64_t chosen;
    const char *set = getenv("LP_NUM_THREADS");
    if (set && base_parse_u64(set, 1024, &chosen))
        threads = (int)chosen;
    snprintf(text, size, "%s, %d threads", model ? model : "unknown CPU", threads);
    if (topology)
        hwloc_topology_destroy(topology);
}

/* The processors near the device that this process may use; the caller frees it. */
static hwloc_bitmap_t near_set(hwloc_topology_t topology, bool has_pci, uint32_t domain,
                               uint32_t bus, uint32_t device, uint32_t function)
{
    hwloc_bitmap_t set = hwloc_bitmap_alloc();
    if (!set)
        return NULL;
    if (hwloc_get_cpubind(topology, set, HWLOC_CPUBIND_PROCESS) != 0 || hwloc_bitmap_iszero(set))
        hwloc_bitmap_copy(set, hwloc_topology_get_allowed_cpuset(topology));
    hwloc_obj_t object =
        has_pci ? hwloc_get_pcidev_by_busid(topology, domain, bus, device, function) : NULL;
    hwloc_obj_t ancestor = object ? hwloc_get_non_io_ancestor_obj(topology, object) : NULL;
    if (ancestor && ancestor->cpuset && hwloc_bitmap_intersects(set, ancestor->cpuset))
        hwloc_bitmap_and(set, set, ancestor->cpuset);
    return set;
}

void topo_list_near(bool has_pci, uint32_t domain, uint32_t bus, uint32_t device, uint32_t function,
                    char *text, size_t size)
{
    hwloc_topology_t topology = load_topology();
    hwloc_bitmap_t set =
        topology ? near_set(topology, has_pci, domain, bus, device, function) : NULL;
    if (set)
        hwloc_bitmap_list_snprintf(text, size, set);
    else
        snprintf(text, size, "unknown");
    hwloc_bitmap_free(set);
    if (topology)
        hwloc_topology_destroy(topology);
}

int topo_pin_thread(bool has_pci, uint32_t domain, uint32_t bus, uint32_t device, uint32_t function,
                    unsigned *processor)
{
    int status = DW_ERROR_UNSUPPORTED;
    hwloc_topology_t topology = load_topology();
    hwloc_bitmap_t set =
        topology ? near_set(topology, has_pci, domain, bus, device, function) : NULL;
    if (set && hwloc_bitmap_weight(set) > 0) {
        const int last = hwloc_bitmap_last(set);
        hwloc_bitmap_only(set, (unsigned)last);
        if (hwloc_set_cpubind(topology, set, HWLOC_CPUBIND_THREAD) == 0) {
            *processor = (unsigned)last;
            status = DW_OK;
        }
    }
    hwloc_bitmap_free(set);
    if (topology)
        hwloc_topology_destroy(topology);
    return status;
}

/* The processors of a set, cut into equal parts by their place in the machine; keeps one part. */
static void keep_part(hwloc_topology_t topology, hwloc_bitmap_t set, unsigned part, unsigned parts)
{
    const unsigned whole = (unsigned)hwloc_bitmap_weight(set);
    hwloc_bitmap_t all = hwloc_bitmap_dup(set);
    unsigned at = 0;
    hwloc_bitmap_zero(set);
    for (hwloc_obj_t unit = NULL;
         all && (unit = hwloc_get_next_obj_by_type(topology, HWLOC_OBJ_PU, unit)) != NULL;) {
        if (!hwloc_bitmap_isset(all, unit->os_index))
            continue;
        if (at * parts / whole == part)
            hwloc_bitmap_set(set, unit->os_index);
        at++;
    }
    hwloc_bitmap_free(all);
}

static hwloc_bitmap_t place_set(hwloc_topology_t topology, const struct topo_place *place)
{
    return near_set(topology, place->has_pci, place->domain, place->bus, place->device,
                    place->function);
}

void topo_share_processors(const struct topo_place *places, size_t count, size_t which, char *text,
                           size_t size)
{
    hwloc_topology_t topology = load_topology();
    hwloc_bitmap_t own = topology ? place_set(topology, &places[which]) : NULL;
    unsigned part = 0, parts = 0;
    text[0] = '\0';
    for (size_t i = 0; own && i < count; i++) {
        hwloc_bitmap_t other = place_set(topology, &places[i]);
        if (other && hwloc_bitmap_isequal(other, own)) {
            part += i < which;
            parts++;
        }
        hwloc_bitmap_free(other);
    }
    if (own && parts > 0 && hwloc_bitmap_weight(own) >= (int)parts) {
        keep_part(topology, own, part, parts);
        hwloc_bitmap_list_snprintf(text, size, own);
    }
    hwloc_bitmap_free(own);
    if (topology)
        hwloc_topology_destroy(topology);
}

int topo_bind_thread(const char *list, char *before, size_t size)
{
    int status = DW_ERROR_UNSUPPORTED;
    hwloc_topology_t topology = load_topology();
    hwloc_bitmap_t old = hwloc_bitmap_alloc(), set = hwloc_bitmap_alloc();
    if (topology && old && set && *list && hwloc_bitmap_list_sscanf(set, list) == 0 &&
        hwloc_get_cpubind(topology, old, HWLOC_CPUBIND_THREAD) == 0 &&
        hwloc_set_cpubind(topology, set, HWLOC_CPUBIND_THREAD) == 0) {
        hwloc_bitmap_list_snprintf(before, size, old);
        status = DW_OK;
    }
    hwloc_bitmap_free(old);
    hwloc_bitmap_free(set);
    if (topology)
        hwloc_topology_destroy(topology);
    return status;
}

void topo_describe_machine(char *text, size_t size)
{
    hwloc_topology_t topology = load_topology();
    if (!topology) {
        snprintf(text, size, "unknown");
        return;
    }
    hwloc_obj_t root = hwloc_get_root_obj(topology);
    snprintf(text, size, "%d packages, %d cores, %d processors, %d NUMA nodes, %llu MiB",
             hwloc_get_nbobjs_by_type(topology, HWLOC_OBJ_PACKAGE),
             hwloc_get_nbobjs_by_type(topology, HWLOC_OBJ_CORE),
             hwloc_get_nbobjs_by_type(topology, HWLOC_OBJ_PU),
             hwloc_get_nbobjs_by_type(topology, HWLOC_OBJ_NUMANODE),
             (unsigned long long)(root->total_memory >> 20));
    hwloc_topology_destroy(topology);
}

void topo_describe_governor(char *text, size_t size)
{
    snprintf(text, size, "unknown");
    FILE *file = fopen("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", "r");
    if (!file)
        return;
    if (fgets(text, (int)size, file))
        text[strcspn(text, "\n")] = '\0';
    fclose(file);
}

void topo_describe_kernel(char *text, size_t size)
{
    struct utsname name;
    if (uname(&name) == 0)
        snprintf(text, size, "%s %s", name.sysname, name.release);
    else
        snprintf(text, size, "unknown");
}
