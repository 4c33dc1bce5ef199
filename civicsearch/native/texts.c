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
