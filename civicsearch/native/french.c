/* French stems, as NLTK's Snowball stemmer has them: regions are taken once, and searched for endings as they were. */

#include "stemming.h"

static const char *const step1[] = {
    "issements", "issement", "atrices", "atrice", "ateurs", "ations", "logies", "usions", "utions", "ements",
    "amment", "emment", "ances", "iqUes", "ismes", "ables", "istes", "ateur", "ation", "logie", "usion",
    "ution", "ences", "ement", "euses", "ments", "ance", "iqUe", "isme", "able", "iste", "ence", "it\351s",
    "ives", "eaux", "euse", "ment", "eux", "it\351", "ive", "ifs", "aux", "if", NULL,
};
static const char *const plain[] = {
    "ance", "iqUe", "isme", "able", "iste", "eux", "ances", "iqUes", "ismes", "ables", "istes", NULL,
};
static const char *const of_ic[] = {"atrice", "ateur", "ation", "atrices", "ateurs", "ations", NULL};
static const char *const of_u[] = {"usion", "ution", "usions", "utions", NULL};
static const char *const of_if[] = {"if", "ive", "ifs", "ives", NULL};
static const char *const step2a[] = {
    "issaIent", "issantes", "iraIent", "issante", "issants", "issions", "irions", "issais", "issait", "issant",
    "issent", "issiez", "issons", "irais", "irait", "irent", "iriez", "irons", "iront", "isses", "issez",
    "\356mes", "\356tes", "irai", "iras", "irez", "isse", "ies", "ira", "\356t", "ie", "ir", "is", "it", "i", NULL,
};
static const char *const step2b[] = {
    "eraIent", "assions", "erions", "assent", "assiez", "\350rent", "erais", "erait", "eriez", "erons", "eront",
    "aIent", "antes", "asses", "ions", "erai", "eras", "erez", "\342mes", "\342tes", "ante", "ants", "asse",
    "\351es", "era", "iez", "ais", "ait", "ant", "\351e", "\351s", "er", "ez", "\342t", "ai", "as", "\351", "a", NULL,
};
static const char *const with_e[] = {
    "assions", "assent", "assiez", "aIent", "antes", "asses", "\342mes", "\342tes", "ante", "ants", "asse", "ais",
    "ait", "ant", "\342t", "ai", "as", "a", NULL,
};
static const char *const step4[] = {"i\350re", "I\350re", "ion", "ier", "Ier", "e", "\353", NULL};
static const char *const undoubled[] = {"enn", "onn", "ett", "ell", "eill", NULL};

typedef struct {
    Word *word, r1, r2, rv;
} Parts;

static void mark_consonants(Word *word, const unsigned char *vowels)
{
    unsigned char *text = word->text;
    for (int at = 1; at < word->size; at++)
        if (text[at - 1] == 'q' && text[at] == 'u')
            text[at] = 'U';
    for (int at = 1; at < word->size - 1; at++) {
        int before = vowels[text[at - 1]], after = vowels[text[at + 1]];
        if (before && after && (text[at] == 'u' || text[at] == 'i'))
            text[at] = text[at] == 'u' ? 'U' : 'I';
        if ((before || after) && text[at] == 'y')
            text[at] = 'Y';
    }
}

static Word french_region(const Word *word, const unsigned char *vowels)
{
    if (word->size >= 2) {
        if (starts(word, "par") || starts(word, "col") || starts(word, "tap")
            || (vowels[word->text[0]] && vowels[word->text[1]]))
            return from(word, 3);
        for (int at = 1; at < word->size; at++)
            if (vowels[word->text[at]])
                return from(word, at + 1);
    }
    return from(word, word->size);
}

/* The letter before the last place of an ending in RV; Python takes the last letter for the one before the first. */
static unsigned char letter_before(const Word *rv, const char *end)
{
    int place = last_place(rv, end);
    return rv->text[place > 0 ? place - 1 : rv->size - 1];
}

static void after_ement(Parts *parts)
{
    Word *word = parts->word;
    if (ends(word, "iv") && has(&parts->r2, "iv")) {
        chop(word, 2);
        if (ends(word, "at") && has(&parts->r2, "at"))
            chop(word, 2);
    } else if (ends(word, "eus")) {
        if (has(&parts->r2, "eus"))
            chop(word, 3);
        else if (has(&parts->r1, "eus"))
            swap_end(word, 1, "x");
    } else if (ends(word, "abl") || ends(word, "iqU")) {
        if (has(&parts->r2, "abl") || has(&parts->r2, "iqU"))
            chop(word, 3);
    } else if (ends(word, "i\350r") || ends(word, "I\350r")) {
        if (has(&parts->rv, "i\350r") || has(&parts->rv, "I\350r"))
            swap_end(word, 3, "i");
    }
}

static void after_ic(Parts *parts)
{
    if (ends(parts->word, "ic"))
        swap_end(parts->word, 2, has(&parts->r2, "ic") ? "" : "iqU");
}

/* 1 where an ending was taken off for good, 2 where verb endings are still looked for, 0 where nothing was done. */
static int step_1(Parts *parts, const unsigned char *vowels)
{
    Word *word = parts->word;
    const Word *r1 = &parts->r1, *r2 = &parts->r2;
    Word *rv = &parts->rv;
    const char *end = ending(word, step1);
    if (!end)
        return 0;
    int size = (int)strlen(end);
    if (!strcmp(end, "eaux")) {
        chop(word, 1);
    } else if (!strncmp(end, "euse", 4)) {
        if (has(r2, end))
            chop(word, size);
        else if (has(r1, end))
            swap_end(word, size, "eux");
        else
            return 0;
    } else if (!strncmp(end, "ement", 5) && has(rv, end)) {
        chop(word, size);
        after_ement(parts);
    } else if (!strcmp(end, "amment") && has(rv, end)) {
        swap_end(word, size, "ant");
        swap_end(rv, size, "ant");
        return 2;
    } else if (!strcmp(end, "emment") && has(rv, end)) {
        swap_end(word, size, "ent");
        return 2;
    } else if (!strncmp(end, "ment", 4) && has(rv, end) && !starts(rv, end) && vowels[letter_before(rv, end)]) {
        chop(word, size);
        chop(rv, size);
        return 2;
    } else if (!strcmp(end, "aux") && has(r1, end)) {
        swap_end(word, 2, "l");
    } else if (!strncmp(end, "issement", 8) && has(r1, end) && !vowels[back(word, size + 1)]) {
        chop(word, size);
    } else if (is(end, plain) && has(r2, end)) {
        chop(word, size);
    } else if (is(end, of_ic) && has(r2, end)) {
        chop(word, size);
        after_ic(parts);
    } else if (!strncmp(end, "logie", 5) && has(r2, end)) {
        swap_end(word, size, "log");
    } else if (is(end, of_u) && has(r2, end)) {
        swap_end(word, size, "u");
    } else if (!strncmp(end, "ence", 4) && has(r2, end)) {
        swap_end(word, size, "ent");
    } else if (!strncmp(end, "it\351", 3) && has(r2, end)) {
        chop(word, size);
        if (ends(word, "abil"))
            swap_end(word, has(r2, "abil") ? 4 : 2, has(r2, "abil") ? "" : "l");
        else if (ends(word, "ic"))
            after_ic(parts);
        else if (ends(word, "iv") && has(r2, "iv"))
            chop(word, 2);
    } else if (is(end, of_if) && has(r2, end)) {
        chop(word, size);
        if (ends(word, "at") && has(r2, "at")) {
            chop(word, 2);
            after_ic(parts);
        }
    } else {
        return 0;
    }
    return 1;
}

static int step_2(Parts *parts, const unsigned char *vowels)
{
    Word *word = parts->word, *rv = &parts->rv;
    const char *end = ending(word, step2a);
    if (end && has(rv, end) && rv->size > (int)strlen(end) && !vowels[letter_before(rv, end)]) {
        chop(word, (int)strlen(end));
        return 1;
    }
    end = ending(rv, step2b);
    if (!end || (!strcmp(end, "ions") && !has(&parts->r2, end)))
        return 0;
    chop(word, (int)strlen(end));
    if (is(end, with_e)) {
        chop(rv, (int)strlen(end));
        chop(word, ends(rv, "e"));
    }
    return 1;
}

/* 0 where Python's stemmer would look for a letter that there is not. */
static int step_4(Parts *parts)
{
    Word *word = parts->word;
    const Word *rv = &parts->rv;
    if (word->size >= 2 && back(word, 1) == 's' && !among(back(word, 2), "aiou\350s"))
        chop(word, 1);
    for (int place = 0; step4[place]; place++) {
        const char *end = step4[place];
        if (!ends(word, end) || !has(rv, end))
            continue;
        if (!strcmp(end, "ion") && has(&parts->r2, end)) {
            if (rv->size < 4)
                return 0;
            chop(word, among(back(rv, 4), "st") ? 3 : 0);
        } else if (strlen(end) > 2 && strcmp(end, "ion")) {
            swap_end(word, (int)strlen(end), "i");
        } else if (!strcmp(end, "e") || (!strcmp(end, "\353") && has_between(word, "gu", 3, 1))) {
            chop(word, 1);
        }
        break;
    }
    return 1;
}

int stem_french(Word *word, const unsigned char *vowels)
{
    mark_consonants(word, vowels);
    Parts parts = {word, region(word, vowels), {0, {0}}, french_region(word, vowels)};
    parts.r2 = region(&parts.r1, vowels);
    int done = step_1(&parts, vowels);
    if (done != 1)
        done = step_2(&parts, vowels);
    if (!word->size)
        return 0;
    if (done && back(word, 1) == 'Y')
        swap_end(word, 1, "i");
    else if (done && back(word, 1) == 0347)
        swap_end(word, 1, "c");
    else if (!done && !step_4(&parts))
        return 0;
    chop(word, ending(word, undoubled) != NULL);
    for (int at = 1; at < word->size; at++) {
        unsigned char *letter = &word->text[word->size - at];
        if (vowels[*letter]) {
            if (at != 1 && (*letter == 0351 || *letter == 0350))
                *letter = 'e';
            break;
        }
    }
    swap_letter(word, 'I', 'i');
    swap_letter(word, 'U', 'u');
    swap_letter(word, 'Y', 'y');
    return 1;
}
