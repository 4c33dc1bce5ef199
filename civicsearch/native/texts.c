/* Places in texts: post and position packed into one number, ascending. */

#include "search.h"

enum { POST_SHIFT = 32 };

/* adjacent(few, many, ahead, found): see _kernels.pyi */
FAST_KERNEL(adjacent)
{
    Held held = {.count = 0};
    Py_ssize_t fews, manys, room, matched = 0, at = 0;
    const int64_t *few, *many;
    int64_t *found;
    if (!enough(given, 4) || !(few = hold(&held, args[0], 8, 0, &fews)) ||
        !(many = hold(&held, args[1], 8, 0, &manys)) || !(found = hold(&held, args[3], 8, 1, &room)))
        return refuse(&held, NULL);
    const int64_t ahead = PyLong_AsLongLong(args[2]);
    if (PyErr_Occurred() || room < fews)
        return refuse(&held, no_room);
    PyThreadState *state = release_for(fews + manys);
    if (fews * SKEW < manys) {
        for (Py_ssize_t i = 0; i < fews && at < manys; i++) {
            const int64_t wanted = few[i] - ahead;
            at = gallop(many, at, manys, wanted);
            found[matched] = few[i];
            matched += at < manys && many[at] == wanted;
        }
    } else {
        for (Py_ssize_t i = 0; i < fews && at < manys;) {
            const int64_t wanted = few[i] - ahead, other = many[at];
            found[matched] = few[i];
            matched += wanted == other;
            i += wanted <= other;
            at += other <= wanted;
        }
    }
    return answer(&held, state, matched, NULL);
}

/* tally(packed, title, body, posts, counts, heads, in_title, in_summary): see _kernels.pyi */
FAST_KERNEL(tally)
{
    Held held = {.count = 0};
    Py_ssize_t occurrences, titles, bodies, rooms[5], found = 0, headed = 0;
    const int64_t *packed, *title, *body;
    int64_t *out[5];
    if (!enough(given, 8) || !(packed = hold(&held, args[0], 8, 0, &occurrences)) ||
        !(title = hold(&held, args[1], 8, 0, &titles)) || !(body = hold(&held, args[2], 8, 0, &bodies)))
        return refuse(&held, NULL);
    for (int column = 0; column < 5; column++)
        if (!(out[column] = hold(&held, args[3 + column], 8, 1, &rooms[column])))
            return refuse(&held, NULL);
    for (int column = 0; column < 5; column++)
        if (rooms[column] < occurrences)
            return refuse(&held, no_room);
    if (titles != bodies)
        return refuse(&held, no_room);
    int64_t *posts = out[0], *counts = out[1], *heads = out[2], *in_title = out[3], *in_summary = out[4];
    PyThreadState *state = release_for(occurrences);
    for (Py_ssize_t at = 0; at < occurrences;) {
        const int64_t post = packed[at] >> POST_SHIFT;
        if (post < 0 || post >= titles || (found && posts[found - 1] >= post))
            return answer(&held, state, -1, not_ascending);
        const int64_t title_end = title[post], body_start = body[post];
        int64_t in_first = 0, in_second = 0, count = 0;
        for (; at < occurrences && packed[at] >> POST_SHIFT == post; at++, count++) {
            const int64_t position = packed[at] & ((INT64_C(1) << POST_SHIFT) - 1);
            in_first += position < title_end;
            in_second += position >= title_end && position < body_start;
        }
        posts[found] = post;
        counts[found] = count;
        if (in_first || in_second) {
            heads[headed] = found;
            in_title[headed] = in_first;
            in_summary[headed++] = in_second;
        }
        found++;
    }
    PyObject *nothing = answer(&held, state, 0, NULL);
    Py_XDECREF(nothing);
    return nothing ? Py_BuildValue("nn", found, headed) : NULL;
}

/* The places of one word in one post. */
typedef struct {
    const int64_t *places;
    Py_ssize_t all, count;
} Word;

/* How often two words stand near each other in a post, and the second right behind the first. */
static void count_pair(const Word *first, const Word *second, int64_t reach, int64_t *near, int64_t *behind)
{
    const int64_t *places = second->places;
    const Py_ssize_t count = second->count;
    Py_ssize_t low = 0, same = 0, next = 0, beyond = 0, high = 0;
    for (Py_ssize_t at = 0; at < first->count; at++) {
        const int64_t place = first->places[at];
        for (; low < count && places[low] < place - reach; low++)
            ;
        for (; same < count && places[same] < place; same++)
            ;
        for (; next < count && places[next] <= place; next++)
            ;
        for (; beyond < count && places[beyond] <= place + 1; beyond++)
            ;
        for (; high < count && places[high] <= place + reach; high++)
            ;
        *near += high - low - (next - same);
        *behind += beyond - next;
    }
}

/* near(counts, posts, body_starts, reach, lead, *words): see _kernels.pyi */
FAST_KERNEL(near)
{
    enum { MOST_WORDS = 16 };
    Held held = {.count = 0};
    Word words[MOST_WORDS];
    Py_ssize_t cells, rows, started;
    const int64_t *posts, *starts;
    int64_t *counts;
    const Py_ssize_t several = given - 5, pairs = several * (several - 1) / 2;
    if (!enough(given, 5) || several > MOST_WORDS || !(counts = hold(&held, args[0], 8, 1, &cells)) ||
        !(posts = hold(&held, args[1], 8, 0, &rows)) || !(starts = hold(&held, args[2], 8, 0, &started)))
        return refuse(&held, "too many words");
    const int64_t reach = PyLong_AsLongLong(args[3]), lead = PyLong_AsLongLong(args[4]);
    if (PyErr_Occurred() || reach < 1 || reach >> POST_SHIFT || lead < 0 || lead >> POST_SHIFT)
        return refuse(&held, "numbers beyond a post");
    for (Py_ssize_t word = 0; word < several; word++) {
        if (!(words[word].places = hold(&held, args[5 + word], 8, 0, &words[word].all)))
            return refuse(&held, NULL);
        words[word].count = 0;
    }
    if (started != rows || cells / (2 * pairs + several + !several) < rows)
        return refuse(&held, no_room);
    memset(counts, 0, (size_t)cells * sizeof *counts);
    for (Py_ssize_t row = 0; row < rows; row++) {
        if ((uint64_t)posts[row] >> (62 - POST_SHIFT))
            return refuse(&held, not_ascending);
        const int64_t begin = posts[row] << POST_SHIFT, end = (posts[row] + 1) << POST_SHIFT;
        for (Py_ssize_t word = 0; word < several; word++) {
            Word *own = &words[word];
            const Py_ssize_t from = gallop(own->places, own->count, own->all, begin);
            own->places += from;
            own->all -= from;
            for (own->count = 0; own->count < own->all && own->places[own->count] < end; own->count++)
                if (own->places[own->count] < begin)
                    return refuse(&held, not_ascending);
        }
        int64_t *cell = counts + row, *behind = cell + pairs * rows;
        for (Py_ssize_t first = 0; first < several; first++)
            for (Py_ssize_t second = first + 1; second < several; second++) {
                count_pair(&words[first], &words[second], reach, cell, behind);
                cell += rows;
                behind += rows;
            }
        for (Py_ssize_t word = 0; word < several; word++, behind += rows)
            for (Py_ssize_t at = 0; at < words[word].count; at++)
                /* Unsigned: what stands before the body is far beyond the lead. */
                *behind += (uint64_t)(words[word].places[at] - begin) - (uint64_t)starts[row] < (uint64_t)lead;
    }
    return answer(&held, NULL, 0, NULL);
}
