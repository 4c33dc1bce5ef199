/* German stems, as NLTK's Snowball stemmer has them. */

#include "stemming.h"

static const char *const step1[] = {"ern", "em", "er", "en", "es", "e", "s", NULL};
static const char *const step2[] = {"est", "en", "er", "st", NULL};
static const char *const step3[] = {"isch", "lich", "heit", "keit", "end", "ung", "ig", "ik", NULL};

static void step_3(Regions *parts)
{
    Word *word = parts->word;
    const Word *r1 = &parts->r1, *r2 = &parts->r2;
    const char *end = ending(r2, step3);
    if (!end)
        return;
    int size = (int)strlen(end);
    if (!strcmp(end, "end") || !strcmp(end, "ung"))
        size += has_between(r2, "ig", size + 2, size) && !has_between(r2, "e", size + 3, size + 2) ? 2 : 0;
    else if (!strcmp(end, "ig") || !strcmp(end, "ik") || !strcmp(end, "isch"))
        size = has_between(r2, "e", size + 1, size) ? 0 : size;
    else if (!strcmp(end, "keit"))
        size += has_between(r2, "lich", size + 4, size) ? 4 : has_between(r2, "ig", size + 2, size) ? 2 : 0;
    else
        size += has_between(r1, "er", size + 2, size) || has_between(r1, "en", size + 2, size) ? 2 : 0;
    chop(word, size);
}

int stem_german(Word *word, const unsigned char *vowels)
{
    if (memchr(word->text, 0337, (size_t)word->size))
        return 0;
    unsigned char *text = word->text;
    for (int at = 1; at < word->size - 1; at++)
        if (vowels[text[at - 1]] && vowels[text[at + 1]] && (text[at] == 'u' || text[at] == 'y'))
            text[at] = text[at] == 'u' ? 'U' : 'Y';
    Regions parts = {.word = word, .r1 = region(word, vowels)};
    parts.r2 = region(&parts.r1, vowels);
    int behind = behind_consonant(word, vowels);
    if (behind >= 0 && behind < 3)
        parts.r1 = from(word, 3);
    const char *end = ending(&parts.r1, step1);
    if (end) {
        int size = (int)strlen(end);
        if (end[0] == 'e' && strcmp(end, "ern") && strcmp(end, "em") && strcmp(end, "er")
            && has_between(word, "niss", size + 4, size))
            chop_all(&parts, size + 1);
        else if (strcmp(end, "s") || among(back(word, 2), "bdfghklmnrt"))
            chop_all(&parts, size);
    }
    end = ending(&parts.r1, step2);
    if (end && (strcmp(end, "st") || (among(back(word, 3), "bdfghklmnt") && word->size >= 6)))
        chop_all(&parts, (int)strlen(end));
    step_3(&parts);
    swap_letter(word, 0344, 'a');
    swap_letter(word, 0366, 'o');
    swap_letter(word, 0374, 'u');
    swap_letter(word, 'U', 'u');
    swap_letter(word, 'Y', 'y');
    return 1;
}
