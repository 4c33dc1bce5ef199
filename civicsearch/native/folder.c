/* A folder in which all may be as it was: its files are compared with a list of them. The list may come from a stranger;
   one that is not as it should be is not met by any folder. */

#include "search.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#ifdef __APPLE__
#define st_mtim st_mtimespec
#define st_ctim st_ctimespec
#endif

/* How many entries are looked at between two looks for an interruption from the keyboard. */
enum { AT_ONCE = 1024 };

/* A file as it was. */
typedef struct {
    uint64_t size, mtime, ctime;
    const char *name;
    size_t length;
    int met;
} Known;

typedef struct {
    Known *known;
    size_t count, missing;
    DIR *entries;
    char *others; /* names, each with the zero behind it */
    size_t used, room;
} Look;

/* A whole number with the blank behind it; a longer one than there are is some other. */
static uint64_t take_number(const char **at, const char *end)
{
    const int negative = *at < end && **at == '-';
    uint64_t number = 0;
    for (*at += negative; *at < end && **at != ' '; ++*at)
        number = 10 * number + (uint64_t)(**at - '0');
    *at += *at < end;
    return negative ? -number : number;
}

/* Takes the lines of a list apart; 0 where they are none, or there is no memory. */
static int take_known(Look *look, const char *at, const char *end)
{
    if (at < end && end[-1] != '\n')
        return 0;
    for (const char *mark = at; (mark = memchr(mark, '\n', (size_t)(end - mark))); mark++)
        look->count++;
    look->missing = look->count;
    if (!(look->known = calloc(look->count + 1, sizeof *look->known)))
        return 0;
    for (Known *file = look->known; file < look->known + look->count; file++) {
        const char *line_end = memchr(at, '\n', (size_t)(end - at));
        file->size = take_number(&at, line_end);
        file->mtime = take_number(&at, line_end);
        file->ctime = take_number(&at, line_end);
        file->name = at;
        file->length = (size_t)(line_end - at);
        at = line_end + 1;
    }
    return 1;
}

static int compare(const void *name, const void *known)
{
    const Known *left = name, *right = known;
    const int order = memcmp(left->name, right->name, left->length < right->length ? left->length : right->length);
    return order ? order : (left->length > right->length) - (left->length < right->length);
}

static inline uint64_t nanoseconds(const struct timespec *time)
{
    return (uint64_t)time->tv_sec * 1000000000 + (uint64_t)time->tv_nsec;
}

static int is_as_known(const Look *look, const Known *file, const char *name)
{
    struct stat now;
    return fstatat(dirfd(look->entries), name, &now, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(now.st_mode) &&
           (uint64_t)now.st_size == file->size && nanoseconds(&now.st_mtim) == file->mtime &&
           nanoseconds(&now.st_ctim) == file->ctime;
}

static int put_other(Look *look, const char *name, size_t size)
{
    if (look->room - look->used < size) {
        const size_t room = 2 * look->room + size;
        char *others = realloc(look->others, room);
        if (!others)
            return 0;
        look->others = others;
        look->room = room;
    }
    memcpy(look->others + look->used, name, size);
    look->used += size;
    return 1;
}

/* Looks at the next entries. */
enum { MORE, DONE, CHANGED };
static int look_on(Look *look)
{
    for (int left = AT_ONCE; left; left--) {
        errno = 0;
        const struct dirent *entry = readdir(look->entries);
        if (!entry)
            return errno || look->missing ? CHANGED : DONE;
        const char *name = entry->d_name;
        if (*name == '.')
            continue;
        const Known sought = {.name = name, .length = strlen(name)};
        Known *file = bsearch(&sought, look->known, look->count, sizeof *file, compare);
        if (!file) {
            if (!put_other(look, name, sought.length + 1))
                return CHANGED;
        } else if (!file->met) { /* a folder that changes meanwhile may name it twice */
            if (!is_as_known(look, file, name))
                return CHANGED;
            file->met = 1;
            look->missing--;
        }
    }
    return MORE;
}

/* Looks at all entries; -1 with an exception where somebody interrupts. */
static int look_at_all(Look *look)
{
    int state;
    do {
        Py_BEGIN_ALLOW_THREADS
        state = look_on(look);
        Py_END_ALLOW_THREADS
        if (PyErr_CheckSignals() < 0)
            return -1;
    } while (state == MORE);
    return state;
}

static PyObject *listed(const Look *look)
{
    PyObject *names = PyList_New(0);
    for (size_t at = 0; names && at < look->used; at += strlen(look->others + at) + 1) {
        PyObject *name = PyUnicode_DecodeFSDefault(look->others + at);
        if (!name || PyList_Append(names, name) < 0)
            Py_CLEAR(names);
        Py_XDECREF(name);
    }
    return names;
}

FAST_KERNEL(others)
{
    char *known;
    Py_ssize_t size;
    if (!enough(given, 2) || PyBytes_AsStringAndSize(args[1], &known, &size) < 0)
        return NULL;
    const long folder = PyLong_AsLong(args[0]);
    if (folder == -1 && PyErr_Occurred())
        return NULL;
    Look look = {0};
    int state = CHANGED;
    const int own = fcntl((int)folder, F_DUPFD_CLOEXEC, 0);
    if (own >= 0 && take_known(&look, known, known + size) && (look.entries = fdopendir(own))) {
        state = look_at_all(&look);
        rewinddir(look.entries); /* for whoever has the folder open too */
        closedir(look.entries);
    } else if (own >= 0) {
        close(own);
    }
    PyObject *names = state < 0 ? NULL : state == DONE ? listed(&look) : Py_NewRef(Py_None);
    free(look.known);
    free(look.others);
    return names;
}
