/* What the kernels of searching share. Posts are ascending numbers of eight bytes; whatever is not as it should be is
   noticed before it is used as an index, and ends a kernel with a ValueError. */

#ifndef CIVICSEARCH_SEARCH_H
#define CIVICSEARCH_SEARCH_H

#include "kernels.h"

/* Arrays that a kernel holds, let go together. */
enum { MOST_ARRAYS = 64 };
typedef struct {
    Py_buffer views[MOST_ARRAYS];
    int count;
} Held;

/* The items of an array; NULL with an exception where they are not of this size. */
void *hold(Held *held, PyObject *array, Py_ssize_t size, int writable, Py_ssize_t *length);

/* The same for whole numbers of any width. */
const void *hold_any(Held *held, PyObject *array, Py_ssize_t *width, Py_ssize_t *length);

/* Whether there are as many arguments as needed; an exception where not. */
int enough(Py_ssize_t given, Py_ssize_t needed);

/* Other threads may run where there is much to do. */
PyThreadState *release_for(Py_ssize_t items);

/* Lets go of everything; a number, or where it is below 0 an exception. */
PyObject *answer(Held *held, PyThreadState *state, Py_ssize_t found, const char *problem);

/* The end of a kernel that could not begin. */
PyObject *refuse(Held *held, const char *problem);

extern const char not_ascending[], no_room[];

/* Systems have functions of their own that are called so. */
#define FAST_KERNEL(name) PyObject *name##_kernel(PyObject *Py_UNUSED(module), PyObject *const *args, Py_ssize_t given)
/* How many times longer a list has to be for stepping through it to beat reading it. */
enum { SKEW = 16 };

/* The first place from which a list has no number below another, sought with growing steps. */
static inline Py_ssize_t gallop(const int64_t *list, Py_ssize_t at, Py_ssize_t count, int64_t wanted)
{
    Py_ssize_t step = 1, high = at;
    while (high < count && list[high] < wanted) {
        at = high + 1;
        high += step;
        step += step;
    }
    if (high > count)
        high = count;
    while (at < high) {
        Py_ssize_t middle = at + (high - at) / 2;
        if (list[middle] < wanted)
            at = middle + 1;
        else
            high = middle;
    }
    return at;
}

FAST_KERNEL(common);
FAST_KERNEL(unite);
FAST_KERNEL(accumulate);
FAST_KERNEL(without);
FAST_KERNEL(first);
FAST_KERNEL(rank);
FAST_KERNEL(count_values);
FAST_KERNEL(adjacent);
FAST_KERNEL(tally);
FAST_KERNEL(near);
FAST_KERNEL(near_spans);
FAST_KERNEL(unpack);
FAST_KERNEL(places);
FAST_KERNEL(merge);
FAST_KERNEL(between);
FAST_KERNEL(seek);
FAST_KERNEL(score);
FAST_KERNEL(splice);
FAST_KERNEL(alphabetical);
FAST_KERNEL(others);

#endif
