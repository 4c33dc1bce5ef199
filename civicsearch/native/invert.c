/* Codes of pieces in the order of the text → postings in the order of the words. */

#include "kernels.h"

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
    int64_t *words, *posts, *counts, *title, *summary, *positions;
} Postings;

/* Occurrences of each word, sorted, → postings; returns how many. */
static Py_ssize_t sweep(const uint64_t *sorted, const int64_t *starts, Py_ssize_t words, const Postings *out)
{
    Py_ssize_t written = -1;
    for (Py_ssize_t word = 0; word < words; word++) {
        int64_t post = -1;
        for (int64_t at = starts[word]; at < starts[word + 1]; at++) {
            const int64_t found = (int64_t)(sorted[at] >> POST_SHIFT);
            if (found != post) {
                post = found;
                written++;
                out->words[written] = word;
                out->posts[written] = post;
                out->counts[written] = out->title[written] = out->summary[written] = 0;
            }
            const int part = (int)(sorted[at] >> PART_SHIFT) & 3;
            out->counts[written]++;
            out->title[written] += part == 0;
            out->summary[written] += part == 1;
            out->positions[at] = (int64_t)(sorted[at] & POSITIONS);
        }
    }
    return written + 1;
}

/* invert(codes, compound_starts, compound_words, uncounted, rank, starts, cursor, sorted, lengths, paragraphs,
   paragraph_counts, words, posts, counts, title, summary, positions) -> postings */
PyObject *invert(PyObject *Py_UNUSED(module), PyObject *args)
{
    static const Wanted wanted[] = {
        {"codes", 4, 0}, {"compound_starts", 8, 0}, {"compound_words", 4, 0}, {"uncounted", 1, 0}, {"rank", 4, 0},
        {"starts", 8, 0}, {"cursor", 8, 1}, {"sorted", 8, 1}, {"lengths", 8, 1}, {"paragraphs", 8, 1},
        {"paragraph_counts", 8, 1}, {"words", 8, 1}, {"posts", 8, 1}, {"counts", 8, 1}, {"title", 8, 1},
        {"summary", 8, 1}, {"positions", 8, 1},
    };
    enum { VIEWS = sizeof wanted / sizeof wanted[0] };
    Py_buffer views[VIEWS];
    Text text;
    if (take_buffers(args, wanted, VIEWS, views) < 0)
        return NULL;
    if (take_text(&text, views, items(&views[4])) < 0) {
        release_buffers(views, VIEWS);
        return NULL;
    }
    const unsigned char *uncounted = views[3].buf;
    const int32_t *rank = views[4].buf;
    const int64_t *starts = views[5].buf;
    int64_t *cursor = views[6].buf, *lengths = views[8].buf, *paragraphs = views[9].buf, *paragraph_counts = views[10].buf;
    uint64_t *sorted = views[7].buf;
    const Py_ssize_t ranks = items(&views[5]) - 1, room = items(&views[7]), posts = items(&views[10]);
    int sound = ranks >= 0 && items(&views[3]) == text.words && items(&views[6]) == ranks && items(&views[8]) == PARTS * posts
                && starts[0] == 0 && starts[ranks] == room && posts < INT64_C(1) << (63 - POST_SHIFT);
    for (int place = 11; place < VIEWS; place++)
        sound &= items(&views[place]) == room;
    for (Py_ssize_t place = 0; sound && place < ranks; place++) {
        sound = starts[place] <= starts[place + 1];
        cursor[place] = starts[place];
    }
    Py_ssize_t postings = 0;
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
                if (paragraph == items(&views[9])) {
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
    sound = sound && post == posts && part == 0 && paragraph == items(&views[9]);
    for (Py_ssize_t place = 0; sound && place < ranks; place++)
        sound = cursor[place] == starts[place + 1];
    if (sound) {
        const Postings out = {views[11].buf, views[12].buf, views[13].buf, views[14].buf, views[15].buf, views[16].buf};
        postings = sweep(sorted, starts, ranks, &out);
    }
    Py_END_ALLOW_THREADS
    release_buffers(views, VIEWS);
    if (!sound) {
        PyErr_SetString(PyExc_ValueError, "the codes do not fit the counts of words, posts and paragraphs");
        return NULL;
    }
    return PyLong_FromSsize_t(postings);
}
