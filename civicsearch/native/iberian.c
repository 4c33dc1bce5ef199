/* Portuguese and Spanish stems, as NLTK's Snowball stemmers have them. */

#include "stemming.h"

static const char *const portuguese1[] = {
    "amentos", "imentos", "u\347o~es", "amento", "imento", "adoras", "adores", "a\347o~es", "logias",
    "\352ncias", "amente", "idades", "an\347as", "ismos", "istas", "adora", "a\347a~o", "antes", "\342ncia",
    "logia", "u\347a~o", "\352ncia", "mente", "idade", "an\347a", "ezas", "icos", "icas", "ismo", "\341vel",
    "\355vel", "ista", "osos", "osas", "ador", "ante", "ivas", "ivos", "iras", "eza", "ico", "ica", "oso",
    "osa", "iva", "ivo", "ira", NULL,
};
static const char *const portuguese2[] = {
    "ar\355amos", "er\355amos", "ir\355amos", "\341ssemos", "\352ssemos", "\355ssemos", "ar\355eis",
    "er\355eis", "ir\355eis", "\341sseis", "\351sseis", "\355sseis", "\341ramos", "\351ramos", "\355ramos",
    "\341vamos", "aremos", "eremos", "iremos", "ariam", "eriam", "iriam", "assem", "essem", "issem", "ara~o",
    "era~o", "ira~o", "arias", "erias", "irias", "ardes", "erdes", "irdes", "asses", "esses", "isses", "astes",
    "estes", "istes", "\341reis", "areis", "\351reis", "ereis", "\355reis", "ireis", "\341veis", "\355amos",
    "armos", "ermos", "irmos", "aria", "eria", "iria", "asse", "esse", "isse", "aste", "este", "iste", "arei",
    "erei", "irei", "aram", "eram", "iram", "avam", "arem", "erem", "irem", "ando", "endo", "indo", "adas",
    "idas", "ar\341s", "aras", "er\341s", "eras", "ir\341s", "avas", "ares", "eres", "ires", "\355eis", "ados",
    "idos", "\341mos", "amos", "emos", "imos", "iras", "ada", "ida", "ar\341", "ara", "er\341", "era", "ir\341",
    "ava", "iam", "ado", "ido", "ias", "ais", "eis", "ira", "ia", "ei", "am", "em", "ar", "er", "ir", "as",
    "es", "is", "eu", "iu", "ou", NULL,
};
static const char *const portuguese4[] = {"os", "a", "i", "o", "\341", "\355", "\363", NULL};
static const char *const after_amente[] = {"os", "ic", "ad", NULL};
static const char *const portuguese_mente[] = {"ante", "avel", "ivel", NULL};
static const char *const last_e[] = {"e", "\351", "\352", NULL};

static const char *const spanish0[] = {
    "selas", "selos", "sela", "selo", "las", "les", "los", "nos", "me", "se", "la", "le", "lo", NULL,
};
static const char *const verbs[] = {
    "ando", "\341ndo", "ar", "\341r", "er", "\351r", "iendo", "i\351ndo", "ir", "\355r", NULL,
};
static const char *const spanish1[] = {
    "amientos", "imientos", "amiento", "imiento", "acion", "aciones", "uciones", "ucion", "adoras", "adores",
    "ancias", "log\355as", "encias", "amente", "idades", "anzas", "ismos", "ables", "ibles", "istas", "adora",
    "aci\363n", "antes", "ancia", "log\355a", "uci\363n", "encia", "mente", "anza", "icos", "icas", "ismo",
    "able", "ible", "ista", "osos", "osas", "ador", "ante", "idad", "ivas", "ivos", "ico", "ica", "oso", "osa",
    "iva", "ivo", NULL,
};
static const char *const of_ic[] = {
    "adora", "ador", "aci\363n", "adoras", "adores", "acion", "aciones", "ante", "antes", "ancia", "ancias", NULL,
};
static const char *const spanish_mente[] = {"ante", "able", "ible", NULL};
static const char *const spanish2a[] = {
    "yeron", "yendo", "yamos", "yais", "yan", "yen", "yas", "yes", "ya", "ye", "yo", "y\363", NULL,
};
static const char *const spanish2b[] = {
    "ar\355amos", "er\355amos", "ir\355amos", "i\351ramos", "i\351semos", "ar\355ais", "aremos", "er\355ais",
    "eremos", "ir\355ais", "iremos", "ierais", "ieseis", "asteis", "isteis", "\341bamos", "\341ramos",
    "\341semos", "ar\355an", "ar\355as", "ar\351is", "er\355an", "er\355as", "er\351is", "ir\355an", "ir\355as",
    "ir\351is", "ieran", "iesen", "ieron", "iendo", "ieras", "ieses", "abais", "arais", "aseis", "\351amos",
    "ar\341n", "ar\341s", "ar\355a", "er\341n", "er\341s", "er\355a", "ir\341n", "ir\341s", "ir\355a", "iera",
    "iese", "aste", "iste", "aban", "aran", "asen", "aron", "ando", "abas", "adas", "idas", "aras", "ases",
    "\355ais", "ados", "idos", "amos", "imos", "emos", "ar\341", "ar\351", "er\341", "er\351", "ir\341",
    "ir\351", "aba", "ada", "ida", "ara", "ase", "\355an", "ado", "ido", "\355as", "\341is", "\351is", "\355a",
    "ad", "ed", "id", "an", "i\363", "ar", "er", "ir", "as", "\355s", "en", "es", NULL,
};
static const char *const before_gu[] = {"en", "es", "\351is", "emos", NULL};
static const char *const spanish3[] = {"os", "a", "e", "o", "\341", "\351", "\355", "\363", NULL};

typedef struct {
    Word *word, r1, r2, rv;
} Parts;

Word romance_region(const Word *word, const unsigned char *vowels)
{
    const unsigned char *text = word->text;
    if (word->size < 2)
        return from(word, word->size);
    int second = vowels[text[1]];
    if (second && !vowels[text[0]])
        return from(word, 3);
    for (int at = 2; at < word->size; at++)
        if (vowels[text[at]] != second)
            return from(word, at + 1);
    return from(word, word->size);
}

static void chop_two(Parts *parts, int letters)
{
    chop(parts->word, letters);
    chop(&parts->rv, letters);
}

static void chop_three(Parts *parts, int letters)
{
    chop_two(parts, letters);
    chop(&parts->r2, letters);
}

static int swap_two(Parts *parts, const char *old, const char *fresh)
{
    swap_end(parts->word, (int)strlen(old), fresh);
    swap_end(&parts->rv, (int)strlen(old), fresh);
    return 1;
}

static int without_amente(Parts *parts)
{
    chop_three(parts, 6);
    if (ends(&parts->r2, "iv")) {
        chop_three(parts, 2);
        if (ends(&parts->r2, "at"))
            chop_two(parts, 2);
    } else if (ending(&parts->r2, after_amente)) {
        chop_two(parts, 2);
    }
    return 1;
}

static int without_mente(Parts *parts, const char *const *before)
{
    chop_three(parts, 5);
    if (ending(&parts->r2, before))
        chop_two(parts, 4);
    return 1;
}

static int without_iv(Parts *parts, const char *end)
{
    chop_three(parts, (int)strlen(end));
    if (ends(&parts->r2, "at"))
        chop_two(parts, 2);
    return 1;
}

static int portuguese_1(Parts *parts)
{
    const char *end = ending(parts->word, portuguese1);
    if (!end)
        return 0;
    int size = (int)strlen(end);
    if (!strcmp(end, "amente") && ends(&parts->r1, end))
        return without_amente(parts);
    if (!strncmp(end, "ira", 3) && ends(&parts->rv, end) && back(parts->word, size + 1) == 'e')
        return swap_two(parts, end, "ir");
    if (!ends(&parts->r2, end))
        return 0;
    if (!strncmp(end, "logia", 5))
        return swap_two(parts, end, "log");
    if (!strncmp(end, "u\347", 2))
        return swap_two(parts, end, "u");
    if (!strncmp(end, "\352ncia", 5))
        return swap_two(parts, end, "ente");
    if (!strcmp(end, "mente"))
        return without_mente(parts, portuguese_mente);
    if (!strncmp(end, "iv", 2))
        return without_iv(parts, end);
    if (strncmp(end, "idade", 5)) {
        chop_two(parts, size);
        return 1;
    }
    chop_three(parts, size);
    chop_two(parts, ends(&parts->r2, "ic") || ends(&parts->r2, "iv") ? 2 : ends(&parts->r2, "abil") ? 4 : 0);
    return 1;
}

/* Nasal vowels are two letters while endings are taken off. 0 where the word grows too long. */
static int nasals_apart(Word *word)
{
    Word apart = {0, {0}};
    for (int at = 0; at < word->size; at++) {
        unsigned char letter = word->text[at], before = at ? word->text[at - 1] : 0;
        if (apart.size + 2 > LONGEST_WORD)
            return 0;
        if (letter == 0374 && (before == 'q' || before == 'g'))
            letter = 'u';
        apart.text[apart.size++] = letter == 0343 ? 'a' : letter == 0365 ? 'o' : letter;
        if (letter == 0343 || letter == 0365)
            apart.text[apart.size++] = '~';
    }
    *word = apart;
    return 1;
}

static void nasals_together(Word *word)
{
    int size = 0;
    for (int at = 0; at < word->size; at++) {
        unsigned char letter = word->text[at];
        int nasal = at + 1 < word->size && word->text[at + 1] == '~' && (letter == 'a' || letter == 'o');
        word->text[size++] = !nasal ? letter : letter == 'a' ? 0343 : 0365;
        at += nasal;
    }
    word->size = size;
}

int stem_portuguese(Word *word, const unsigned char *vowels)
{
    if (!nasals_apart(word))
        return 0;
    Parts parts = {word, region(word, vowels), {0, {0}}, romance_region(word, vowels)};
    parts.r2 = region(&parts.r1, vowels);
    Word *rv = &parts.rv;
    int done = portuguese_1(&parts);
    const char *end = done ? NULL : ending(rv, portuguese2);
    if (end) {
        chop_two(&parts, (int)strlen(end));
        done = 1;
    }
    if (done) {
        if (ends(rv, "i") && word->size < 2)
            return 0;
        chop_two(&parts, ends(rv, "i") && back(word, 2) == 'c');
    } else if ((end = ending(rv, portuguese4))) {
        chop_two(&parts, (int)strlen(end));
    }
    if (ending(rv, last_e)) {
        chop_two(&parts, 1);
        chop(word, (ends(word, "gu") && ends(rv, "u")) || (ends(word, "ci") && ends(rv, "i")));
    } else if (ends(word, "\347")) {
        swap_end(word, 1, "c");
    }
    nasals_together(word);
    return 1;
}

static void without_accents(Word *word)
{
    swap_letter(word, 0341, 'a');
    swap_letter(word, 0351, 'e');
    swap_letter(word, 0355, 'i');
    swap_letter(word, 0363, 'o');
    swap_letter(word, 0372, 'u');
}

static void spanish_0(Parts *parts)
{
    for (int place = 0; spanish0[place]; place++) {
        int size = (int)strlen(spanish0[place]);
        if (!ends(parts->word, spanish0[place]) || !ends(&parts->rv, spanish0[place]))
            continue;
        Word word = *parts->word, rv = parts->rv;
        chop(&word, size);
        chop(&rv, size);
        if (ending(&rv, verbs) || (ends(&rv, "yendo") && ends(&word, "uyendo"))) {
            chop_three(parts, size);
            chop(&parts->r1, size);
            without_accents(parts->word);
            without_accents(&parts->r1);
            without_accents(&parts->r2);
            without_accents(&parts->rv);
        }
        return;
    }
}

static int spanish_1(Parts *parts)
{
    const char *end = ending(parts->word, spanish1);
    if (!end)
        return 0;
    int size = (int)strlen(end);
    if (!strcmp(end, "amente") && ends(&parts->r1, end))
        return without_amente(parts);
    if (!ends(&parts->r2, end))
        return 0;
    if (!strncmp(end, "log\355a", 5))
        return swap_two(parts, end, "log");
    if (!strncmp(end, "uci", 3))
        return swap_two(parts, end, "u");
    if (!strncmp(end, "encia", 5))
        return swap_two(parts, end, "ente");
    if (!strcmp(end, "mente"))
        return without_mente(parts, spanish_mente);
    if (!strncmp(end, "iv", 2))
        return without_iv(parts, end);
    if (is(end, of_ic)) {
        chop_three(parts, size);
        chop_two(parts, ends(&parts->r2, "ic") ? 2 : 0);
    } else if (!strncmp(end, "idad", 4)) {
        chop_three(parts, size);
        chop_two(parts, ends(&parts->r2, "abil") ? 4 : ends(&parts->r2, "ic") || ends(&parts->r2, "iv") ? 2 : 0);
    } else {
        chop_two(parts, size);
    }
    return 1;
}

static void spanish_2(Parts *parts)
{
    Word *word = parts->word, *rv = &parts->rv;
    for (int place = 0; spanish2a[place]; place++) {
        int size = (int)strlen(spanish2a[place]);
        if (ends(rv, spanish2a[place]) && back(word, size + 1) == 'u') {
            chop_two(parts, size);
            break;
        }
    }
    const char *end = ending(rv, spanish2b);
    if (!end)
        return;
    chop_two(parts, (int)strlen(end));
    if (is(end, before_gu)) {
        chop(word, ends(word, "gu"));
        chop(rv, ends(rv, "gu"));
    }
}

int stem_spanish(Word *word, const unsigned char *vowels)
{
    Parts parts = {word, region(word, vowels), {0, {0}}, romance_region(word, vowels)};
    parts.r2 = region(&parts.r1, vowels);
    spanish_0(&parts);
    if (!spanish_1(&parts))
        spanish_2(&parts);
    const char *end = ending(&parts.rv, spanish3);
    if (end) {
        chop(word, (int)strlen(end));
        if (!strcmp(end, "e") || !strcmp(end, "\351")) {
            chop(&parts.rv, 1);
            chop(word, ends(word, "gu") && ends(&parts.rv, "u"));
        }
    }
    without_accents(word);
    return 1;
}
