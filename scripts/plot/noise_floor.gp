# The A/A arm: how far a second copy of the baseline seems to be from the baseline, with 95 %
# intervals. What is truly there is 0; what is seen is noise.
#
#   gnuplot -e "run='DIR'; out='noise_floor.png'" scripts/plot/noise_floor.gp
#
# Reads summary.csv of the run's folder.

wide_height = 400
narrow_height = 740
load ARG0[1:strlen(ARG0) - strlen("noise_floor.gp")]."common.gp"

# The baseline's time is the control's plus what the control saves.
base(x) = column("wall_ns") + column("actual_savings_ns")
is_control(wait) = strstrt(strcol("arm"), "+role=control") > 0 && strcol("status") eq "ok" && \
    strcol("wait") eq wait && strcol("actual_savings_hi_ns") ne ""
slower(savings) = -100 * column(savings) / base(0)
edge = 1.0; t_min = 1e30; t_max = 0.0
take_row(x) = (edge = max2(edge, max2(abs(slower("actual_savings_lo_ns")), abs(slower("actual_savings_hi_ns")))), \
    t_min = min2(t_min, base(0)), t_max = max2(t_max, base(0)), 0)
stats summary using (is_control("each") || is_control("batch") ? take_row(0) : 0) nooutput
if (t_max == 0) { t_min = 1e3; t_max = 1e6 }

columns = narrow ? 1 : 2
set multiplot
# Linear within about a percent of 0, logarithmic beyond.
set nonlinear y via asinh(y) inverse sinh(y)
do for [i = 0:1] {
    wait = word("each batch", i + 1)
    eval axes
    set logscale x
    set title wait_title(wait) offset 0, -0.4
    set xrange [t_min / 2e3:t_max * 2 / 1e3]
    set yrange [-edge * 1.3:edge * 1.3]
    set format x "%g"
    set ytics (0)
    do for [d = 0:5] { set ytics add (sprintf("%+g", 10 ** d) 10 ** d, sprintf("%+g", -10 ** d) -10 ** d) }
    set xlabel "time of the baseline's batch, µs" offset 0, label_shift
    set ylabel "A/A difference, %"
    set arrow 1 from graph 0, first 0 to graph 1, first 0 nohead lc rgb "black" lw 1
    eval panel(i, columns, 3 - columns, 76, 24, narrow ? 42 : 34, 54, 0, 0)
    plot summary using (is_control(wait) ? base(0) / 1e3 : NaN):(slower("actual_savings_ns")):\
        (slower("actual_savings_hi_ns")):(slower("actual_savings_lo_ns")) \
        with yerrorbars pt 7 ps 0.7 lw 1 lc rgb color_plain
}
unset multiplot
