/* Reading postings and words from the files of an index. */

#include "search.h"

enum { ESCAPE = 255 };

static const char damaged[] = "packed numbers are damaged";

static inline uint64_t number_at(const void *numbers, Py_ssize_t width, Py_ssize_t place)
{
    switch (width) {
    case 1: return ((const uint8_t *)numbers)[place];
    case 2: return ((const uint16_t *)numbers)[place];
    case 4: return ((const uint32_t *)numbers)[place];
    default: return ((const uint64_t *)numbers)[place];
    }
}

/* unpack(low, wide, next_wide, running, base, numbers): see _kernels.pyi */
FAST_KERNEL(unpack)
{
    Held held = {.count = 0};
    Py_ssize_t count, escapes = 0, room, width;
    const uint8_t *low;
    const void *wide;
    int64_t *numbers;
    if (!enough(given, 6) || !(low = hold(&held, args[0], 1, 0, &count)) ||
        !(wide = hold_any(&held, args[1], &width, &escapes)) || !(numbers = hold(&held, args[5], 8, 1, &room)))
        return refuse(&held, NULL);
    Py_ssize_t next = PyLong_AsSsize_t(args[2]);
    const int running = PyObject_IsTrue(args[3]);
    const int64_t base = PyLong_AsLongLong(args[4]);
    if (PyErr_Occurred() || next < 0 || room != count || base < 0)
        return refuse(&held, no_room);
    PyThreadState *state = release_for(count);
    uint64_t sum = (uint64_t)base;
    for (Py_ssize_t at = 0; at < count; at++) {
        uint64_t number = low[at];
        if (number == ESCAPE) {
            if (next >= escapes)
                return answer(&held, state, -1, damaged);
            number = number_at(wide, width, next++);
            if (number >> 62)
                return answer(&held, state, -1, damaged);
        }
        sum += number;
        if (sum >> 62)
            return answer(&held, state, -1, damaged);
        numbers[at] = (int64_t)(running ? sum : number);
    }
    return answer(&held, state, next, NULL);
}

/* seek(data, starts, key, low, high): see _kernels.pyi */
FAST_KERNEL(seek)
{
    Held held = {.count = 0};
    Py_ssize_t size, bounds, width, length;
    const unsigned char *data, *key;
    const void *starts;
    if (!enough(given, 5) || !(data = hold(&held, args[0], 1, 0, &size)) ||
        !(starts = hold_any(&held, args[1], &width, &bounds)) || !(key = hold(&held, args[2], 1, 0, &length)))
        return refuse(&held, NULL);
    Py_ssize_t from = PyLong_AsSsize_t(args[3]), to = PyLong_AsSsize_t(args[4]);
    if (PyErr_Occurred() || from < 0 || to >= bounds)
        return refuse(&held, "places beyond the strings");
    while (from < to) {
        const Py_ssize_t middle = from + (to - from) / 2;
        const uint64_t start = number_at(starts, width, middle), end = number_at(starts, width, middle + 1);
        if (start > end || end > (uint64_t)size)
            return refuse(&held, "the bounds of strings are damaged");
        const size_t own = (size_t)(end - start), common = own < (size_t)length ? own : (size_t)length;
        const int order = memcmp(data + start, key, common);
        if (order < 0 || (order == 0 && own < (size_t)length))
            from = middle + 1;
        else
            to = middle;
    }
    return answer(&held, NULL, from, NULL);
}
