/* How many of some posts have each value of some facets. */

#include "search.h"

enum { BLOCK = 8192 };

static const char no_value[] = "a post has a value that there is not";

/* count_values(posts, codes, width, columns, rest_posts, rest_codes, counts): see _kernels.pyi */
FAST_KERNEL(count_values)
{
    Held held = {.count = 0};
    Py_ssize_t asked, coded, rests, rest_coded, cells, j = 0;
    const int64_t *posts, *rest_posts, *rest_codes;
    const void *codes;
    int64_t *counts;
    if (!enough(given, 7))
        return NULL;
    const Py_ssize_t width = PyLong_AsSsize_t(args[2]), columns = PyLong_AsSsize_t(args[3]);
    if ((width != 2 && width != 4) || columns < 1 || columns > 1024)
        return refuse(&held, "codes have two or four bytes and stand in columns");
    if (!(posts = hold(&held, args[0], 8, 0, &asked)) || !(codes = hold(&held, args[1], width, 0, &coded)) ||
        !(rest_posts = hold(&held, args[4], 8, 0, &rests)) ||
        !(rest_codes = hold(&held, args[5], 8, 0, &rest_coded)) || !(counts = hold(&held, args[6], 8, 1, &cells)))
        return refuse(&held, NULL);
    if (rests != rest_coded)
        return refuse(&held, "each post needs one value");
    const uint64_t numbers = (uint64_t)(coded / columns), most = (uint64_t)cells;
    PyThreadState *state = release_for(asked);
    for (Py_ssize_t at = 0; at < asked; at++) {
        const uint64_t post = (uint64_t)posts[at];
        if (post >= numbers)
            return answer(&held, state, -1, not_ascending);
        const size_t row = (size_t)post * (size_t)columns;
        uint64_t beyond = 0;
        for (Py_ssize_t column = 0; column < columns; column++) {
            const uint64_t code = width == 2 ? ((const uint16_t *)codes)[row + (size_t)column]
                                             : ((const uint32_t *)codes)[row + (size_t)column];
            if (code < most)
                counts[code]++;
            else
                beyond = 1;
        }
        if (beyond)
            return answer(&held, state, -1, no_value);
    }
    int64_t before = -1;
    for (Py_ssize_t i = 0; i < asked && j < rests;) {
        const int64_t from = posts[i] & ~(int64_t)(BLOCK - 1);
        unsigned char marks[BLOCK] = {0};
        uint64_t place;
        if (from <= before)
            return answer(&held, state, -1, not_ascending);
        before = from;
        for (; i < asked && (place = (uint64_t)posts[i] - (uint64_t)from) < BLOCK; i++)
            marks[place] = 1;
        while (j < rests && rest_posts[j] < from)
            j++;
        for (; j < rests && (place = (uint64_t)rest_posts[j] - (uint64_t)from) < BLOCK; j++) {
            if ((uint64_t)rest_codes[j] >= most)
                return answer(&held, state, -1, no_value);
            counts[rest_codes[j]] += marks[place];
        }
    }
    return answer(&held, state, 0, NULL);
}
