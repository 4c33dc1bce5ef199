/* English stems, as NLTK's Snowball stemmer has them, also where it differs from Snowball's own. */

#include "stemming.h"

static const char *const special[][2] = {
    {"skis", "ski"}, {"skies", "sky"}, {"dying", "die"}, {"lying", "lie"}, {"tying", "tie"}, {"idly", "idl"},
    {"gently", "gentl"}, {"ugly", "ugli"}, {"early", "earli"}, {"only", "onli"}, {"singly", "singl"}, {"sky", "sky"},
    {"news", "news"}, {"howe", "howe"}, {"atlas", "atlas"}, {"cosmos", "cosmos"}, {"bias", "bias"},
    {"andes", "andes"}, {"inning", "inning"}, {"innings", "inning"}, {"outing", "outing"}, {"outings", "outing"},
    {"canning", "canning"}, {"cannings", "canning"}, {"herring", "herring"}, {"herrings", "herring"},
    {"earring", "earring"}, {"earrings", "earring"}, {"proceed", "proceed"}, {"proceeds", "proceed"},
    {"proceeded", "proceed"}, {"proceeding", "proceed"}, {"exceed", "exceed"}, {"exceeds", "exceed"},
    {"exceeded", "exceed"}, {"exceeding", "exceed"}, {"succeed", "succeed"}, {"succeeds", "succeed"},
    {"succeeded", "succeed"}, {"succeeding", "succeed"}, {NULL, NULL},
};
static const char *const step1a[] = {"sses", "ied", "ies", "us", "ss", "s", NULL};
static const char *const step1b[] = {"eedly", "ingly", "edly", "eed", "ing", "ed", NULL};
static const char *const lengthened[] = {"at", "bl", "iz", NULL};
static const char *const doubled[] = {"bb", "dd", "ff", "gg", "mm", "nn", "pp", "rr", "tt", NULL};
static const char *const step2[] = {
    "ization", "ational", "fulness", "ousness", "iveness", "tional", "biliti", "lessli", "entli", "ation",
    "alism", "aliti", "ousli", "iviti", "fulli", "enci", "anci", "abli", "izer", "ator", "alli", "bli", "ogi",
    "li", NULL,
};
static const char *const step3[] = {
    "ational", "tional", "alize", "icate", "iciti", "ative", "ical", "ness", "ful", NULL,
};
static const char *const step4[] = {
    "ement", "ance", "ence", "able", "ible", "ment", "ant", "ent", "ism", "ate", "iti", "ous", "ive", "ize",
    "ion", "al", "er", "ic", NULL,
};

/* What becomes of an ending in steps 2 and 3, and of R2 where it is shorter than the ending. */
static const struct {
    const char *old, *fresh, *short_r2;
} exchanged[] = {
    {"izer", "ize", ""}, {"ization", "ize", ""}, {"ational", "ate", "e"}, {"ation", "ate", "e"}, {"ator", "ate", "e"},
    {"alism", "al", ""}, {"aliti", "al", ""}, {"alli", "al", ""}, {"ousli", "ous", ""}, {"ousness", "ous", ""},
    {"iveness", "ive", "e"}, {"iviti", "ive", "e"}, {"biliti", "ble", ""}, {"bli", "ble", ""}, {"icate", "ic", ""},
    {"iciti", "ic", ""}, {"ical", "ic", ""}, {"eed", "ee", ""}, {"eedly", "ee", ""}, {NULL, NULL, NULL},
};

static void last_letter(Regions *parts, const char *letter)
{
    swap_end(parts->word, 1, letter);
    if (parts->r1.size)
        swap_end(&parts->r1, 1, letter);
    if (parts->r2.size)
        swap_end(&parts->r2, 1, letter);
}

static int exchange(Regions *parts, const char *old, int in_step2)
{
    int size = (int)strlen(old);
    for (int place = 0; exchanged[place].old; place++) {
        if (strcmp(exchanged[place].old, old))
            continue;
        const char *fresh = exchanged[place].fresh;
        swap_end(parts->word, size, fresh);
        if (parts->r1.size >= size)
            swap_end(&parts->r1, size, fresh);
        else
            parts->r1.size = 0;
        if (parts->r2.size >= size) {
            swap_end(&parts->r2, size, fresh);
        } else {
            parts->r2.size = 0;
            if (in_step2)
                append(&parts->r2, exchanged[place].short_r2);
        }
        return 1;
    }
    return 0;
}

static int has_vowel(const Word *word, int letters, const unsigned char *vowels)
{
    for (int at = 0; at < word->size - letters; at++)
        if (vowels[word->text[at]])
            return 1;
    return 0;
}

static void steps1(Regions *parts, const unsigned char *vowels)
{
    Word *word = parts->word, *r1 = &parts->r1, *r2 = &parts->r2;
    const char *end = ending(word, step1a);
    if (end && !strcmp(end, "sses"))
        chop_all(parts, 2);
    else if (end && end[0] == 'i')
        chop_all(parts, word->size > 4 ? 2 : 1);
    else if (end && !strcmp(end, "s") && has_vowel(word, 2, vowels))
        chop_all(parts, 1);
    end = ending(word, step1b);
    if (end && end[0] == 'e' && end[1] == 'e') {
        if (ends(r1, end))
            exchange(parts, end, 0);
    } else if (end && has_vowel(word, (int)strlen(end), vowels)) {
        chop_all(parts, (int)strlen(end));
        int size = word->size;
        if (ending(word, lengthened)) {
            append(word, "e");
            append(r1, "e");
            if (word->size > 5 || r1->size >= 3)
                append(r2, "e");
        } else if (ending(word, doubled)) {
            chop_all(parts, 1);
        } else if (!r1->size
                   && ((size >= 3 && !vowels[back(word, 1)] && !among(back(word, 1), "wxY") && vowels[back(word, 2)]
                        && !vowels[back(word, 3)])
                       || (size == 2 && vowels[word->text[0]] && !vowels[word->text[1]]))) {
            append(word, "e");
            if (r2->size)
                append(r2, "e");
        }
    }
    if (word->size > 2 && among(back(word, 1), "yY") && !vowels[back(word, 2)])
        last_letter(parts, "i");
}

static void step_2(Regions *parts)
{
    const char *end = ending(parts->word, step2);
    if (!end || !ends(&parts->r1, end) || exchange(parts, end, 1))
        return;
    if (!strcmp(end, "enci") || !strcmp(end, "anci") || !strcmp(end, "abli"))
        last_letter(parts, "e");
    else if (!strcmp(end, "fulness"))
        chop_all(parts, 4);
    else if (!strcmp(end, "ogi"))
        chop_all(parts, back(parts->word, 4) == 'l');
    else if (strcmp(end, "li") || among(back(parts->word, 3), "cdeghkmnrt"))
        chop_all(parts, 2);
}

static void step_3(Regions *parts)
{
    const char *end = ending(parts->word, step3);
    if (!end || !ends(&parts->r1, end) || exchange(parts, end, 0))
        return;
    if (!strcmp(end, "tional"))
        chop_all(parts, 2);
    else if (!strcmp(end, "alize"))
        chop_all(parts, 3);
    else if (strcmp(end, "ative") || ends(&parts->r2, end))
        chop_all(parts, (int)strlen(end));
}

int stem_english(Word *word, const unsigned char *vowels)
{
    if (word->size <= 2)
        return 1;
    for (int place = 0; special[place][0]; place++) {
        if (word->size == (int)strlen(special[place][0]) && starts(word, special[place][0])) {
            swap_end(word, word->size, special[place][1]);
            return 1;
        }
    }
    if (memchr(word->text, '\'', (size_t)word->size))
        return 0;
    if (word->text[0] == 'y')
        word->text[0] = 'Y';
    for (int at = 1; at < word->size; at++)
        if (vowels[word->text[at - 1]] && word->text[at] == 'y')
            word->text[at] = 'Y';
    Regions parts = {.word = word};
    if (starts(word, "gener") || starts(word, "arsen"))
        parts.r1 = from(word, 5);
    else if (starts(word, "commun"))
        parts.r1 = from(word, 6);
    else
        parts.r1 = region(word, vowels);
    parts.r2 = region(&parts.r1, vowels);
    steps1(&parts, vowels);
    step_2(&parts);
    step_3(&parts);
    const char *end = ending(word, step4);
    if (end && ends(&parts.r2, end) && (strcmp(end, "ion") || among(back(word, 4), "st")))
        chop_all(&parts, (int)strlen(end));
    if ((ends(&parts.r2, "l") && back(word, 2) == 'l') || ends(&parts.r2, "e"))
        chop(word, 1);
    else if (ends(&parts.r1, "e") && word->size >= 4
             && (vowels[back(word, 2)] || among(back(word, 2), "wxY") || !vowels[back(word, 3)]
                 || vowels[back(word, 4)]))
        chop(word, 1);
    swap_letter(word, 'Y', 'y');
    return 1;
}
