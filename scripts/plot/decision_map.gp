# The decision map: which mode is the fastest, by launches and kernel time, and which mode the
# reference policy chooses, with its default and with its fitted constants.
#
#   gnuplot -e "run='DIR'; out='decision_map.png'" scripts/plot/decision_map.gp
#
# Reads run.csv, summary.csv and, if it is there, calibration.csv of the run's folder.

wide_height = 540
narrow_height = 960
here = ARG0[1:strlen(ARG0) - strlen("decision_map.gp")]
load here."common.gp"
load here."reference.gp"

# Ranges, over both panels; the repeats that occur: the least and the most.
n_max = 1.0; t_min = 1e30; t_max = 0.0; repeats_min = 1e18; repeats_max = 0
take_range(n, t, r) = (n_max = max2(n_max, n), t_min = t > 0 ? min2(t_min, t) : t_min, \
    t_max = t > 0 ? max2(t_max, t) : t_max, repeats_min = min2(repeats_min, r), repeats_max = max2(repeats_max, r), 0)
stats summary using (take_range(column("launches"), column("kernel_ns"), column("repeats"))) nooutput

if (t_max == 0) { t_min = 1e3; t_max = 1e6 }

# What the bars above each map say: a row for each set of constants and number of repeats.
repeats_rows = repeats_max > repeats_min ? 2 : 1
row_count = (has_fit ? 2 : 1) * repeats_rows
row_fitted(row) = row > repeats_rows
row_repeats(row) = row % repeats_rows == 1 % repeats_rows ? repeats_min : repeats_max
row_label(row) = sprintf("%s, %d repeat%s", row_fitted(row) ? "fitted" : "default", \
    row_repeats(row), row_repeats(row) == 1 ? "" : "s")
choose(row, wait, n) = row_fitted(row) ? fitted_mode(wait, n, row_repeats(row)) : \
    default_mode(wait, n, row_repeats(row))

n_left = 0.7
n_right = n_max * 1.5
n_step(k) = k < 100 ? k + 1.0 : floor(100 * 1.01 ** (k - 99))
steps = 1
while (n_step(steps) < n_right) { steps = steps + 1 }

# The policy's choice over n: from, to, row, mode, wait.
set print $bars
print "from,to,row,mode,wait"
do for [wait = 0:1] {
    do for [row = 1:row_count] {
        from = n_left
        mode = choose(row, wait, 1)
        do for [k = 1:steps] {
            next = choose(row, wait, n_step(k))
            if (next != mode) {
                to = n_step(k) - 0.5
                print sprintf("%g,%g,%d,%d,%d", from, to, row, mode, wait)
                from = to
                mode = next
            }
        }
        print sprintf("%g,%g,%d,%d,%d", from, n_right, row, mode, wait)
    }
}
unset print
number_color(mode) = mode == 0 ? color_plain : mode == 1 ? color_persistent : color_reuse

# An instance's fastest arm: how much it gains over the baseline is its size.
gain(x) = 1 + column("actual_savings_ns") / column("wall_ns")
gain_size(g) = g < 1.1 ? 0.55 : g < 2 ? 0.95 : 1.4
is_winner(wait, repeats) = strcol("is_oracle") eq "1" && strcol("wait") eq wait && \
    (repeats == repeats_min) == (column("repeats") == repeats_min)

# Where the policy changes its mind, in the colour of the mode it changes to.
border_at(wait, row, fitted) = column("wait") == wait && column("row") == row && \
    row_fitted(row) == fitted && column("from") > 1 ? column("from") : NaN
floor_us = decade_below(t_min) / 1e3
height_us = decade_above(t_max) / 1e3 - floor_us

columns = narrow ? 1 : 2
rows = narrow ? 2 : 1
legend_columns = narrow ? 2 : 5
side = 140
head = narrow ? 104 : 50
faint = 0x38000000
repeats_text(r) = sprintf("%d repeat%s", r, r == 1 ? "" : "s")
bar_pixels = 17
bars_top = 32
map_top = bars_top + row_count * bar_pixels + 14
cell = (1.0 * height - head) / rows

set multiplot
eval blank
eval legend(0, legend_columns, "plain launches", 5, 1.3, color_plain)
eval legend(1, legend_columns, "command reuse", 5, 1.3, color_reuse)
eval legend(2, legend_columns, "persistent kernel", 5, 1.3, color_persistent)
eval legend(3, legend_columns, repeats_text(repeats_min), 7, 0.95, gray)
if (repeats_rows > 1) { eval legend(4, legend_columns, repeats_text(repeats_max), 9, 0.95, gray) }
eval legend(5, legend_columns, "gains under 10 %", 7, gain_size(1), gray)
eval legend(6, legend_columns, "gains up to 2 times", 7, gain_size(1.5), gray)
eval legend(7, legend_columns, "gains more", 7, gain_size(9), gray)
# In two colours: the svg terminal takes lines of one colour for lines of one kind.
if (has_fit) { eval legend_line(8, legend_columns, "border, fitted", "solid", 0) }
eval legend_line(has_fit ? 9 : 8, legend_columns, "border, default", "2", gray)
plot NaN
do for [wait = 0:1] {
    wait_word = wait == 0 ? "each" : "batch"
    eval blank
    unset label; unset arrow
    set logscale x
    set xrange [n_left:n_right]
    set title wait_title(wait_word) offset 0, -0.4
    set yrange [row_count + 0.5:0.5]
    eval panel(wait, columns, rows, side, 14, bars_top, cell - bars_top - row_count * bar_pixels, head, 0)
    set ytics scale 0 textcolor rgb "black" ()
    do for [row = 1:row_count] { set ytics add (row_label(row) row) }
    plot $bars using (column("wait") == wait ? sqrt(column("from") * column("to")) : NaN):\
        (column("row")):(column("from")):(column("to")):(column("row") - 0.38):(column("row") + 0.38):\
        (number_color(column("mode"))) with boxxyerror fs solid noborder lc rgb variable

    eval axes
    unset title
    set logscale xy
    set yrange [floor_us:floor_us + height_us]
    set format x "%g"; set format y "%g"
    set xlabel "launches in the batch, n" offset 0, label_shift
    set ylabel "kernel time of one launch, µs"
    eval panel(wait, columns, rows, side, 14, map_top, 54, head, 0)
    plot for [row = 1:row_count] $bars using (border_at(wait, row, 0)):(floor_us):(0):(height_us):\
            (number_color(column("mode"))) with vectors nohead lw 1.2 dt 2 lc rgb variable, \
        for [row = 1:row_count] $bars using (border_at(wait, row, 1)):(floor_us):(0):(height_us):\
            (number_color(column("mode"))) with vectors nohead lw 1.2 dt 1 lc rgb variable, \
        for [r in sprintf("%d %d", repeats_min, repeats_max)] summary \
            using (is_winner(wait_word, int(r)) ? column("launches") : NaN):(column("kernel_ns") / 1e3):\
            (gain_size(gain(0))):(faint + mode_color(strcol("mode"))) \
            with points pt (int(r) == repeats_min ? 7 : 9) ps variable lc rgb variable
}
unset multiplot
