/* Numbers → one byte each, and those that do not fit beside them: index/packed.py says how. */

#include "kernels.h"

enum { ESCAPE = 255 };

/* pack(numbers, starts, low, wide) -> wide numbers, or -1 */
PyObject *pack(PyObject *Py_UNUSED(module), PyObject *args)
{
    static const Wanted wanted[] = {{"numbers", 8, 0}, {"starts", 8, 0}, {"low", 1, 1}, {"wide", 8, 1}};
    Py_buffer views[4];
    if (take_buffers(args, wanted, 4, views) < 0)
        return NULL;
    const int64_t *numbers = views[0].buf, *starts = views[1].buf;
    unsigned char *low = views[2].buf;
    int64_t *wide = views[3].buf;
    const Py_ssize_t count = items(&views[0]), runs = items(&views[1]), room = items(&views[3]);
    Py_ssize_t written = 0, at = 0, run = 0;
    int sound = items(&views[2]) == count;
    Py_BEGIN_ALLOW_THREADS
    while (sound && at < count) {
        int64_t before = 0;
        Py_ssize_t stop = count;
        if (runs) {
            while (run < runs && starts[run] <= at)
                run++;
            stop = run < runs && starts[run] < count ? (Py_ssize_t)starts[run] : count;
        }
        for (; at < stop; at++) {
            const int64_t gap = numbers[at] - before;
            if (numbers[at] < 0 || gap < 0 || (gap >= ESCAPE && written == room)) {
                sound = 0;
                break;
            }
            if (gap >= ESCAPE)
                wide[written++] = gap;
            low[at] = gap < ESCAPE ? (unsigned char)gap : ESCAPE;
            before = runs ? numbers[at] : 0;
        }
    }
    Py_END_ALLOW_THREADS
    release_buffers(views, 4);
    if (!sound) {
        PyErr_SetString(PyExc_ValueError, "numbers do not rise within their runs, or the room is of the wrong size");
        return NULL;
    }
    return PyLong_FromSsize_t(written);
}
