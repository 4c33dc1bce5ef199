/* The postings of several segments → those of one. Gaps and counts are carried over as they lie; nothing is unpacked but
   to number posts anew. index/merge.py says what the order is. */

#include "packed.h"

static const char damaged[] = "the postings of a segment are damaged";

/* Whole numbers of any width. */
typedef struct {
    const void *items;
    Py_ssize_t width, count;
} Column;

static inline int64_t entry(const Column *column, Py_ssize_t place)
{
    return (int64_t)number_at(column->items, column->width, place);
}

/* A segment, and how far its postings were taken over. */
enum { POSTS, COUNTS = 3, POSITIONS = 6, COLUMNS = 9, NEW_WORDS = 15, NEW_POSTS, ENDS, ARRAYS };
enum { STARTS, POSITION_STARTS, HEADS, HEAD_STARTS, TITLE, SUMMARY, KINDS };
typedef struct {
    Held held;
    Packed posts, counts, positions;
    Column columns[KINDS];
    const int64_t *new_words, *new_posts, *ends;
    Py_ssize_t words, numbers, languages;
    Py_ssize_t word, last;                 /* the next of its words, and that behind those wanted */
    Py_ssize_t end, limit, head, head_end; /* of the word that is taken over: postings, positions, heads */
    int64_t post;                          /* of the next posting */
} Source;

/* What is written. */
typedef struct {
    Packing posts, counts, positions;
    int64_t *heads, *title, *summary;
    Py_ssize_t headed;
    int64_t last; /* post of the posting before, of the same word */
} Result;

static int hold_source(Source *source, PyObject *given)
{
    PyObject *arrays[ARRAYS];
    if (!PyTuple_Check(given) || PyTuple_Size(given) != ARRAYS) {
        PyErr_Format(PyExc_TypeError, "a segment is a tuple of %d arrays", ARRAYS);
        return 0;
    }
    for (Py_ssize_t place = 0; place < ARRAYS; place++)
        arrays[place] = PyTuple_GetItem(given, place);
    if (!hold_blocks(&source->held, arrays + POSTS, &source->posts) ||
        !hold_blocks(&source->held, arrays + COUNTS, &source->counts) ||
        !hold_blocks(&source->held, arrays + POSITIONS, &source->positions))
        return 0;
    for (int kind = 0; kind < KINDS; kind++) {
        Column *column = &source->columns[kind];
        if (!(column->items = hold_any(&source->held, arrays[COLUMNS + kind], &column->width, &column->count)))
            return 0;
    }
    return (source->new_words = hold(&source->held, arrays[NEW_WORDS], 8, 0, &source->words)) &&
           (source->new_posts = hold(&source->held, arrays[NEW_POSTS], 8, 0, &source->numbers)) &&
           (source->ends = hold(&source->held, arrays[ENDS], 8, 0, &source->languages));
}

static int sound(const Source *source, Py_ssize_t languages)
{
    const Column *columns = source->columns;
    return source->languages == languages && source->posts.count == source->counts.count &&
           columns[STARTS].count == source->words + 1 && columns[POSITION_STARTS].count == source->words + 1 &&
           columns[HEAD_STARTS].count == source->words + 1 && columns[TITLE].count == columns[HEADS].count &&
           columns[SUMMARY].count == columns[HEADS].count;
}

/* The number of the post of the next posting, if there is one; 0 where it is damaged. */
static inline int next_post(Source *source)
{
    if (source->posts.at == source->end)
        return 1;
    const int64_t gap = take(&source->posts);
    return gap >= 0 && (source->post += gap) < source->numbers;
}

/* Goes to the postings of the next word. */
static int open_word(Source *source)
{
    const Py_ssize_t word = source->word++;
    const Column *columns = source->columns;
    const int64_t begin = entry(&columns[STARTS], word), end = entry(&columns[STARTS], word + 1);
    const int64_t place = entry(&columns[POSITION_STARTS], word), limit = entry(&columns[POSITION_STARTS], word + 1);
    if (!go_to(&source->posts, begin) || !go_to(&source->counts, begin) || !go_to(&source->positions, place))
        return 0;
    source->end = end;
    source->limit = limit;
    source->head = entry(&columns[HEAD_STARTS], word);
    source->head_end = entry(&columns[HEAD_STARTS], word + 1);
    source->post = 0;
    return next_post(source);
}

static inline int has_more(const Source *source) { return source->counts.at < source->end; }

/* Takes over the postings of a word up to a post; 0 where they are damaged. */
static int take_over(Source *source, int64_t until, Result *result)
{
    const Column *columns = source->columns;
    while (has_more(source) && source->post < until) {
        const Py_ssize_t posting = source->counts.at;
        const int64_t count = take(&source->counts), post = source->new_posts[source->post];
        const int headed = source->head < source->head_end && entry(&columns[HEADS], source->head) == posting;
        if (count < 1 || count > source->limit - source->positions.at)
            return 0;
        if (post >= 0) {
            if (post < result->last)
                return 0;
            const int64_t title = headed ? entry(&columns[TITLE], source->head) : 0;
            const int64_t summary = headed ? entry(&columns[SUMMARY], source->head) : 0;
            if (title || summary) {
                result->heads[result->headed] = result->posts.count;
                result->title[result->headed] = title;
                result->summary[result->headed++] = summary;
            }
            put(&result->posts, post - result->last);
            put(&result->counts, count);
            result->last = post;
        }
        for (int64_t left = count; left; left--) {
            const int64_t step = take(&source->positions);
            if (step < 0)
                return 0;
            if (post >= 0)
                put(&result->positions, step);
        }
        source->head += headed;
        if (!next_post(source))
            return 0;
    }
    return 1;
}

/* Takes over one word of all segments that have it; 0 where a segment is damaged. */
static int take_word(Source *sources, Py_ssize_t count, Py_ssize_t *having, int64_t word, Result *result)
{
    Py_ssize_t found = 0;
    for (Py_ssize_t place = 0; place < count; place++) {
        Source *source = &sources[place];
        if (source->word == source->last || source->new_words[source->word] > word)
            continue;
        if (source->new_words[source->word] < word || !open_word(source))
            return 0;
        having[found++] = place;
    }
    result->last = 0;
    for (Py_ssize_t language = 0; language < sources->languages; language++)
        for (Py_ssize_t place = 0; place < found; place++)
            if (!take_over(&sources[having[place]], sources[having[place]].ends[language], result))
                return 0;
    for (Py_ssize_t place = 0; place < found; place++) {
        const Source *source = &sources[having[place]];
        if (has_more(source) || source->positions.at != source->limit || source->head != source->head_end)
            return 0;
    }
    return 1;
}

/* Takes the room that a stretch of words needs of what there is; 0 where it is too little, or bounds are damaged. */
static int fits(const Column *bounds, Py_ssize_t first, Py_ssize_t last, Py_ssize_t most, Py_ssize_t *room)
{
    int64_t before = 0;
    for (Py_ssize_t place = first; place <= last; place++) {
        const int64_t bound = entry(bounds, place);
        if (bound < before || bound > most)
            return 0;
        before = bound;
    }
    const int64_t needed = before - entry(bounds, first);
    *room -= needed;
    return *room >= 0;
}

/* Goes to the first of some words; 0 where a room does not take all that the segments have of them. */
static int begin(Source *sources, Py_ssize_t count, int64_t from, int64_t to, Py_ssize_t room, Py_ssize_t position_room,
                 Py_ssize_t head_room)
{
    for (Py_ssize_t place = 0; place < count; place++) {
        Source *source = &sources[place];
        const Py_ssize_t first = gallop(source->new_words, 0, source->words, from);
        const Py_ssize_t last = gallop(source->new_words, first, source->words, to);
        const Column *columns = source->columns;
        if (!fits(&columns[STARTS], first, last, source->posts.count, &room) ||
            !fits(&columns[POSITION_STARTS], first, last, source->positions.count, &position_room) ||
            !fits(&columns[HEAD_STARTS], first, last, columns[HEADS].count, &head_room))
            return 0;
        source->word = first;
        source->last = last;
    }
    return 1;
}

/* splice(sources, first, posts, wide_posts, counts, wide_counts, positions, wide_positions, heads, title, summary,
   word_postings, word_positions, word_heads, wide) -> postings; see _kernels.pyi */
FAST_KERNEL(splice)
{
    Held held = {.count = 0};
    Result result = {.headed = 0};
    Packing *const packings[] = {&result.posts, &result.counts, &result.positions};
    Py_ssize_t rooms[3], wide_rooms[3], head_rooms[3], words[3], three;
    int64_t *by_word[3], *wide;
    if (!enough(given, 15) || !PyTuple_Check(args[0]))
        return refuse(&held, "segments are given in a tuple");
    for (int kind = 0; kind < 3; kind++)
        if (!(packings[kind]->low = hold(&held, args[2 + 2 * kind], 1, 1, &rooms[kind])) ||
            !(packings[kind]->wide = hold(&held, args[3 + 2 * kind], 8, 1, &wide_rooms[kind])) ||
            !(by_word[kind] = hold(&held, args[11 + kind], 8, 1, &words[kind])))
            return refuse(&held, NULL);
    const int64_t from = PyLong_AsLongLong(args[1]);
    if (PyErr_Occurred() || !(result.heads = hold(&held, args[8], 8, 1, &head_rooms[0])) ||
        !(result.title = hold(&held, args[9], 8, 1, &head_rooms[1])) ||
        !(result.summary = hold(&held, args[10], 8, 1, &head_rooms[2])) || !(wide = hold(&held, args[14], 8, 1, &three)))
        return refuse(&held, NULL);
    if (from < 0 || rooms[0] != rooms[1] || words[1] != words[0] || words[2] != words[0] || three != 3 ||
        head_rooms[1] != head_rooms[0] || head_rooms[2] != head_rooms[0] || rooms[0] != wide_rooms[0] ||
        rooms[1] != wide_rooms[1] || rooms[2] != wide_rooms[2])
        return refuse(&held, no_room);
    const Py_ssize_t count = PyTuple_Size(args[0]);
    Source *sources = PyMem_Calloc((size_t)count + 1, sizeof *sources);
    Py_ssize_t *having = PyMem_Calloc((size_t)count + 1, sizeof *having);
    int whole = sources && having;
    if (!whole)
        PyErr_NoMemory();
    for (Py_ssize_t place = 0; whole && place < count; place++)
        whole = hold_source(&sources[place], PyTuple_GetItem(args[0], place)) &&
                sound(&sources[place], sources[0].languages);
    if (whole)
        whole = begin(sources, count, from, from + words[0], rooms[0], rooms[2], head_rooms[0]);
    if (whole) {
        Py_BEGIN_ALLOW_THREADS
        for (Py_ssize_t word = 0; whole && word < words[0]; word++) {
            const Py_ssize_t postings = result.posts.count, positions = result.positions.count, heads = result.headed;
            whole = take_word(sources, count, having, from + word, &result);
            by_word[0][word] = result.posts.count - postings;
            by_word[1][word] = result.positions.count - positions;
            by_word[2][word] = result.headed - heads;
        }
        for (Py_ssize_t place = 0; place < count; place++)
            whole &= sources[place].word == sources[place].last;
        Py_END_ALLOW_THREADS
    }
    for (int kind = 0; kind < 3; kind++)
        wide[kind] = packings[kind]->escapes;
    for (Py_ssize_t place = 0; sources && place < count; place++)
        release_buffers(sources[place].held.views, sources[place].held.count);
    PyMem_Free(sources);
    PyMem_Free(having);
    return whole ? answer(&held, NULL, result.posts.count, NULL) : refuse(&held, damaged);
}
