# Four panels of curves.csv: what each way of taking a decision takes over the plain way, over what
# it depends on. Points: instances, with 95 % intervals; lines: their geometric means over fifths of
# a decade of x. Loaded after common.gp and these arrays of four:
#
#   curve, title, x_label, y_label: its rows, and what stands around it
#   x_kind: count, bytes, us (of ns) or percent (of bps)
#   by_mode: 1: in the colours of the arms' modes

if (!exists("curves")) { curves = run."/curves.csv" }

# The sides of a panel in the order of the file, its range, and its places on the x axis.
sides_most = 16
array side[sides_most]; array side_mode[sides_most]; array place[8]
is_curve(name) = strcol("curve") eq name
is_side(name, k) = is_curve(name) && strcol("side") eq side[k]
index_of(text) = sum [k = 1:side_count] (side[k] eq text ? k : 0)
take_side(text, mode) = index_of(text) == 0 && side_count < sides_most ? \
    (side_count = side_count + 1, side[side_count] = text, side_mode[side_count] = mode, 0) : 0
is_place(x) = sum [k = 1:min2(place_count, 7)] (place[k] == x)
take_place(x) = is_place(x) == 0 ? (place_count = min2(place_count + 1, 8), place[place_count] = x, 0) : 0
take_range(x, y) = (x_min = min2(x_min, x), x_max = max2(x_max, x), \
    y_min = min2(y_min, y), y_max = max2(y_max, y), 0)
mode_of(arm) = arm[1:strstrt(arm, "/") - 1]
take_row(kind) = (take_side(strcol("side"), mode_color(mode_of(strcol("arm")))), \
    take_place(x_of(kind)), take_range(x_of(kind), log10(column("ratio"))), 0)
x_of(kind) = column("x") / (kind eq "us" ? 1e3 : kind eq "percent" ? 1e2 : 1)
low(x) = strcol("ratio_lo") eq "" ? log10(column("ratio")) : log10(column("ratio_lo"))
high(x) = strcol("ratio_hi") eq "" ? log10(column("ratio")) : log10(column("ratio_hi"))

# What a side is called gives the colour, with its number the form, and the kind of the batch, in
# brackets, whether it is filled.
cut_at(text, mark) = strstrt(text, mark) > 0 ? text[1:strstrt(text, mark) - 1] : text
form_name(k) = cut_at(side[k], " (")
color_name(k) = cut_at(form_name(k), ":")
is_first_form(k) = (sum [j = 1:k] (form_name(j) eq form_name(k))) == 1
is_first_color(k) = (sum [j = 1:k] (color_name(j) eq color_name(k))) == 1
form_of(k) = sum [j = 1:k] (form_name(j) eq form_name(k) && is_first_form(j) ? \
    (sum [m = 1:j] is_first_form(m)) : 0)
hue_of(k) = sum [j = 1:k] (color_name(j) eq color_name(k) && is_first_color(j) ? \
    (sum [m = 1:j] is_first_color(m)) : 0)
is_kind(k) = strstrt(side[k], " (") > 0
is_further(k) = (sum [j = 1:k] (color_name(j) eq color_name(k) && form_name(j) ne form_name(k))) > 0
side_colors = "0x56B4E9 0xD55E00 0x009E73 0xCC79A7"
color_of(k, by_mode) = by_mode ? side_mode[k] : int(word(side_colors, (hue_of(k) - 1) % 4 + 1))
point_of(k) = int(word("7 5 9 13 6 4 8 12", (form_of(k) - 1) % 4 + 1 + 4 * is_kind(k)))
dash_of(k) = is_kind(k) ? 2 : is_further(k) ? 4 : 1
bytes_text(x) = x < 1024 ? sprintf("%g", x) : x < 1048576 ? sprintf("%g KiB", x / 1024) : \
    sprintf("%g MiB", x / 1048576)
place_text(kind, x) = kind eq "bytes" ? bytes_text(x) : sprintf("%g", x)

# The means: sums over the bins of a side.
bins = 120
array bin_x[bins]; array bin_y[bins]; array bin_count[bins]
bin_of(kind, x) = kind eq "percent" ? 1 + int(x) : 21 + int(floor(log10(x) * 5))
scaled(kind, x) = kind eq "percent" ? x : log10(x)
unscaled(kind, x) = kind eq "percent" ? x : 10 ** x
add_to(b, x, y) = b < 1 || b > bins ? 0 : (bin_x[b] = bin_x[b] + x, bin_y[b] = bin_y[b] + y, \
    bin_count[b] = bin_count[b] + 1, 0)
# Sides at the same places stand beside each other.
offset_of(k) = (k - 0.5 * (side_count + 1)) / side_count
beside(kind, k, x) = kind eq "us" ? x : kind eq "percent" ? x + 3 * offset_of(k) : \
    x * (x_max / x_min) ** (0.07 * offset_of(k))
tic_marks(span) = span > 2.2 ? "1" : span > 0.9 ? "1 2 5" : span > 0.4 ? "1 1.5 2 3 5 7" : \
    "1 1.1 1.2 1.3 1.4 1.6 1.8 2 2.5 3 4 5 6 7 8 9"

columns = narrow ? 1 : 2
rows = 4 / columns
cell = 1.0 * height / rows
left = 78
legend_indent = narrow ? 24 : left
legend_width = 1.0 * width / columns - legend_indent
plot_width = 1.0 * width / columns - left - 16
set datafile missing NaN
set multiplot
do for [i = 0:3] {
    name = curve[i + 1]; kind = x_kind[i + 1]; modes = by_mode[i + 1]
    side_count = 0; place_count = 0
    x_min = 1e30; x_max = -1e30; y_min = 0.0; y_max = 0.0
    stats curves using (is_curve(name) ? take_row(kind) : 0) nooutput
    is_empty = side_count == 0
    if (is_empty) { x_min = 1; x_max = 10 }
    longest = 0
    do for [k = 1:side_count] { longest = max2(longest, strlen(side[k])) }
    legend_columns = longest > 20 ? 1 : narrow || longest > 12 ? 2 : 3
    legend_left = (i % columns) * (1.0 * width / columns) + legend_indent
    legend_top = (i / columns) * cell + 44
    eval axes
    unset logscale
    set label 90 title[i + 1] at screen (legend_left + 4) / width, screen 1 - (legend_top - 24) / height
    do for [k = 1:side_count] {
        eval legend(k - 1, legend_columns, side[k], point_of(k), 0.9, color_of(k, modes))
    }
    set xlabel x_label[i + 1] offset 0, label_shift
    set ylabel y_label[i + 1]
    set xtics ()
    if (kind eq "percent") {
        set xrange [-6:106]
    } else {
        set logscale x
        wing = max2(1.15, (x_max / x_min) ** 0.06)
        set xrange [x_min / wing:x_max * wing]
    }
    if (place_count < 8) {
        # Those that do not touch, from the left.
        last = -1e30
        span = scaled(kind, x_max) - scaled(kind, x_min)
        do for [k = 1:place_count] {
            next = 1e30
            do for [m = 1:place_count] { if (place[m] > last) { next = min2(next, place[m]) } }
            last = next
            text = place_text(kind, next)
            at = scaled(kind, next) - 0.5 * span * 7.2 * strlen(text) / plot_width
            if (k == 1 || at > free) {
                set xtics add (text next)
                free = at + span * 7.2 * (strlen(text) + 1) / plot_width
            }
        }
    } else {
        marks = tic_marks(log10(x_max / x_min))
        do for [d = -3:9] { do for [m in marks] {
            set xtics add (place_text(kind, real(m) * 10.0 ** d) real(m) * 10.0 ** d) } }
    }
    wing = max2(0.04, 0.07 * (y_max - y_min))
    set yrange [y_min - wing:y_max + wing]
    set ytics ()
    do for [d = -4:4] { do for [m in tic_marks(y_max - y_min)] {
        set ytics add (sprintf("%g", real(m) * 10.0 ** d) log10(real(m)) + d) } }
    if (is_empty) {
        set label 91 "not measured in this run" at graph 0.5, graph 0.5 center textcolor rgb gray
        unset tics
    } else {
        set arrow 90 from graph 0, first 0 to graph 1, first 0 nohead lc rgb "black" lw 1
    }
    legend_rows = max2(0, side_count - 1) / legend_columns
    eval panel(i, columns, rows, left, 16, 44 + 19 * legend_rows + 18, 54, 0, 0)
    set print $means
    print "number,x,y"
    do for [k = 1:side_count] {
        do for [b = 1:bins] { bin_x[b] = 0.0; bin_y[b] = 0.0; bin_count[b] = 0 }
        stats curves using (is_side(name, k) ? add_to(bin_of(kind, x_of(kind)), \
            scaled(kind, x_of(kind)), log10(column("ratio"))) : 0) nooutput
        do for [b = 1:bins] {
            if (bin_count[b] > 0) { print sprintf("%d,%.9g,%.9g", k, \
                unscaled(kind, bin_x[b] / bin_count[b]), bin_y[b] / bin_count[b]) }
        }
    }
    unset print
    if (is_empty) {
        plot NaN
    } else {
        plot for [k = 1:side_count] curves using \
                (is_side(name, k) ? beside(kind, k, x_of(kind)) : NaN):(low(0)):(0):(high(0) - low(0)) \
                with vectors nohead lw 0.7 lc rgb (0xA0000000 + color_of(k, modes)), \
            for [k = 1:side_count] curves using \
                (is_side(name, k) ? beside(kind, k, x_of(kind)) : NaN):(log10(column("ratio"))) \
                with points pt point_of(k) ps 0.6 lw 0.8 lc rgb (0x40000000 + color_of(k, modes)), \
            for [k = 1:side_count] $means using \
                (column("number") == k ? beside(kind, k, column("x")) : NaN):"y" \
                with lines lw 2 dt dash_of(k) lc rgb color_of(k, modes)
    }
}
unset multiplot
