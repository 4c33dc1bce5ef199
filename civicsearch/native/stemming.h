/* Words as the stemmers take them apart: short strings of Latin-1, and what Python's strings do with them. */

#ifndef CIVICSEARCH_STEMMING_H
#define CIVICSEARCH_STEMMING_H

#include <string.h>

enum { LONGEST_WORD = 48, ROOM = LONGEST_WORD + 16 };

/* A word or a region of one. It never grows by more than ROOM has beyond LONGEST_WORD. */
typedef struct {
    int size;
    unsigned char text[ROOM];
} Word;

/* The vowels of a language, by letter. */
typedef unsigned char Vowels[256];

static inline int ends(const Word *word, const char *end)
{
    int size = (int)strlen(end);
    return word->size >= size && !memcmp(word->text + word->size - size, end, (size_t)size);
}

/* The first of several endings that a word has, or NULL. The list ends with NULL. */
static inline const char *ending(const Word *word, const char *const *list)
{
    if (word->size)
        for (; *list; list++)
            if (ends(word, *list))
                return *list;
    return NULL;
}

static inline int starts(const Word *word, const char *start)
{
    size_t size = strlen(start);
    return word->size >= (int)size && !memcmp(word->text, start, size);
}

/* The last place of a part in a word, or -1. */
static inline int last_place(const Word *word, const char *part)
{
    int size = (int)strlen(part);
    for (int at = word->size - size; at >= 0; at--)
        if (!memcmp(word->text + at, part, (size_t)size))
            return at;
    return -1;
}

static inline int has(const Word *word, const char *part) { return last_place(word, part) >= 0; }

/* Whether a part stands in what Python calls word[-from:-to]. */
static inline int has_between(const Word *word, const char *part, int from, int to)
{
    int first = word->size - from, last = word->size - to, size = (int)strlen(part);
    for (int at = first < 0 ? 0 : first; at + size <= last; at++)
        if (!memcmp(word->text + at, part, (size_t)size))
            return 1;
    return 0;
}

/* The letter so many places from the end; 0 where the word is shorter. */
static inline unsigned char back(const Word *word, int places)
{
    return word->size >= places ? word->text[word->size - places] : 0;
}

static inline int among(unsigned char letter, const char *letters) { return letter && strchr(letters, letter) != NULL; }

static inline int is(const char *one, const char *const *list)
{
    for (; *list; list++)
        if (!strcmp(one, *list))
            return 1;
    return 0;
}

static inline void chop(Word *word, int letters) { word->size = word->size > letters ? word->size - letters : 0; }

static inline void append(Word *word, const char *end)
{
    int size = (int)strlen(end);
    if (word->size + size <= ROOM) {
        memcpy(word->text + word->size, end, (size_t)size);
        word->size += size;
    }
}

static inline void swap_end(Word *word, int letters, const char *end)
{
    chop(word, letters);
    append(word, end);
}

static inline Word from(const Word *word, int place)
{
    Word rest = {0, {0}};
    if (place < word->size) {
        rest.size = word->size - place;
        memcpy(rest.text, word->text + place, (size_t)rest.size);
    }
    return rest;
}

static inline void swap_letter(Word *word, unsigned char old, unsigned char fresh)
{
    for (int at = 0; at < word->size; at++)
        if (word->text[at] == old)
            word->text[at] = fresh;
}

/* The place behind the first letter that is no vowel and follows one, or -1. */
static inline int behind_consonant(const Word *word, const unsigned char *vowels)
{
    for (int at = 1; at < word->size; at++)
        if (!vowels[word->text[at]] && vowels[word->text[at - 1]])
            return at + 1;
    return -1;
}

/* The region behind the first consonant that follows a vowel; empty where there is none. */
static inline Word region(const Word *word, const unsigned char *vowels)
{
    int place = behind_consonant(word, vowels);
    return from(word, place < 0 ? word->size : place);
}

Word romance_region(const Word *word, const unsigned char *vowels);

/* Each replaces a word by its stem. 0 where only the Python stemmer can tell. */
int stem_english(Word *word, const unsigned char *vowels);
int stem_french(Word *word, const unsigned char *vowels);
int stem_german(Word *word, const unsigned char *vowels);
int stem_portuguese(Word *word, const unsigned char *vowels);
int stem_spanish(Word *word, const unsigned char *vowels);

/* A word and its regions, which the stemmers shorten together. */
typedef struct {
    Word *word, r1, r2;
} Regions;

static inline void chop_all(Regions *parts, int letters)
{
    chop(parts->word, letters);
    chop(&parts->r1, letters);
    chop(&parts->r2, letters);
}

#endif
