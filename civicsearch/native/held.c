#include "search.h"

enum { MANY = 4096 };

const char not_ascending[] = "posts have to be ascending numbers below the bound";
const char no_room[] = "there is too little room";

void *hold(Held *held, PyObject *array, Py_ssize_t size, int writable, Py_ssize_t *length)
{
    static char nothing[8];
    if (held->count == MOST_ARRAYS) {
        PyErr_SetString(PyExc_ValueError, "too many arrays");
        return NULL;
    }
    Py_buffer *view = &held->views[held->count];
    if (PyObject_GetBuffer(array, view, PyBUF_C_CONTIGUOUS | (writable ? PyBUF_WRITABLE : 0)) < 0)
        return NULL;
    held->count++;
    if (view->itemsize != size || (uintptr_t)view->buf % (size_t)size) {
        PyErr_Format(PyExc_ValueError, "items of %zd bytes are needed, aligned", size);
        return NULL;
    }
    *length = view->len / size;
    return view->len ? view->buf : nothing;
}

const void *hold_any(Held *held, PyObject *array, Py_ssize_t *width, Py_ssize_t *length)
{
    static const char nothing[8];
    if (held->count == MOST_ARRAYS) {
        PyErr_SetString(PyExc_ValueError, "too many arrays");
        return NULL;
    }
    Py_buffer *view = &held->views[held->count];
    if (PyObject_GetBuffer(array, view, PyBUF_C_CONTIGUOUS) < 0)
        return NULL;
    held->count++;
    *width = view->itemsize;
    if ((*width != 1 && *width != 2 && *width != 4 && *width != 8) || (uintptr_t)view->buf % (size_t)*width) {
        PyErr_SetString(PyExc_ValueError, "items of one, two, four or eight bytes are needed, aligned");
        return NULL;
    }
    *length = view->len / *width;
    return view->len ? view->buf : nothing;
}

int enough(Py_ssize_t given, Py_ssize_t needed)
{
    if (given >= needed)
        return 1;
    PyErr_Format(PyExc_TypeError, "%zd arguments are needed", needed);
    return 0;
}

PyThreadState *release_for(Py_ssize_t items) { return items > MANY ? PyEval_SaveThread() : NULL; }

PyObject *answer(Held *held, PyThreadState *state, Py_ssize_t found, const char *problem)
{
    if (state)
        PyEval_RestoreThread(state);
    return problem ? refuse(held, problem) : (release_buffers(held->views, held->count), PyLong_FromSsize_t(found));
}

PyObject *refuse(Held *held, const char *problem)
{
    release_buffers(held->views, held->count);
    if (!PyErr_Occurred())
        PyErr_SetString(PyExc_ValueError, problem);
    return NULL;
}
