# How launches are handed over and waited for: launches a buffer or a submit, resident workgroups of
# a persistent kernel, how a launch comes by its buffers, how the host waits. See curves.gp.
#
#   gnuplot -e "run='DIR'; out='launch_curves.png'" scripts/plot/launch_curves.gp
#
# Reads curves.csv of the run's folder, or curves='FILE'; `dispatchwise report RUN -o DIR` leaves it
# in DIR.

wide_height = 820
narrow_height = 1760
here = ARG0[1:strlen(ARG0) - strlen("launch_curves.gp")]
load here."common.gp"

array curve[4] = ["launches", "resident", "binding", "waiting"]
array title[4] = ["launches handed over at once, short kernels", "resident workgroups of a persistent kernel", \
    "how a launch comes by its buffers", "how the host waits"]
array x_label[4] = ["launches in a buffer, or buffers in a submit", "resident workgroups, W", \
    "buffers that a launch binds", "time of one wait when blocked, µs"]
array y_label[4] = ["time / a submit for each launch", "time / the best W and pop", \
    "time / sets bound for each launch", "time / blocked in the fence"]
array x_kind[4] = ["count", "count", "count", "us"]
array by_mode[4] = [1, 1, 0, 0]
load here."curves.gp"
