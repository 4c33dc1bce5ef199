/* Text → numbers of its pieces. The rules are those of language/tokens.py: a piece is a run of bytes that are ASCII
   letters or digits, signs (+ # @) or no ASCII. Where a rule needs to know what a character beyond ASCII is, the piece
   is left longer, and whoever is asked for its words applies the rule. */

#include "kernels.h"

enum { BREAK = -1, END = -2 };
enum { LONGEST = 16, PROBES = 4 };
enum { OTHER, INSIDE, ENDS, NEWLINE, APOSTROPHE };
#define MIX_FIRST UINT64_C(0x9E3779B97F4A7C15)
#define MIX_SECOND UINT64_C(0xC2B2AE3D27D4EB4F)

static unsigned char classes[256];

static void fill_classes(void)
{
    for (int code = 0; code < 256; code++) {
        int letter = (code | 32) >= 'a' && (code | 32) <= 'z', digit = code >= '0' && code <= '9';
        classes[code] = letter || digit || code > 127 || (code && strchr("+#@", code)) ? INSIDE : OTHER;
    }
    classes[0xFE] = ENDS;
    classes['\n'] = NEWLINE;
    classes['\''] = APOSTROPHE;
}

static inline int is_ascii_word(unsigned char code)
{
    return code < 128 && (classes[code] == INSIDE ? code != '+' && code != '#' && code != '@' : code == '_');
}

/* The apostrophe at a place and the s behind it: 1 a possessive, 0 none, 2 only somebody who knows all letters can
   tell. */
static int possessive(const unsigned char *text, Py_ssize_t length, Py_ssize_t at)
{
    if (at == 0 || at + 1 >= length || (text[at + 1] | 32) != 's')
        return 0;
    unsigned char before = text[at - 1], after = at + 2 < length ? text[at + 2] : ' ';
    if (is_ascii_word(after) || (before < 128 && !is_ascii_word(before)))
        return 0;
    return before < 128 && after < 128 && after != '\'' ? 1 : 2;
}

/* Length of the punctuation beyond ASCII at a place that parts words as a blank does: no-break space, « », dashes,
   quotation marks but for the apostrophe, bullets, dots. */
static int punctuation(const unsigned char *text, Py_ssize_t length, Py_ssize_t at)
{
    if (text[at] == 0xC2 && at + 1 < length)
        return text[at + 1] == 0xA0 || text[at + 1] == 0xAB || text[at + 1] == 0xBB ? 2 : 0;
    if (text[at] == 0xE2 && at + 2 < length && text[at + 1] == 0x80)
        return text[at + 2] >= 0x90 && text[at + 2] <= 0xA7 && text[at + 2] != 0x99 ? 3 : 0;
    return 0;
}

static inline int is_apostrophe(const unsigned char *text, Py_ssize_t length, Py_ssize_t at)
{
    return at + 3 <= length && !memcmp(text + at, "\xE2\x80\x99", 3);
}

static inline uint64_t eight_bytes(const unsigned char *text, Py_ssize_t length, Py_ssize_t at, Py_ssize_t size)
{
    uint64_t word = 0;
    if (size <= 0)
        return 0;
    if (at + 8 <= length) {
        memcpy(&word, text + at, 8);
        return size >= 8 ? word : word & ((UINT64_C(1) << 8 * size) - 1);
    }
    memcpy(&word, text + at, (size_t)(size > 8 ? 8 : size));
    return word;
}

typedef struct {
    uint64_t *first, *second;
    int32_t *codes;
    uint64_t mask;
    int shift;
    Py_ssize_t free;  /* pieces that it may still take in */
} Table;

/* The place of a piece in the table, or -1. A new piece is taken in, with a code for the time being, if a place is
   free; ``fresh`` tells. */
static inline int64_t find(Table *table, uint64_t first, uint64_t second, int32_t code, int *fresh)
{
    uint64_t slot = (first * MIX_FIRST + second * MIX_SECOND) >> table->shift;
    for (int probe = 0; probe < PROBES; probe++, slot = (slot + 1) & table->mask) {
        if (table->first[slot] == first && table->second[slot] == second)
            return (int64_t)slot;
        if (table->first[slot] == 0 && table->free > 0) {
            table->free--;
            table->first[slot] = first;
            table->second[slot] = second;
            table->codes[slot] = code;
            *fresh = 1;
            return (int64_t)slot;
        }
    }
    return -1;
}

/* cut(text, first, second, codes, found, missed, free) -> (pieces, missed, free) */
PyObject *cut(PyObject *Py_UNUSED(module), PyObject *args)
{
    static const Wanted wanted[] = {
        {"text", 1, 0}, {"first", 8, 1}, {"second", 8, 1}, {"codes", 4, 1}, {"found", 4, 1}, {"missed", 8, 1},
    };
    enum { VIEWS = sizeof wanted / sizeof wanted[0] };
    Py_buffer views[VIEWS];
    if (take_buffers(args, wanted, VIEWS, views) < 0)
        return NULL;
    const Py_ssize_t free = take_size(args, VIEWS);
    if (free < 0) {
        release_buffers(views, VIEWS);
        return NULL;
    }
    if (!classes['a'])
        fill_classes();
    const unsigned char *text = views[0].buf;
    const Py_ssize_t length = views[0].len, room = items(&views[4]), slots = items(&views[1]);
    const Py_ssize_t miss_room = items(&views[5]) / 4;
    int32_t *found = views[4].buf;
    int64_t *missed = views[5].buf;
    Py_ssize_t pieces = 0, misses = 0;
    int bits = 0;
    while (bits < 31 && (Py_ssize_t)1 << bits < slots)
        bits++;
    int fits = bits > 0 && (Py_ssize_t)1 << bits == slots && items(&views[2]) == slots && items(&views[3]) == slots;
    Table table = {views[1].buf, views[2].buf, views[3].buf, (uint64_t)slots - 1, 64 - bits, free};
    Py_ssize_t at = 0;
    Py_BEGIN_ALLOW_THREADS
    while (at < length && fits) {
        Py_ssize_t start = at, sign;
        int class = classes[text[at]];
        if (class == NEWLINE) {
            at++;
            if (at == length || text[at] != '\n')
                continue;
            at++;
        } else if (class == APOSTROPHE) {
            int kind = possessive(text, length, at);
            at += kind == 1 ? 2 : 1;
            if (kind < 2)
                continue;
            class = INSIDE;
        } else if (class == INSIDE && (sign = punctuation(text, length, at))) {
            at += sign;
            continue;
        } else {
            at++;
            if (class == OTHER)
                continue;
        }
        if (pieces == room) {
            fits = 0;
            break;
        }
        if (class != INSIDE) {
            found[pieces++] = class == ENDS ? END : BREAK;
            continue;
        }
        while (at < length) {
            class = classes[text[at]];
            if (class == INSIDE ? text[at] > 127 && punctuation(text, length, at)
                                : class != APOSTROPHE || possessive(text, length, at) < 2)
                break;
            at++;
        }
        /* A low line beside the piece has a say in whether there is a possessive. */
        if (start > 0 && text[start - 1] == '_' && (text[start] == '\'' || is_apostrophe(text, at, start)))
            start--;
        if (at < length && text[at] == '_' && at - start > 4 && is_apostrophe(text, at, at - 4))
            at++;
        Py_ssize_t size = at - start;
        int fresh = 0;
        int64_t slot = -1;
        if (size <= LONGEST)
            slot = find(&table, eight_bytes(text, length, start, size), eight_bytes(text, length, start + 8, size - 8),
                        (int32_t)(INT32_MIN + misses), &fresh);
        if (slot >= 0 && !fresh) {
            found[pieces++] = table.codes[slot];
            continue;
        }
        if (misses == miss_room || misses == INT32_MAX) {
            fits = 0;
            break;
        }
        missed[4 * misses] = pieces;
        missed[4 * misses + 1] = start;
        missed[4 * misses + 2] = at;
        missed[4 * misses + 3] = slot;
        found[pieces++] = (int32_t)(INT32_MIN + misses++);
    }
    Py_END_ALLOW_THREADS
    release_buffers(views, VIEWS);
    if (!fits) {
        PyErr_SetString(PyExc_ValueError, "the table or the room for pieces is of the wrong size");
        return NULL;
    }
    return Py_BuildValue("nnn", pieces, misses, table.free);
}
