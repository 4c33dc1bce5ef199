/* The first rows of an order, values by how often they were counted, and lines by their letters. */

#include "search.h"

#include <stdlib.h>

enum { MOST_ROWS = 1024, DIGITS = 256 };

/* What is smaller comes first. */
typedef struct {
    float score;
    int64_t key;
    int64_t place;
} Row;

static inline int later(const Row *one, const Row *other)
{
    return one->score != other->score ? one->score < other->score : one->key > other->key;
}

static inline int equal(const Row *one, const Row *other)
{
    return one->score == other->score && one->key == other->key;
}

/* The latest row of a heap is the first. */
static void sift_down(Row *heap, Py_ssize_t count, Py_ssize_t at)
{
    const Row row = heap[at];
    for (Py_ssize_t child; (child = 2 * at + 1) < count; at = child) {
        if (child + 1 < count && later(&heap[child + 1], &heap[child]))
            child++;
        if (!later(&heap[child], &row))
            break;
        heap[at] = heap[child];
    }
    heap[at] = row;
}

static void make_heap(Row *rows, Py_ssize_t count)
{
    for (Py_ssize_t half = count / 2; half--;)
        sift_down(rows, count, half);
}

static void sort_heap(Row *heap, Py_ssize_t count)
{
    while (count-- > 1) {
        const Row latest = heap[0];
        heap[0] = heap[count];
        heap[count] = latest;
        sift_down(heap, count, 0);
    }
}

/* first(scores, posts, keys, sign, count, places): see _kernels.pyi */
FAST_KERNEL(first)
{
    Held held = {.count = 0};
    Py_ssize_t rows, scored = 0, keyed, room, found = 0, left_out = 0;
    const float *scores = NULL;
    const int64_t *posts, *keys;
    int64_t *places;
    if (!enough(given, 6) || (args[0] != Py_None && !(scores = hold(&held, args[0], 4, 0, &scored))) ||
        !(posts = hold(&held, args[1], 8, 0, &rows)) || !(keys = hold(&held, args[2], 8, 0, &keyed)) ||
        !(places = hold(&held, args[5], 8, 1, &room)))
        return refuse(&held, NULL);
    const long sign = PyLong_AsLong(args[3]);
    const Py_ssize_t count = PyLong_AsSsize_t(args[4]);
    if (PyErr_Occurred() || count < 1 || count > MOST_ROWS || count > room || (scores && scored != rows))
        return refuse(&held, "each post needs one score, and few are to be found");
    PyThreadState *state = release_for(rows);
    Row heap[MOST_ROWS];
    for (Py_ssize_t at = 0; at < rows; at++) {
        Row row = {scores ? scores[at] : 0, 0, at};
        if (found == count && row.score < heap[0].score)
            continue;
        if ((uint64_t)posts[at] >= (uint64_t)keyed)
            return answer(&held, state, -1, not_ascending);
        row.key = sign < 0 ? -keys[posts[at]] : keys[posts[at]];
        if (found < count) {
            heap[found++] = row;
            if (found == count)
                make_heap(heap, count);
        } else if (later(&heap[0], &row)) {
            const Row gone = heap[0];
            heap[0] = row;
            sift_down(heap, count, 0);
            left_out = equal(&gone, &heap[0]) ? left_out + 1 : 0;
        } else {
            left_out += equal(&heap[0], &row);
        }
    }
    if (found < count)
        make_heap(heap, found);
    sort_heap(heap, found);
    int tied = left_out > 0;
    for (Py_ssize_t at = 0; at < found; at++) {
        places[at] = heap[at].place;
        tied |= at && equal(&heap[at - 1], &heap[at]);
    }
    if (left_out && found + left_out > room) {
        found = 0;
    } else if (left_out) {
        const Row last = heap[found - 1];
        while (found && equal(&heap[found - 1], &last))
            found--;
        for (Py_ssize_t at = 0; at < rows && found < room; at++) {
            Row row = {scores ? scores[at] : 0, 0, at};
            if (row.score != last.score)
                continue;
            row.key = sign < 0 ? -keys[posts[at]] : keys[posts[at]];
            if (equal(&row, &last))
                places[found++] = at;
        }
    }
    return answer(&held, state, tied ? -found : found, NULL);
}

/* The places of the counts that are not 0, the largest first, equal ones in order; by digits, the last first, each pass
   keeping the order of what has the same digit. */
static Py_ssize_t largest(const int64_t *counts, Py_ssize_t values, int64_t *places, int64_t *sorted)
{
    Py_ssize_t found = 0;
    uint64_t most = 0;
    for (Py_ssize_t place = 0; place < values; place++)
        if (counts[place] > 0) {
            places[found++] = place;
            most |= (uint64_t)counts[place];
        }
    for (int shift = 0; shift < 64 && most >> shift; shift += 8) {
        Py_ssize_t starts[DIGITS + 1] = {0};
        for (Py_ssize_t at = 0; at < found; at++)
            starts[DIGITS - (counts[places[at]] >> shift & (DIGITS - 1))]++;
        for (int digit = 1; digit < DIGITS; digit++)
            starts[digit + 1] += starts[digit];
        for (Py_ssize_t at = 0; at < found; at++)
            sorted[starts[DIGITS - 1 - (counts[places[at]] >> shift & (DIGITS - 1))]++] = places[at];
        memcpy(places, sorted, (size_t)found * sizeof *places);
    }
    for (Py_ssize_t at = 0; at < found; at++)
        sorted[at] = counts[places[at]];
    return found;
}

/* rank(counts, bounds, places, sorted, found): see _kernels.pyi */
FAST_KERNEL(rank)
{
    Held held = {.count = 0};
    Py_ssize_t values, bounded, room, room_sorted, lists;
    const int64_t *counts, *bounds;
    int64_t *places, *sorted, *found;
    if (!enough(given, 5) || !(counts = hold(&held, args[0], 8, 0, &values)) ||
        !(bounds = hold(&held, args[1], 8, 0, &bounded)) || !(places = hold(&held, args[2], 8, 1, &room)) ||
        !(sorted = hold(&held, args[3], 8, 1, &room_sorted)) || !(found = hold(&held, args[4], 8, 1, &lists)))
        return refuse(&held, NULL);
    if (room < values || room_sorted < values || bounded != lists + 1)
        return refuse(&held, no_room);
    PyThreadState *state = release_for(values);
    for (Py_ssize_t list = 0; list < lists; list++) {
        const int64_t from = bounds[list], to = bounds[list + 1];
        if (from < 0 || to < from || to > values)
            return answer(&held, state, -1, "the bounds of the lists have to be ascending");
        found[list] = largest(counts + from, to - from, places + from, sorted + from);
    }
    return answer(&held, state, 0, NULL);
}

typedef struct {
    uint64_t begin; /* eight bytes, the first the highest, for most comparisons */
    const unsigned char *text;
    Py_ssize_t size;
    int64_t place;
} Line;

static int compare_lines(const void *one, const void *other)
{
    const Line *first = one, *second = other;
    if (first->begin != second->begin)
        return first->begin < second->begin ? -1 : 1;
    const Py_ssize_t shorter = first->size < second->size ? first->size : second->size;
    const int differ = memcmp(first->text, second->text, (size_t)shorter);
    if (differ)
        return differ;
    if (first->size != second->size)
        return first->size < second->size ? -1 : 1;
    return first->place < second->place ? -1 : first->place > second->place;
}

static Line line_at(const unsigned char *text, Py_ssize_t size, int64_t place)
{
    Line line = {0, text, size, place};
    for (Py_ssize_t at = 0; at < 8; at++)
        line.begin = line.begin << 8 | (at < size ? text[at] : 0);
    return line;
}

/* alphabetical(lines, order): see _kernels.pyi */
FAST_KERNEL(alphabetical)
{
    Held held = {.count = 0};
    Py_ssize_t length, room, found = 0;
    const unsigned char *text;
    int64_t *order;
    if (!enough(given, 2) || !(text = hold(&held, args[0], 1, 0, &length)) ||
        !(order = hold(&held, args[1], 8, 1, &room)))
        return refuse(&held, NULL);
    Line *lines = PyMem_Malloc((size_t)(room ? room : 1) * sizeof(Line));
    if (!lines)
        return PyErr_NoMemory(), refuse(&held, NULL);
    PyThreadState *state = release_for(length);
    for (Py_ssize_t start = 0, at = 0; at <= length; at++)
        if (at == length || text[at] == '\n') {
            if (found < room)
                lines[found] = line_at(text + start, at - start, found);
            found++;
            start = at + 1;
        }
    if (found == room) {
        qsort(lines, (size_t)room, sizeof(Line), compare_lines);
        for (Py_ssize_t place = 0; place < room; place++)
            order[place] = lines[place].place;
    }
    PyObject *answered = answer(&held, state, found, found == room ? NULL : "there are more or fewer lines than places");
    PyMem_Free(lines);
    return answered;
}
