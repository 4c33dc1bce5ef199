/* Words of a language → their stems, for the languages whose stemmers are here. */

#include "kernels.h"
#include "stemming.h"

enum { ASK = 1 };  /* stands in the place of a stem that only the Python stemmer can tell */

static const struct {
    const char *language, *vowels;
    int (*stem)(Word *, const unsigned char *);
} stemmers[] = {
    {"de", "aeiouy\344\366\374", stem_german},
    {"en", "aeiouy", stem_english},
    {"es", "aeiou\341\351\355\363\372\374", stem_spanish},
    {"fr", "aeiouy\342\340\353\351\352\350\357\356\364\373\371", stem_french},
    {"pt", "aeiou\341\351\355\363\372\342\352\364", stem_portuguese},
    {NULL, NULL, NULL},
};

static inline unsigned char lower(unsigned char letter)
{
    int capital = (letter >= 'A' && letter <= 'Z') || (letter >= 0xC0 && letter <= 0xDE && letter != 0xD7);
    return capital ? letter | 0x20 : letter;
}

/* The next word of a text of lines, in Latin-1 and lower case; its size is -1 where it is too long or has other letters. */
static Py_ssize_t read_word(const unsigned char *text, Py_ssize_t length, Py_ssize_t at, Word *word)
{
    word->size = 0;
    for (; at < length && text[at] != '\n'; at++) {
        unsigned char letter = text[at];
        if (letter > 127) {
            if ((letter != 0xC2 && letter != 0xC3) || at + 1 == length || (text[at + 1] & 0xC0) != 0x80) {
                word->size = -1;
                break;
            }
            letter = (unsigned char)((letter & 3) << 6 | (text[++at] & 0x3F));
        }
        if (word->size == LONGEST_WORD || letter == 0) {
            word->size = -1;
            break;
        }
        word->text[word->size++] = lower(letter);
    }
    while (at < length && text[at] != '\n')
        at++;
    return at + 1;
}

static Py_ssize_t write_word(unsigned char *out, const Word *word)
{
    unsigned char *start = out;
    for (int at = 0; at < word->size; at++) {
        unsigned char letter = word->text[at];
        if (letter > 127) {
            *out++ = (unsigned char)(0xC0 | letter >> 6);
            letter = 0x80 | (letter & 0x3F);
        }
        *out++ = letter;
    }
    return out - start;
}

/* stem(language, words) -> stems; both UTF-8, a line each */
PyObject *stem(PyObject *Py_UNUSED(module), PyObject *args)
{
    const char *language;
    Py_buffer words;
    if (!PyArg_ParseTuple(args, "sy*", &language, &words))
        return NULL;
    int place = 0;
    while (stemmers[place].language && strcmp(stemmers[place].language, language))
        place++;
    const unsigned char *text = words.buf;
    Py_ssize_t length = words.len, lines = 1;
    for (Py_ssize_t at = 0; at < length; at++)
        lines += text[at] == '\n';
    /* A stem is at most a letter longer than its word, a letter at most two bytes. */
    unsigned char *out = stemmers[place].language ? PyMem_Malloc((size_t)(2 * length + 4 * lines + ROOM)) : NULL;
    if (out == NULL) {
        PyBuffer_Release(&words);
        if (stemmers[place].language)
            return PyErr_NoMemory();
        PyErr_SetString(PyExc_ValueError, "there is no kernel for this language");
        return NULL;
    }
    Vowels vowels = {0};
    for (const char *letter = stemmers[place].vowels; *letter; letter++)
        vowels[(unsigned char)*letter] = 1;
    Py_ssize_t written = 0, at = 0;
    Word word;
    Py_BEGIN_ALLOW_THREADS
    while (at <= length) {
        at = read_word(text, length, at, &word);
        if (word.size < 0 || (word.size && !stemmers[place].stem(&word, vowels))) {
            out[written++] = ASK;
        } else {
            written += write_word(out + written, &word);
        }
        out[written++] = '\n';
    }
    Py_END_ALLOW_THREADS
    PyObject *stems = PyBytes_FromStringAndSize((const char *)out, written - 1);
    PyMem_Free(out);
    PyBuffer_Release(&words);
    return stems;
}
