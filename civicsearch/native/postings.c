/* Reading postings and words from the files of an index. */

#include "packed.h"

static const char damaged[] = "packed numbers are damaged";

/* unpack(low, wide, next_wide, running, base, numbers): see _kernels.pyi */
FAST_KERNEL(unpack)
{
    Held held = {.count = 0};
    Packed packed;
    Py_ssize_t room;
    int64_t *numbers;
    if (!enough(given, 6) || !hold_packed(&held, args, &packed) ||
        !(numbers = hold(&held, args[5], 8, 1, &room)))
        return refuse(&held, NULL);
    packed.next = PyLong_AsSsize_t(args[2]);
    const int running = PyObject_IsTrue(args[3]);
    const int64_t base = PyLong_AsLongLong(args[4]);
    if (PyErr_Occurred() || packed.next < 0 || room != packed.count || base < 0)
        return refuse(&held, no_room);
    PyThreadState *state = release_for(room);
    uint64_t sum = (uint64_t)base;
    for (Py_ssize_t at = 0; at < room; at++) {
        const int64_t number = take(&packed);
        if (number < 0 || (sum += (uint64_t)number) >> 62)
            return answer(&held, state, -1, damaged);
        numbers[at] = running ? (int64_t)sum : number;
    }
    return answer(&held, state, packed.next, NULL);
}

static inline int has_zero(uint64_t bytes)
{
    return ((bytes - 0x0101010101010101u) & ~bytes & 0x8080808080808080u) != 0;
}

static inline uint64_t sum_of(uint64_t bytes)
{
    const uint64_t pairs = (bytes & 0x00ff00ff00ff00ffu) + ((bytes >> 8) & 0x00ff00ff00ff00ffu);
    return pairs * 0x0001000100010001u >> 48;
}

/* Passes postings by, eight at once, while none of them is of a post or behind it, nor wide. */
static inline void pass_by(Packed *posts, Packed *counts, Py_ssize_t end, int64_t until, int64_t *post, uint64_t *place)
{
    for (uint64_t gaps, often; end - posts->at >= 8; posts->at += 8, counts->at += 8) {
        memcpy(&gaps, posts->low + posts->at, 8);
        memcpy(&often, counts->low + counts->at, 8);
        if (has_zero(~gaps) || has_zero(~often) || has_zero(often) || *post + (int64_t)sum_of(gaps) >= until)
            return;
        *post += (int64_t)sum_of(gaps);
        *place += sum_of(often);
    }
}

/* places(*posts, *counts, *positions, starts, position_starts, runs, wanted, base, numbers): see _kernels.pyi */
FAST_KERNEL(places)
{
    enum { POSTS, COUNTS, POSITIONS, COLUMNS, BOUNDS = 3 * COLUMNS, RUN = 4, SHIFT = 32 };
    Held held = {.count = 0};
    Packed packed[COLUMNS];
    Py_ssize_t words, bounds, width, position_width, rows, asked, room, found = 0;
    const void *starts, *position_starts;
    const int64_t *runs, *wanted;
    int64_t *numbers;
    if (!enough(given, BOUNDS + 6))
        return NULL;
    for (int column = 0; column < COLUMNS; column++)
        if (!hold_blocks(&held, args + 3 * column, &packed[column]))
            return refuse(&held, NULL);
    if (!(starts = hold_any(&held, args[BOUNDS], &width, &words)) ||
        !(position_starts = hold_any(&held, args[BOUNDS + 1], &position_width, &bounds)) ||
        !(runs = hold(&held, args[BOUNDS + 2], 8, 0, &rows)) ||
        !(wanted = hold(&held, args[BOUNDS + 3], 8, 0, &asked)) ||
        !(numbers = hold(&held, args[BOUNDS + 5], 8, 1, &room)))
        return refuse(&held, NULL);
    const int64_t base = PyLong_AsLongLong(args[BOUNDS + 4]);
    if (PyErr_Occurred() || words != bounds || packed[POSTS].count != packed[COUNTS].count || rows % RUN || base < 0 ||
        base >> (61 - SHIFT))
        return refuse(&held, "columns have to be of one length");
    for (Py_ssize_t row = 0; row < rows; row += RUN)
        if (runs[row] < 0 || runs[row] > runs[row + 1] || runs[row + 1] >= words)
            return refuse(&held, "words beyond the lexicon");
    PyThreadState *state = release_for(packed[POSTS].count);
    for (Py_ssize_t row = 0; row < rows; row += RUN) {
        const int64_t from = runs[row + 2], to = runs[row + 3];
        const Py_ssize_t first = gallop(wanted, 0, asked, from), last = gallop(wanted, first, asked, to);
        for (int64_t word = runs[row]; word < runs[row + 1] && first < last; word++) {
            const uint64_t start = number_at(starts, width, word), end = number_at(starts, width, word + 1);
            uint64_t place = number_at(position_starts, position_width, word);
            const uint64_t limit = number_at(position_starts, position_width, word + 1);
            if (start > end || end > (uint64_t)packed[POSTS].count || place > limit ||
                limit > (uint64_t)packed[POSITIONS].count || !go_to(&packed[POSTS], (Py_ssize_t)start) ||
                !go_to(&packed[COUNTS], (Py_ssize_t)start))
                return answer(&held, state, -1, damaged);
            int64_t post = base;
            Py_ssize_t next = first, tried = 0;
            while (packed[POSTS].at < (Py_ssize_t)end) {
                if (packed[POSTS].at >= tried) {
                    pass_by(&packed[POSTS], &packed[COUNTS], (Py_ssize_t)end, wanted[next], &post, &place);
                    tried = packed[POSTS].at + 8;
                    if (packed[POSTS].at == (Py_ssize_t)end)
                        break;
                }
                const int64_t gap = take(&packed[POSTS]), count = take(&packed[COUNTS]);
                post += gap;
                if (gap < 0 || count < 1 || place > limit || (uint64_t)count > limit - place || post >> (62 - SHIFT))
                    return answer(&held, state, -1, damaged);
                while (next < last && wanted[next] < post)
                    next++;
                if (next == last)
                    break;
                if (wanted[next] == post) {
                    uint64_t position = 0;
                    if (!go_to(&packed[POSITIONS], (Py_ssize_t)place))
                        return answer(&held, state, -1, damaged);
                    for (int64_t left = count; left; left--) {
                        const int64_t step = take(&packed[POSITIONS]);
                        if (step < 0 || (position += (uint64_t)step) >> SHIFT)
                            return answer(&held, state, -1, damaged);
                        if (found < room)
                            numbers[found] = post << SHIFT | (int64_t)position;
                        found++;
                    }
                }
                place += (uint64_t)count;
            }
        }
    }
    return answer(&held, state, found, NULL);
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
