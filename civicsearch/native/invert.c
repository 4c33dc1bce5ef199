/* Codes of pieces in the order of the text → postings in the order of the words. */

#include "packed.h"

enum { BREAK = -1, END = -2, FIRST_COMPOUND = -3 };
enum { PARTS = 3, BODY = 2, PARAGRAPH_GAP = 64 };
enum { POST_SHIFT = 34, PART_SHIFT = 32 };
#define POSITIONS ((INT64_C(1) << PART_SHIFT) - 1)

/* The words behind the codes: a code from 0 on is one, a code below END stands for those of a compound. */
typedef struct {
    const int32_t *codes, *compound_words;
    const int64_t *compound_starts;
    Py_ssize_t count, compounds, words;
} Text;

static const char *const BEYOND = "a code stands for a word that there is not";

/* The words of a code, checked; returns how many, or -1. */
static inline Py_ssize_t words_of(const Text *text, int32_t code, const int32_t *single, const int32_t **words)
{
    if (code >= 0) {
        *words = single;
        return code < text->words ? 1 : -1;
    }
    Py_ssize_t compound = (Py_ssize_t)FIRST_COMPOUND - code;
    if (compound >= text->compounds)
        return -1;
    *words = text->compound_words + text->compound_starts[compound];
    return (Py_ssize_t)(text->compound_starts[compound + 1] - text->compound_starts[compound]);
}

/* The three buffers of a text, checked: compounds lie where they say, and their words are there. */
static int take_text(Text *text, const Py_buffer *views, Py_ssize_t words)
{
    *text = (Text){views[0].buf, views[2].buf, views[1].buf, items(&views[0]), items(&views[1]) - 1, words};
    const Py_ssize_t flat = items(&views[2]);
    int sound = text->compounds >= 0 && text->compound_starts[0] == 0 && text->compound_starts[text->compounds] == flat;
    for (Py_ssize_t place = 0; sound && place < text->compounds; place++)
        sound = text->compound_starts[place] <= text->compound_starts[place + 1];
    for (Py_ssize_t place = 0; sound && place < flat; place++)
        sound = text->compound_words[place] >= 0 && text->compound_words[place] < words;
    if (!sound)
        PyErr_SetString(PyExc_ValueError, "compounds do not lie one behind the other, or have words that there are not");
    return sound ? 0 : -1;
}

/* count(codes, compound_starts, compound_words, counts) -> (posts, paragraphs, occurrences) */
PyObject *count(PyObject *Py_UNUSED(module), PyObject *args)
{
    static const Wanted wanted[] = {{"codes", 4, 0}, {"compound_starts", 8, 0}, {"compound_words", 4, 0}, {"counts", 8, 1}};
    Py_buffer views[4];
    Text text;
    if (take_buffers(args, wanted, 4, views) < 0)
        return NULL;
    if (take_text(&text, views, items(&views[3])) < 0) {
        release_buffers(views, 4);
        return NULL;
    }
    int64_t *counts = views[3].buf;
    Py_ssize_t marks = 0, ends = 0, occurrences = 0, at = 0;
    Py_BEGIN_ALLOW_THREADS
    for (; at < text.count; at++) {
        const int32_t code = text.codes[at], *words;
        if (code == BREAK || code == END) {
            ends += code == END;
            marks++;
            continue;
        }
        Py_ssize_t size = words_of(&text, code, &text.codes[at], &words);
        if (size < 0)
            break;
        occurrences += size;
        for (Py_ssize_t place = 0; place < size; place++)
            counts[words[place]]++;
    }
    Py_END_ALLOW_THREADS
    int whole = at == text.count;
    release_buffers(views, 4);
    if (!whole || ends % PARTS) {
        PyErr_SetString(PyExc_ValueError, whole ? "a post has not three parts" : BEYOND);
        return NULL;
    }
    return Py_BuildValue("nnn", ends / PARTS, marks - BODY * (ends / PARTS), occurrences);
}

typedef struct {
    Packing posts, counts, positions;
    int64_t *heads, *title, *summary, *word_postings, *word_heads;
    const int64_t *languages;   /* of each post */
    unsigned char *in_language; /* for each language, which words it has */
    int64_t largest;
    Py_ssize_t headed;
} Result;

/* Takes over the occurrences of one posting, from a place on; returns the place behind them. */
static inline int64_t take_posting(const uint64_t *sorted, int64_t at, int64_t end, int64_t before, Result *result)
{
    const int64_t post = (int64_t)(sorted[at] >> POST_SHIFT), first = at;
    int64_t position = 0, title = 0, summary = 0;
    /* What is wide may be written over what was sorted: no further than it was read. */
    for (; at < end && (int64_t)(sorted[at] >> POST_SHIFT) == post; at++) {
        const uint64_t occurrence = sorted[at];
        const int part = (int)(occurrence >> PART_SHIFT) & 3;
        const int64_t found = (int64_t)(occurrence & POSITIONS);
        title += part == 0;
        summary += part == 1;
        put(&result->positions, found - position);
        position = found;
    }
    if (title || summary) {
        result->heads[result->headed] = result->posts.count;
        result->title[result->headed] = title;
        result->summary[result->headed++] = summary;
    }
    if (position > result->largest)
        result->largest = position;
    put(&result->posts, post - before);
    put(&result->counts, at - first);
    return at;
}

/* Occurrences of each word, sorted, → postings. */
static void sweep(const uint64_t *sorted, const int64_t *starts, Py_ssize_t words, Result *result)
{
    for (Py_ssize_t word = 0; word < words; word++) {
        const Py_ssize_t postings = result->posts.count, heads = result->headed;
        int64_t before = 0;
        for (int64_t at = starts[word]; at < starts[word + 1];) {
            const int64_t post = (int64_t)(sorted[at] >> POST_SHIFT);
            result->in_language[result->languages[post] * words + word] = 1;
            at = take_posting(sorted, at, starts[word + 1], before, result);
            before = post;
        }
        result->word_postings[word] = result->posts.count - postings;
        result->word_heads[word] = result->headed - heads;
    }
}

/* invert(codes, compound_starts, compound_words, uncounted, rank, starts, languages, cursor, sorted, lengths, paragraphs,
   paragraph_counts, in_language, posts, wide_posts, counts, wide_counts, positions, wide_positions, heads, title,
   summary, word_postings, word_heads, sizes) -> postings */
PyObject *invert(PyObject *Py_UNUSED(module), PyObject *args)
{
    static const Wanted wanted[] = {
        {"codes", 4, 0}, {"compound_starts", 8, 0}, {"compound_words", 4, 0}, {"uncounted", 1, 0}, {"rank", 4, 0},
        {"starts", 8, 0}, {"languages", 8, 0}, {"cursor", 8, 1}, {"sorted", 8, 1}, {"lengths", 8, 1},
        {"paragraphs", 8, 1}, {"paragraph_counts", 8, 1}, {"in_language", 1, 1}, {"posts", 1, 1}, {"wide_posts", 8, 1},
        {"counts", 1, 1}, {"wide_counts", 8, 1}, {"positions", 1, 1}, {"wide_positions", 8, 1}, {"heads", 8, 1},
        {"title", 8, 1}, {"summary", 8, 1}, {"word_postings", 8, 1}, {"word_heads", 8, 1}, {"sizes", 8, 1},
    };
    enum {
        UNCOUNTED = 3, RANK, STARTS, LANGUAGES, CURSOR, SORTED, LENGTHS, PARAGRAPHS, PARAGRAPH_COUNTS, IN_LANGUAGE,
        FIRST_ROOM, LAST_ROOM = FIRST_ROOM + 8, WORD_POSTINGS, WORD_HEADS, SIZES, VIEWS
    };
    Py_buffer views[VIEWS];
    Text text;
    if (take_buffers(args, wanted, VIEWS, views) < 0)
        return NULL;
    if (take_text(&text, views, items(&views[RANK])) < 0) {
        release_buffers(views, VIEWS);
        return NULL;
    }
    const unsigned char *uncounted = views[UNCOUNTED].buf;
    const int32_t *rank = views[RANK].buf;
    const int64_t *starts = views[STARTS].buf, *languages = views[LANGUAGES].buf;
    int64_t *cursor = views[CURSOR].buf, *lengths = views[LENGTHS].buf, *paragraphs = views[PARAGRAPHS].buf;
    int64_t *paragraph_counts = views[PARAGRAPH_COUNTS].buf, *sizes = views[SIZES].buf;
    uint64_t *sorted = views[SORTED].buf;
    const Py_ssize_t ranks = items(&views[STARTS]) - 1, room = items(&views[SORTED]), posts = items(&views[PARAGRAPH_COUNTS]);
    const Py_ssize_t rows = ranks > 0 ? items(&views[IN_LANGUAGE]) / ranks : 0;
    int sound = ranks >= 0 && items(&views[UNCOUNTED]) == text.words && items(&views[CURSOR]) == ranks
                && items(&views[LENGTHS]) == PARTS * posts && items(&views[LANGUAGES]) == posts
                && items(&views[IN_LANGUAGE]) == rows * ranks && items(&views[WORD_POSTINGS]) == ranks
                && items(&views[WORD_HEADS]) == ranks && items(&views[SIZES]) == 4 && starts[0] == 0
                && starts[ranks] == room && posts < INT64_C(1) << (63 - POST_SHIFT);
    for (int place = FIRST_ROOM; place <= LAST_ROOM; place++)
        sound &= items(&views[place]) == room;
    for (Py_ssize_t place = 0; sound && ranks && place < posts; place++)
        sound = languages[place] >= 0 && languages[place] < rows;
    for (Py_ssize_t place = 0; sound && place < ranks; place++) {
        sound = starts[place] <= starts[place + 1];
        cursor[place] = starts[place];
    }
    Result result = {
        {views[FIRST_ROOM].buf, views[FIRST_ROOM + 1].buf, 0, 0}, {views[FIRST_ROOM + 2].buf, views[FIRST_ROOM + 3].buf, 0, 0},
        {views[FIRST_ROOM + 4].buf, views[FIRST_ROOM + 5].buf, 0, 0}, views[FIRST_ROOM + 6].buf, views[FIRST_ROOM + 7].buf,
        views[LAST_ROOM].buf, views[WORD_POSTINGS].buf, views[WORD_HEADS].buf, languages, views[IN_LANGUAGE].buf, 0, 0,
    };
    Py_BEGIN_ALLOW_THREADS
    Py_ssize_t post = 0, part = 0, paragraph = 0, at = 0;
    int64_t seen = 0, gap = 0, stretch = 0, length = 0, in_body = 0;
    for (; sound && at < text.count; at++) {
        const int32_t code = text.codes[at], *words;
        if (post == posts) {
            sound = 0;
            break;
        }
        if (code == BREAK || code == END) {
            if (gap >= BODY * PARAGRAPH_GAP) {
                if (paragraph == items(&views[PARAGRAPHS])) {
                    sound = 0;
                    break;
                }
                paragraphs[paragraph++] = stretch + gap;
            }
            in_body += part == BODY;
            gap += PARAGRAPH_GAP;
            stretch = seen;
            if (code == BREAK)
                continue;
            lengths[PARTS * post + part] = seen - length;
            length = seen;
            if (++part < PARTS)
                continue;
            paragraph_counts[post++] = in_body;
            part = 0;
            seen = gap = stretch = length = in_body = 0;
            continue;
        }
        const Py_ssize_t size = words_of(&text, code, &text.codes[at], &words);
        sound = size >= 0;
        for (Py_ssize_t place = 0; sound && place < size; place++) {
            const int32_t word = words[place], number = rank[word];
            seen += !uncounted[word];
            sound = number >= 0 && number < ranks && cursor[number] < starts[number + 1] && seen > 0
                    && seen - 1 + gap <= POSITIONS;
            if (sound)
                sorted[cursor[number]++] = (uint64_t)post << POST_SHIFT | (uint64_t)part << PART_SHIFT | (uint64_t)(seen - 1 + gap);
        }
    }
    sound = sound && post == posts && part == 0 && paragraph == items(&views[PARAGRAPHS]);
    for (Py_ssize_t place = 0; sound && place < ranks; place++)
        sound = cursor[place] == starts[place + 1];
    if (sound) {
        sweep(sorted, starts, ranks, &result);
        sizes[0] = result.posts.escapes;
        sizes[1] = result.counts.escapes;
        sizes[2] = result.positions.escapes;
        sizes[3] = result.largest;
    }
    Py_END_ALLOW_THREADS
    release_buffers(views, VIEWS);
    if (!sound) {
        PyErr_SetString(PyExc_ValueError, "the codes do not fit the counts of words, posts and paragraphs");
        return NULL;
    }
    return PyLong_FromSsize_t(result.posts.count);
}
