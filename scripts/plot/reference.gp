# The reference policy's primary mode, as core/src/persistent.c and core/src/command_reuse.c decide
# it, and its costs; loaded after common.gp. Mode: 0 plain_launches, 1 persistent_kernel,
# 2 command_reuse. Costs are arrays of 8 in the order of DW_CONSTANTS: each.*, then batch.*.

never = 2.0 ** 64
array default_cost[8] = [5000, 50000, 25000, 500, 5000, 50000, 25000, 500]
array fitted_cost[8] = [5000, 50000, 25000, 500, 5000, 50000, 25000, 500]
cost_names = "each.per_launch_overhead each.persistent_setup_overhead each.record_overhead each.replay_overhead batch.per_launch_overhead batch.persistent_setup_overhead batch.record_overhead batch.replay_overhead"

reference_persistent(n, launch, setup) = \
    n > 1 && launch != 0 && n * launch > setup ? n * launch - setup : 0.0
reference_reuse(count, launch, record, replay) = \
    count > 1 && launch > replay && count * (launch - replay) > record ? \
    count * (launch - replay) - record : 0.0
reference_larger(persistent, reuse) = persistent == 0 && reuse == 0 ? 0 : persistent > reuse ? 1 : 2
reference_mode(n, repeats, launch, setup, record, replay) = reference_larger( \
    reference_persistent(1.0 * n, launch, setup), \
    reference_reuse(1.0 * n * repeats, launch, record, replay))
default_mode(wait, n, repeats) = reference_mode(n, repeats, default_cost[4 * wait + 1], \
    default_cost[4 * wait + 2], default_cost[4 * wait + 3], default_cost[4 * wait + 4])
fitted_mode(wait, n, repeats) = reference_mode(n, repeats, fitted_cost[4 * wait + 1], \
    fitted_cost[4 * wait + 2], fitted_cost[4 * wait + 3], fitted_cost[4 * wait + 4])

# Take the fitted costs of the run's calibration.csv. As in the table that is compiled in, a cost
# whose interval is wider than itself and than half a launch keeps its default.
has_fit = 0
array cost_value[8]
array cost_width[8]
array cost_samples[8]
do for [i = 1:8] { cost_samples[i] = 0; cost_value[i] = NaN; cost_width[i] = NaN }
number(text) = text eq "" ? never : real(text)
take_cost(i) = i == 0 ? 0 : (cost_samples[i] = int(real(strcol("samples"))), \
    cost_value[i] = number(strcol("value")), \
    cost_width[i] = strcol("hi") eq "" ? 0 : real(strcol("hi")) - real(strcol("lo")), \
    has_fit = has_fit + (cost_samples[i] > 0), 0)
cost_index(name) = sum [k = 1:8] (name eq word(cost_names, k) ? k : 0)

# The run's device key, as calibration.csv writes it.
key_vendor = 0; key_device = 0; key_kind = 0; key_driver = 0; key_name = ""; key_host = ""
run_started = ""
take_key(key, value) = \
    key eq "vendor_id" ? (key_vendor = int(real(value)), 0) : \
    key eq "device_id" ? (key_device = int(real(value)), 0) : \
    key eq "device_kind" ? (key_kind = int(real(value)), 0) : \
    key eq "driver_version" ? (key_driver = int(real(value)), 0) : \
    key eq "device_name" ? (key_name = value, 0) : \
    key eq "started" ? (run_started = value[1:10], 0) : \
    key eq "device_host" ? (key_host = value, 0) : 0
stats run."/run.csv" using (take_key(strcol("key"), strcol("value"))) nooutput
kind_name = key_kind < 5 ? word("other integrated discrete virtual cpu", key_kind + 1) : \
    sprintf("%d", key_kind)
run_device = sprintf("0x%x:0x%x:%s:0x%x:", key_vendor, key_device, kind_name, key_driver).key_name.\
    (key_host eq "" ? "" : "@".key_host)

take_fit(x) = (device = strcol("device"), is_run_device(device) ? \
    take_cost(cost_index(strcol("constant"))) : 0)
# A field is cut at a comma inside its quotes, here and above.
is_run_device(device) = substr(run_device, 1, strlen(device)) eq device
set table $scratch
plot run."/calibration.csv" using (take_fit(0)):(0), [0:1] "+" using 1:1
unset table

do for [i = 1:8] {
    launch = i > 4 ? 5 : 1
    certain = cost_width[i] <= cost_value[i] || (cost_width[launch] <= cost_value[launch] && \
        cost_width[i] <= 0.5 * cost_value[launch])
    if (cost_samples[i] > 0 && certain) { fitted_cost[i] = cost_value[i] }
}
