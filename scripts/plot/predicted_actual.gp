# Savings over the baseline: as the reference policy predicts them against as measured, with 95 %
# intervals. Its own choices stand out; every other arm of a mode that it has a formula for is pale.
#
#   gnuplot -e "run='DIR'; out='predicted_actual.png'" scripts/plot/predicted_actual.gp
#
# Reads summary.csv of the run's folder. Both axes: asinh, that is linear within about a
# microsecond of 0 and logarithmic beyond.

wide_height = 520
narrow_height = 900
load ARG0[1:strlen(ARG0) - strlen("predicted_actual.gp")]."common.gp"

predicted(x) = strcol("predicted_savings_ns") eq "" ? NaN : column("predicted_savings_ns") / 1e3
actual(x) = column("actual_savings_ns") / 1e3
# The ends of both axes, at decades: 0 where nothing is on that side of 0.
x_lo = 0.0; x_hi = 10.0; y_lo = 0.0; y_hi = 10.0
take_x(x) = (x_lo = min2(x_lo, x), x_hi = max2(x_hi, x), 0)
take_y(y) = (y_lo = min2(y_lo, y), y_hi = max2(y_hi, y), 0)
is_shown(wait) = strcol("status") eq "ok" && strcol("wait") eq wait && \
    strcol("predicted_savings_ns") ne "" && strcol("wall_ns") ne "" && strstrt(strcol("arm"), "+role=") == 0
take_row(x) = (take_x(predicted(0)), take_y(actual(0)), 0)
stats summary using (is_shown("each") || is_shown("batch") ? take_row(0) : 0) nooutput
edge(x) = x == 0 ? 0 : sgn(x) * decade_above(max2(10, abs(x) * 1.05))
x_lo = edge(x_lo); x_hi = edge(x_hi); y_lo = edge(y_lo); y_hi = edge(y_hi)

is_choice(wait, mode) = is_shown(wait) && strcol("mode") eq mode && strcol("arm") eq strcol("reference_choice")
is_other(wait, mode) = is_shown(wait) && strcol("mode") eq mode && strcol("arm") ne strcol("reference_choice")
modes = "command_reuse persistent_kernel"

columns = narrow ? 1 : 2
head = narrow ? 66 : 30
legend_columns = narrow ? 2 : 5
set multiplot
eval blank
eval legend(0, legend_columns, "command reuse", 5, 1.3, color_reuse)
eval legend(1, legend_columns, "persistent kernel", 5, 1.3, color_persistent)
eval legend(2, legend_columns, "the policy's choice", 7, 1, gray)
eval legend(3, legend_columns, "other arms", 6, 0.7, gray)
eval legend_line(4, legend_columns, "as predicted", "solid", 0)
plot NaN
eval axes
set nonlinear x via asinh(x) inverse sinh(x)
set nonlinear y via asinh(y) inverse sinh(y)
set xrange [x_lo:x_hi]
set yrange [y_lo:y_hi]
set xtics ("0" 0)
set ytics ("0" 0)
tic_text(us) = abs(us) < 1e3 ? sprintf("%g µs", us) : abs(us) < 1e6 ? sprintf("%g ms", us / 1e3) : \
    sprintf("%g s", us / 1e6)
decades(lo, hi) = (lo < 0 ? log10(-lo) : 0) + (hi > 0 ? log10(hi) : 0)
x_step = decades(x_lo, x_hi) > 5 ? 2 : 1
y_step = decades(y_lo, y_hi) > 9 ? 2 : 1
do for [d = 9:1:-1] {
    v = 10.0 ** d
    if (d % x_step == 1 % x_step) { set xtics add (tic_text(-v) -v, tic_text(v) v) }
    if (d % y_step == 1 % y_step) { set ytics add (tic_text(-v) -v, tic_text(v) v) }
}
set xlabel "predicted savings per batch" offset 0, label_shift
set ylabel "measured savings per batch" offset (narrow ? 2.5 : 1.5), 0
set arrow 1 from max2(x_lo, y_lo), max2(x_lo, y_lo) to min2(x_hi, y_hi), min2(x_hi, y_hi) \
    nohead lc rgb "black" lw 1
set arrow 2 from x_lo, 0 to x_hi, 0 nohead lc rgb gray lw 0.7
set arrow 3 from 0, y_lo to 0, y_hi nohead lc rgb gray lw 0.7
do for [i = 0:1] {
    wait = word("each batch", i + 1)
    set title wait_title(wait) offset 0, -0.4
    eval panel(i, columns, 3 - columns, narrow ? 84 : 92, 32, narrow ? 42 : 34, 54, head, 0)
    plot for [mode in modes] summary using (is_other(wait, mode) ? predicted(0) : NaN):(actual(0)) \
            with points pt 6 ps 0.5 lc rgb (0x70000000 + mode_color(mode)), \
        for [mode in modes] summary using (is_choice(wait, mode) ? predicted(0) : NaN):(actual(0)):\
            (column("actual_savings_lo_ns") / 1e3):(column("actual_savings_hi_ns") / 1e3) \
            with yerrorbars pt 7 ps 0.8 lw 1 lc rgb mode_color(mode)
}
unset multiplot
