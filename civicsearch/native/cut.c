/* Text → numbers of its pieces. The rules are those of language/tokens.py: a piece is a run of bytes that are ASCII
   letters or digits, signs (+ # @) or no ASCII. Where a rule needs to know what a character beyond ASCII is, the piece
   is left longer, and whoever is asked for its words applies the rule. A piece of ASCII letters and digits alone is the
   word that it is in lower case; new ones are numbered here, which Python needs some 1.5 us each for. */

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

/* Of the bytes of a piece: a letter or a digit of ASCII. */
static inline int is_plain(unsigned char code)
{
    return is_ascii_word(code) && code != '_';
}

/* The apostrophe of so many bytes at a place and the s behind it: 1 a possessive, 0 none, 2 only somebody who knows all
   letters can tell. */
static int possessive(const unsigned char *text, Py_ssize_t length, Py_ssize_t at, Py_ssize_t width)
{
    if (at == 0 || at + width >= length || (text[at + width] | 32) != 's')
        return 0;
    unsigned char before = text[at - 1], after = at + width + 1 < length ? text[at + width + 1] : ' ';
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

/* Bytes of the apostrophe at a place, straight or curly; 0 for none. */
static inline Py_ssize_t apostrophe(const unsigned char *text, Py_ssize_t length, Py_ssize_t at)
{
    if (text[at] == '\'')
        return 1;
    return text[at] == 0xE2 && at + 3 <= length && text[at + 1] == 0x80 && text[at + 2] == 0x99 ? 3 : 0;
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
    unsigned char *words;
    Py_ssize_t written, words_room;
    int32_t known, learned;
} Table;

enum { NO_PLACE = -1 };

/* The place of a piece in the table, or where it could be taken in: ``found`` tells which; or NO_PLACE. */
static inline int64_t seek_piece(const Table *table, uint64_t first, uint64_t second, int *found)
{
    uint64_t slot = (first * MIX_FIRST + second * MIX_SECOND) >> table->shift;
    for (int probe = 0; probe < PROBES; probe++, slot = (slot + 1) & table->mask) {
        *found = table->first[slot] == first && table->second[slot] == second;
        if (*found || (table->first[slot] == 0 && table->free > 0))
            return (int64_t)slot;
    }
    return NO_PLACE;
}

static inline void take_in(Table *table, int64_t slot, uint64_t first, uint64_t second, int32_t code)
{
    table->free--;
    table->first[slot] = first;
    table->second[slot] = second;
    table->codes[slot] = code;
}

/* Eight bytes of letters and digits in lower case: capitals are those whose sum with 0x3F, but not with 0x25, has the
   highest bit. */
static inline uint64_t lower(uint64_t bytes)
{
    const uint64_t each = UINT64_C(0x0101010101010101);
    return bytes | (((bytes + 0x3F * each) & ~(bytes + 0x25 * each) & 0x80 * each) >> 2);
}

/* The number of the word that a new piece of ASCII letters and digits is; -1 where only Python can tell. ``slot`` is
   where the piece can be taken in. */
static int32_t learn(Table *table, uint64_t first, uint64_t second, int64_t slot)
{
    const uint64_t low_first = lower(first), low_second = lower(second);
    const int is_lower = low_first == first && low_second == second;
    int found = 0;
    int64_t word = is_lower ? slot : seek_piece(table, low_first, low_second, &found);
    if (word == NO_PLACE)
        return -1;
    if (!found) {
        if (table->words_room - table->written < LONGEST + 1 || table->known == INT32_MAX)
            return -1;
        take_in(table, word, low_first, low_second, table->known++);
        table->learned++;
        for (int half = 0; half < 2; half++)
            for (uint64_t rest = half ? low_second : low_first; rest; rest >>= 8)
                table->words[table->written++] = (unsigned char)rest;
        table->words[table->written++] = '\n';
    }
    const int32_t number = table->codes[word];
    if (!is_lower && (slot = seek_piece(table, first, second, &found)) != NO_PLACE && !found)
        take_in(table, slot, first, second, number);
    return number;
}

/* cut(text, first, second, codes, found, missed, words, free, known) -> (pieces, missed, free, learned, written) */
PyObject *cut(PyObject *Py_UNUSED(module), PyObject *args)
{
    static const Wanted wanted[] = {
        {"text", 1, 0}, {"first", 8, 1}, {"second", 8, 1}, {"codes", 4, 1}, {"found", 4, 1}, {"missed", 8, 1},
        {"words", 1, 1},
    };
    enum { VIEWS = sizeof wanted / sizeof wanted[0] };
    Py_buffer views[VIEWS];
    if (take_buffers(args, wanted, VIEWS, views) < 0)
        return NULL;
    const Py_ssize_t free = take_size(args, VIEWS), known = free < 0 ? -1 : take_size(args, VIEWS + 1);
    if (known < 0) {
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
    fits = fits && known <= INT32_MAX;
    Table table = {views[1].buf, views[2].buf, views[3].buf, (uint64_t)slots - 1, 64 - bits, free, views[6].buf, 0,
                   items(&views[6]), (int32_t)known, 0};
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
        } else if ((sign = class == INSIDE || class == APOSTROPHE ? apostrophe(text, length, at) : 0)) {
            int kind = possessive(text, length, at, sign);
            at += kind == 1 ? sign + 1 : sign;
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
        int plain = is_plain(text[start]);
        while (at < length) {
            class = classes[text[at]];
            if (class == INSIDE && text[at] < 128) {
                plain &= is_plain(text[at++]);
                continue;
            }
            if (class != INSIDE && class != APOSTROPHE)
                break;
            sign = apostrophe(text, length, at);
            if (sign ? possessive(text, length, at, sign) < 2 : punctuation(text, length, at) > 0)
                break;
            plain = 0;
            at += sign ? sign : 1;
        }
        /* A low line beside the piece has a say in whether there is a possessive. */
        if (start > 0 && text[start - 1] == '_' && apostrophe(text, at, start))
            start--;
        Py_ssize_t size = at - start;
        int known_piece = 0;
        int64_t slot = NO_PLACE;
        if (size <= LONGEST) {
            const uint64_t first = eight_bytes(text, length, start, size),
                           second = eight_bytes(text, length, start + 8, size - 8);
            slot = seek_piece(&table, first, second, &known_piece);
            if (known_piece) {
                found[pieces++] = table.codes[slot];
                continue;
            }
            if (plain && slot != NO_PLACE) {
                const int32_t number = learn(&table, first, second, slot);
                if (number >= 0) {
                    found[pieces++] = number;
                    continue;
                }
                slot = NO_PLACE;
            } else if (slot != NO_PLACE) {
                take_in(&table, slot, first, second, (int32_t)(INT32_MIN + misses));
            }
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
    return Py_BuildValue("nnnnn", pieces, misses, table.free, (Py_ssize_t)table.learned, table.written);
}
