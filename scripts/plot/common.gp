# What the figures share; loaded by them, draws nothing itself.
#
# Set before it is loaded: run (a run's folder), out (the file to write; .svg or .png by its name),
# wide_height and narrow_height (pixels). Optional: narrow=1 draws for a screen of a phone's width.

if (!exists("run") || !exists("out")) {
    print "usage: gnuplot -e \"run='DIR'; out='FILE.png'\" ".ARG0
    exit status 2
}
if (!exists("narrow")) narrow = 0
width = narrow ? 400 : 940
height = narrow ? narrow_height : wide_height

set encoding utf8
is_svg = strlen(out) > 4 && out[strlen(out) - 3:] eq ".svg"
if (is_svg) {
    set terminal svg size width, height dynamic noenhanced font "sans-serif,13"
} else {
    set terminal pngcairo size 2 * width, 2 * height noenhanced font "sans-serif,9.5" fontscale 2 \
        linewidth 2 pointscale 2 background rgb "white"
}
set output out
# The terminals put an axis' label at different distances.
label_shift = is_svg ? 0.55 : 0.3

set datafile separator comma
set datafile columnheaders
unset key

# Okabe-Ito, by mode and by policy, the same in every figure.
color_plain = 0x0072B2
color_persistent = 0x009E73
color_reuse = 0xD55E00
color_policy = 0xCC79A7
color_planner = 0xE69F00
mode_color(mode) = mode eq "plain_launches" ? color_plain : \
    mode eq "persistent_kernel" ? color_persistent : \
    mode eq "command_reuse" ? color_reuse : 0x808080

# Margins of panel i of a grid, in pixels around each: left, right, top, bottom; head pixels on top
# of all are for the legend, foot pixels below all for what is said once.
panel(i, columns, rows, left, right, top, bottom, head, foot) = sprintf( \
    "set lmargin at screen %.5f; set rmargin at screen %.5f; set tmargin at screen %.5f; set bmargin at screen %.5f", \
    ((i % columns) * (1.0 * width / columns) + left) / width, \
    ((i % columns + 1) * (1.0 * width / columns) - right) / width, \
    1 - (head + (i / columns) * ((1.0 * height - head - foot) / rows) + top) / height, \
    1 - (head + (i / columns + 1) * ((1.0 * height - head - foot) / rows) - bottom) / height)

# The legend: entry i of a strip (pixels: left, width, top), in columns; drawn by the next plot.
legend_left = 0.0; legend_width = width; legend_top = 14.0
legend_x(i, columns, pixels) = (legend_left + (i % columns) * (legend_width - 8.0) / columns + pixels) / width
legend_y(i, columns) = 1 - (legend_top + (i / columns) * 19) / height
# The text goes through a variable: what comes from a file is never part of a command.
legend_text(i, columns, text) = (legend_string = text, sprintf( \
    "set label %d legend_string at screen %.5f, screen %.5f left; ", \
    i + 1, legend_x(i, columns, 36), legend_y(i, columns)))
legend(i, columns, text, type, size, color) = legend_text(i, columns, text).sprintf( \
    "set label %d \"\" at screen %.5f, screen %.5f point pt %d ps %g lc rgb %d", \
    i + 101, legend_x(i, columns, 18), legend_y(i, columns), type, size, color)
legend_line(i, columns, text, dash, color) = legend_text(i, columns, text).sprintf( \
    "set arrow %d from screen %.5f, screen %.5f to screen %.5f, screen %.5f nohead lw 1.5 dt %s lc rgb %d", \
    i + 1, legend_x(i, columns, 4), legend_y(i, columns), legend_x(i, columns, 30), \
    legend_y(i, columns), dash, color)
blank = "unset border; unset tics; unset grid; unset title; unset xlabel; unset ylabel; unset logscale; unset key; set lmargin at screen 0; set rmargin at screen 1; set tmargin at screen 1; set bmargin at screen 0; set xrange [0:1]; set yrange [0:1]"
axes = "unset label; unset arrow; set border 3 lc rgb '#808080'; set xtics nomirror out scale 0.6 textcolor rgb 'black' autofreq; set ytics nomirror out scale 0.6 textcolor rgb 'black' autofreq; set grid x y lc rgb '#dddddd' lw 0.7 dt solid"
gray = 0x808080

# Decades around a range, for log axes.
decade_below(x) = 10 ** floor(log10(x) + 1e-9)
decade_above(x) = 10 ** ceil(log10(x) - 1e-9)
min2(a, b) = a < b ? a : b
max2(a, b) = a > b ? a : b

summary = run."/summary.csv"
wait_title(wait) = wait eq "each" ? "waited for each launch" : "waited for once per batch"
