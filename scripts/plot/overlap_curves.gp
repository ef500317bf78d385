# What runs beside the kernels: a second kernel, a copy, a copy in parts, a compilation. See
# curves.gp.
#
#   gnuplot -e "run='DIR'; out='overlap_curves.png'" scripts/plot/overlap_curves.gp
#
# Reads curves.csv of the run's folder, or curves='FILE'; `dispatchwise report RUN -o DIR` leaves it
# in DIR.

wide_height = 820
narrow_height = 1760
here = ARG0[1:strlen(ARG0) - strlen("overlap_curves.gp")]
load here."common.gp"

array curve[4] = ["arms", "copy", "parts", "specialization"]
array title[4] = ["two kernels at once", "a copy beside kernels", "the copy cut into parts", \
    "pipelines compiled ahead"]
array x_label[4] = ["time with a barrier between, µs", "bytes copied", \
    "time with the copy in one, µs", "pipelines predicted right, %"]
array y_label[4] = ["time / with a barrier between", "time / copied before the kernels", \
    "time / copied in one part", "time / compiled when first met"]
array x_kind[4] = ["us", "bytes", "us", "percent"]
array by_mode[4] = [0, 0, 0, 0]
load here."curves.gp"
