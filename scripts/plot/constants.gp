# Each cost of the reference policy as fitted, with its 95 % interval, run by run; dashed: the
# typed-in default.
#
#   gnuplot -e "run='DIR'; out='constants.png'" scripts/plot/constants.gp
#
# Reads calibration.csv and run.csv of the run's folder, which `dispatchwise fit` writes, or, with
# history='FILE.csv' beside run, that file: columns run (a number from 1), label, constant, value,
# lo, hi, in ns, for several runs of one device.

wide_height = 560
narrow_height = 1000
here = ARG0[1:strlen(ARG0) - strlen("constants.gp")]
load here."common.gp"
load here."reference.gp"

if (!exists("history")) {
    history = run."/calibration.csv"
    run_of(x) = 1
    run_count = 1
    array label_of[1] = [run_started]
    is_row(name) = strcol("constant") eq name && is_run_device(strcol("device"))
} else {
    run_of(x) = column("run")
    run_count = 1
    count_run(r) = (run_count = max2(run_count, int(r)), 0)
    stats history using (count_run(column("run"))) nooutput
    array label_of[run_count]
    take_label(r, text) = (label_of[r] = text, 0)
    stats history using (take_label(int(column("run")), strcol("label"))) nooutput
    is_row(name) = strcol("constant") eq name
}
us(column_name) = strcol(column_name) eq "" ? NaN : column(column_name) / 1e3
is_measured(name) = is_row(name) && strcol("value") ne "" && strcol("lo") ne ""
is_never(name) = is_row(name) && strcol("value") eq ""

titles = "launch setup record replay"
columns = narrow ? 2 : 4
rows = 8 / columns
head = 30
# A label every so many runs, so that they do not touch.
every_run = 1 + (run_count - 1) / (narrow ? 1 : 2)
set multiplot
eval blank
eval legend(0, narrow ? 2 : 4, "fitted, 95 % interval", 7, 0.9, color_policy)
eval legend_line(1, narrow ? 2 : 4, "default", "2", 0)
plot NaN
do for [place = 0:7] {
    # Narrow: costs downwards, waits beside each other.
    i = narrow ? (place % 2) * 4 + place / 2 + 1 : place + 1
    name = word(cost_names, i)
    top = default_cost[i] / 1e3
    never_seen = 0
    take_top(y) = (top = y == y ? max2(top, y) : top, 0)
    unset xrange; unset yrange
    stats history using (is_measured(name) ? take_top(us("hi")) : is_never(name) ? \
        (never_seen = 1, 0) : 0) nooutput
    eval axes
    unset grid
    set grid y lc rgb "#dddddd" lw 0.7 dt solid
    set title word(titles, (i - 1) % 4 + 1).", wait=".(i > 4 ? "batch" : "each").", µs" offset 0, -0.5
    set xrange [0.4:run_count + 0.6]
    set yrange [0:top * 1.15]
    set format y "%g"
    set xtics scale 0.4 ()
    do for [r = 1:run_count:every_run] { set xtics add (label_of[r] r) }
    set arrow 1 from graph 0, first default_cost[i] / 1e3 to graph 1, first default_cost[i] / 1e3 \
        nohead dt 2 lc rgb "black" lw 1.2
    if (never_seen) { set label 1 "never" at graph 0.5, graph 0.35 center }
    eval panel(place, columns, rows, 46, 10, 34, 40, head, 0)
    plot history using (is_measured(name) ? run_of(0) : NaN):(us("value")):(us("lo")):(us("hi")) \
            with yerrorbars pt 7 ps 0.9 lw 1.2 lc rgb color_policy
}
unset multiplot
