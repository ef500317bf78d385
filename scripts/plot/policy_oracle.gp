# How far each policy is above the oracle: mean, 95th percentile and worst instance.
#
#   gnuplot -e "run='DIR'; out='policy_oracle.png'" scripts/plot/policy_oracle.gp
#
# Reads scores.csv of the run's folder, which `dispatchwise score` writes.

# The height follows the number of policies, so they are read before the terminal is set.
set datafile separator comma
set datafile columnheaders
static_most = 20
count = 0
statics = 0
count_policy(set, policy) = set eq "fit" && policy ne "oracle" ? \
    (count = count + 1, statics = statics + (policy[1:7] eq "always_"), 0) : 0
stats run."/scores.csv" using (count_policy(strcol("set"), strcol("policy"))) nooutput
lines = count - (statics > static_most ? statics - static_most : 0)
wide_height = 90 + 23 * lines
narrow_height = 140 + 23 * lines
load ARG0[1:strlen(ARG0) - strlen("policy_oracle.gp")]."common.gp"

array name[count + 1]
array mean[count + 1]
array high[count + 1]
array most[count + 1]
array kept[count + 1]
used = 0
has_kept = 0
add(policy, a, b, c) = (used = used + 1, name[used] = policy, mean[used] = a, high[used] = b, \
    most[used] = c, kept[used] = NaN, 0)
keep(policy, a) = (has_kept = 1, sum [k = 1:used] (name[k] eq policy ? (kept[k] = a) : 0))
take_score(set, policy, a, b, c) = policy eq "oracle" ? 0 : set eq "fit" ? add(policy, a, b, c) : \
    policy[1:7] eq "always_" ? 0 : (keep(policy, a), 0)
stats run."/scores.csv" using (take_score(strcol("set"), strcol("policy"), \
    1 + column("regret_mean"), 1 + column("regret_p95"), 1 + column("regret_max"))) nooutput

# The best on top: the place of a policy is how many are better. Of static arms the best are shown.
is_static(i) = name[i][1:7] eq "always_"
better(i, static) = sum [k = 1:count] (is_static(k) == static && \
    (mean[k] < mean[i] || (mean[k] == mean[i] && k < i)))
shown(i) = !is_static(i) || better(i, 1) < static_most
place(i) = 1 + better(i, 0) + min2(better(i, 1), static_most)
policy_color(policy) = policy[1:9] eq "reference" ? color_policy : policy eq "planner" ? \
    color_planner : mode_color(policy[8:strstrt(policy, "/") - 1])
policy_text(constants) = narrow ? "policy, ".constants : "reference policy, ".constants." constants"
label_of(policy) = policy[1:7] eq "always_" ? \
    "always ".(narrow ? policy[strstrt(policy, "/") + 1:] : policy[8:]) : \
    policy eq "reference_defaults" ? policy_text("default") : \
    policy eq "reference_fitted" ? policy_text("fitted") : policy
set print $marks
print "place,mean,high,most,kept,color"
do for [i = 1:count] {
    if (!shown(i)) { continue }
    print sprintf("%d,%.9g,%.9g,%.9g,%.9g,%d", place(i), mean[i], high[i], most[i], kept[i], \
        policy_color(name[i]))
}
unset print
worst = 1.0
do for [i = 1:count] { if (shown(i)) { worst = max2(worst, most[i]) } }

columns = narrow ? 2 : 4
head = narrow ? 62 : 42
set multiplot
eval blank
eval legend(0, columns, "mean over instances", 7, 1.1, gray)
eval legend(1, columns, "95th percentile", 13, 1, gray)
eval legend(2, columns, "worst instance", 9, 1, gray)
if (has_kept) { eval legend(3, columns, "mean, families held out", 6, 1.7, gray) }
plot NaN
eval axes
unset grid
set grid x lc rgb "#dddddd" lw 0.7 dt solid
set logscale x
set xrange [0.93:worst * 1.15]
set yrange [lines + 0.6:0.4]
set format x "%g"
set xlabel "time of the choices, 1 = the oracle's" offset 0, label_shift
set ytics scale 0 ()
do for [i = 1:count] { if (shown(i)) { set ytics add (label_of(name[i]) place(i)) } }
set arrow from 1, graph 0 to 1, graph 1 nohead lc rgb "black" lw 1
eval panel(0, 1, 1, narrow ? 150 : 424, 16, 0, 54, head, 0)
plot $marks using "mean":"place":(column("most") - column("mean")):(0):"color" \
        with vectors nohead lw 1.5 lc rgb variable, \
    $marks using "most":"place":"color" with points pt 9 ps 0.9 lc rgb variable, \
    $marks using "high":"place":"color" with points pt 13 ps 1 lc rgb variable, \
    $marks using "mean":"place":"color" with points pt 7 ps 1.1 lc rgb variable, \
    $marks using "kept":"place":"color" with points pt 6 ps 1.7 lc rgb variable
unset multiplot
