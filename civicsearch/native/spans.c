/* Spans near spans. The spans that end at one word are a row: a bit for each of their starts. A bit stands for its
   packed occurrence, bit n % 64 of word n / 64, and the last word of a row is the one that its end is in. */

#include "search.h"

#include <stdlib.h>

enum { BITS = 64 };

/* Rows by ascending ends; without bounds every span is a single word. */
typedef struct {
    const int64_t *ends, *bounds;
    const uint64_t *bits;
    Py_ssize_t count, widest;
    /* The ends as bits: of each word that has some its number, its bits, and the first row. */
    int64_t *numbers;
    uint64_t *marks;
    Py_ssize_t *first;
    Py_ssize_t marked, at;
} Rows;

static const char no_rows[] = "spans have to be rows of bits by ascending ends";

static int hold_rows(Held *held, PyObject *const *args, Rows *rows)
{
    Py_ssize_t bounded = 0, room = 0;
    *rows = (Rows){.widest = 1};
    if (!(rows->ends = hold(held, args[0], 8, 0, &rows->count)))
        return 0;
    if (args[1] == Py_None)
        return 1;
    if (!(rows->bounds = hold(held, args[1], 8, 0, &bounded)) || !(rows->bits = hold(held, args[2], 8, 0, &room)))
        return 0;
    int fits = bounded == rows->count + 1 && rows->bounds[0] == 0 && rows->bounds[bounded - 1] == room;
    for (Py_ssize_t at = 0; fits && at < rows->count; at++) {
        const int64_t width = rows->bounds[at + 1] - rows->bounds[at];
        fits = width > 0 && rows->bounds[at + 1] <= room;
        if (width > rows->widest)
            rows->widest = width;
    }
    return fits;
}

static int mark_ends(Rows *rows)
{
    const size_t most = (size_t)rows->count + 1;
    rows->numbers = malloc(most * sizeof *rows->numbers);
    rows->marks = malloc(most * sizeof *rows->marks);
    rows->first = malloc(most * sizeof *rows->first);
    if (!rows->numbers || !rows->marks || !rows->first)
        return 0;
    int64_t before = -1;
    for (Py_ssize_t at = 0; at < rows->count; at++) {
        const int64_t end = rows->ends[at], number = end / BITS;
        if (end <= before)
            return 0;
        before = end;
        if (!rows->marked || rows->numbers[rows->marked - 1] != number) {
            rows->numbers[rows->marked] = number;
            rows->marks[rows->marked] = 0;
            rows->first[rows->marked++] = at;
        }
        rows->marks[rows->marked - 1] |= (uint64_t)1 << end % BITS;
    }
    return 1;
}

static void forget_ends(Rows *rows)
{
    free(rows->numbers);
    free(rows->marks);
    free(rows->first);
}

static inline Py_ssize_t width_of(const Rows *rows, Py_ssize_t row)
{
    return rows->bounds ? (Py_ssize_t)(rows->bounds[row + 1] - rows->bounds[row]) : 1;
}

static inline uint64_t bits_of(const Rows *rows, Py_ssize_t row, Py_ssize_t place)
{
    return rows->bounds ? rows->bits[rows->bounds[row] + place] : (uint64_t)1 << rows->ends[row] % BITS;
}

/* Each bit also where it is so many places lower. */
static inline void spread(uint64_t *words, Py_ssize_t count, int by)
{
    for (Py_ssize_t at = 0; at < count; at++)
        words[at] |= words[at] >> by | (at + 1 < count ? words[at + 1] << (BITS - by) : 0);
}

/* Each bit so many places lower, 1 to 64. */
static inline void lower(uint64_t *words, Py_ssize_t count, int by)
{
    for (Py_ssize_t at = 0; at < count; at++) {
        const uint64_t next = at + 1 < count ? words[at + 1] : 0;
        words[at] = by == BITS ? next : words[at] >> by | next << (BITS - by);
    }
}

/* The starts of those spans that begin with one of ``before`` and end with the row of ``behind``, into ``row``, whose
   last word is that of its end. ``ends`` is room for the ends that are near enough before it. */
static void extend(Rows *before, const Rows *behind, Py_ssize_t at, int least, int reach, uint64_t *ends, uint64_t *row,
                   Py_ssize_t length)
{
    const Py_ssize_t width = width_of(behind, at), count = width + 1;
    ends[0] = 0;
    for (Py_ssize_t place = 0; place < width; place++)
        ends[place + 1] = bits_of(behind, at, place);
    int several = 1;
    for (; 2 * several <= reach - least + 1; several *= 2)
        spread(ends, count, several);
    if (several < reach - least + 1)
        spread(ends, count, reach - least + 1 - several);
    lower(ends, count, least);
    const int64_t last = behind->ends[at] / BITS, lowest = last - width;
    while (before->at < before->marked && before->numbers[before->at] <= last)
        before->at++;
    for (Py_ssize_t mark = before->at; mark-- && before->numbers[mark] >= lowest;) {
        const int64_t number = before->numbers[mark];
        const uint64_t marks = before->marks[mark];
        uint64_t found = ends[number - lowest] & marks;
        if (!before->bounds) {
            row[length - 1 - (last - number)] |= found;
            continue;
        }
        for (; found; found &= found - 1) {
            const uint64_t lower_ones = (found & -found) - 1;
            const Py_ssize_t partner = before->first[mark] + __builtin_popcountll(marks & lower_ones);
            const Py_ssize_t words = width_of(before, partner);
            const uint64_t *starts = before->bits + before->bounds[partner];
            uint64_t *into = row + (length - (last - number) - words);
            for (Py_ssize_t place = 0; place < words; place++)
                into[place] |= starts[place];
        }
    }
}

/* near_spans(ends, bounds, bits, ends, bounds, bits, least, reach, ordered, ends, bounds, bits): see _kernels.pyi */
FAST_KERNEL(near_spans)
{
    Held held = {.count = 0};
    Rows one, other;
    Py_ssize_t room, bounded, roomy, rows = 0, used = 0, at_one = 0, at_other = 0;
    int64_t *ends, *bounds;
    uint64_t *bits;
    if (!enough(given, 12) || !hold_rows(&held, args, &one) || !hold_rows(&held, args + 3, &other) ||
        !(ends = hold(&held, args[9], 8, 1, &room)) || !(bounds = hold(&held, args[10], 8, 1, &bounded)) ||
        !(bits = hold(&held, args[11], 8, 1, &roomy)))
        return refuse(&held, no_rows);
    const long least = PyLong_AsLong(args[6]), reach = PyLong_AsLong(args[7]);
    const int ordered = PyObject_IsTrue(args[8]);
    if (PyErr_Occurred() || least < 1 || least > reach || reach > BITS)
        return refuse(&held, "the distance has to be from 1 to 64");
    const Py_ssize_t length = one.widest + other.widest + 1;
    const char *problem = NULL;
    PyThreadState *state = release_for(one.count + other.count);
    uint64_t *row = malloc((size_t)length * sizeof *row), *near_ends = malloc((size_t)length * sizeof *row);
    if (!row || !near_ends || !mark_ends(&one) || !mark_ends(&other))
        problem = no_rows;
    else if (bounded < 1)
        problem = no_room;
    else
        bounds[0] = 0;
    while (!problem && (at_other < other.count || (!ordered && at_one < one.count))) {
        const int in_one = !ordered && at_one < one.count;
        const int64_t end = at_other < other.count && !(in_one && one.ends[at_one] < other.ends[at_other])
                                ? other.ends[at_other]
                                : one.ends[at_one];
        memset(row, 0, (size_t)length * sizeof *row);
        if (at_other < other.count && other.ends[at_other] == end)
            extend(&one, &other, at_other++, (int)least, (int)reach, near_ends, row, length);
        if (in_one && one.ends[at_one] == end)
            extend(&other, &one, at_one++, (int)least, (int)reach, near_ends, row, length);
        Py_ssize_t empty = 0;
        while (empty < length && !row[empty])
            empty++;
        if (empty == length)
            continue;
        if (rows == room || rows + 1 == bounded || used + length - empty > roomy) {
            problem = no_room;
            break;
        }
        memcpy(bits + used, row + empty, (size_t)(length - empty) * sizeof *row);
        used += length - empty;
        ends[rows++] = end;
        bounds[rows] = used;
    }
    free(row);
    free(near_ends);
    forget_ends(&one);
    forget_ends(&other);
    return answer(&held, state, rows, problem);
}
