# The time of every variant over the launches of a batch, per launch, for the short kernels of a run:
# there the way of launching shows. Lines join the means over the workloads. Only what differs in
# nothing else is drawn: arms with every axis at its first side, batches with nothing beside kernels.
#
#   gnuplot -e "run='DIR'; out='arms_over_n.png'" scripts/plot/arms_over_n.gp
#
# Reads summary.csv of the run's folder.

wide_height = 820
narrow_height = 1760
load ARG0[1:strlen(ARG0) - strlen("arms_over_n.gp")]."common.gp"

# Short: up to twice the lower quartile of the kernel times; all, where none is known.
has_kernel(x) = strcol("arm") eq "plain_launches/each" && strcol("kernel_ns") ne ""
known = 0
stats summary using (has_kernel(0) ? (known = known + 1, 0) : 0) nooutput
short = 0.0
if (known > 0) {
    stats summary using (has_kernel(0) ? column("kernel_ns") : NaN) nooutput
    short = 2 * STATS_lo_quartile
}
has_part(instance, part) = strstrt(instance, "-".part) > 0
is_plain(instance) = !(has_part(instance, "b") || has_part(instance, "cop") || \
    has_part(instance, "dependent") || has_part(instance, "new") || has_part(instance, "rebind"))
per_launch(x) = column("wall_ns") / column("launches") / 1e3
is_short(wait) = strcol("status") eq "ok" && strcol("wait") eq wait && strcol("wall_ns") ne "" && \
    strstrt(strcol("arm"), "+") == 0 && is_plain(strcol("instance")) && (known == 0 || column("kernel_ns") <= short)
is_arm(wait, arm) = is_short(wait) && strcol("arm") eq arm

# The arms that occur, and the ranges.
array arms[2] = [" ", " "]; n_max = 1.0
array y_min[2] = [1e30, 1e30]; array y_max[2] = [0.0, 0.0]
take_arm(w, arm) = (arms[w] = strstrt(arms[w], " ".arm." ") ? arms[w] : arms[w].arm." ", 0)
take_range(w, n, y) = (n_max = max2(n_max, n), y_min[w] = min2(y_min[w], y), \
    y_max[w] = max2(y_max[w], y), 0)
take_row(w) = (take_arm(w, strcol("arm")), take_range(w, column("launches"), per_launch(0)), 0)
stats summary using (is_short("each") ? take_row(1) : is_short("batch") ? take_row(2) : 0) nooutput
mode_of(arm) = arm[1:strstrt(arm, "/") - 1]
variant_of(arm) = arm[strstrt(arm, "/") + 1:]
baseline = "plain_launches/each"

# Panels: a wait and a mode, the baseline in each of them.
panel_wait(i) = i == 0 ? "each" : "batch"
panel_mode(i) = word("any plain_launches command_reuse persistent_kernel", i + 1)
panel_title(i) = i == 0 ? "waited for each launch: all arms" : "waited for once per batch: ".\
    word("- plain reuse persistent", i + 1).(i == 1 ? " launches" : i == 2 ? " of commands" : " kernel")
point_type(k) = int(word("7 5 9 13 11 6 4 8 12 10", k % 10 + 1))

columns = narrow ? 1 : 2
rows = 4 / columns
cell = 1.0 * height / rows
side = 78
legend_columns = narrow ? 2 : 3
legend_width = 1.0 * width / columns - side
set datafile missing NaN
set multiplot
set logscale xy
do for [i = 0:3] {
    shown = baseline
    do for [arm in arms[i == 0 ? 1 : 2]] {
        if (arm ne baseline && (i == 0 || mode_of(arm) eq panel_mode(i))) { shown = shown." ".arm }
    }
    unset label
    legend_left = (i % columns) * (1.0 * width / columns) + side
    legend_top = (i / columns) * cell + 44
    do for [k = 1:words(shown)] {
        eval legend(k - 1, legend_columns, variant_of(word(shown, k)), point_type(k - 1), 0.9, \
            mode_color(mode_of(word(shown, k))))
    }
    set border 3 lc rgb "#808080"
    set xtics nomirror out scale 0.6 textcolor rgb "black" autofreq
    set ytics nomirror out scale 0.6 textcolor rgb "black" autofreq
    set grid x y lc rgb "#dddddd" lw 0.7 dt solid
    set format x "%g"; set format y "%g"
    set xrange [0.8:n_max * 1.3]
    w = i == 0 ? 1 : 2
    if (y_max[w] == 0) { y_min[w] = 1; y_max[w] = 10 }
    set yrange [min2(y_min[w] / 1.3, y_max[w] / 10):y_max[w] * 1.3]
    # A range of few decades gets more numbers.
    if (y_max[w] / y_min[w] < 40) {
        do for [d = -3:7] { set ytics add (sprintf("%g", 2 * 10.0 ** d) 2 * 10.0 ** d, \
            sprintf("%g", 5 * 10.0 ** d) 5 * 10.0 ** d) }
    }
    set label 90 panel_title(i) at screen (legend_left + 4) / width, screen 1 - (legend_top - 24) / height
    set xlabel "launches in the batch, n" offset 0, label_shift
    set ylabel "time per launch, µs"
    eval panel(i, columns, rows, side, 16, 44 + 19 * ((words(shown) - 1) / legend_columns) + 18, 54, 0, 0)
    plot for [k = 1:words(shown)] summary using (is_arm(panel_wait(i), word(shown, k)) ? \
        column("launches") : NaN):(per_launch(0)) smooth unique with linespoints \
        pt point_type(k - 1) ps 0.7 lw 1 lc rgb mode_color(mode_of(word(shown, k)))
}
unset multiplot
