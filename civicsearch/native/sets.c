/* Sets of posts: ascending numbers of eight bytes. Blocks of numbers are marked in a table that stays in the first
   cache; long gaps are stepped over. */

#include "search.h"

enum { BLOCK = 8192, MOST_LISTS = 30 };

static inline int64_t block_of(int64_t post) { return post & ~(int64_t)(BLOCK - 1); }

/* How many numbers of a block that begins at one post or before there are up to another. */
static inline size_t span(int64_t from, int64_t last)
{
    const uint64_t numbers = (uint64_t)last - (uint64_t)block_of(from) + 1;
    return numbers < BLOCK ? (size_t)numbers : BLOCK;
}

/* common(left, right, places): see _kernels.pyi */
FAST_KERNEL(common)
{
    Held held = {.count = 0};
    Py_ssize_t lefts, rights, room, found = 0;
    const int64_t *left, *right;
    int64_t *at_left;
    if (!enough(given, 3) || !(left = hold(&held, args[0], 8, 0, &lefts)) ||
        !(right = hold(&held, args[1], 8, 0, &rights)) || !(at_left = hold(&held, args[2], 8, 1, &room)))
        return refuse(&held, NULL);
    room /= 2;
    int64_t *const at_right = at_left + room;
    if (room < (lefts < rights ? lefts : rights))
        return refuse(&held, no_room);
    PyThreadState *state = release_for(lefts + rights);
    if (lefts * SKEW < rights || rights * SKEW < lefts) {
        int swapped = rights < lefts;
        const int64_t *few = swapped ? right : left, *many = swapped ? left : right;
        int64_t *at_few = swapped ? at_right : at_left, *at_many = swapped ? at_left : at_right;
        Py_ssize_t fews = swapped ? rights : lefts, manys = swapped ? lefts : rights, place = 0;
        for (Py_ssize_t i = 0; i < fews && place < manys; i++) {
            place = gallop(many, place, manys, few[i]);
            if (place < manys && many[place] == few[i]) {
                if (found == room)
                    return answer(&held, state, -1, not_ascending);
                at_few[found] = i;
                at_many[found++] = place;
            }
        }
        return answer(&held, state, found, NULL);
    }
    if (!lefts || !rights)
        return answer(&held, state, 0, NULL);
    uint16_t places[BLOCK];
    memset(places, 0, sizeof *places * span(left[0], left[lefts - 1]));
    Py_ssize_t i = 0, j = 0;
    while (i < lefts && j < rights) {
        int64_t from = left[i] > right[j] ? left[i] : right[j];
        from = block_of(from);
        if (left[i] < from)
            i = gallop(left, i, lefts, from);
        if (right[j] < from)
            j = gallop(right, j, rights, from);
        const Py_ssize_t first = j, began = i;
        uint64_t at;
        const uint64_t here = span(from, left[lefts - 1]);
        while (j < rights && j - first < BLOCK && (at = (uint64_t)right[j] - (uint64_t)from) < here)
            places[at] = (uint16_t)(++j - first);
        while (i < lefts && i - began < BLOCK && (at = (uint64_t)left[i] - (uint64_t)from) < here) {
            uint16_t place = places[at];
            if (found < room) {
                at_left[found] = i;
                at_right[found] = first + place - 1;
            }
            found += place > 0;
            i++;
        }
        for (Py_ssize_t k = first; k < j; k++)
            places[right[k] - from] = 0;
        if (found > room || (i == began && j == first))
            return answer(&held, state, -1, not_ascending);
    }
    return answer(&held, state, found, NULL);
}

/* Several lists of posts, walked block by block. */
typedef struct {
    const int64_t *posts[MOST_LISTS];
    const float *scores[MOST_LISTS];
    Py_ssize_t counts[MOST_LISTS], at[MOST_LISTS];
    int parts;
} Lists;

/* Where the block of the least post that is left begins; -1 behind the last. */
static int64_t next_block(const Lists *lists)
{
    int64_t least = INT64_MAX;
    for (int part = 0; part < lists->parts; part++)
        if (lists->at[part] < lists->counts[part] && lists->posts[part][lists->at[part]] < least)
            least = lists->posts[part][lists->at[part]];
    return least == INT64_MAX ? -1 : block_of(least);
}

/* How many numbers of a block there are up to the last post. */
static size_t last_span(const Lists *lists, int64_t from)
{
    size_t most = 0;
    for (int part = 0; part < lists->parts; part++)
        if (lists->at[part] < lists->counts[part]) {
            const size_t here = span(from, lists->posts[part][lists->counts[part] - 1]);
            most = here > most ? here : most;
        }
    return most;
}

/* unite(united, *posts): see _kernels.pyi */
FAST_KERNEL(unite)
{
    Held held = {.count = 0};
    Lists lists = {.parts = 0};
    Py_ssize_t room, all = 0, found = 0;
    int64_t *united;
    if (!enough(given, 2) || given > MOST_LISTS + 1 || !(united = hold(&held, args[0], 8, 1, &room)))
        return refuse(&held, "too many arrays");
    for (; lists.parts < given - 1; lists.parts++) {
        lists.posts[lists.parts] = hold(&held, args[lists.parts + 1], 8, 0, &lists.counts[lists.parts]);
        if (!lists.posts[lists.parts])
            return refuse(&held, "too many arrays");
        lists.at[lists.parts] = 0;
        all += lists.counts[lists.parts];
    }
    PyThreadState *state = release_for(all);
    unsigned char marks[BLOCK];
    int64_t from, before = -1;
    while ((from = next_block(&lists)) >= 0) {
        if (from <= before)
            return answer(&held, state, -1, not_ascending);
        before = from;
        const size_t here = last_span(&lists, from);
        uint64_t at;
        memset(marks, 0, (here + 7) & ~(size_t)7);
        for (int part = 0; part < lists.parts; part++) {
            const int64_t *posts = lists.posts[part];
            Py_ssize_t place = lists.at[part], count = lists.counts[part];
            for (; place < count && (at = (uint64_t)posts[place] - (uint64_t)from) < here; place++)
                marks[at] = 1;
            lists.at[part] = place;
        }
        for (size_t eight = 0; eight < here; eight += 8) {
            uint64_t some;
            memcpy(&some, marks + eight, 8);
            if (!some)
                continue;
            if (room - found >= 8) {
                for (size_t place = eight; place < eight + 8; place++) {
                    united[found] = from + (int64_t)place;
                    found += marks[place];
                }
                continue;
            }
            for (size_t place = eight; place < eight + 8; place++) {
                if (!marks[place])
                    continue;
                if (found == room)
                    return answer(&held, state, -1, no_room);
                united[found++] = from + (int64_t)place;
            }
        }
    }
    return answer(&held, state, found, NULL);
}

/* between(numbers, low, high, places): see _kernels.pyi */
FAST_KERNEL(between)
{
    Held held = {.count = 0};
    Py_ssize_t count, room, found = 0;
    const int64_t *numbers;
    int64_t *places;
    if (!enough(given, 4) || !(numbers = hold(&held, args[0], 8, 0, &count)) ||
        !(places = hold(&held, args[3], 8, 1, &room)))
        return refuse(&held, NULL);
    const int64_t low = PyLong_AsLongLong(args[1]), high = PyLong_AsLongLong(args[2]);
    if (PyErr_Occurred() || room < count)
        return refuse(&held, no_room);
    PyThreadState *state = release_for(count);
    for (Py_ssize_t place = 0; place < count; place++) {
        places[found] = place;
        found += (numbers[place] >= low) & (numbers[place] <= high);
    }
    return answer(&held, state, found, NULL);
}

/* merge(united, sums, *(posts, numbers)): see _kernels.pyi */
FAST_KERNEL(merge)
{
    Held held = {.count = 0};
    Lists lists = {.parts = 0};
    const int64_t *numbers[MOST_LISTS];
    Py_ssize_t room, room_sums, all = 0, found = 0;
    int64_t *united, *totals;
    if (!enough(given, 2) || given > 2 * MOST_LISTS + 2 || !(united = hold(&held, args[0], 8, 1, &room)) ||
        !(totals = hold(&held, args[1], 8, 1, &room_sums)))
        return refuse(&held, "too many arrays");
    for (; lists.parts < (given - 2) / 2; lists.parts++) {
        Py_ssize_t numbered, place = 2 + 2 * lists.parts;
        if (!(lists.posts[lists.parts] = hold(&held, args[place], 8, 0, &lists.counts[lists.parts])) ||
            !(numbers[lists.parts] = hold(&held, args[place + 1], 8, 0, &numbered)))
            return refuse(&held, "too many arrays");
        if (numbered != lists.counts[lists.parts])
            return refuse(&held, "each post needs one number");
        lists.at[lists.parts] = 0;
        all += numbered;
    }
    if (room != all || room_sums != all)
        return refuse(&held, no_room);
    PyThreadState *state = release_for(all);
    unsigned char marks[BLOCK];
    int64_t sums[BLOCK], from, before = -1;
    while ((from = next_block(&lists)) >= 0) {
        if (from <= before)
            return answer(&held, state, -1, not_ascending);
        before = from;
        const size_t here = last_span(&lists, from);
        uint64_t at;
        memset(marks, 0, here);
        memset(sums, 0, here * sizeof *sums);
        for (int part = 0; part < lists.parts; part++) {
            const int64_t *posts = lists.posts[part];
            Py_ssize_t place = lists.at[part], count = lists.counts[part];
            for (; place < count && (at = (uint64_t)posts[place] - (uint64_t)from) < here; place++) {
                sums[at] = (int64_t)((uint64_t)sums[at] + (uint64_t)numbers[part][place]);
                marks[at] = 1;
            }
            lists.at[part] = place;
        }
        for (at = 0; at < here && found < all; at++) {
            united[found] = from + (int64_t)at;
            totals[found] = sums[at];
            found += marks[at];
        }
    }
    return answer(&held, state, found, NULL);
}

/* accumulate(best, posts, totals, *(posts, scores)): see _kernels.pyi */
FAST_KERNEL(accumulate)
{
    Held held = {.count = 0};
    Lists lists = {.parts = 0};
    Py_ssize_t wanted, room, all = 0, next = 0;
    const int64_t *asked;
    float *totals;
    int best;
    if (!enough(given, 3) || given > 2 * MOST_LISTS + 3 || (best = PyObject_IsTrue(args[0])) < 0 ||
        !(asked = hold(&held, args[1], 8, 0, &wanted)) || !(totals = hold(&held, args[2], 4, 1, &room)))
        return refuse(&held, "too many arrays");
    for (; lists.parts < (given - 3) / 2; lists.parts++) {
        Py_ssize_t scored, place = 3 + 2 * lists.parts;
        if (!(lists.posts[lists.parts] = hold(&held, args[place], 8, 0, &lists.counts[lists.parts])) ||
            !(lists.scores[lists.parts] = hold(&held, args[place + 1], 4, 0, &scored)))
            return refuse(&held, "too many arrays");
        if (scored != lists.counts[lists.parts])
            room = -1;
        lists.at[lists.parts] = 0;
        all += scored;
    }
    if (room != wanted)
        return refuse(&held, "each post needs one score");
    PyThreadState *state = release_for(all + wanted);
    float sums[BLOCK];
    int64_t before = -1;
    const int64_t last = wanted ? asked[wanted - 1] : 0;
    while (next < wanted) {
        const int64_t from = block_of(asked[next]);
        uint64_t at;
        if (from <= before)
            return answer(&held, state, -1, not_ascending);
        before = from;
        const uint64_t here = span(from, last);
        memset(sums, 0, sizeof *sums * here);
        for (int part = 0; part < lists.parts; part++) {
            const int64_t *posts = lists.posts[part];
            const float *scores = lists.scores[part];
            Py_ssize_t place = lists.at[part], count = lists.counts[part];
            if (place < count && posts[place] < from)
                place = gallop(posts, place, count, from);
            if (best && part)
                for (; place < count && (at = (uint64_t)posts[place] - (uint64_t)from) < here; place++)
                    sums[at] = scores[place] > sums[at] ? scores[place] : sums[at];
            else
                for (; place < count && (at = (uint64_t)posts[place] - (uint64_t)from) < here; place++)
                    sums[at] += scores[place];
            lists.at[part] = place;
        }
        while (next < wanted && (at = (uint64_t)asked[next] - (uint64_t)from) < here)
            totals[next++] = sums[at];
    }
    return answer(&held, state, 0, NULL);
}

/* without(left, right, kept): see _kernels.pyi */
FAST_KERNEL(without)
{
    Held held = {.count = 0};
    Py_ssize_t lefts, rights, room, found = 0, i = 0, j = 0;
    const int64_t *left, *right;
    int64_t *kept;
    if (!enough(given, 3) || !(left = hold(&held, args[0], 8, 0, &lefts)) ||
        !(right = hold(&held, args[1], 8, 0, &rights)) || !(kept = hold(&held, args[2], 8, 1, &room))) {
        return refuse(&held, NULL);
    }
    if (room < lefts)
        return refuse(&held, no_room);
    PyThreadState *state = release_for(lefts + rights);
    unsigned char marks[BLOCK];
    int64_t before = -1;
    const int64_t last = lefts ? left[lefts - 1] : 0;
    while (i < lefts) {
        const int64_t from = block_of(left[i]);
        const uint64_t here = span(from, last);
        uint64_t at;
        if (from <= before)
            return answer(&held, state, -1, not_ascending);
        before = from;
        memset(marks, 0, here);
        if (j < rights && right[j] < from)
            j = gallop(right, j, rights, from);
        for (; j < rights && (at = (uint64_t)right[j] - (uint64_t)from) < here; j++)
            marks[at] = 1;
        for (; i < lefts && (at = (uint64_t)left[i] - (uint64_t)from) < here; i++) {
            kept[found] = i;
            found += !marks[at];
        }
    }
    return answer(&held, state, found, NULL);
}

